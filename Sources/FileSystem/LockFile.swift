internal import Glibc

/// A file that processes lock against each other (`flock`). The lock goes with the last reference, at the latest with
/// the process.
package protocol LockFile: AnyObject, Sendable {
  /// Takes the lock if nobody else holds it.
  ///
  /// - Returns: whether this file holds it now.
  func take() throws(FileError) -> Bool
  /// What the holder has written, at most 256 bytes; empty where that cannot be read.
  func note() -> [UInt8]
  /// Replaces what is written. It is for people only; the lock holds without it.
  func setNote(_ bytes: [UInt8])
}

final class PosixLockFile: LockFile {
  private let descriptor: Descriptor
  private let path: String

  init(_ descriptor: Descriptor, _ path: String) {
    self.descriptor = descriptor
    self.path = path
  }

  func take() throws(FileError) -> Bool {
    guard flock(descriptor.number, LOCK_EX | LOCK_NB) != 0 else { return true }
    let code = errno
    guard code == EWOULDBLOCK || code == EINTR else { throw FileError(.lock, path, code: code) }
    return false
  }

  func note() -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 256)
    let count = unsafe pread(descriptor.number, &bytes, bytes.count, 0)
    return Array(bytes.prefix(max(count, 0)))
  }

  func setNote(_ bytes: [UInt8]) {
    ftruncate(descriptor.number, 0)
    _ = unsafe pwrite(descriptor.number, bytes, bytes.count, 0)
  }
}

extension PosixFileSystem {
  /// The right to open it is taken from everybody else.
  package func openLock(at path: String) throws(FileError) -> any LockFile {
    guard let split = SplitPath(path) else { throw FileError.noName(path) }
    let directory = try open(split.directory, .own)
    let flags = O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC
    let file = Descriptor(
      try retrying(.lock, path) {
        unsafe openat(directory.descriptor.number, system(split.name), flags, 0o600)
      })
    try keepOthersOut(file.number, path)
    return PosixLockFile(file, path)
  }

  private func keepOthersOut(_ file: Int32, _ path: String) throws(FileError) {
    var status = stat()
    try retrying(.status, path) { unsafe fstat(file, &status) }
    guard trust.accepts(owner: status.st_uid) else {
      throw FileError(distrust: .foreignOwner(path: path, owner: status.st_uid))
    }
    // Who may only read it may lock it.
    if status.st_mode & 0o077 != 0 { try retrying(.lock, path) { fchmod(file, 0o600) } }
  }
}
