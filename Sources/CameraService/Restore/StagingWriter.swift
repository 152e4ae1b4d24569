internal import BackupStore
internal import CameraDevice
internal import CameraModel
internal import FileSystem

/// Writes the configuration of a backup into the sibling of the configuration directory, durably, with modes, owners,
/// times and links.
struct StagingWriter: ArchiveConsumer {
  private let root: any Directory
  private let running: any Directory
  private let kept: KeptParts
  private var descent: Descent<any Directory>
  /// What was left out of the backup: the running form stays.
  private var leftOut: [LeftOut] = []
  /// What entries did not take.
  private(set) var losses = RestoreLosses()
  /// Whether the file has a hole, and so perhaps at its end.
  private var hasHole = false
  /// The entry that is written; `nil` for one that is passed over.
  private var current: (entry: ArchiveEntry, path: String)?
  private var file: (any File)?
  private var offset: Int64 = 0
  /// Small files are held back until they are whole: sections may be kept.
  private var document: [UInt8]?
  /// Directories get their attributes last, the deepest first.
  private var directories: [(path: String, attributes: FileAttributes)] = []

  init(root: any Directory, running: any Directory, kept: KeptParts) {
    self.root = root
    self.running = running
    self.kept = kept
    // A directory without an entry of its own is made.
    descent = Descent(root) { (directory, name) throws(FileError) in
      if try !directory.contains(name) { try directory.makeDirectory(name, mode: 0o755) }
      return try directory.openDirectory(name)
    }
  }

  mutating func read(_ manifest: ArchiveManifest) throws(StoreError) { leftOut = manifest.leftOut }

  mutating func began(_ entry: ArchiveEntry) throws(StoreError) {
    current = nil
    guard case .configuration(let path) = entry.path.role, !kept.keepsFile(path) else { return }
    current = (entry, path)
    do {
      try begin(entry, path)
    } catch {
      throw StoreError.staging(error)
    }
  }

  private mutating func begin(_ entry: ArchiveEntry, _ path: String) throws(FileError) {
    guard !path.isEmpty else {
      directories.append((path, entry.attributes))
      return
    }
    let (parent, name) = try place(path)
    switch entry.kind {
    case .directory:
      try parent.makeDirectory(name, mode: 0o700)
      directories.append((path, entry.attributes))
    case .link(let target):
      try parent.makeLink(name, to: target)
      losses.add(try parent.setAttributes(entry.attributes, of: name), of: path)
    case .file(let size):
      file = try parent.create(name)
      offset = 0
      hasHole = false
      document = kept.mayChange(path) && size <= Int64(DifferenceReader.documentLimit(path)) ? [] : nil
    }
  }

  mutating func contents(_ bytes: Span<UInt8>) throws(StoreError) {
    guard document == nil else {
      for index in bytes.indices { document?.append(bytes[index]) }
      return
    }
    guard let file else { return }
    do {
      try file.write(bytes, at: offset)
    } catch {
      throw StoreError.staging(error)
    }
    offset += Int64(bytes.count)
  }

  mutating func hole(_ count: Int64) throws(StoreError) {
    guard document == nil else {
      document?.append(contentsOf: repeatElement(0, count: Int(count)))
      return
    }
    offset += count
    hasHole = true
  }

  mutating func ended() throws(StoreError) {
    guard let current, let file else { return }
    do {
      if let document {
        let merged = try merged(document, current.path)
        try file.write(merged.span, at: 0)
      }
      let (parent, name) = try place(current.path)
      if hasHole { try parent.truncate(name, to: offset) }
      losses.add(try parent.setAttributes(current.entry.attributes, of: name), of: current.path)
      try file.synchronize()
    } catch {
      throw StoreError.staging(error)
    }
    self.file = nil
    document = nil
  }

  /// A document of the backup with the sections of the running one that stay.
  private func merged(_ bytes: [UInt8], _ path: String) throws(FileError) -> [UInt8] {
    let (new, limit) = (ConfigurationDocument(bytes), DifferenceReader.documentLimit(path))
    guard let (directory, name, status) = try RunningFile.find(path, in: running) else {
      return kept.merged(new, with: nil, at: path)?.bytes ?? bytes
    }
    guard status.kind == .regular, status.size <= Int64(limit) else { return bytes }
    let previous = ConfigurationDocument(try directory.open(name).readAll(limit: limit))
    return kept.merged(new, with: previous, at: path)?.bytes ?? bytes
  }

  /// Adds what stays of the current configuration and what was left out of the backup, makes directories durable and
  /// gives them their attributes.
  mutating func finish() throws(FileError) {
    for entry in leftOut {
      var files = LeftOutFiles(running: running, staged: root)
      try files.keep(entry.name)
      losses.add(files.losses)
    }
    var copy = KeptCopy(kept, from: running, to: root)
    directories += try copy.copy()
    losses.add(copy.losses)
    for directory in directories.sorted(by: { $0.path.utf8.count > $1.path.utf8.count }) where !directory.path.isEmpty {
      let (parent, name) = try place(directory.path)
      let tree = try parent.openDirectory(name)
      losses.add(try parent.setAttributes(directory.attributes, of: name), of: directory.path)
      try tree.synchronize()
    }
    try root.synchronize()
  }

  /// The attributes of the configuration directory itself, if the backup has them.
  var rootAttributes: FileAttributes? { directories.first { $0.path.isEmpty }?.attributes }

  /// The directory that an entry lies in, and its name there.
  private mutating func place(_ path: String) throws(FileError) -> (any Directory, String) {
    var names = path.split(separator: "/").map(String.init)
    let last = names.removeLast()
    return (try descent.directory(names), last)
  }
}

extension ArchiveEntry {
  var attributes: FileAttributes {
    FileAttributes(mode: mode, owner: owner, group: group, modified: modified, extended: extended)
  }
}
