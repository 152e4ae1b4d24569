import FileSystem
import Synchronization
import TestSupport
import Testing

@testable import BackupStore

/// Much of everything on a card or in a configuration: twice as much takes twice as long.
struct GrowthTests {
  /// Of three sizes the last has four times the first. The quickest of two runs counts.
  private func expectLinear(
    _ size: Int, _ location: SourceLocation = #_sourceLocation, _ work: (Int) throws -> Double
  ) rethrows {
    let seconds = try [size, 2 * size, 4 * size].map { size in try min(work(size), work(size)) }
    #expect(seconds[2] < 9 * seconds[0] + 0.02, "\(seconds)", sourceLocation: location)
  }

  /// A clock to which everything changed during the second reading.
  private func restlessClock() -> ArchiveClock {
    let count = Mutex(0)
    return ArchiveClock(
      now: {
        let isFirst = count.withLock { count in
          count += 1
          return count % 2 == 1
        }
        return FileTime(seconds: isFirst ? 0 : 9_000_000_000, nanoseconds: 0)
      }, wait: { _ in })
  }

  @Test func filesThatAreLeftOut() throws {
    try expectLinear(500) { count in
      try withTemporaryDirectory { folder in
        for number in 0..<count { try write("a", to: folder + "/\(number)") }
        let directory = try PosixFileSystem().openDirectory(at: folder)
        return try processorSeconds {
          let scan = try ConfigurationScan.withoutChanging(directory, restlessClock())
          #expect(scan.leftOut.count == count && scan.nodes.count == 1)
        }
      }
    }
  }

  @Test func filesThatAreDeleted() throws {
    try expectLinear(400) { count in
      var seconds = 0.0
      try withCamera { camera in
        try makeDirectory(camera.vault)
        for number in 1...count {
          let name = BackupName(epoch: 9, counter: UInt32(number))!
          try write("x", to: camera.path(name.description))
        }
        let session = try camera.session()
        seconds = try processorSeconds {
          let deleted = try session.deleteAll()
          #expect(deleted == count)
        }
      }
      return seconds
    }
  }
}
