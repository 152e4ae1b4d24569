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

/// A lock between processes on a file of the run directory (`flock`), released when the last reference goes, at the
/// latest with the process.
package final class ProcessLock: Sendable {
  private let descriptor: Int32

  /// Takes the lock.
  ///
  /// - Parameters:
  ///   - path: the file, made with mode 0600 if it is not there. Links, and a file of another user, are refused.
  ///   - work: what the holder is going to do.
  ///   - now: seconds since 1970.
  ///   - waitSeconds: how long to wait for another holder on the monotonic clock, 0 or more.
  ///   - shouldStop: is asked while another holds the lock, twenty times a second, whether to give up.
  /// - Throws: `LockError.held` when the time is over, `.stopped` when asked to stop before.
  package init(
    path: String, work: String, now: Int64, waitSeconds: Int, shouldStop: () -> Bool = { false }
  ) throws(LockError) {
    do {
      descriptor = try PosixFileSystem().openLock(at: path)
    } catch {
      throw .file(error)
    }
    let deadline = Deadline(seconds: waitSeconds)
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR else {
        let code = errno
        close(descriptor)
        throw .file(FileError(.lock, path, code: code))
      }
      guard !deadline.hasPassed else {
        let holder = Self.readHolder(descriptor)
        close(descriptor)
        throw .held(holder)
      }
      guard !shouldStop() else {
        close(descriptor)
        throw .stopped
      }
      usleep(50_000)
    }
    writeHolder("\(now) \(work)")
  }

  deinit {
    ftruncate(descriptor, 0)
    close(descriptor)
  }

  /// The text is for people only; the lock holds without it.
  private func writeHolder(_ text: String) {
    let bytes = Array(text.utf8)
    ftruncate(descriptor, 0)
    _ = unsafe pwrite(descriptor, bytes, bytes.count, 0)
  }

  private static func readHolder(_ descriptor: Int32) -> LockHolder {
    var bytes = [UInt8](repeating: 0, count: 256)
    let count = unsafe pread(descriptor, &bytes, bytes.count, 0)
    let text = String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
    let parts = text.split(separator: " ", maxSplits: 1)
    guard parts.count == 2, let since = Int64(parts[0]) else { return LockHolder(work: "", since: nil) }
    return LockHolder(work: String(parts[1]), since: since)
  }
}
