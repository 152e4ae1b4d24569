internal import BackupStore
internal import CameraDevice
internal import CameraModel
internal import FileSystem
internal import Sodium

/// Compares the archive of a backup with the running configuration while it streams by. Nothing is written, and no more
/// than one document is held at a time. Of lines that differ, a bounded number is kept, without secrets.
struct DifferenceReader: ArchiveConsumer {
  /// Bytes up to which a file is compared section by section, and sections of it can be kept.
  static func documentLimit(_ path: String) -> Int {
    path.utf8.elementsEqual(MainConfiguration.name.utf8) ? MainConfiguration.limit : 1 << 20
  }

  private let running: any Directory
  /// Sections of which the running values stay.
  private let kept: [String]
  private let mask: SecretMask
  /// Whether a password string is of the factory's password.
  private let isFactoryPassword: (String) -> Bool
  private var current: ArchiveEntry?
  private var contents: [UInt8] = []
  private var digest: FileDigest?
  /// The bytes of the paths that the backup has: names that look alike may be two.
  private var seen: Set<[UInt8]> = []

  private(set) var documents: [DocumentDifference] = []
  /// Text files of which lines differ; their paths are in `files` too.
  private(set) var texts: [TextFileDifference] = []
  private(set) var files = FileDifferences()
  private(set) var attributes = AttributeDifferences()
  private(set) var modules: [String: [UInt8]] = [:]
  /// `nil` where the running users stay, or where there are none to be read.
  private(set) var users: UserChanges?

  init(running: any Directory, kept: [String], mask: SecretMask, isFactoryPassword: @escaping (String) -> Bool) {
    self.running = running
    self.kept = kept
    self.mask = mask
    self.isFactoryPassword = isFactoryPassword
  }

  mutating func read(_ manifest: ArchiveManifest) throws(StoreError) {}

  mutating func began(_ entry: ArchiveEntry) throws(StoreError) {
    current = entry
    contents = []
    digest = nil
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

  mutating func ended() throws(StoreError) {
    guard let entry = current else { return }
    switch entry.path.role {
    case .module(let address): modules[address] = contents
    case .configuration(let path): try compare(entry, path)
    case .manifest, .modules, nil: break
    }
  }

  /// Names everything that only the camera has.
  mutating func finish() throws(FileError) {
    try findRemoved(in: running, "")
  }

  private mutating func findRemoved(in directory: any Directory, _ prefix: String) throws(FileError) {
    for entry in try directory.entries().sorted(by: { $0.name < $1.name }) {
      let (name, path) = (entry.name, prefix + entry.name)
      guard entry.isUTF8 else {
        files.removed.append(path)
        continue
      }
      let kind = try directory.status(of: name).kind
      if !seen.contains(Array(path.utf8)) {
        if kind == .special { files.special.append(path) } else { files.removed.append(path) }
      } else if kind == .directory {
        try findRemoved(in: directory.openDirectory(name), path + "/")
      }
    }
  }

  private mutating func compare(_ entry: ArchiveEntry, _ path: String) throws(StoreError) {
    seen.insert(Array(path.utf8))
    do {
      guard !path.isEmpty else { return attributes.append(AttributeDifference(entry, try running.status(), path: "")) }
      guard let (directory, name, status) = try RunningFile.find(path, in: running) else {
        files.added.append(path)
        return
      }
      guard status.kind == entry.kind.fileKind else { return files.changed.append(path) }
      attributes.append(AttributeDifference(entry, status, path: path))
      if try !isSame(entry, path, directory, name, status) { files.changed.append(path) }
    } catch {
      throw .file(error)
    }
  }

  /// Whether nothing but sections and attributes differs.
  private mutating func isSame(
    _ entry: ArchiveEntry, _ path: String, _ directory: any Directory, _ name: String, _ status: FileStatus
  ) throws(FileError) -> Bool {
    switch entry.kind {
    case .directory: return true
    case .link(let target): return try directory.readLink(name) == Array(target.utf8)
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
    let own = try directory.open(name).readAll(limit: Self.documentLimit(path))
    let isMain = path.utf8.elementsEqual(MainConfiguration.name.utf8)
    guard isMain || own != contents else { return true }
    guard isMain || ConfigurationDocument.mayBe(own) else { return isSame(own, contents, path) }
    let (former, new) = (ConfigurationDocument(own), ConfigurationDocument(contents))
    if isMain { compareUsers(former, new) }
    let areDocuments = former.isDocument && new.isDocument
    let result = isMain || areDocuments ? new.keeping(kept, of: former) : new
    guard areDocuments else { return isSame(own, result.bytes, path) }
    let difference = ConfigurationDifference(from: former, to: result, masking: mask)
    if !difference.isEmpty { documents.append(DocumentDifference(path: path, difference: difference)) }
    return true
  }

  /// Whether two files are the same; if both are text, their lines are compared.
  private mutating func isSame(_ own: [UInt8], _ new: [UInt8], _ path: String) -> Bool {
    guard own != new else { return true }
    // Every line of a file that is called after a secret may be one.
    let name = path.split(separator: "/").last.map(String.init) ?? path
    guard !mask.hides(name, in: ""), TextEncoding.isText(own), TextEncoding.isText(new) else { return false }
    let kept = texts.reduce(0) { $0 + ($1.difference?.lines.count ?? 0) }
    let limit = min(TextFileDifference.lineLimit, max(TextFileDifference.totalLimit - kept, 0))
    texts.append(
      TextFileDifference(
        path: path, difference: TextDifference(from: own, to: new, mask, limit: limit),
        layout: LayoutDifference.find(from: own, to: new)))
    return false
  }

  /// Users that cannot be read are not compared: those of the camera let nobody in, and those of the backup nobody
  /// restores.
  private mutating func compareUsers(_ former: ConfigurationDocument, _ new: ConfigurationDocument) {
    guard !kept.contains(UserList.section), let own = try? UserList(former), let others = try? UserList(new) else {
      return
    }
    users = UserChanges(from: own, to: others, isFactoryPassword: isFactoryPassword)
  }
}

/// The digest of a file that streams by.
private final class FileDigest {
  private var hash: KeyedHash

  init() throws(StoreError) {
    do {
      hash = try KeyedHash()
    } catch {
      throw .noMemory(kibibytes: 0)
    }
  }

  func update(_ bytes: Span<UInt8>) { hash.update(bytes) }

  func finish() -> [UInt8] { hash.finish() }
}

/// Files of the running configuration.
enum RunningFile {
  /// The directory, name and status of an entry; no link is followed. `nil` when there is none.
  static func find(
    _ path: String, in root: any Directory
  ) throws(FileError) -> (any Directory, String, FileStatus)? {
    var directory = root
    var names = path.split(separator: "/").map(String.init)
    let last = names.removeLast()
    do {
      for name in names {
        guard try directory.status(of: name).kind == .directory else { return nil }
        directory = try directory.openDirectory(name)
      }
      return (directory, last, try directory.status(of: last))
    } catch {
      guard !error.isNotFound else { return nil }
      throw error
    }
  }

  static func digest(_ file: any File) throws(FileError) -> [UInt8] {
    guard var hash = try? KeyedHash() else { return [] }
    var buffer = [UInt8](repeating: 0, count: 65_536)
    var offset: Int64 = 0
    while true {
      var span = buffer.mutableSpan
      let count = try file.read(into: &span, at: offset)
      hash.update(buffer.span.extracting(0..<count))
      offset += Int64(count)
      if count < buffer.count { return hash.finish() }
    }
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

  /// The document with some sections as another has them.
  func keeping(_ sections: [String], of other: ConfigurationDocument) -> ConfigurationDocument {
    var document = self
    for name in sections where document.contains(section: name) || other.contains(section: name) {
      document.replaceSection(name, from: other)
    }
    return document
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
