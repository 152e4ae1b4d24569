internal import Glibc

/// A file as it was at one time.
package struct FileAtRest: Sendable, Equatable {
  /// Of the file, before and after it was read.
  package let status: FileStatus
  /// All that is in it.
  package let bytes: [UInt8]
}

extension Directory {
  /// Reads a regular file that another program may be writing at this moment.
  ///
  /// What did not change within the last tick is taken as it is, if it is whole or did not change for half a second: a
  /// program that replaces the contents begins by emptying the file. Of anything else two readings in a row must agree,
  /// and be whole.
  ///
  /// - Parameters:
  ///   - limit: bytes that it has at most.
  ///   - seconds: after which no other reading begins.
  ///   - isWhole: whether contents that were written just now are complete.
  /// - Returns: `nil` where no two readings agree in time, or the file is too large. Contents that stay the same and
  ///   are never whole are returned when the time is over.
  /// - Throws: also for what is not a regular file (`EISDIR`, `EINVAL`).
  package func readAtRest(
    _ name: String, limit: Int, seconds: Int = 2, isWhole: ([UInt8]) -> Bool
  ) throws(FileError) -> FileAtRest? {
    let deadline = Deadline(seconds: seconds)
    while true {
      let first = try reading(name, limit)
      if let first {
        let age = first.status.age
        if age > FileStatus.tick, isWhole(first.bytes) || age > FileStatus.rest { return first }
      }
      usleep(2_000)
      let second = try reading(name, limit)
      if let second, second == first, isWhole(second.bytes) || deadline.hasPassed { return second }
      guard !deadline.hasPassed else { return nil }
    }
  }

  /// One reading; `nil` where the file changed meanwhile, or is too large.
  private func reading(_ name: String, _ limit: Int) throws(FileError) -> FileAtRest? {
    let file = try open(name)
    let status = try file.status()
    guard status.kind == .regular else {
      throw FileError(.read, name, code: status.kind == .directory ? EISDIR : EINVAL)
    }
    guard status.size <= limit else { return nil }
    let bytes = try file.readAll(limit: limit)
    guard bytes.count == status.size, try file.status() == status else { return nil }
    return FileAtRest(status: status, bytes: bytes)
  }
}

extension FileStatus {
  /// Two changes within this many milliseconds may have the same time.
  fileprivate static let tick: Int64 = 20
  /// Milliseconds after which nobody is in the middle of a change.
  fileprivate static let rest: Int64 = 500

  /// Milliseconds since the last change, by the clock that stamps files (`CLOCK_REALTIME`); many where that is wrong.
  fileprivate var age: Int64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    let seconds = Int64(time.tv_sec) - changed.seconds
    guard (0...60).contains(seconds) else { return .max }
    let milliseconds = seconds * 1_000 + (Int64(time.tv_nsec) - Int64(changed.nanoseconds)) / 1_000_000
    return milliseconds < 0 ? .max : milliseconds
  }
}
