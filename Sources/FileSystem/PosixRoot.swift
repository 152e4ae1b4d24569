internal import Glibc

/// The system's own files. Whatever is opened by a path is opened from name to name, and nobody else can exchange it.
package struct PosixFileSystem: FileRoot {
  let trust: Trust

  /// - Parameter trust: whose directories may be on a path.
  package init(trust: Trust = .rootOrCaller) { self.trust = trust }

  package func openDirectory(at path: String, _ end: PathEnd) throws(FileError) -> any Directory {
    try open(path, end)
  }

  package func openFile(at path: String) throws(FileError) -> any File {
    PosixFile(try openToRead(path, O_NONBLOCK), path)
  }

  /// Opens a file for reading, and waits for a pipe's other end.
  ///
  /// - Returns: a descriptor; the caller closes it.
  /// - Throws: also `EINTR`, when a signal came meanwhile.
  package func openToRead(at path: String) throws(FileError) -> Int32 {
    try openToRead(path, 0)
  }

  package func check(_ path: String, _ end: PathEnd) throws(FileError) {
    _ = try TrustedPath.walk(path, trust, end, onlyLooks: true)
  }

  package func realPath(_ path: String) throws(FileError) -> String {
    guard let resolved = unsafe realpath(path, nil) else { throw FileError(.status, path, code: errno) }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
  }

  func open(_ path: String, _ end: PathEnd) throws(FileError) -> PosixDirectory {
    let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC
    guard let directory = try TrustedPath.walk(path, trust, end).directory else {
      throw FileError(.open, path, code: ENOTDIR)
    }
    return PosixDirectory(
      descriptor: try retrying(.open, path) { unsafe openat(directory.number, ".", flags) }, path)
  }

  private func openToRead(_ path: String, _ flags: Int32) throws(FileError) -> Int32 {
    let place = try TrustedPath.walk(path, trust, .own)
    let all = O_RDONLY | O_CLOEXEC | flags | (place.isKernelLink ? 0 : O_NOFOLLOW)
    let descriptor = unsafe openat(place.parent.number, place.name, all)
    guard descriptor >= 0 else { throw FileError(.open, path, code: errno) }
    return descriptor
  }
}
