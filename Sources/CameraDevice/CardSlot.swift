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
  /// The directory is there, and what is there is not a card.
  case notMounted(NotACard)
  /// The card's file system is still mounted, and its device is gone.
  case pulledOut
  case present(MountedCard)
  case failed(FileError)
}

/// What the card's directory is where it is not a card.
package enum NotACard: Sendable, Equatable {
  /// A directory on which nothing is mounted.
  case nothingMounted
  /// A directory of another file system: a bind mount of it, or a subvolume.
  case partOfFileSystem
  /// The file system that the camera runs from.
  case cameraFileSystem
  /// A file system that is not on a block device, as the kernel names it: `tmpfs`, `overlay`.
  case noBlockDevice(String)
  /// The kernel's list of mounts cannot be read.
  case unknown
}

/// A card whose directory is open.
package struct MountedCard: Sendable {
  /// Answers for what is on the card only while the card is in place (`WatchedDirectory`), if it is on a block device.
  package let root: any Directory
  /// As the kernel names it: `ext4`, `vfat`, `exfat`, `fuseblk`; `nil` when unknown.
  package let filesystem: String?
  /// Its room.
  package let capacity: Capacity

  /// A card that is in the slot.
  package init(root: any Directory, filesystem: String?, capacity: Capacity) {
    self.root = root
    self.filesystem = filesystem
    self.capacity = capacity
  }

  /// File systems that nobody can write, whatever the medium.
  package static let unwritable: Set<String> = ["squashfs", "iso9660", "cramfs", "erofs", "romfs"]

  /// Whether the card is mounted for writing; its write protection shows only here.
  package var isWritable: Bool { !capacity.isReadOnly }
}

/// The card under a path.
package struct PosixCardSlot: CardSlot {
  private let path: String
  private let mustBeMounted: Bool
  private let files: any FileRoot

  /// - Parameters:
  ///   - path: of the card's directory (`CARD`).
  ///   - mustBeMounted: whether a whole file system of its own must be mounted there, and be on a block device
  ///     (`CARD_MOUNT`).
  ///   - files: where it is, and the kernel's list of mounts.
  package init(path: String, mustBeMounted: Bool, files: any FileRoot) {
    self.path = path
    self.mustBeMounted = mustBeMounted
    self.files = files
  }

  package func open() -> CardPresence {
    do throws(FileError) {
      let root = try files.openDirectory(at: path, .mountPoint)
      return try look(at: root)
    } catch {
      if Self.meansAbsent(error) { return .absent }
      return isGone ? .pulledOut : .failed(error)
    }
  }

  private func look(at root: any Directory) throws(FileError) -> CardPresence {
    let number = DeviceNumber(try root.status().device)
    let table = try? MountTable(files: files)
    let real = try files.realPath(path)
    if mustBeMounted {
      guard let table else { return .notMounted(.unknown) }
      if let reason = try table.reasonAgainst(real, number, camera: cameraDevice()) { return .notMounted(reason) }
    }
    let mount = table?.mount(of: real, device: number)
    guard let device = mount?.blockDevice ?? (number.isAnonymous ? nil : number) else {
      return try present(root, mount)
    }
    let medium = BlockDevice(device, files: files)
    guard medium.isInPlace() else { return .pulledOut }
    return try present(WatchedDirectory(root, watch: medium), mount)
  }

  private func present(_ root: any Directory, _ mount: MountTable.Mount?) throws(FileError) -> CardPresence {
    .present(MountedCard(root: root, filesystem: mount?.filesystem, capacity: try root.capacity()))
  }

  /// The device of the file system that the camera runs from.
  private func cameraDevice() throws(FileError) -> DeviceNumber {
    DeviceNumber(try files.openDirectory(at: "/").status().device)
  }

  /// Whether a card that cannot even be opened is mounted there, and its device is gone.
  private var isGone: Bool {
    guard let real = try? files.realPath(path), let mount = try? MountTable(files: files).topmost(at: real),
      let device = mount.blockDevice
    else { return false }
    return !BlockDevice(device, files: files).isInPlace()
  }

  /// An automounter's directory gives `ENODEV` or `ENOMEDIUM` while there is no card.
  private static func meansAbsent(_ error: FileError) -> Bool {
    typealias Code = FileError.Code
    return [Code.noEntry, Code.noDevice, Code.noAddress, Code.noMedium].contains(error.code)
  }
}

extension MountTable {
  /// Why what is at a path is not a card: a whole file system of its own on a block device. `nil` when it is one.
  ///
  /// - Parameters:
  ///   - path: without links.
  ///   - device: the device number of the path's status.
  ///   - camera: that of the file system that the camera runs from.
  func reasonAgainst(_ path: String, _ device: DeviceNumber, camera: DeviceNumber) -> NotACard? {
    guard let mount = topmost(at: path), mount.filesystem != "autofs", mount.isSeen(as: device) else {
      return .nothingMounted
    }
    guard mount.root == [0x2F] else { return .partOfFileSystem }
    guard device != camera else { return .cameraFileSystem }
    guard let block = mount.blockDevice else { return .noBlockDevice(mount.filesystem) }
    let isCamera = mounts.last { $0.point == [0x2F] }?.blockDevice == block
    return isCamera ? .cameraFileSystem : nil
  }
}

extension MountTable.Mount {
  /// File systems whose number is anonymous although they are on a block device, which is their source.
  private var namesItsDevice: Bool {
    ["btrfs", "bcachefs", "fuse"].contains(filesystem) || filesystem.hasPrefix("fuse.")
  }

  /// The block device that the file system is on; `nil` when it is on none.
  ///
  /// Of an anonymous number it is the source, for the file systems that are known to name it. A tmpfs may call itself
  /// `/dev/sda1`.
  var blockDevice: DeviceNumber? {
    if !device.isAnonymous { return device }
    return namesItsDevice ? DeviceNumber(blockDeviceAt: source) : nil
  }

  /// Whether a directory of this device number lies in the mount, and not in one that covers it. Each subvolume of
  /// btrfs has a number of its own.
  fileprivate func isSeen(as number: DeviceNumber) -> Bool {
    device == number || (filesystem == "btrfs" && number.isAnonymous)
  }
}
