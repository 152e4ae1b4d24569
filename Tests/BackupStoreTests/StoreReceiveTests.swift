import FileSystem
import Glibc
import Synchronization
import TestSupport
import Testing

@testable import BackupStore

/// What is looked at before a stream is written or read whole, and where one that comes in lies meanwhile.
struct StoreReceiveTests {
  private func stream(_ camera: TestCamera, _ label: String = "") throws -> [UInt8] {
    let taken = Taken()
    _ = try camera.session().stream(camera.request(label)) {
      (bytes) throws(StoreError) in taken.bytes.append(bytes)
    }
    return taken.bytes
  }

  private final class Taken {
    var bytes: [UInt8] = []
  }

  /// The directory of the state on a file system where every file has a name.
  private func receive(
    _ bytes: [UInt8], _ camera: TestCamera, _ faults: @escaping FaultyDirectory.Faults = { _, _ in nil }
  ) throws -> ReceivedBackup {
    let state = try PosixFileSystem().openDirectory(at: camera.folder + "/state")
    return try ReceivedBackup(
      IncomingBackup(MemoryInput(bytes)), in: FaultyDirectory(state, "", faults), observer: .none)
  }

  private func open(_ received: ReceivedBackup, _ camera: TestCamera) throws {
    _ = try camera.session().open(received, secret("1234"))
  }

  /// A label that does not fit uses no number, and no attempt is recorded.
  @Test func aLongLabel() throws {
    try withCamera { camera in
      let before = try camera.record().sequence
      #expect(failure { _ = try stream(camera, String(repeating: "x", count: 65)) } == "label")
      #expect(try camera.record().sequence == before && camera.record().streamed == nil)
    }
  }

  /// What a cut left has no name any more, and so has what comes in.
  @Test func whereFilesHaveNames() throws {
    try withCamera { camera in
      let bytes = try stream(camera)
      try write("", to: camera.folder + "/state/incoming.cvb")
      let received = try receive(bytes, camera)
      #expect(try names(in: camera.folder + "/state").allSatisfy { $0.hasPrefix("record") })
      try open(received, camera)
    }
  }

  /// A name that stays would leave the backup in the state directory.
  @Test func aNameThatCannotBeRemoved() throws {
    try withCamera { camera in
      let bytes = try stream(camera)
      let faults: FaultyDirectory.Faults = { operation, _ in operation == .remove ? .fails(EIO) : nil }
      let error = failure { _ = try receive(bytes, camera, faults) }
      #expect(error?.hasPrefix("notReceived(") == true, "\(error ?? "received")")
    }
  }

  /// Its payload, which may be long, is read only behind a header that verifies.
  @Test func anAlteredHeader() throws {
    try withCamera { camera in
      let bytes = try stream(camera)
      for (offset, isRead) in [(HeaderLayout.sealedMetadata.lowerBound, false), (1_500, true)] {
        var altered = bytes
        altered[offset] ^= 1
        let phases = Phases()
        camera.observer = WorkObserver(report: { phases.add($0.phase) }, shouldStop: { false })
        #expect(failure { try open(receive(altered, camera), camera) }?.hasPrefix("damaged(") == true)
        #expect(phases.all.contains(.verifying) == isRead, "\(offset)")
      }
    }
  }
}

private final class Phases: Sendable {
  private let reported = Mutex<[WorkProgress.Phase]>([])

  var all: [WorkProgress.Phase] { reported.withLock { $0 } }

  func add(_ phase: WorkProgress.Phase) { reported.withLock { $0.append(phase) } }
}
