import FileSystem
import TestSupport
import Testing

@testable import BackupStore

/// Backups that are handed out and stored nowhere, and restored from what comes in.
struct StoreStreamTests {
  /// Hands one out.
  private func stream(
    _ camera: TestCamera, ifChanged: Bool = false
  ) throws -> (outcome: BackupOutcome, description: BackupDescription, bytes: [UInt8]) {
    let taken = Taken()
    let made = try camera.session().stream(camera.request("streamed", ifChanged: ifChanged)) {
      (bytes) throws(StoreError) in taken.bytes.append(bytes)
    }
    return (made.outcome, made.description, taken.bytes)
  }

  private final class Taken {
    var bytes: [UInt8] = []
  }

  private func receive(_ bytes: [UInt8], _ camera: TestCamera) throws -> ReceivedBackup {
    let state = try PosixFileSystem().openDirectory(at: camera.folder + "/state")
    return try ReceivedBackup(IncomingBackup(MemoryInput(bytes)), in: state, observer: .none)
  }

  /// Opens what comes in, with a PIN.
  private func open(_ bytes: [UInt8], _ camera: TestCamera, _ digits: String) throws -> [UInt8] {
    let opened = try camera.session().open(try receive(bytes, camera), secret(digits))
    var archive: [UInt8] = []
    try opened.stream { (bytes) throws(StoreError) in archive.append(bytes) }
    return archive
  }

  @Test func withoutACard() throws {
    try withCamera { camera in
      camera.slot = nil
      let first = try stream(camera)
      let second = try stream(camera)
      #expect([first, second].map(\.outcome.name.description) == ["00010001", "00010002"])
      #expect(first.description.fileTag.map { first.bytes.suffix(32).elementsEqual($0) } == true)
      #expect(Array(first.bytes[256..<272]) == first.description.backupID?.bytes)
      #expect(Array(first.bytes[40..<56]) == first.description.vaultID?.bytes)
      #expect(first.bytes[288..<304] == second.bytes[288..<304], "both have one card id")
      #expect(first.description.bytes == Int64(first.bytes.count))
      #expect(try !open(first.bytes, camera, "1234").isEmpty)
      let session = try camera.session()
      #expect(session.streamedTime == 1_700_000_000 && session.history.attempt?.result == .created)
      #expect(session.history.success == 1_700_000_000)
      #expect(try names(in: camera.folder + "/state").filter { !$0.hasPrefix("record") } == [])
    }
  }

  @Test func onlyIfChanged() throws {
    try withCamera { camera in
      #expect(try !stream(camera, ifChanged: true).outcome.isUnchanged)
      camera.setClocks { $0.now += 100 }
      let again = try stream(camera, ifChanged: true)
      #expect(again.outcome.isUnchanged && again.bytes.isEmpty && again.outcome.name.description == "00010001")
      #expect(try camera.session().streamedTime == 1_700_000_100)
      #expect(try camera.session().history.attempt?.result == .unchanged)
      // A card does not know of it, and it does not know of a card.
      #expect(try !camera.session().create(camera.request("", ifChanged: true)).isUnchanged)
      try write("shutter=60\n", to: camera.folder + "/config/camera.conf")
      #expect(try stream(camera, ifChanged: true).outcome.name.description == "00010003")
      // Nobody has a copy that the new PIN opens.
      try camera.changePIN("1234", "5678")
      #expect(try camera.session().streamedTime == nil)
      #expect(try stream(camera, ifChanged: true).outcome.name.description == "00020003", "above the rewritten one")
    }
  }

  /// Whatever this camera makes, on a card or as a stream, has a number of its own: so it can be imported to each card.
  @Test func numbersOfTheirOwn() throws {
    try withCamera { camera in
      let first = try stream(camera)
      #expect(try camera.create() == "00010002")
      let second = try stream(camera)
      #expect(second.outcome.name.description == "00010003")
      #expect(try camera.create() == "00010004")
      for stream in [first, second] { #expect(try bring(stream.bytes, to: camera).state == .returned) }
      try makeDirectory(camera.folder + "/spare")
      camera.slot = "spare"
      #expect(try camera.create() == "00010004", "the card has numbers of its own, above those handed out")
      for stream in [first, second] { #expect(try bring(stream.bytes, to: camera).state == .returned) }
    }
  }

  /// A card that the record forgot may still have backups. The new PIN begins again, as its epoch is another one.
  @Test func forgottenCards() throws {
    try withCamera { camera in
      try camera.create(3)
      for number in 1...CameraRecord.mostCards {
        try makeDirectory(camera.folder + "/spare\(number)")
        camera.slot = "spare\(number)"
        try camera.create()
      }
      #expect(try camera.record().cards.count == CameraRecord.mostCards)
      let made = try stream(camera)
      camera.slot = "card"
      #expect(try bring(made.bytes, to: camera).state == .ok, "a card that is taken as it is")
      camera.slot = nil
      camera.decisions.leaveCard = { _ in true }
      try camera.changePIN("1234", "5678")
      #expect(try stream(camera).outcome.name.description == "00020001")
    }
  }

  /// Where the card's own backups are gone, it is still that card, and a stream does not make another card that one.
  @Test func theCardThatHoldsIt() throws {
    try withCamera { camera in
      try camera.create()
      let (first, second) = (try stream(camera), try stream(camera))
      _ = try bring(first.bytes, to: camera)
      try camera.delete("00010001")
      let list = try camera.list()
      #expect(list.isLastUsed && !list.isTakenAsIs && list.backups.map(\.state) == [.returned])
      #expect(failure { _ = try camera.session().find(.latest) } == "onlyReturned(00010002)")
      try camera.create()
      for name in ["second", "third"] {
        try makeDirectory(camera.folder + "/" + name)
        camera.slot = name
        _ = try bring(name == "second" ? first.bytes : second.bytes, to: camera)
        #expect(try camera.list().isTakenAsIs && camera.list().backups.map(\.state) == [.ok])
        try camera.create()
        #expect(try camera.list().backups.map(\.state) == [.ok, .ok], "nothing is missing")
      }
    }
  }

  private func bring(_ bytes: [UInt8], to camera: TestCamera) throws -> BackupDescription {
    try camera.session().importBackup(IncomingBackup(MemoryInput(bytes))) { _ in false }.description
  }

  /// One that was not taken whole does not count, and its number is not used again.
  @Test func aReaderThatIsGone() throws {
    try withCamera { camera in
      let error = failure {
        _ = try camera.session().stream(camera.request("lost")) { (_) throws(StoreError) in throw .stopped }
      }
      #expect(error == "stopped")
      let session = try camera.session()
      #expect(session.streamedTime == nil && session.history.attempt?.result == .unfinished)
      let ending = failure {
        _ = try camera.session().stream(camera.request("lost")) { (_) throws(StoreError) in
        } ending: { () throws(StoreError) in
          throw .stopped
        }
      }
      #expect(try ending == "stopped" && camera.session().streamedTime == nil, "the last bytes did not arrive")
      #expect(try camera.session().history.attempt?.result == .unfinished)
      let next = try stream(camera, ifChanged: true)
      #expect(!next.outcome.isUnchanged && next.outcome.name.description == "00010003")
    }
  }

  /// A record without streams is one of the version before; one with them is read as it was written.
  @Test func theRecord() throws {
    try withCamera { camera in
      let path = camera.folder + "/state/" + StoreSession.recordNames[0]
      #expect(try contents(path).starts(with: Array("CAMREC2\n".utf8)))
      _ = try stream(camera)
      let record = try camera.record()
      #expect(try contents(path).starts(with: Array("CAMREC4\n".utf8)))
      let newest = try #require(record.streamed?.newest)
      #expect(record.streamed?.last == newest.name && newest.vaultID == record.vaults[0].vaultID)
      try camera.alterRecord { $0.streamed?.last = BackupName(epoch: 1, counter: 65_535)! }
      #expect(failure { _ = try stream(camera) } == "countersUsedUp")
    }
  }

  /// Another camera's opens with its PIN, and does not become one of this camera.
  @Test func anotherCamera() throws {
    try withCamera { camera in
      try makeDirectory(camera.folder + "/other")
      let other = try TestCamera(camera.folder + "/other")
      try other.setPIN("9999")
      let bytes = try stream(other).bytes
      #expect(failure { _ = try open(bytes, camera, "1234") } == "wrongPIN(waitSeconds: 0)")
      #expect(try camera.record().foreignFailures.count == 1 && camera.record().failures.count == 0)
      #expect(try !open(bytes, camera, "9999").isEmpty)
      #expect(try camera.record().foreignFailures.count == 0 && camera.record().vaults.count == 1)
      for _ in 1...5 { #expect(failure { _ = try open(bytes, camera, "0000") }?.hasPrefix("wrongPIN") == true) }
      #expect(failure { _ = try open(bytes, camera, "9999") }?.hasPrefix("mustWait") == true)
      let own = try stream(camera).bytes
      #expect(try !open(own, camera, "1234").isEmpty, "its own PIN has a count of its own")
      #expect(failure { _ = try open(own, camera, "9999") } == "wrongPIN(waitSeconds: 0)")
      #expect(try camera.record().failures.count == 1)
    }
  }

  /// A header that asks for more than this camera spends is not tried.
  @Test func tooCostly() throws {
    try withCamera { camera in
      try makeDirectory(camera.folder + "/other")
      let other = try TestCamera(camera.folder + "/other")
      try other.setPIN("9999")
      var bytes = try stream(other).bytes
      bytes.put(UInt32(1_048_576), at: HeaderLayout.memoryKiB)
      bytes.put(UInt32(10), at: HeaderLayout.passes)
      #expect(failure { _ = try open(bytes, camera, "9999") } == "tooCostly(passes: 10, mebibytes: 1024)")
      #expect(try camera.record().foreignFailures.count == 0)
    }
  }

  @Test func damage() throws {
    try withCamera { camera in
      let bytes = try stream(camera).bytes
      for offset in [30, 60, 300, 1_000, 1_500, bytes.count - 1] {
        var damaged = bytes
        damaged[offset] ^= 0x10
        let error = failure { _ = try open(damaged, camera, "1234") }
        #expect(error?.hasPrefix("damaged") == true || error?.hasPrefix("incoming") == true, "\(offset) \(error ?? "")")
      }
      #expect(failure { _ = try open(Array(bytes.dropLast()), camera, "1234") }?.contains("cut") == true)
      #expect(failure { _ = try open(bytes + [1], camera, "1234") }?.contains("excess") == true)
      #expect(try names(in: camera.folder + "/state").filter { !$0.hasPrefix("record") } == [])
    }
  }
}
