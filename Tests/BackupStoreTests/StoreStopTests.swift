import Synchronization
import TestSupport
import Testing

@testable import BackupStore

/// Work that a person stops is undone, wherever it was.
struct StoreStopTests {
  @Test func create() throws {
    try withCamera { camera in
      try prepare(camera)
      let before = try camera.snapshot()
      let stops = try stopEverywhere(camera) {
        try camera.create()
      } check: {
        let after = try camera.snapshot()
        #expect(after == before)
      }
      #expect(stops > 5)
      #expect(try camera.list().backups.count == 3)
    }
  }

  @Test func changePIN() throws {
    try withCamera { camera in
      try prepare(camera)
      let before = try camera.snapshot()
      let stops = try stopEverywhere(camera) {
        try camera.changePIN("1234", "5678")
      } check: {
        #expect(try camera.snapshot() == before)
        try camera.check("1234")
      }
      #expect(stops > 12)
      try camera.check("5678")
      let record = try camera.record()
      #expect(record.highestEpoch > 2 && record.vaults[0].part.epoch == record.highestEpoch)
    }
  }

  @Test func readingOnly() throws {
    try withCamera { camera in
      try prepare(camera)
      let before = try camera.snapshot()
      var stops = try stopEverywhere(camera) {
        _ = try camera.list()
      } check: {
      }
      stops += try stopEverywhere(camera) {
        _ = try camera.open("latest", "1234")
      } check: {
      }
      #expect(stops > 6)
      #expect(try camera.snapshot() == before)
    }
  }

  /// Two backups of more than one batch.
  private func prepare(_ camera: TestCamera) throws {
    try write([UInt8](repeating: 7, count: 1_500_000), to: camera.folder + "/config/large")
    try camera.create(2)
  }

  /// Stops `work` at each question in turn until it is not stopped any more.
  ///
  /// - Returns: how often it was stopped.
  private func stopEverywhere(
    _ camera: TestCamera, _ work: () throws -> Void, check: () throws -> Void
  ) throws -> Int {
    for number in 1... {
      let asked = Questions()
      camera.observer = WorkObserver(
        report: { progress in #expect(progress.done <= progress.total && progress.total > 0) },
        shouldStop: { asked.next() == number })
      let error = failure(work)
      camera.observer = .none
      guard let error else { return number - 1 }
      #expect(error == "stopped")
      try check()
    }
    return 0
  }

  private final class Questions: Sendable {
    private let count = Mutex(0)

    func next() -> Int {
      count.withLock { count in
        count += 1
        return count
      }
    }
  }
}
