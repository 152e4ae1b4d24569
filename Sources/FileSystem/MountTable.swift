/// What is mounted, as the kernel lists it in `/proc/self/mountinfo` (proc_pid_mountinfo(5)).
package struct MountTable: Sendable, Equatable {
  /// One line of the list.
  package struct Mount: Sendable, Equatable {
    /// The number of the file system's device; 0 where the kernel made it up.
    package let major: UInt32
    /// See `major`.
    package let minor: UInt32
    /// What of the file system is mounted: `/` for all of it, else the directory that a bind mount shows.
    package let root: [UInt8]
    /// The mount point's path, as bytes.
    package let point: [UInt8]
    /// The file system as the kernel names it: `ext4`, `vfat`, `fuseblk`, `fuse.fusefat`.
    package let filesystem: String
    /// What was mounted, as the caller of mount(2) named it: `/dev/mmcblk0p1`, or any word.
    package let source: String
    /// The options of the file system itself, as bytes: `rw,lowerdir=/rom,upperdir=/overlay/upper`.
    package let options: [UInt8]

    /// Of the block device; anonymous for a file system that is on none, and for btrfs.
    package var device: DeviceNumber { DeviceNumber(major: major, minor: minor) }
  }

  /// The mounts, in the order of mounting.
  package let mounts: [Mount]

  /// Reads the text of `mountinfo`. A line that does not describe a mount is left out.
  init(parsing text: [UInt8]) {
    mounts = text.split(separator: 0x0A).compactMap { Mount($0) }
  }

  /// Reads the table of this process.
  package init(files: any FileRoot) throws(FileError) {
    let text = try files.openDirectory(at: "/proc/self").readWhole("mountinfo", limit: 16 << 20)
    self.init(parsing: text ?? [])
  }

  /// The mount that is seen on this path: of several the last, which covers the others.
  ///
  /// - Parameter path: without links.
  package func topmost(at path: String) -> Mount? {
    mounts.last { $0.point.elementsEqual(path.utf8) }
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
  ///   - device: the number in the path's status.
  package func mount(of path: String, device: DeviceNumber) -> Mount? {
    let above = mounts.filter { $0.holds(Array(path.utf8)) }
    return longest(above.filter { $0.device == device }) ?? longest(above)
  }

  /// The name of a block device in `/sys/block`, as `mmcblk0p2`; `nil` for any other device.
  package static func blockName(of device: DeviceNumber, in files: any FileRoot) -> String? {
    (try? files.realPath("/sys/dev/block/\(device)")).flatMap { SplitPath($0)?.name }
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
    root = Self.unescaped(fields[3])
    point = Self.unescaped(fields[4])
    filesystem = String(decoding: Self.unescaped(fields[dash + 1]), as: UTF8.self)
    source = dash + 2 < fields.count ? String(decoding: Self.unescaped(fields[dash + 2]), as: UTF8.self) : ""
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

  /// Whether a path lies at the mount point or below it.
  ///
  /// - Parameter path: without links.
  package func contains(_ path: String) -> Bool { holds(Array(path.utf8)) }

  /// The value of an option of the file system; `nil` where it is not given. A comma in it is written as `\,`.
  package func option(_ name: String) -> String? {
    var words: [[UInt8]] = [[]]
    var isEscaped = false
    for byte in options {
      if byte == 0x2C, !isEscaped { words.append([]) } else { words[words.count - 1].append(byte) }
      isEscaped = byte == 0x5C && !isEscaped
    }
    let start = Array(name.utf8) + [0x3D]
    return words.first { $0.starts(with: start) }.map { String(decoding: $0.dropFirst(start.count), as: UTF8.self) }
  }

  fileprivate func holds(_ path: [UInt8]) -> Bool {
    point == [0x2F] || path == point || path.starts(with: point + [0x2F])
  }
}
