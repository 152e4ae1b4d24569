internal import CLinux
internal import Glibc

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
