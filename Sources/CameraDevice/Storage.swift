internal import CameraModel
package import FileSystem

/// Whether what is written to a path is there after a restart.
package enum Storage: Sendable, Equatable {
  case lasting
  /// It is in memory: the type of the file system, or the name of the device.
  case memory(String)
  case readOnly
  /// An overlay whose upper directory cannot be found from here.
  case unknown

  /// Looks at the file system that a path is in; of a path that does not exist, at what it would be made in.
  package static func of(_ path: String, files: any FileRoot) throws(FileError) -> Storage {
    let place = try existing(path, files)
    let table = try MountTable(files: files)
    guard let mount = table.mount(of: place.path, device: DeviceNumber(place.status.device)) else { return .unknown }
    guard !place.isReadOnly else { return .readOnly }
    return storage(mount, table, files, depth: 4)
  }

  private static func existing(
    _ path: String, _ files: any FileRoot
  ) throws(FileError) -> (path: String, status: FileStatus, isReadOnly: Bool) {
    do throws(FileError) {
      let directory = try files.openDirectory(at: path)
      return (try files.realPath(path), try directory.status(), try directory.capacity().isReadOnly)
    } catch {
      guard error.isNotFound, let split = SplitPath(path), split.directory != path else { throw error }
      return try existing(split.directory, files)
    }
  }

  /// - Parameter depth: overlays upon overlays, and images of disks, that are looked through.
  private static func storage(
    _ mount: MountTable.Mount, _ table: MountTable, _ files: any FileRoot, depth: Int
  ) -> Storage {
    let source = mount.source
    switch mount.filesystem {
    case "tmpfs", "ramfs", "rootfs", "devtmpfs": return .memory(mount.filesystem)
    case "overlay":
      guard depth > 0, let upper = mount.option("upperdir") else { return .readOnly }
      guard let below = table.mount(named: upper), below != mount else { return .unknown }
      return storage(below, table, files, depth: depth - 1)
    default:
      // A file system may be mounted by any name of its device.
      let name = MountTable.blockName(of: mount.device, in: files) ?? ""
      let isMemory = ["ram", "zram"].contains { name.hasPrefix($0) || source.hasPrefix("/dev/" + $0) }
      guard !isMemory else { return .memory(source) }
      guard depth > 0, let image = image(of: mount.device, in: files), let below = table.mount(named: image),
        below != mount
      else { return .lasting }
      return storage(below, table, files, depth: depth - 1)
    }
  }

  /// The file that a loop device, or a partition of one, is an image of.
  private static func image(of device: DeviceNumber, in files: any FileRoot) -> String? {
    for place in ["loop", "../loop"] {
      let path = "/sys/dev/block/\(device)/\(place)"
      guard let loop = try? files.openDirectory(at: path),
        let text = try? loop.readWhole("backing_file", limit: 4_096)
      else { continue }
      return DeviceText.firstLine(of: text)
    }
    return nil
  }
}

extension MountTable {
  /// The mount that a path lies in by its name alone; the path may be of another time and not be there.
  func mount(named path: String) -> Mount? {
    guard path.hasPrefix("/") else { return nil }
    return mounts.filter { $0.contains(path) }.reduce(nil) { best, next in
      guard let best, best.point.count > next.point.count else { return next }
      return best
    }
  }
}
