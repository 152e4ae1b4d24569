internal import FileSystem

/// What a restored configuration does not have, because its file system, or the account that restores, cannot.
package struct RestoreLosses: Codable, Sendable, Equatable {
  /// Entries that lost something; more than are named.
  package private(set) var count = 0
  /// The first of them, each with what it lost: `sounds/bell.wav (owner, user.comment)`.
  package private(set) var named: [String] = []

  /// Entries that are named, at most.
  private static let mostNamed = 16

  /// No losses.
  package init() {}

  /// Whether no entry lost anything.
  package var isEmpty: Bool { count == 0 }

  /// Adds what one entry lost, if anything.
  ///
  /// - Parameter path: below the configuration directory, as text; empty for itself.
  mutating func add(_ losses: [AttributeLoss], of path: String) {
    add(losses.map(\.word), of: path)
  }

  /// Adds the flags that one entry loses, if it has any.
  mutating func add(_ flags: FileLock, of path: String) {
    let words = [(FileLock.immutable, "immutable"), (.appendOnly, "append-only")]
    add(words.filter { flags.contains($0.0) }.map(\.1), of: path)
  }

  private mutating func add(_ words: [String], of path: String) {
    guard !words.isEmpty else { return }
    count += 1
    guard named.count < Self.mostNamed else { return }
    named.append("\(path.isEmpty ? "." : path) (\(words.joined(separator: ", ")))")
  }

  /// Adds those of other entries.
  mutating func add(_ others: RestoreLosses) {
    count += others.count
    named = Array((named + others.named).prefix(Self.mostNamed))
  }
}

extension AttributeLoss {
  /// How a person calls it.
  var word: String {
    switch self {
    case .owner: "owner"
    case .mode: "mode"
    case .extended(let name): name.attributeWord
    }
  }
}

extension String {
  /// How a person calls an extended attribute.
  var attributeWord: String {
    switch self {
    case ExtendedAttribute.accessList: "access list"
    case ExtendedAttribute.defaultList: "default access list"
    case ExtendedAttribute.capability: "capabilities"
    default: self
    }
  }
}
