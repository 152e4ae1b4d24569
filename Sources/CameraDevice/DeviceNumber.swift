/// The number of a device.
package struct DeviceNumber: Sendable, Equatable, CustomStringConvertible {
  package let major: UInt32
  package let minor: UInt32

  package init(major: UInt32, minor: UInt32) {
    self.major = major
    self.minor = minor
  }

  /// - Parameter device: as the C library puts both into one (makedev(3)), for example in a file's status.
  package init(_ device: UInt64) {
    major = UInt32(truncatingIfNeeded: (device >> 8) & 0xFFF | (device >> 32) & ~0xFFF)
    minor = UInt32(truncatingIfNeeded: device & 0xFF | (device >> 12) & ~0xFF)
  }

  /// Made up by the kernel for a file system that is on no block device, or on several.
  package var isAnonymous: Bool { major == 0 }

  package var description: String { "\(major):\(minor)" }
}
