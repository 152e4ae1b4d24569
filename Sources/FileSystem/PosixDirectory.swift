internal import CLinux
internal import Glibc

final class PosixDirectory: Directory {
  let descriptor: Descriptor
  let path: String

  init(descriptor: Int32, _ path: String) {
    self.descriptor = Descriptor(descriptor)
    self.path = path
  }

  func entries() throws(FileError) -> [DirectoryEntry] {
    try names().map { DirectoryEntry(name: NameText.text($0)) }
  }

  /// The names of the entries but `.` and `..`, as bytes.
  private func names() throws(FileError) -> [[UInt8]] {
    let copy = try retrying(.list, path) { unsafe openat(descriptor.number, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
    guard let stream = unsafe fdopendir(copy) else {
      let code = errno
      close(copy)
      throw FileError(.list, path, code: code)
    }
    defer { unsafe closedir(stream) }
    var names: [[UInt8]] = []
    while true {
      errno = 0
      guard let entry = unsafe readdir(stream) else { break }
      let bytes = unsafe nameBytes(of: entry)
      guard bytes != [0x2E], bytes != [0x2E, 0x2E] else { continue }
      names.append(bytes)
    }
    guard errno == 0 else { throw FileError(.list, path, code: errno) }
    return names
  }

  private func nameBytes(of entry: UnsafeMutablePointer<dirent>) -> [UInt8] {
    unsafe withUnsafeBytes(of: &entry.pointee.d_name) { buffer in
      unsafe Array(buffer.prefix { $0 != 0 })
    }
  }

  func status() throws(FileError) -> FileStatus {
    try fileStatus(of: descriptor.number, path)
  }

  func status(of name: String) throws(FileError) -> FileStatus {
    var status = stat()
    try retrying(.status, name) { unsafe fstatat(descriptor.number, system(name), &status, AT_SYMLINK_NOFOLLOW) }
    return FileStatus(status)
  }

  func openDirectory(_ name: String) throws(FileError) -> any Directory {
    let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
    return PosixDirectory(
      descriptor: try retrying(.open, name) { unsafe openat(descriptor.number, system(name), flags) }, path + "/" + name
    )
  }

  func makeDirectory(_ name: String, mode: UInt32) throws(FileError) {
    try explained(name) { () throws(FileError) in
      try retrying(.makeDirectory, name) { unsafe mkdirat(descriptor.number, system(name), mode) }
    }
  }

  func open(_ name: String) throws(FileError) -> any File {
    try openFile(name, .open, O_RDONLY)
  }

  func openForWriting(_ name: String) throws(FileError) -> any File {
    try openFile(name, .open, O_RDWR)
  }

  func create(_ name: String) throws(FileError) -> any File {
    try openFile(name, .create, O_RDWR | O_CREAT | O_EXCL)
  }

  private func openFile(
    _ name: String, _ operation: FileError.Operation, _ flags: Int32
  ) throws(FileError) -> any File {
    let all = flags | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC
    return try explained(name) { () throws(FileError) in
      PosixFile(try retrying(operation, name) { unsafe openat(descriptor.number, system(name), all, 0o600) }, name)
    }
  }

  func readLink(_ name: String) throws(FileError) -> [UInt8] {
    try linkTarget(of: descriptor, name, name)
  }

  func remove(_ name: String) throws(FileError) {
    try explained(name) { () throws(FileError) in
      try retrying(.remove, name) { unsafe unlinkat(descriptor.number, system(name), 0) }
    }
  }

  func rename(_ name: String, to newName: String) throws(FileError) {
    try explained(name, newName) { () throws(FileError) in
      try retrying(.rename, name) {
        unsafe renameat(descriptor.number, system(name), descriptor.number, system(newName))
      }
    }
  }

  func truncate(_ name: String, to size: Int64) throws(FileError) {
    let flags = O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC
    let file = Descriptor(try retrying(.write, name) { unsafe openat(descriptor.number, system(name), flags) })
    try retrying(.write, name) { ftruncate(file.number, off_t(size)) }
  }

  func makeLink(_ name: String, to target: String) throws(FileError) {
    try retrying(.create, name) { unsafe symlinkat(system(target), descriptor.number, system(name)) }
  }

  func removeDirectory(_ name: String) throws(FileError) {
    try explained(name) { () throws(FileError) in
      try retrying(.remove, name) { unsafe unlinkat(descriptor.number, system(name), AT_REMOVEDIR) }
    }
  }

  func exchange(_ name: String, with other: String) throws(FileError) {
    try explained(name, other) { () throws(FileError) in
      try retrying(.exchange, name) {
        unsafe linux_exchange(descriptor.number, system(name), descriptor.number, system(other))
      }
    }
  }

  func allocated(of name: String) throws(FileError) -> Int64 {
    var status = stat()
    try retrying(.status, name) { unsafe fstatat(descriptor.number, system(name), &status, AT_SYMLINK_NOFOLLOW) }
    return Int64(status.st_blocks) * 512
  }

  func isFixed() -> Bool {
    var flags: Int32 = 0
    return unsafe linux_get_flags(descriptor.number, &flags) == 0
      && flags & Int32(linux_immutable | linux_append_only) != 0
  }

  func lock(waits: Bool) throws(FileError) {
    for _ in 1..<(waits ? 40 : 1) where flock(descriptor.number, LOCK_EX | LOCK_NB) != 0 { usleep(50_000) }
    try retrying(.lock, path) { flock(descriptor.number, LOCK_EX | LOCK_NB) }
  }

  func checkWritable() throws(FileError) {
    try retrying(.status, path) { unsafe faccessat(descriptor.number, ".", W_OK | X_OK, AT_EACCESS) }
  }

  func synchronize() throws(FileError) {
    do {
      try retrying(.synchronize, path) { fsync(descriptor.number) }
    } catch {
      // A file system that does not know fsync of a directory writes entries through.
      guard error.code == EINVAL else { throw error }
    }
  }
}
