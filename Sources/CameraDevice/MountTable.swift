package import FileSystem

/// What is mounted, as the kernel lists it in `/proc/self/mountinfo` (proc_pid_mountinfo(5)).
package struct MountTable: Sendable, Equatable {
  package struct Mount: Sendable, Equatable {
    package let major: UInt32
    package let minor: UInt32
    /// The mount point's path, as bytes.
    package let point: [UInt8]
    /// The file system as the kernel names it: `ext4`, `vfat`, `fuseblk`, `fuse.fusefat`.
    package let filesystem: String
    /// What is mounted, as `/dev/mmcblk0p1`; a word without meaning for a file system without a device.
    package let source: [UInt8]
    /// The options of the file system itself, as bytes: `rw,lowerdir=/rom,upperdir=/overlay/upper`.
    package let options: [UInt8]
  }

  /// In the order of mounting.
  package let mounts: [Mount]

  /// Reads the text of `mountinfo`; a line that is none is left out.
  package init(parsing text: [UInt8]) {
    mounts = text.split(separator: 0x0A).compactMap { Mount($0) }
  }

  /// Reads the table of this process.
  package init(files: any FileRoot) throws(FileError) {
    let text = try files.openDirectory(at: "/proc/self").readWhole("mountinfo", limit: 16 << 20)
    self.init(parsing: text ?? [])
  }

  /// Whether something is mounted on this path.
  ///
  /// - Parameter path: without links.
  package func isMountPoint(_ path: String) -> Bool {
    mounts.contains { $0.point.elementsEqual(path.utf8) }
  }

  /// Whether something is mounted on this path or below it.
  ///
  /// - Parameter path: without links.
  package func hasMountPoint(atOrBelow path: String) -> Bool {
    let path = Array(path.utf8)
    return mounts.contains { $0.point == path || $0.point.starts(with: path + [0x2F]) }
  }

  /// The first mount point below a path, if there is one.
  ///
  /// - Parameter path: without links.
  package func mountPoint(below path: String) -> String? {
    let start = Array(path.utf8) + [0x2F]
    return mounts.first { $0.point.starts(with: start) }.map { String(decoding: $0.point, as: UTF8.self) }
  }

  /// The mount that a path lies in: of those of its device the longest mount point, of several there the last.
  ///
  /// Where no mount has the device, as with subvolumes of btrfs, the longest mount point decides.
  ///
  /// - Parameters:
  ///   - path: without links.
  ///   - device: the device number of the path's status.
  package func mount(of path: String, device: UInt64) -> Mount? {
    let (major, minor) = Self.numbers(ofDevice: device)
    let above = mounts.filter { $0.holds(Array(path.utf8)) }
    return longest(above.filter { $0.major == major && $0.minor == minor }) ?? longest(above)
  }

  /// The name of a block device in `/sys/block`, as `mmcblk0p2`; `nil` for one that is none.
  static func blockName(ofDevice device: UInt64) -> String? {
    let (major, minor) = numbers(ofDevice: device)
    return (try? SystemCalls.realPath("/sys/dev/block/\(major):\(minor)")).flatMap { SplitPath($0)?.name }
  }

  /// The major and minor number of a device, as the C library puts them into one (makedev(3)).
  private static func numbers(ofDevice device: UInt64) -> (major: UInt32, minor: UInt32) {
    let major = (device >> 8) & 0xFFF | (device >> 32) & ~0xFFF
    let minor = device & 0xFF | (device >> 12) & ~0xFF
    return (UInt32(truncatingIfNeeded: major), UInt32(truncatingIfNeeded: minor))
  }

  private func longest(_ mounts: [Mount]) -> Mount? {
    mounts.reduce(nil) { best, next in
      guard let best, best.point.count > next.point.count else { return next }
      return best
    }
  }
}

extension MountTable.Mount {
  /// A line: number, parent, `major:minor`, root, mount point, options, optional fields, `-`, type, source, options.
  fileprivate init?(_ line: ArraySlice<UInt8>) {
    let fields = line.split(separator: 0x20)
    guard fields.count > 6, let dash = fields[6...].firstIndex(where: { $0.elementsEqual([0x2D]) }),
      dash + 1 < fields.count
    else { return nil }
    let numbers = fields[2].split(separator: 0x3A).compactMap { UInt32(String(decoding: $0, as: UTF8.self)) }
    guard numbers.count == 2 else { return nil }
    (major, minor) = (numbers[0], numbers[1])
    point = Self.unescaped(fields[4])
    filesystem = String(decoding: Self.unescaped(fields[dash + 1]), as: UTF8.self)
    source = fields.indices.contains(dash + 2) ? Self.unescaped(fields[dash + 2]) : []
    options = fields.indices.contains(dash + 3) ? Self.unescaped(fields[dash + 3]) : []
  }

  /// Undoes the octal escapes of space, tab, newline, backslash and number sign.
  private static func unescaped(_ field: ArraySlice<UInt8>) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = field
    while let byte = rest.popFirst() {
      let digits = rest.prefix(3)
      if byte == 0x5C, digits.count == 3, digits.allSatisfy({ (0x30...0x37).contains($0) }) {
        bytes.append(UInt8(truncatingIfNeeded: digits.reduce(0) { $0 * 8 + Int($1 - 0x30) }))
        rest.removeFirst(3)
      } else {
        bytes.append(byte)
      }
    }
    return bytes
  }

  func contains(_ path: String) -> Bool { holds(Array(path.utf8)) }

  fileprivate func holds(_ path: [UInt8]) -> Bool {
    point == [0x2F] || path == point || path.starts(with: point + [0x2F])
  }
}
