internal import Glibc

extension PosixFileSystem {
  /// Opens a lock file, or makes it, by the handle of its directory.
  ///
  /// A file of another user is refused, who could hold it for ever; the right to open it is taken from everybody else.
  ///
  /// - Returns: a descriptor; the caller closes it.
  func openLock(at path: String) throws(FileError) -> Int32 {
    guard let split = SplitPath(path), let directory = try openTree(at: split.directory, .own) as? PosixDirectory else {
      throw FileError.noName(path)
    }
    let flags = O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC
    let file = try retrying(.lock, path) {
      unsafe openat(directory.descriptor.number, system(split.name), flags, 0o600)
    }
    do {
      try keepOthersOut(file, path)
    } catch {
      close(file)
      throw error
    }
    return file
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
