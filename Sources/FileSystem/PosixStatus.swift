internal import Glibc

/// The status of an open file or directory (`fstat`).
func fileStatus(of descriptor: Int32, _ name: String) throws(FileError) -> FileStatus {
  var status = stat()
  try retrying(.status, name) { unsafe fstat(descriptor, &status) }
  return FileStatus(status)
}

extension FileStatus {
  init(_ status: stat) {
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
