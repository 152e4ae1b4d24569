internal import FileSystem
internal import Glibc

/// A block device that is read past every cache of the kernel.
final class RawDevice: Sendable {
  /// Bytes of one read: a multiple of every block size in use.
  private static let blockLength = 4_096

  private let descriptor: Int32
  /// Bytes of the device.
  private let length: Int64

  /// Opens a device (`open` with `O_DIRECT`).
  ///
  /// - Parameters:
  ///   - path: its node.
  ///   - number: that the node must have.
  /// - Returns: `nil` where there is no such node, or the caller may not read it. A node that is there while its device
  ///   is not opens to a device that does not answer.
  init?(_ path: String, _ number: DeviceNumber) {
    let opened = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | __O_DIRECT)
    guard opened >= 0 else {
      guard [ENXIO, ENODEV, ENOMEDIUM, EIO].contains(errno) else { return nil }
      descriptor = -1
      length = 0
      return
    }
    var status = stat()
    guard unsafe fstat(opened, &status) == 0, status.st_mode & S_IFMT == S_IFBLK,
      DeviceNumber(UInt64(status.st_rdev)) == number
    else {
      close(opened)
      return nil
    }
    descriptor = opened
    length = Int64(lseek(opened, 0, SEEK_END))
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  /// Whether the device gives a block: the first, or one further on where that one is bad.
  func answers() -> Bool {
    let block = Int64(Self.blockLength)
    return [0, length / 2 / block * block, max(length / block - 1, 0) * block].contains { gives($0) }
  }

  private func gives(_ offset: Int64) -> Bool {
    let memory = UnsafeMutableRawPointer.allocate(byteCount: Self.blockLength, alignment: Self.blockLength)
    defer { unsafe memory.deallocate() }
    while true {
      let count = unsafe pread(descriptor, memory, Self.blockLength, off_t(offset))
      if count >= 0 { return count > 0 }
      guard errno == EINTR else { break }
    }
    // The system could not ask.
    return errno == ENOMEM || errno == EAGAIN
  }
}
