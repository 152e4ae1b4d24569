package import CameraModel
package import FileSystem

/// A file on a medium: the directory in which the search began, and the names that lead from there to it.
package struct MediaFile: Sendable, Equatable {
  /// The directory's path, as the settings or the kernel's list of mounts have it.
  package let start: String
  /// Of directories, and of the file at the end.
  package let names: [String]
  /// Bytes.
  package let size: Int64
  /// The last change of its contents, seconds since 1970.
  package let modified: Int64

  /// See the properties.
  package init(start: String, names: [String], size: Int64, modified: Int64) {
    self.start = start
    self.names = names
    self.size = size
    self.modified = modified
  }

  /// The whole path.
  package var path: String { ([start == "/" ? "" : start] + names).joined(separator: "/") }

  /// Opens it again, name by name and without following a link.
  ///
  /// - Parameter card: the directory of the card, where the file is on it.
  /// - Throws: also where the file is no longer a regular one of this size (`ENOENT`).
  package func open(card: any Directory, _ settings: Settings, _ files: any FileRoot) throws(FileError) -> any File {
    guard let last = names.last else { throw .noSuchFile(path) }
    var directory = start == settings.card ? card : try files.openDirectory(at: start, .mountPoint)
    for name in names.dropLast() { directory = try directory.openDirectory(name) }
    guard try directory.status(of: last).kind == .regular else { throw .noSuchFile(path) }
    let file = try directory.open(last)
    guard try file.status().size == size else { throw .noSuchFile(path) }
    return file
  }
}

extension FileError {
  fileprivate static func noSuchFile(_ path: String) -> FileError {
    FileError(.open, path, code: FileError.Code.noEntry)
  }
}

/// Looks through the files of mounted media, without writing, without following links, and without leaving a file
/// system. It ends at a number of entries, and at a depth: a stick may be full of pictures.
package struct MediaSearch<Finding> {
  /// What was found in a file, with the file.
  package private(set) var found: [(file: MediaFile, finding: Finding)] = []
  /// The directories in which it began.
  package private(set) var starts: [String] = []
  /// Directories of the settings in which it could not begin, and why.
  package private(set) var failures: [(path: String, error: FileError)] = []
  /// Files and directories that could not be read.
  package private(set) var unreadable = 0
  /// Whether there was more than the search looks at.
  package private(set) var isCut = false

  private let shouldStop: () -> Bool
  private let examine: (any File, FileStatus) throws(FileError) -> Finding?
  private var visited: Set<DirectoryKey> = []

  /// - Parameters:
  ///   - shouldStop: asked at every directory and file.
  ///   - examine: what there is in a file; `nil` for a file that is not looked for.
  package init(
    shouldStop: @escaping () -> Bool, examine: @escaping (any File, FileStatus) throws(FileError) -> Finding?
  ) {
    self.shouldStop = shouldStop
    self.examine = examine
  }

  /// Looks through the card, but for the camera's own directory on it, then through the directories of `IMPORT_FROM`
  /// and the file systems on block devices that are mounted in them.
  ///
  /// - Parameters:
  ///   - card: the directory of the card.
  ///   - own: the name of the camera's own directory on the card.
  package mutating func look(card: any Directory, besides own: String, _ settings: Settings, _ files: any FileRoot) {
    look(from: settings.card, card, besides: own)
    for path in settings.importFrom { look(at: path, files) }
    lookAtMounts(Self.mounted(below: settings.importFrom, files), files)
  }

  /// A path is text. A mount point that is not its own text cannot be named by one, and counts as unreadable.
  private mutating func lookAtMounts(_ points: [[UInt8]], _ files: any FileRoot) {
    isCut = isCut || points.count > MediaLimits.starts
    for point in points.prefix(MediaLimits.starts) {
      let path = NameText.text(point)
      guard path.utf8.elementsEqual(point) else {
        unreadable += 1
        continue
      }
      look(at: path, files)
    }
  }

  /// The mount points of file systems on block devices in some directories, but for the one that the camera runs from.
  private static func mounted(below paths: [String], _ files: any FileRoot) -> [[UInt8]] {
    guard let table = try? MountTable(files: files) else { return [] }
    let system = table.mounts.last { $0.point == [0x2F] }?.blockDevice
    let mounts = table.mounts.filter { mount in
      guard let device = mount.blockDevice, device != system, mount.filesystem != "autofs" else { return false }
      return paths.contains { mount.point.starts(with: $0.utf8.reversed().drop { $0 == 0x2F }.reversed() + [0x2F]) }
    }
    return mounts.map(\.point)
  }

  private mutating func look(at path: String, _ files: any FileRoot) {
    do throws(FileError) {
      look(from: path, try files.openDirectory(at: path, .mountPoint))
    } catch {
      if !error.isNotFound { failures.append((path, error)) }
    }
  }

  /// Level by level, so that a limit leaves out what lies deepest.
  private mutating func look(from start: String, _ root: any Directory, besides own: String? = nil) {
    guard let status = try? root.status(), visited.insert(DirectoryKey(status)).inserted else { return }
    starts.append(start)
    var level: [[String]] = [[]]
    var left = MediaLimits.entries
    for depth in 1...MediaLimits.depth where !level.isEmpty {
      var next: [[String]] = []
      for names in level where !shouldStop() {
        do throws(FileError) {
          var directory = root
          for name in names { directory = try directory.openDirectory(name) }
          let entries = try directory.entries().map(\.name).filter { !names.isEmpty || $0.uppercased() != own }
          isCut = isCut || entries.count > left
          for name in entries.sorted().prefix(left) where !shouldStop() {
            if look(at: name, in: directory, MediaPath(start: start, names: names), status.device) {
              next.append(names + [name])
            }
          }
          left -= min(left, entries.count)
        } catch {
          unreadable += 1
        }
      }
      isCut = isCut || (depth == MediaLimits.depth && !next.isEmpty)
      level = next
    }
  }

  /// - Returns: whether it is a directory to look through.
  private mutating func look(
    at name: String, in directory: any Directory, _ above: MediaPath, _ device: UInt64
  ) -> Bool {
    do throws(FileError) {
      let status = try directory.status(of: name)
      guard status.device == device else { return false }
      guard status.kind == .regular else {
        return status.kind == .directory && visited.insert(DirectoryKey(status)).inserted
      }
      let file = try directory.open(name)
      guard let finding = try examine(file, status) else { return false }
      found.append((above.file(name, status), finding))
    } catch {
      unreadable += 1
    }
    return false
  }
}

/// By what a directory is known again, whichever path led to it.
private struct DirectoryKey: Hashable {
  let device: UInt64
  let inode: UInt64

  init(_ status: FileStatus) {
    (device, inode) = (status.device, status.inode)
  }
}

/// Where a directory is that is looked through.
private struct MediaPath {
  let start: String
  let names: [String]

  func file(_ name: String, _ status: FileStatus) -> MediaFile {
    MediaFile(start: start, names: names + [name], size: status.size, modified: status.modified.seconds)
  }
}

/// How much of a medium is looked through.
private enum MediaLimits {
  /// Entries of each directory in which a search begins, with all below it.
  static let entries = 5_000
  /// Directories below one another.
  static let depth = 5
  /// Mounted file systems.
  static let starts = 16
}
