import FileSystem
import Glibc
import Sodium
import TestSupport
import Testing

@testable import BackupStore

/// The PIN that is sealed for an organisation: for whom, and that it is always the PIN that is set.
struct EscrowTests {
  /// A camera whose PIN `1234` is sealed.
  private func withEscrow(_ body: (TestCamera, Escrow, borrowing EscrowPrivateKey) throws -> Void) throws {
    let pair = try EscrowPrivateKey.make()
    try withTemporaryDirectory { folder in
      let camera = try TestCamera(folder)
      let escrow = Escrow(key: pair.key, model: "CX-1", serial: "000123")
      _ = try camera.session().setPIN(secret("1234"), forgetting: false, escrow: escrow, camera.decisions)
      try body(camera, escrow, pair)
    }
  }

  private func digits(_ secret: borrowing SecretBytes) -> String {
    String(decoding: secret.withBytes { bytes in bytes.indices.map { bytes[$0] } }, as: UTF8.self)
  }

  /// The PIN that is kept, and whether it is the one that is set; `nil` for none.
  private func kept(_ camera: TestCamera, _ key: borrowing EscrowPrivateKey) throws -> String? {
    switch try camera.session().keptEscrow() {
    case nil: nil
    case .damaged: "damaged"
    case .sealed(let sealed, let isCurrent):
      digits(try sealed.open(with: key)) + (isCurrent ? "" : " outdated")
    }
  }

  private func fault(_ bytes: [UInt8], _ key: borrowing EscrowPrivateKey) -> SealedPIN.Fault? {
    do throws(SealedPIN.Fault) {
      _ = try SealedPIN(checking: bytes).open(with: key)
      return nil
    } catch {
      return error
    }
  }

  @Test func itFollowsThePIN() throws {
    try withEscrow { camera, escrow, key in
      #expect(try kept(camera, key) == "1234")
      let path = camera.folder + "/state/" + EscrowFile.name
      let sealed = try SealedPIN(checking: contents(path))
      #expect(sealed.model == "CX-1" && sealed.serial == "000123" && sealed.time == 1_700_000_000 && sealed.epoch == 1)
      try camera.create()
      let outcome = try camera.session().changePIN(
        from: secret("1234"), to: secret("56789"), escrow: escrow, camera.decisions)
      #expect(outcome.escrow == escrow.key && outcome.rewritten == 1)
      #expect(try kept(camera, key) == "56789")
      camera.decisions.lockCard = { _ in true }
      _ = try camera.session().setPIN(secret("9999"), forgetting: true, escrow: escrow, camera.decisions)
      #expect(try kept(camera, key) == "9999")
      // Without a key the sealed PIN of the one before goes.
      try camera.setPIN("4321", forgetting: true)
      #expect(try kept(camera, key) == nil)
    }
  }

  /// The same PIN again is sealed where it is not, and only there.
  @Test func aPINThatStays() throws {
    try withEscrow { camera, escrow, key in
      let path = camera.folder + "/state/" + EscrowFile.name
      let before = try contents(path)
      func again(_ escrow: Escrow?) throws -> PINOutcome {
        try camera.session().setPIN(secret("1234"), forgetting: false, escrow: escrow, camera.decisions)
      }
      #expect(try again(escrow).escrow == nil && contents(path) == before)
      let other = try EscrowPrivateKey.make()
      #expect(try again(Escrow(key: other.key, model: "", serial: "")).escrow == other.key)
      #expect(try kept(camera, other) == "1234")
      try remove(path)
      let outcome = try camera.session().changePIN(
        from: secret("1234"), to: secret("1234"), escrow: escrow, camera.decisions)
      #expect(outcome.escrow == escrow.key && outcome.isUnchanged)
      #expect(try kept(camera, key) == "1234")
      #expect(
        failure { _ = try camera.session().setPIN(secret("7777"), forgetting: false, escrow: escrow, .init()) }
          == "pinAlreadySet")
      #expect(try kept(camera, key) == "1234")
    }
  }

  /// Every byte counts, and the length of the PIN does not show.
  @Test func everyByteIsChecked() throws {
    try withEscrow { camera, escrow, key in
      let sealed = try contents(camera.folder + "/state/" + EscrowFile.name)
      #expect(sealed.count == 504 && fault(sealed, key) == nil)
      for index in sealed.indices {
        var altered = sealed
        altered[index] ^= 1
        #expect(fault(altered, key) != nil, "\(index)")
        // Who alters it can make the digest again, but not what is in the box.
        altered.replaceSubrange(472..<504, with: try digest(altered))
        #expect(index >= 472 || fault(altered, key) != nil, "\(index)")
      }
      for length in [0, 8, 10, 503] { #expect(fault(Array(sealed.prefix(length)), key) != nil) }
      #expect(fault(sealed + [0], key) == .damaged)
      var later = sealed
      later[8] = 2
      #expect(fault(later, key) == .laterVersion)
      let other = try EscrowPrivateKey.make()
      #expect(fault(sealed, other) == .otherKey)
    }
  }

  private func digest(_ bytes: [UInt8]) throws -> [UInt8] {
    var hash = try KeyedHash()
    hash.update(bytes.span.extracting(0..<472))
    return hash.finish()
  }

  @Test func damagedOnes() throws {
    try withEscrow { camera, escrow, key in
      let path = camera.folder + "/state/" + EscrowFile.name
      try flip(path, at: 100)
      #expect(try kept(camera, key) == "damaged")
      try remove(path)
      try makeLink(path, to: "/etc/hostname")
      #expect(try kept(camera, key) == "damaged")
      _ = try camera.session().setPIN(secret("1234"), forgetting: false, escrow: escrow, camera.decisions)
      #expect(try kept(camera, key) == "1234")
    }
  }

  /// Where it cannot be written nothing is changed.
  @Test func aFullStateDirectory() throws {
    try withEscrow { camera, escrow, key in
      try camera.create()
      let before = try camera.snapshot()
      let environment = try camera.environment()
      let failing = StoreEnvironment(
        state: FailingEscrow(environment.state), card: environment.card, time: environment.time,
        cost: environment.cost, stretch: environment.stretch)
      for forgetting in [true, false] {
        let words = failure {
          let session = try StoreSession(failing)
          _ =
            forgetting
            ? try session.setPIN(secret("5678"), forgetting: true, escrow: escrow, .agreeing)
            : try session.changePIN(from: secret("1234"), to: secret("5678"), escrow: escrow, .agreeing)
        }
        #expect(words?.hasPrefix("escrow(") == true, "\(words ?? "done")")
        #expect(try camera.snapshot() == before)
        #expect(try kept(camera, key) == "1234")
      }
    }
  }

  private static let python = "/usr/bin/python3"
  private static let isPythonThere =
    (try? runProcess(python, ["-c", "import ctypes; ctypes.CDLL('libsodium.so.23')"]))?.status == 0

  /// A reader that was written from the page alone.
  @Test(.enabled(if: isPythonThere, "needs python3 and libsodium23")) func anIndependentReader() throws {
    try withEscrow { camera, escrow, key in
      let script = #filePath.prefix(upTo: #filePath.lastIndex(of: "/")!) + "/Reference/escrow.py"
      let line = try key.line()
      try write(digits(line), to: camera.folder + "/key")
      let path = camera.folder + "/state/" + EscrowFile.name
      let read = try runProcess(Self.python, [String(script), camera.folder + "/key", path])
      #expect(read.status == 0, "\(read.errors)")
      for part in [
        #""model": "CX-1""#, #""serial": "000123""#, #""pin": "1234""#, #""time": 1700000000"#, #""epoch": 1"#,
      ] {
        #expect(read.text.contains(part), "\(read.text)")
      }
      for (offset, word) in [(500, "digest\n"), (0, "length\n"), (300, "digest\n")] {
        try flip(path, at: offset)
        #expect(try runProcess(Self.python, [String(script), camera.folder + "/key", path]).errors == word)
        try flip(path, at: offset)
      }
    }
  }
}

/// A state directory in which no sealed PIN can be made.
private final class FailingEscrow: ForwardingDirectory {
  let base: any Directory

  init(_ base: any Directory) { self.base = base }

  func create(_ name: String) throws(FileError) -> any File {
    guard name != EscrowFile.successor else { throw FileError(.create, name, code: ENOSPC) }
    return try base.create(name)
  }
}
