internal import BackupStore
internal import CameraDevice
internal import CameraModel
internal import FileSystem
internal import Sodium

/// Compares the archive of a backup with the running configuration while it streams by. Nothing is written, and no more
/// than one document is held at a time.
struct DifferenceReader: ArchiveConsumer {
  /// Bytes up to which a file is compared section by section, and sections of it can be kept.
  static func documentLimit(_ path: String) -> Int {
    path.utf8.elementsEqual(MainConfiguration.name.utf8) ? MainConfiguration.limit : 1 << 20
  }

  private let running: any Directory
  /// Sections of which the running values stay.
  private let kept: [String]
  /// Whether a password string is of the factory's password.
  private let isFactoryPassword: (String) -> Bool
  private var current: ArchiveEntry?
  private var contents: [UInt8] = []
  private var digest: FileDigest?
  private var leftOut: [LeftOut] = []
  /// The bytes of the paths that the backup has: names that look alike may be two.
  private var seen: Set<[UInt8]> = []

  private(set) var documents: [DocumentDifference] = []
  private(set) var files = FileDifferences()
  private(set) var modules: [String: [UInt8]] = [:]
  /// What entries would not take of their attributes here.
  private(set) var losses = RestoreLosses()
  /// `nil` where the running users stay, or where there are none to be read.
  private(set) var users: UserChanges?

  init(running: any Directory, kept: [String], isFactoryPassword: @escaping (String) -> Bool) {
    self.running = running
    self.kept = kept
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

  /// Names everything that only the camera has.
  mutating func finish() throws(FileError) {
    try findRemoved()
  }

  private mutating func findRemoved() throws(FileError) {
    let kept = Set(leftOut.map { Array($0.name.utf8) })
    var descent = Descent(running)
    var pending: [[String]] = [[]]
    while let names = pending.popLast() {
      let directory = try descent.directory(names)
      for entry in try directory.entries().sorted(by: { $0.name < $1.name }) {
        let path = (names + [entry.name]).joined(separator: "/")
        guard !kept.contains(Array(path.utf8)) else { continue }
        if !seen.contains(Array(path.utf8)) {
          files.removed.append(path)
        } else if try directory.status(of: entry.name).kind == .directory {
          pending.append(names + [entry.name])
        }
      }
    }
    files.removed.sort()
  }

  private mutating func compare(_ entry: ArchiveEntry, _ path: String) throws(StoreError) {
    do {
      guard !path.isEmpty else {
        return compareAttributes(entry, path, try running.status(), try running.extendedAttributes(of: nil))
      }
      seen.insert(Array(path.utf8))
      guard let (directory, name, status) = try RunningFile.find(path, in: running) else {
        files.added.append(path)
        return
      }
      guard status.kind == entry.kind.fileKind else { return files.changed.append(path) }
      if try !isSame(entry, path, directory, name, status) { files.changed.append(path) }
      compareAttributes(entry, path, status, try directory.extendedAttributes(of: name))
    } catch {
      throw .file(error)
    }
  }

  private mutating func compareAttributes(
    _ entry: ArchiveEntry, _ path: String, _ status: FileStatus, _ extended: [ExtendedAttribute]
  ) {
    guard let difference = AttributeDifference(entry, path, status, extended) else { return }
    files.attributes.append(difference)
  }

  /// Whether nothing but sections differs.
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
    let own = try directory.open(name).readAll(limit: Self.documentLimit(path))
    let (former, new) = (ConfigurationDocument(own), ConfigurationDocument(contents))
    if path.utf8.elementsEqual(MainConfiguration.name.utf8) { compareUsers(former, new) }
    guard former.isDocument, new.isDocument else { return own == contents }
    let difference = ConfigurationDifference(from: former, to: new.keeping(kept, of: former))
    if !difference.isEmpty { documents.append(DocumentDifference(path: path, difference: difference)) }
    return true
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

/// The digest of a file that streams by; holes and zeros are the same.
final class FileDigest {
  private var hash: KeyedHash
  private var sparse = SparseContents()

  init() throws(StoreError) {
    do {
      hash = try KeyedHash()
    } catch {
      throw .noMemory(kibibytes: 0)
    }
  }

  func update(_ bytes: Span<UInt8>) { sparse.update(bytes, &hash) }

  func skip(_ count: Int64) { sparse.skip(count, &hash) }

  func finish() -> [UInt8] {
    sparse.finish(&hash)
    return hash.finish()
  }
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
    guard let digest = try? FileDigest() else { return [] }
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let size = try file.status().size
    var offset: Int64 = 0
    for range in try file.dataRanges(upTo: size) {
      digest.skip(range.lowerBound - offset)
      offset = range.lowerBound
      while offset < range.upperBound {
        var span = buffer.mutableSpan
        let count = try min(Int64(file.read(into: &span, at: offset)), range.upperBound - offset)
        guard count > 0 else { return digest.finish() }
        digest.update(buffer.span.extracting(0..<Int(count)))
        offset += count
      }
    }
    digest.skip(size - offset)
    return digest.finish()
  }
}

extension ConfigurationDocument {
  /// Whether this is a document of sections, and not just any file.
  var isDocument: Bool { isWellFormed && !sectionNames.isEmpty }

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
