internal import CLinux
internal import Glibc

/// Repeats a system call that a signal interrupted, and turns its failure into an error.
@discardableResult
func retrying<Value: SignedInteger>(
  _ operation: FileError.Operation, _ name: String, _ call: () -> Value
) throws(FileError) -> Value {
  while true {
    let result = call()
    if result >= 0 { return result }
    let code = errno
    guard code == EINTR else { throw FileError(operation, name, code: code) }
  }
}

/// A descriptor that is closed with its last reference.
final class Descriptor: Sendable {
  let number: Int32

  init(_ number: Int32) { self.number = number }

  deinit { close(number) }
}

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

  func room() throws(FileError) -> TreeRoom {
    var status = statvfs()
    try retrying(.status, path) { unsafe fstatvfs(descriptor.number, &status) }
    let block = UInt64(max(status.f_frsize, 1))
    func bytes(_ count: fsblkcnt_t) -> Int64? {
      status.f_blocks == 0 ? nil : Int64(clamping: UInt64(count) &* block)
    }
    return TreeRoom(
      block: Int64(clamping: block), freeForRoot: bytes(status.f_bfree), freeForOthers: bytes(status.f_bavail),
      files: status.f_files == 0 ? nil : Int64(clamping: UInt64(status.f_favail)))
  }

  func lock() throws(FileError) {
    for _ in 1..<40 where flock(descriptor.number, LOCK_EX | LOCK_NB) != 0 { usleep(50_000) }
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

  func capacity() throws(FileError) -> Capacity {
    var status = statvfs()
    try retrying(.status, path) { unsafe fstatvfs(descriptor.number, &status) }
    let isUnknown = status.f_blocks == 0
    return Capacity(
      total: isUnknown ? nil : Int64(clamping: UInt64(status.f_blocks) &* UInt64(status.f_frsize)),
      free: isUnknown ? nil : Int64(clamping: Self.free(status) &* UInt64(status.f_frsize)),
      isReadOnly: status.f_flag & UInt(ST_RDONLY) != 0,
      freeInodes: status.f_files == 0 ? nil : Int64(clamping: UInt64(status.f_ffree)))
  }

  /// Blocks that this process may still write: root also those that are kept back for it, but not the fiftieth, or
  /// 4,096, that ext4 keeps for itself.
  private static func free(_ status: statvfs) -> UInt64 {
    let (others, all) = (UInt64(status.f_bavail), UInt64(status.f_bfree))
    guard geteuid() == 0, all > others else { return others }
    let kept = min(UInt64(status.f_blocks) / 50, 4_096)
    return max(others, all - min(all, kept))
  }
}

final class PosixFile: File {
  private let descriptor: Descriptor
  private let name: String

  init(_ descriptor: Int32, _ name: String) {
    self.descriptor = Descriptor(descriptor)
    self.name = name
  }

  func status() throws(FileError) -> FileStatus {
    try fileStatus(of: descriptor.number, name)
  }

  func read(into buffer: inout MutableSpan<UInt8>, at offset: Int64) throws(FileError) -> Int {
    try unsafe buffer.withUnsafeMutableBytes { (bytes) throws(FileError) in
      var done = 0
      while done < bytes.count {
        let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[done...])
        let count = try retrying(.read, name) {
          unsafe pread(descriptor.number, rest.baseAddress!, rest.count, off_t(offset) + off_t(done))
        }
        if count == 0 { break }
        done += count
      }
      return done
    }
  }

  func write(_ bytes: Span<UInt8>, at offset: Int64) throws(FileError) {
    try unsafe bytes.withUnsafeBytes { (buffer) throws(FileError) in
      var done = 0
      while done < buffer.count {
        let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[done...])
        done += try retrying(.write, name) {
          unsafe pwrite(descriptor.number, rest.baseAddress!, rest.count, off_t(offset) + off_t(done))
        }
      }
    }
  }

  func synchronize() throws(FileError) {
    guard fsync(descriptor.number) == 0 else { throw FileError(.synchronize, name, code: errno) }
  }

  func setMode(_ mode: UInt32) throws(FileError) {
    try retrying(.setAttributes, name) { fchmod(descriptor.number, mode) }
  }

  func setOwner(_ owner: UInt32, group: UInt32) throws(FileError) {
    try retrying(.setAttributes, name) { fchown(descriptor.number, owner, group) }
  }

  func dataRanges(upTo size: Int64) throws(FileError) -> [Range<Int64>] {
    var ranges: [Range<Int64>] = []
    var offset: Int64 = 0
    while offset < size {
      let start = Int64(linux_seek_data(descriptor.number, off_t(offset)))
      guard start >= 0 else {
        // Nothing but a hole follows; or this file system does not know.
        if errno == ENXIO { break }
        return [0..<size]
      }
      let end = Int64(linux_seek_hole(descriptor.number, off_t(start)))
      guard start < size, end > start else { break }
      ranges.append(start..<min(end, size))
      offset = end
    }
    return ranges
  }

  func dropPages() {
    posix_fadvise(descriptor.number, 0, 0, POSIX_FADV_DONTNEED)
  }
}

/// The target of a link in an open directory; of the link itself where the name is empty (`readlinkat`).
///
/// - Parameter label: what an error calls it.
func linkTarget(of directory: Descriptor, _ name: String, _ label: String) throws(FileError) -> [UInt8] {
  var target = [UInt8](repeating: 0, count: Int(PATH_MAX))
  let length = try retrying(.readLink, label) {
    unsafe target.withUnsafeMutableBytes { buffer in
      unsafe readlinkat(
        directory.number, system(name), buffer.baseAddress!.assumingMemoryBound(to: CChar.self), buffer.count)
    }
  }
  return Array(target.prefix(length))
}

private func fileStatus(of descriptor: Int32, _ name: String) throws(FileError) -> FileStatus {
  var status = stat()
  try retrying(.status, name) { unsafe fstat(descriptor, &status) }
  return FileStatus(status)
}

extension FileStatus {
  fileprivate init(_ status: stat) {
    self.init(
      kind: FileKind(mode: status.st_mode), size: Int64(status.st_size), mode: status.st_mode & 0o7777,
      owner: status.st_uid, group: status.st_gid, modified: FileTime(status.st_mtim), changed: FileTime(status.st_ctim),
      device: UInt64(status.st_dev), inode: UInt64(status.st_ino), links: UInt64(status.st_nlink))
  }
}

extension FileKind {
  fileprivate init(mode: mode_t) {
    self =
      switch mode & S_IFMT {
      case S_IFREG: .regular
      case S_IFDIR: .directory
      case S_IFLNK: .symbolicLink
      default: .special
      }
  }
}

extension FileTime {
  fileprivate init(_ time: timespec) {
    self.init(seconds: Int64(time.tv_sec), nanoseconds: Int32(time.tv_nsec))
  }
}
