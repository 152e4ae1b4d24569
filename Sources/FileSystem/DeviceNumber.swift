internal import Glibc

/// The number of a device.
package struct DeviceNumber: Sendable, Equatable, CustomStringConvertible {
  /// Which driver it belongs to; 0 for none.
  package let major: UInt32
  /// Which of the driver's devices it is.
  package let minor: UInt32

  /// - Parameters:
  ///   - major: of the driver, 0 for none.
  ///   - minor: of its device.
  package init(major: UInt32, minor: UInt32) {
    self.major = major
    self.minor = minor
  }

  /// - Parameter device: as the C library puts both into one (makedev(3)), for example in a file's status.
  package init(_ device: UInt64) {
    major = UInt32(truncatingIfNeeded: (device >> 8) & 0xFFF | (device >> 32) & ~0xFFF)
    minor = UInt32(truncatingIfNeeded: device & 0xFF | (device >> 12) & ~0xFF)
  }

  /// The number of the block device whose node has this path (`stat`); `nil` for anything else.
  package init?(blockDeviceAt path: String) {
    var status = stat()
    guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFBLK else { return nil }
    self.init(UInt64(status.st_rdev))
  }

  /// Made up by the kernel for a file system that is on no block device, or on several.
  package var isAnonymous: Bool { major == 0 }

  /// As the kernel writes it: `179:2`.
  package var description: String { "\(major):\(minor)" }
}
