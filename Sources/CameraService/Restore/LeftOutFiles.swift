internal import BackupStore
internal import FileSystem

/// Puts the running form of what was left out of a backup into the staged configuration: it stays as it is.
///
/// A file is given a second name where that is possible, so that a program that has it open goes on writing to it.
struct LeftOutFiles {
  private let running: any Directory
  private let staged: any Directory
  private(set) var losses = RestoreLosses()

  init(running: any Directory, staged: any Directory) {
    self.running = running
    self.staged = staged
  }

  /// Takes over an entry with all that is in it; what the camera does not have, or no longer, is passed over.
  ///
  /// - Parameter path: below the configuration directory, as text.
  mutating func keep(_ path: String) throws(FileError) {
    var pending = [path]
    var directories: [(path: String, attributes: FileAttributes)] = []
    while let next = pending.popLast() {
      guard let (source, name, status) = try RunningFile.find(next, in: running),
        let parent = try openParent(of: next), try !parent.contains(name)
      else { continue }
      let attributes = FileAttributes(status, extended: try source.extendedAttributes(of: name))
      switch status.kind {
      case .special: continue
      case .regular: try keepFile(name, from: source, in: parent, attributes, next)
      case .symbolicLink:
        try parent.makeLink(name, to: NameText.text(source.readLink(name)))
        losses.add(try parent.setAttributes(attributes, of: name), of: next)
      case .directory:
        try parent.makeDirectory(name, mode: 0o700)
        directories.append((next, attributes))
        pending += try source.openDirectory(name).entries().map { next + "/" + $0.name }
      }
    }
    for directory in directories.reversed() { try finish(directory.path, directory.attributes) }
  }

  private mutating func keepFile(
    _ name: String, from source: any Directory, in parent: any Directory, _ attributes: FileAttributes,
    _ path: String
  ) throws(FileError) {
    do {
      try parent.makeHardLink(name, to: name, in: source)
    } catch {
      guard !error.isNotFound else { return }
      try RunningFile.copy(name, from: source, to: parent)
      losses.add(try parent.setAttributes(attributes, of: name), of: path)
    }
    try parent.open(name).synchronize()
  }

  private mutating func finish(_ path: String, _ attributes: FileAttributes) throws(FileError) {
    guard let parent = try openParent(of: path), let name = path.split(separator: "/").last.map(String.init) else {
      return
    }
    let directory = try parent.openDirectory(name)
    losses.add(try parent.setAttributes(attributes, of: name), of: path)
    try directory.synchronize()
  }

  /// The staged directory that an entry lies in; `nil` where the backup has something else in its place.
  private func openParent(of path: String) throws(FileError) -> (any Directory)? {
    var directory = staged
    do {
      for name in path.split(separator: "/").dropLast() { directory = try directory.openDirectory(String(name)) }
      return directory
    } catch {
      guard !error.isNoDirectory else { return nil }
      throw error
    }
  }
}

extension FileAttributes {
  /// Those of an entry that is there.
  init(_ status: FileStatus, extended: [ExtendedAttribute]?) {
    self.init(
      mode: status.mode, owner: status.owner, group: status.group, modified: status.modified, extended: extended)
  }
}
