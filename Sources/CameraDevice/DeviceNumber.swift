/// The number of a device.
struct DeviceNumber: Sendable, Equatable, CustomStringConvertible {
  let major: UInt32
  let minor: UInt32

  init(major: UInt32, minor: UInt32) {
    self.major = major
    self.minor = minor
  }

  /// - Parameter device: as the C library puts both into one (makedev(3)), for example in a file's status.
  init(_ device: UInt64) {
    major = UInt32(truncatingIfNeeded: (device >> 8) & 0xFFF | (device >> 32) & ~0xFFF)
    minor = UInt32(truncatingIfNeeded: device & 0xFF | (device >> 12) & ~0xFF)
  }

  /// Made up by the kernel for a file system that is on no block device, or on several.
  var isAnonymous: Bool { major == 0 }

  var description: String { "\(major):\(minor)" }
}
