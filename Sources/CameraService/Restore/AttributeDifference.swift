internal import BackupStore
internal import FileSystem

/// How mode, owner and extended attributes of an entry in a backup differ from those of the camera.
package struct AttributeDifference: Sendable, Equatable {
  /// In the configuration directory, as text; `.` for itself.
  package let path: String
  /// In words: `mode 644 -> 600`, `owner 0:0 -> 12:12`, `access list`.
  package let words: [String]

  package init(path: String, words: [String]) {
    self.path = path
    self.words = words
  }

  /// - Returns: `nil` where nothing differs.
  init?(_ entry: ArchiveEntry, _ path: String, _ status: FileStatus, _ extended: [ExtendedAttribute]) {
    var words: [String] = []
    if status.kind != .symbolicLink, status.mode != entry.mode {
      words.append("mode \(Self.octal(status.mode)) -> \(Self.octal(entry.mode))")
    }
    if status.owner != entry.owner || status.group != entry.group {
      words.append("owner \(status.owner):\(status.group) -> \(entry.owner):\(entry.group)")
    }
    let names = Set((extended + entry.extended).map(\.name)).sorted { $0.lexicographicallyPrecedes($1) }
    for name in names {
      let (own, other) = (extended.first { $0.name == name }, entry.extended.first { $0.name == name })
      if own != other { words.append(NameText.text(name).attributeWord) }
    }
    guard !words.isEmpty else { return nil }
    self.init(path: path.isEmpty ? "." : path, words: words)
  }

  private static func octal(_ mode: UInt32) -> String { String(mode, radix: 8) }
}
