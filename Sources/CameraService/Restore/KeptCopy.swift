internal import CameraDevice
internal import CameraModel
internal import FileSystem

/// Copies what stays of the current configuration into the staged one: files that are kept, with their attributes, and
/// sections that are kept of files that the backup lacks.
struct KeptCopy {
  private let kept: KeptParts
  private let source: any Directory
  private let root: any Directory
  /// What the copies did not take.
  private(set) var losses = RestoreLosses()
  /// Directories that were made, whose attributes are to be set last.
  private var directories: [(path: String, attributes: FileAttributes)] = []

  init(_ kept: KeptParts, from source: any Directory, to root: any Directory) {
    self.kept = kept
    self.source = source
    self.root = root
  }

  /// A directory of the current configuration.
  private struct Level {
    let path: [String]
    /// The attributes of the directories above its entries, from the top.
    let parents: [FileAttributes]

    var prefix: String { path.map { $0 + "/" }.joined() }
  }

  /// - Returns: the directories that were made, with the attributes that they are to get.
  mutating func copy() throws(FileError) -> [(path: String, attributes: FileAttributes)] {
    guard kept.keepsNetworkFiles || !kept.sections.isEmpty else { return [] }
    var descent = Descent(source)
    var pending = [Level(path: [], parents: [])]
    while let level = pending.popLast() {
      pending += try copyEntries(of: level, descent.directory(level.path))
    }
    return directories
  }

  /// - Returns: the directories in it.
  private mutating func copyEntries(of level: Level, _ directory: any Directory) throws(FileError) -> [Level] {
    let (prefix, parents) = (level.prefix, level.parents)
    var deeper: [Level] = []
    for entry in try directory.entries() where !(prefix.isEmpty && directory.holdsLeftover(entry.name)) {
      let (name, path) = (entry.name, prefix + entry.name)
      let status = try directory.status(of: name)
      let isKept = kept.keepsFile(path)
      switch status.kind {
      case .directory:
        let attributes = FileAttributes(status, extended: try directory.extendedAttributes(of: name))
        if isKept { _ = try place(path + "/.", parents + [attributes]) }
        deeper.append(Level(path: level.path + [name], parents: parents + [attributes]))
      case .regular:
        if isKept {
          try copyFile(name, in: directory, status, to: path, parents)
        } else {
          try copySections(name, in: directory, status, to: path, parents)
        }
      case .symbolicLink: if isKept { try copyLink(name, in: directory, status, to: path, parents) }
      case .special: break
      }
    }
    return deeper
  }

  private mutating func copyFile(
    _ name: String, in directory: any Directory, _ status: FileStatus, to path: String, _ parents: [FileAttributes]
  ) throws(FileError) {
    let parent = try place(path, parents)
    try RunningFile.copy(name, from: directory, to: parent)
    try setAttributes(of: name, status, from: directory, in: parent, path)
    try parent.open(name).synchronize()
  }

  private mutating func copyLink(
    _ name: String, in directory: any Directory, _ status: FileStatus, to path: String, _ parents: [FileAttributes]
  ) throws(FileError) {
    let target = NameText.text(try directory.readLink(name))
    let parent = try place(path, parents)
    try parent.makeLink(name, to: target)
    try setAttributes(of: name, status, from: directory, in: parent, path)
  }

  /// Makes a file with the sections that are kept of one that the backup does not have.
  private mutating func copySections(
    _ name: String, in directory: any Directory, _ status: FileStatus, to path: String, _ parents: [FileAttributes]
  ) throws(FileError) {
    let limit = DifferenceReader.documentLimit(path)
    guard !kept.sections.isEmpty, status.size <= Int64(limit), try RunningFile.find(path, in: root) == nil,
      let bytes = try? directory.open(name).readAll(limit: limit),
      let rest = kept.merged(nil, with: ConfigurationDocument(bytes), at: path), !rest.bytes.isEmpty
    else { return }
    let parent = try place(path, parents)
    let copy = try parent.create(name)
    try copy.write(rest.bytes.span, at: 0)
    try setAttributes(of: name, status, from: directory, in: parent, path)
    try copy.synchronize()
  }

  private mutating func setAttributes(
    of name: String, _ status: FileStatus, from source: any Directory, in parent: any Directory, _ path: String
  ) throws(FileError) {
    let attributes = FileAttributes(status, extended: try source.extendedAttributes(of: name))
    losses.add(try parent.setAttributes(attributes, of: name), of: path)
  }

  /// The staged directory that an entry lies in; those that the backup lacks are made.
  private mutating func place(_ path: String, _ parents: [FileAttributes]) throws(FileError) -> any Directory {
    var directory = root
    var above = ""
    for (name, attributes) in zip(path.split(separator: "/").map(String.init).dropLast(), parents) {
      above += above.isEmpty ? name : "/" + name
      if try !directory.contains(name) {
        try directory.makeDirectory(name, mode: 0o700)
        directories.append((above, attributes))
      }
      directory = try directory.openDirectory(name)
    }
    return directory
  }
}
