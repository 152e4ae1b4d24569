internal import BackupStore
internal import CameraDevice
internal import CameraModel
internal import FileSystem

/// Compares the archive of a backup with the running configuration while it streams by. Nothing is written, and no more
/// than one document is held at a time. Of lines that differ, a bounded number is kept, without secrets.
struct DifferenceReader: ArchiveConsumer {
  /// Bytes up to which a file is compared section by section, and sections of it can be kept.
  static func documentLimit(_ path: String) -> Int {
    path.utf8.elementsEqual(MainConfiguration.name.utf8) ? MainConfiguration.limit : 1 << 20
  }

  let running: any Directory
  let kept: KeptParts
  let mask: SecretMask
  var finder: KeepableFinder
  /// Whether a password string is of the factory's password.
  private let isFactoryPassword: (String) -> Bool
  private var current: ArchiveEntry?
  private var contents: [UInt8] = []
  private var digest: FileDigest?
  var leftOut: [LeftOut] = []
  /// The bytes of the paths that the backup has: names that look alike may be two.
  var seen: Set<[UInt8]> = []

  var documents: [DocumentDifference] = []
  /// Text files of which lines differ; their paths are in `files` too.
  private(set) var texts: [TextFileDifference] = []
  /// Lines of these that are kept.
  private var keptLines = 0
  var files = FileDifferences()
  private(set) var attributes = AttributeDifferences()
  private(set) var modules: [String: [UInt8]] = [:]
  /// What entries would not take of their attributes here.
  private(set) var losses = RestoreLosses()
  /// Entries of the camera with a flag of `chattr`, which no restore brings back.
  private(set) var flagged = RestoreLosses()
  /// `nil` where the current users stay, or where no users can be read.
  private(set) var users: UserChanges?
  /// What could be kept, whether or not it is; known at the end.
  private(set) var keepable = KeepableParts()
  /// The addresses in files of the network that do not stay.
  private(set) var networkAddresses: [AddressChange] = []
  /// What the camera's files are, for a person who agrees to what is shown.
  private(set) var shown = ShownRestore()

  init(running: any Directory, kept: KeptParts, isFactoryPassword: @escaping (String) -> Bool) {
    self.running = running
    self.kept = kept
    mask = kept.settings.secretMask
    finder = KeepableFinder(kept.settings)
    self.isFactoryPassword = isFactoryPassword
  }

  mutating func read(_ manifest: ArchiveManifest) throws(StoreError) { leftOut = manifest.leftOut }

  mutating func began(_ entry: ArchiveEntry) throws(StoreError) {
    current = entry
    contents = []
    digest = nil
    if case .configuration(let path) = entry.path.role {
      losses.add(running.expectedLosses(entry.attributes), of: path)
    }
    guard case .file(let size) = entry.kind, case .configuration(let path) = entry.path.role,
      size > Int64(Self.documentLimit(path))
    else { return }
    digest = try FileDigest()
  }

  mutating func contents(_ bytes: Span<UInt8>) throws(StoreError) {
    if digest != nil {
      digest?.update(bytes)
    } else {
      for index in bytes.indices { contents.append(bytes[index]) }
    }
  }

  mutating func hole(_ count: Int64) throws(StoreError) {
    if let digest {
      digest.skip(count)
    } else {
      contents.append(contentsOf: repeatElement(0, count: Int(count)))
    }
  }

  mutating func ended() throws(StoreError) {
    guard let entry = current else { return }
    switch entry.path.role {
    case .module(let address): modules[address] = contents
    case .configuration(let path): try compare(entry, path)
    case .manifest, .modules, nil: break
    }
  }

  /// Names everything that only the camera has, and what could be kept.
  mutating func finish() throws(FileError) {
    try findRemoved()
    let main = try? running.open(MainConfiguration.name).readAll(limit: MainConfiguration.limit)
    keepable = finder.parts(main.map { ConfigurationDocument($0) })
  }

  mutating func noteFlags(_ flags: FileLock, _ path: String) { flagged.add(flags, of: path) }

  mutating func noteAddress(_ path: String, _ previous: [UInt8], _ new: [UInt8]) {
    guard kept.settings.isNetworkFile(path) else { return }
    networkAddresses.append(AddressChange(NetworkAddress.first(in: previous), NetworkAddress.first(in: new)))
  }

  /// Remembers the contents of a file of the camera.
  mutating func noteShown(_ path: String, _ own: [UInt8]) { shown.note(path, digest: Self.digest(of: own)) }

  private mutating func compare(_ entry: ArchiveEntry, _ path: String) throws(StoreError) {
    seen.insert(Array(path.utf8))
    finder.found(inBackup: path, isDirectory: entry.kind == .directory)
    guard !kept.keepsFile(path) else { return }
    do {
      guard !path.isEmpty else {
        let extended = try running.extendedAttributes(of: nil)
        return attributes.append(AttributeDifference(entry, try running.status(), extended, path: ""))
      }
      guard let (directory, name, status) = try RunningFile.find(path, in: running) else {
        compareAdded(entry, path)
        return
      }
      guard status.kind == entry.kind.fileKind else { return files.changed.append(path) }
      let extended = try directory.extendedAttributes(of: name)
      attributes.append(AttributeDifference(entry, status, extended, path: path))
      if try !isSame(entry, path, directory, name, status) { files.changed.append(path) }
    } catch {
      throw .file(error)
    }
  }

  /// A file that only the backup has: sections of it may stay out.
  private mutating func compareAdded(_ entry: ArchiveEntry, _ path: String) {
    files.added.append(path)
    guard digest == nil, case .file = entry.kind else { return }
    finder.found(ConfigurationDocument(contents), nil, at: path)
    noteAddress(path, [], contents)
  }

  /// Whether nothing but sections and attributes differs.
  private mutating func isSame(
    _ entry: ArchiveEntry, _ path: String, _ directory: any Directory, _ name: String, _ status: FileStatus
  ) throws(FileError) -> Bool {
    switch entry.kind {
    case .directory: return true
    case .link(let target): return try directory.readLink(name) == NameText.bytes(target)
    case .file(let size):
      guard let digest else { return try isSame(path, directory, name, status) }
      guard status.size == size else { return false }
      return try digest.finish() == RunningFile.digest(directory.open(name))
    }
  }

  private mutating func isSame(
    _ path: String, _ directory: any Directory, _ name: String, _ status: FileStatus
  ) throws(FileError) -> Bool {
    guard status.size <= Int64(Self.documentLimit(path)) else { return false }
    let file = try directory.open(name)
    if let archived = file as? ArchivedFile, !archived.hasContents {
      // The digest alone does not tell how many zeros there are at the end.
      return status.size == Int64(contents.count) && archived.digest == Self.digest(of: contents)
    }
    let own = try file.readAll(limit: Self.documentLimit(path))
    let isMain = KeptParts.isMain(path)
    guard isMain || ConfigurationDocument.mayBe(own) || ConfigurationDocument.mayBe(contents) else {
      noteAddress(path, own, contents)
      if kept.settings.isNetworkFile(path) { noteShown(path, own) }
      return isSame(own, contents, path)
    }
    let (previous, new) = (ConfigurationDocument(own), ConfigurationDocument(contents))
    if isMain { compareUsers(previous, new) }
    if isMain || previous.isDocument || kept.settings.isNetworkFile(path) { noteShown(path, own) }
    finder.found(new, previous, at: path)
    noteAddress(path, own, contents)
    let result = kept.merged(new, with: previous, at: path) ?? new
    guard previous.isDocument, result.isDocument else { return isSame(own, result.bytes, path) }
    let difference = ConfigurationDifference(from: previous, to: result, masking: mask)
    if !difference.isEmpty { documents.append(DocumentDifference(path: path, difference: difference)) }
    return true
  }

  /// Empty where there is no guarded memory for it.
  static func digest(of bytes: [UInt8]) -> [UInt8] {
    guard let digest = try? FileDigest() else { return [] }
    digest.update(bytes.span)
    return digest.finish()
  }

  /// Whether two files are the same; if both are text, their lines are compared.
  private mutating func isSame(_ own: [UInt8], _ new: [UInt8], _ path: String) -> Bool {
    guard own != new else { return true }
    // Every line of a file that is called after a secret may be one.
    let name = path.split(separator: "/").last.map(String.init) ?? path
    guard !mask.hides(name, in: ""), TextEncoding.isText(own), TextEncoding.isText(new) else { return false }
    let limit = min(TextFileDifference.lineLimit, max(TextFileDifference.totalLimit - keptLines, 0))
    let difference = TextDifference(from: own, to: new, mask, limit: limit)
    keptLines += difference?.lines.count ?? 0
    texts.append(
      TextFileDifference(path: path, difference: difference, layout: LayoutDifference.find(from: own, to: new)))
    return false
  }

  /// Users that cannot be read are not compared: those of the camera let nobody in, and those of the backup nobody
  /// restores.
  private mutating func compareUsers(_ previous: ConfigurationDocument, _ new: ConfigurationDocument) {
    guard !kept.sections.contains(UserList.section), let own = try? UserList(previous), let others = try? UserList(new)
    else {
      return
    }
    users = UserChanges(from: own, to: others, isFactoryPassword: isFactoryPassword)
  }
}

extension ConfigurationDocument {
  /// Whether this is a document of sections, and not just any file.
  var isDocument: Bool { isWellFormed && !sectionNames.isEmpty }

  /// Whether bytes could be a document of sections: only then their lines are looked for.
  static func mayBe(_ bytes: [UInt8]) -> Bool {
    let word = Array("SECTION".utf8)
    guard bytes.count >= word.count else { return false }
    return (0...bytes.count - word.count).contains {
      bytes[$0] == word[0] && bytes[$0..<$0 + word.count].elementsEqual(word)
    }
  }
}

extension ArchiveEntry.Kind {
  fileprivate var fileKind: FileKind {
    switch self {
    case .file: .regular
    case .directory: .directory
    case .link: .symbolicLink
    }
  }
}
