package import FileSystem

/// The slot of the SD card.
package protocol CardSlot: Sendable {
  /// Looks at the card and opens it. The handle stays on this card, whatever comes under its path later.
  func open() -> CardPresence
}

/// What is in the slot.
package enum CardPresence: Sendable {
  /// The card's directory does not exist, or its device has no medium.
  case absent
  /// The directory is there, but no card's file system is mounted on it.
  case notMounted
  case present(MountedCard)
  case failed(FileError)
}

/// A card whose directory is open.
package struct MountedCard: Sendable {
  package let root: any Directory
  /// As the kernel names it: `ext4`, `vfat`, `exfat`, `fuseblk`; `nil` when unknown.
  package let filesystem: String?
  package let capacity: Capacity

  package init(root: any Directory, filesystem: String?, capacity: Capacity) {
    self.root = root
    self.filesystem = filesystem
    self.capacity = capacity
  }

  /// Whether the card is mounted for writing; a switch on the card shows only here.
  package var isWritable: Bool { !capacity.isReadOnly }
}

/// The card under a path.
package struct PosixCardSlot: CardSlot {
  private let path: String
  private let mustBeMounted: Bool
  private let files: any FileRoot

  /// - Parameters:
  ///   - path: of the card's directory (`CARD`).
  ///   - mustBeMounted: whether that must be a mount point, and not on the root file system's device (`CARD_MOUNT`).
  package init(path: String, mustBeMounted: Bool, files: any FileRoot = PosixFileSystem()) {
    self.path = path
    self.mustBeMounted = mustBeMounted
    self.files = files
  }

  package func open() -> CardPresence {
    do throws(FileError) {
      let root = try files.openDirectory(at: path)
      let device = try root.status().device
      let mounts = try? MountTable(files: files)
      let real = try SystemCalls.realPath(path)
      if mustBeMounted, try !isMounted(root, device, real, mounts) { return .notMounted }
      let filesystem = mounts?.mount(of: real, device: device)?.filesystem
      return .present(MountedCard(root: root, filesystem: filesystem, capacity: try root.capacity()))
    } catch {
      return Self.meansAbsent(error) ? .absent : .failed(error)
    }
  }

  private func isMounted(
    _ root: any Directory, _ device: UInt64, _ real: String, _ mounts: MountTable?
  ) throws(FileError) -> Bool {
    guard try device != files.openDirectory(at: "/").status().device else { return false }
    if mounts?.isMountPoint(real) == true { return true }
    return try device != root.openDirectory("..").status().device
  }

  /// An automounter's directory gives `ENODEV` or `ENOMEDIUM` while there is no card.
  private static func meansAbsent(_ error: FileError) -> Bool {
    typealias Code = SystemCalls.Code
    return [Code.noEntry, Code.noDevice, Code.noAddress, Code.noMedium].contains(error.code)
  }
}
