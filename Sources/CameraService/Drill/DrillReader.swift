internal import BackupStore
internal import CameraDevice
internal import FileSystem

/// Compares an archive with what was restored from it, bit by bit, while it streams by. It knows nothing of sections,
/// and shares nothing with the restore but the reader of the archive.
struct DrillReader: ArchiveConsumer {
  private let root: any Directory
  /// What the modules hold, by address.
  private let settings: [String: [UInt8]]

  private(set) var entries = 0
  private(set) var modules = 0
  private(set) var bytes: Int64 = 0
  private(set) var differences: [DrillDifference] = []
  /// The bytes of the paths that the archive has: names that look alike may be two.
  private var seen: Set<[UInt8]> = []
  private var current: Comparison?

  /// What the contents of an entry are compared with.
  private struct Comparison {
    let path: String
    var offset: Int64 = 0
    var isSame = true
    /// A file of the configuration, and where it has data; `nil` for a module, a folder or a link.
    var file: (any File)?
    var data: [Range<Int64>] = []
    /// What a module holds.
    var held: [UInt8]?
  }

  init(_ root: any Directory, _ settings: [String: [UInt8]]) {
    self.root = root
    self.settings = settings
  }

  mutating func read(_ manifest: ArchiveManifest) throws(StoreError) {}

  mutating func began(_ entry: ArchiveEntry) throws(StoreError) {
    current = nil
    switch entry.path.role {
    case .module(let address): beginModule(entry, address)
    case .configuration(let path): try mapError(StoreError.file) { () throws(FileError) in try begin(entry, path) }
    case .manifest, .modules, nil: break
    }
  }

  private mutating func beginModule(_ entry: ArchiveEntry, _ address: String) {
    modules += 1
    guard case .file(let size) = entry.kind, let held = settings[address] else { return differ(entry, .missing) }
    current = Comparison(path: entry.path.text, isSame: held.count == size, held: held)
  }

  private mutating func begin(_ entry: ArchiveEntry, _ path: String) throws(FileError) {
    entries += 1
    seen.insert(Array(path.utf8))
    guard !path.isEmpty else {
      return compareAttributes(entry, try root.status(), try root.extendedAttributes(of: nil), path)
    }
    guard let (directory, name, status) = try RunningFile.find(path, in: root) else { return differ(entry, .missing) }
    compareAttributes(entry, status, try directory.extendedAttributes(of: name), path)
    switch (entry.kind, status.kind) {
    case (.directory, .directory): break
    case (.link(let target), .symbolicLink):
      if try directory.readLink(name) != NameText.bytes(target) { differ(entry, .contents) }
    case (.file(let size), .regular):
      let file = try directory.open(name)
      current = Comparison(
        path: entry.path.text, isSame: status.size == size, file: file, data: try file.dataRanges(upTo: status.size))
    case (.directory, _), (.link, _), (.file, _): differ(entry, .kind)
    }
  }

  /// What the file system, or a caller who is not root, cannot set is told by the restore and does not count here.
  private mutating func compareAttributes(
    _ entry: ArchiveEntry, _ status: FileStatus, _ extended: [ExtendedAttribute], _ path: String
  ) {
    guard let difference = AttributeDifference(entry, status, extended, path: path) else { return }
    let lost = root.expectedLosses(entry.attributes).map(\.word)
    let isLost = { (name: String) in lost.contains(name == "group" ? "owner" : name) }
    if !difference.changes.allSatisfy({ isLost($0.name) }) { differ(entry, .attributes) }
  }

  private mutating func differ(_ entry: ArchiveEntry, _ kind: DrillDifference.Kind) {
    differences.append(DrillDifference(path: entry.path.text, kind: kind))
  }

  mutating func contents(_ bytes: Span<UInt8>) throws(StoreError) {
    self.bytes += Int64(bytes.count)
    guard var comparison = current else { return }
    if let held = comparison.held {
      let start = Int(comparison.offset)
      comparison.isSame =
        comparison.isSame && start + bytes.count <= held.count
        && bytes.indices.allSatisfy { held[start + $0] == bytes[$0] }
    } else if let file = comparison.file, comparison.isSame {
      comparison.isSame = try holds(file, bytes, at: comparison.offset)
    }
    comparison.offset += Int64(bytes.count)
    current = comparison
  }

  private func holds(_ file: any File, _ bytes: Span<UInt8>, at offset: Int64) throws(StoreError) -> Bool {
    let own = try read(file, bytes.count, at: offset)
    return own.count == bytes.count && bytes.indices.allSatisfy { own[$0] == bytes[$0] }
  }

  private func read(_ file: any File, _ count: Int, at offset: Int64) throws(StoreError) -> ArraySlice<UInt8> {
    var own = [UInt8](repeating: 0, count: count)
    var span = own.mutableSpan
    let found = try mapError(StoreError.file) { () throws(FileError) in try file.read(into: &span, at: offset) }
    return own.prefix(found)
  }

  /// A hole may be of any size: only where the restored file has data, that is read, and must be zeros.
  mutating func hole(_ count: Int64) throws(StoreError) {
    guard var comparison = current else { return }
    let hole = comparison.offset..<comparison.offset + count
    if let file = comparison.file, comparison.isSame {
      for range in comparison.data where range.overlaps(hole) {
        if try !holdsZeros(file, range.clamped(to: hole)) { comparison.isSame = false }
      }
    }
    comparison.offset = hole.upperBound
    current = comparison
  }

  private func holdsZeros(_ file: any File, _ range: Range<Int64>) throws(StoreError) -> Bool {
    var offset = range.lowerBound
    while offset < range.upperBound {
      let own = try read(file, Int(min(range.upperBound - offset, 65_536)), at: offset)
      guard !own.isEmpty, own.allSatisfy({ $0 == 0 }) else { return false }
      offset += Int64(own.count)
    }
    return true
  }

  mutating func ended() throws(StoreError) {
    if let current, !current.isSame { differences.append(DrillDifference(path: current.path, kind: .contents)) }
    current = nil
  }

  /// Everything that only the restored configuration has.
  mutating func findAdded() throws(FileError) {
    var descent = Descent(root)
    var pending: [[String]] = [[]]
    while let names = pending.popLast() {
      let directory = try descent.directory(names)
      for entry in try directory.entries() {
        let path = names + [entry.name]
        if !seen.contains(Array(path.joined(separator: "/").utf8)) {
          differences.append(DrillDifference(path: (["config"] + path).joined(separator: "/"), kind: .added))
        }
        if try directory.status(of: entry.name).kind == .directory { pending.append(path) }
      }
    }
  }
}
