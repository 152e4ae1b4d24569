internal import CameraDevice
internal import CameraModel
internal import FileSystem

/// Copies what stays of the current configuration into the staged one: files that are kept, with their attributes, and
/// sections that are kept of files that the backup lacks.
struct KeptCopy {
  private let kept: KeptParts
  private let source: any Directory
  private let root: any TreeDirectory
  /// Directories that were made, whose attributes are to be set last.
  private var directories: [(path: String, attributes: FileAttributes)] = []

  init(_ kept: KeptParts, from source: any Directory, to root: any TreeDirectory) {
    self.kept = kept
    self.source = source
    self.root = root
  }

  /// - Returns: the directories that were made, with the attributes that they are to get.
  mutating func copy() throws(FileError) -> [(path: String, attributes: FileAttributes)] {
    guard kept.keepsNetworkFiles || !kept.sections.isEmpty else { return [] }
    try copy(source, "", parents: [])
    return directories
  }

  /// - Parameter parents: the attributes of the directories above, from the top.
  private mutating func copy(
    _ directory: any Directory, _ prefix: String, parents: [FileAttributes]
  ) throws(FileError) {
    for entry in try directory.entries() where entry.isUTF8 && !(prefix.isEmpty && DurableFile.isLeftover(entry.name)) {
      let (name, path) = (entry.name, prefix + entry.name)
      let status = try directory.status(of: name)
      let isKept = kept.keepsFile(path)
      switch status.kind {
      case .directory:
        if isKept { _ = try place(path + "/.", parents + [FileAttributes(status)]) }
        try copy(directory.openDirectory(name), path + "/", parents: parents + [FileAttributes(status)])
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
  }

  private mutating func copyFile(
    _ name: String, in directory: any Directory, _ status: FileStatus, to path: String, _ parents: [FileAttributes]
  ) throws(FileError) {
    let parent = try place(path, parents)
    let (file, copy) = (try directory.open(name), try parent.create(name))
    var buffer = [UInt8](repeating: 0, count: 65_536)
    var offset: Int64 = 0
    while true {
      var span = buffer.mutableSpan
      let count = try file.read(into: &span, at: offset)
      try copy.write(buffer.span.extracting(0..<count), at: offset)
      offset += Int64(count)
      guard count == buffer.count else { break }
    }
    try parent.setAttributes(FileAttributes(status), of: name)
    try copy.synchronize()
  }

  private mutating func copyLink(
    _ name: String, in directory: any Directory, _ status: FileStatus, to path: String, _ parents: [FileAttributes]
  ) throws(FileError) {
    let target = String(decoding: try directory.readLink(name), as: UTF8.self)
    let parent = try place(path, parents)
    try parent.makeLink(name, to: target)
    try parent.setAttributes(FileAttributes(status), of: name)
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
    try parent.setAttributes(FileAttributes(status), of: name)
    try copy.synchronize()
  }

  /// The staged directory that an entry lies in; those that the backup lacks are made.
  private mutating func place(_ path: String, _ parents: [FileAttributes]) throws(FileError) -> any TreeDirectory {
    var directory = root
    var above = ""
    for (name, attributes) in zip(path.split(separator: "/").map(String.init).dropLast(), parents) {
      above += above.isEmpty ? name : "/" + name
      if try !directory.contains(name) {
        try directory.makeDirectory(name, mode: 0o700)
        directories.append((above, attributes))
      }
      directory = try directory.openTree(name)
    }
    return directory
  }
}
