internal import Glibc

/// Who holds a lock.
package struct LockHolder: Sendable, Equatable {
  /// What it is doing, in words for a person.
  package let work: String
  /// Since when, in seconds since 1970; `nil` when it could not be read.
  package let since: Int64?

  /// A holder as the lock's file names it.
  package init(work: String, since: Int64?) {
    self.work = work
    self.since = since
  }
}

/// Why a lock was not taken.
package enum LockError: Error {
  case held(LockHolder)
  /// Waiting was given up before its time was over.
  case stopped
  case file(FileError)
}

/// A lock between processes on a file of the run directory, released when the last reference goes, at the latest with
/// the process.
package final class ProcessLock: Sendable {
  private let file: any LockFile

  /// Takes the lock.
  ///
  /// - Parameters:
  ///   - files: where the file is.
  ///   - path: the file, made with mode 0600 if it is not there. Links, and a file of another user, are refused.
  ///   - work: what the holder is going to do.
  ///   - now: seconds since 1970.
  ///   - waitSeconds: how long to wait for another holder on the monotonic clock, 0 or more.
  ///   - shouldStop: is asked while another holds the lock, twenty times a second, whether to give up.
  /// - Throws: `LockError.held` when the time is over, `.stopped` when asked to stop before.
  package init(
    in files: any FileRoot, path: String, work: String, now: Int64, waitSeconds: Int,
    shouldStop: () -> Bool = { false }
  ) throws(LockError) {
    // Kept only when it is taken: who gives up waiting must not wipe what the holder has written.
    let file = try Self.reporting { () throws(FileError) in try files.openLock(at: path) }
    let deadline = Deadline(seconds: waitSeconds)
    while try !Self.reporting({ () throws(FileError) in try file.take() }) {
      guard !deadline.hasPassed else { throw .held(Self.holder(file.note())) }
      guard !shouldStop() else { throw .stopped }
      usleep(50_000)
    }
    file.setNote(Array("\(now) \(work)".utf8))
    self.file = file
  }

  deinit { file.setNote([]) }

  private static func reporting<Result>(_ body: () throws(FileError) -> Result) throws(LockError) -> Result {
    do {
      return try body()
    } catch {
      throw .file(error)
    }
  }

  private static func holder(_ note: [UInt8]) -> LockHolder {
    let parts = String(decoding: note, as: UTF8.self).split(separator: " ", maxSplits: 1)
    guard parts.count == 2, let since = Int64(parts[0]) else { return LockHolder(work: "", since: nil) }
    return LockHolder(work: String(parts[1]), since: since)
  }
}
