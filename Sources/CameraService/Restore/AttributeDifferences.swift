internal import BackupStore
internal import FileSystem

/// Files, folders and links of which owner, group or mode differ.
package struct AttributeDifferences: Sendable, Equatable {
  /// In the order of the backup, at most `limit`.
  package private(set) var list: [AttributeDifference] = []
  /// How many are not in the list.
  package private(set) var leftOut = 0

  /// As many are named.
  static let limit = 200

  /// No differences.
  package init() {}

  /// Whether no attribute of any entry differs.
  package var isEmpty: Bool { list.isEmpty }

  /// Adds a difference, or counts it where the list is full; `nil` adds nothing.
  package mutating func append(_ difference: AttributeDifference?) {
    guard let difference else { return }
    if list.count < Self.limit { list.append(difference) } else { leftOut += 1 }
  }

  /// What differs of a path; empty when nothing does.
  package func changes(of path: String) -> [AttributeChange] {
    list.first { $0.path.utf8.elementsEqual(path.utf8) }?.changes ?? []
  }
}

/// A file, folder or link of which owner, group or mode differ.
package struct AttributeDifference: Sendable, Equatable {
  /// What the path names.
  package enum Kind: Sendable {
    case file, folder, link
  }

  /// The path in the configuration directory; empty for the directory itself.
  package let path: String
  /// What it is on the camera.
  package let kind: Kind
  /// The attributes that differ, at least one.
  package let changes: [AttributeChange]
}

/// One attribute that differs.
package struct AttributeChange: Sendable, Equatable {
  /// `owner`, `group`, `mode`, or an extended attribute.
  package let name: String
  /// On the camera: a number, of a mode in octal; of an extended attribute whether it is set.
  package let former: String
  /// In the backup.
  package let new: String

  /// See the properties.
  package init(_ name: String, _ former: String, _ new: String) {
    (self.name, self.former, self.new) = (name, former, new)
  }
}

extension AttributeDifference {
  /// Compares every attribute that a backup holds and that counts for its digest; times do not.
  ///
  /// - Returns: `nil` when nothing differs.
  init?(_ entry: ArchiveEntry, _ status: FileStatus, _ extended: [ExtendedAttribute], path: String) {
    var changes: [AttributeChange] = []
    func compare(_ name: String, _ former: UInt32, _ new: UInt32, radix: Int = 10) {
      guard former != new else { return }
      changes.append(AttributeChange(name, String(former, radix: radix), String(new, radix: radix)))
    }
    compare("owner", status.owner, entry.owner)
    compare("group", status.group, entry.group)
    // The mode of a link means nothing.
    if status.kind != .symbolicLink { compare("mode", status.mode, entry.mode, radix: 8) }
    changes += Self.changes(from: extended, to: entry.extended)
    guard !changes.isEmpty else { return nil }
    self.init(path: path, kind: Kind(status.kind), changes: changes)
  }

  /// Values of extended attributes are not shown: they are bytes, and may be secret.
  private static func changes(
    from former: [ExtendedAttribute], to new: [ExtendedAttribute]
  ) -> [AttributeChange] {
    let names = Set((former + new).map(\.name)).sorted { $0.lexicographicallyPrecedes($1) }
    return names.compactMap { name in
      let (own, other) = (former.first { $0.name == name }, new.first { $0.name == name })
      guard own != other else { return nil }
      let word = NameText.text(name).attributeWord
      let value = own == nil || other == nil ? "set" : "another"
      return AttributeChange(word, own == nil ? "not set" : "set", other == nil ? "not set" : value)
    }
  }
}

extension AttributeDifference.Kind {
  fileprivate init(_ kind: FileKind) {
    switch kind {
    case .directory: self = .folder
    case .symbolicLink: self = .link
    case .regular, .special: self = .file
    }
  }
}
