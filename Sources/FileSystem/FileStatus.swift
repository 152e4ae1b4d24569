/// What a directory entry is.
package enum FileKind: Sendable, Equatable {
  case regular
  case directory
  case symbolicLink
  /// A socket, pipe or device.
  case special
}

/// A moment since 1970-01-01T00:00:00Z with the file system's resolution.
package struct FileTime: Sendable, Hashable, Comparable {
  /// Since 1970-01-01T00:00:00Z.
  package let seconds: Int64
  /// 0…999,999,999.
  package let nanoseconds: Int32

  /// - Parameter nanoseconds: 0…999,999,999.
  package init(seconds: Int64, nanoseconds: Int32) {
    self.seconds = seconds
    self.nanoseconds = nanoseconds
  }

  /// The earlier is the smaller.
  package static func < (left: FileTime, right: FileTime) -> Bool {
    (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
  }
}

extension FileTime {
  /// The years 1 to 9999 in seconds since 1970: every time that is read from a file, a card or an archive is one of
  /// them, so that sums of two and their dates are numbers.
  package static let bounds: ClosedRange<Int64> = -62_135_596_800...253_402_300_799

  /// The nearest time within the bounds.
  ///
  /// - Parameter seconds: since 1970, any number.
  package static func bounded(_ seconds: Int64) -> Int64 {
    min(max(seconds, bounds.lowerBound), bounds.upperBound)
  }
}

/// The status of a file (`fstat`, `fstatat` with `AT_SYMLINK_NOFOLLOW`).
package struct FileStatus: Sendable, Hashable {
  /// What it is.
  package var kind: FileKind
  /// Bytes; of a link, those of its target.
  package var size: Int64
  /// Permission bits, 0…0o7777.
  package var mode: UInt32
  /// The number of the user it belongs to.
  package var owner: UInt32
  /// The number of the group it belongs to.
  package var group: UInt32
  /// The last change of the contents, which a program may set.
  package var modified: FileTime
  /// The last change of contents or attributes, which no program can set.
  package var changed: FileTime
  /// The number of the device that the file system is on (`DeviceNumber`).
  package var device: UInt64
  /// Its number on the file system.
  package var inode: UInt64
  /// Names that the file has.
  package var links: UInt64

  /// A status as a file system reports it.
  package init(
    kind: FileKind, size: Int64, mode: UInt32, owner: UInt32, group: UInt32, modified: FileTime, changed: FileTime,
    device: UInt64, inode: UInt64, links: UInt64 = 1
  ) {
    self.kind = kind
    self.size = size
    self.mode = mode
    self.owner = owner
    self.group = group
    self.modified = modified
    self.changed = changed
    self.device = device
    self.inode = inode
    self.links = links
  }
}

/// The room on a file system (`fstatvfs`).
package struct Capacity: Sendable, Equatable {
  /// Bytes in all; `nil` when the file system reports 0 of 0, which means that it does not know.
  package let total: Int64?
  /// Bytes that this process may still write; `nil` when unknown.
  package let free: Int64?
  /// Mounted for reading only.
  package let isReadOnly: Bool
  /// Inodes that are free; `nil` on a file system that does not count them, such as FAT.
  package let freeInodes: Int64?
  /// Bytes of a block, 1 or more: files and directories take a multiple of it.
  package let block: Int64

  /// See the properties.
  package init(total: Int64?, free: Int64?, isReadOnly: Bool, freeInodes: Int64? = nil, block: Int64 = 1) {
    self.total = total
    self.free = free
    self.isReadOnly = isReadOnly
    self.freeInodes = freeInodes
    self.block = block
  }
}
