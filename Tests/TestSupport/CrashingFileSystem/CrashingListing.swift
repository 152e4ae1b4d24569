/// A name in a directory and the node that it stands for.
struct ListingEntry: Sendable {
  let name: [UInt8]
  let node: Int
}

/// An operation on entries that no `fsync` of the directory has followed yet. It survives whole or not at all.
///
/// A rename takes the old name away and sets the new one, and an exchange sets two names anew. Both names of either are
/// changed together or not at all, as ext4, XFS and btrfs write them in one transaction of their journal.
struct UnsyncedChange: Sendable {
  let removed: [UInt8]?
  let added: [ListingEntry]

  init(removed: [UInt8]?, added: ListingEntry?) {
    self.removed = removed
    self.added = added.map { [$0] } ?? []
  }

  init(exchanging one: ListingEntry, with other: ListingEntry) {
    removed = nil
    added = [ListingEntry(name: one.name, node: other.node), ListingEntry(name: other.name, node: one.node)]
  }

  /// The names that it touches.
  var names: [[UInt8]] { (removed.map { [$0] } ?? []) + added.map(\.name) }
}

/// What a directory lists: as programs see it, as it is on the medium, and what is between the two.
struct Listing: Sendable {
  private(set) var visible: [ListingEntry] = []
  private(set) var durable: [ListingEntry] = []
  private(set) var unsynced: [UnsyncedChange] = []
  /// As FAT compares names. Otherwise they are equal only byte for byte.
  var ignoresCase: Bool
  private var hasLost = false

  init(ignoresCase: Bool) { self.ignoresCase = ignoresCase }

  var isSynced: Bool { unsynced.isEmpty && !hasLost }

  func node(named name: [UInt8]) -> Int? {
    visible.first { isSame($0.name, name) }?.node
  }

  mutating func change(_ change: UnsyncedChange) {
    apply(change, to: &visible)
    unsynced.append(change)
  }

  /// A change by the test: it is on the medium at once.
  mutating func changeDurably(_ change: UnsyncedChange) {
    apply(change, to: &visible)
    apply(change, to: &durable)
  }

  mutating func synchronize() {
    durable = settled()
    unsynced = []
  }

  /// A failed `fsync`: some changes are on the medium, and the others never will be.
  mutating func lose(using generator: inout SeededGenerator) {
    guard !unsynced.isEmpty else { return }
    durable = damaged(.reordered, using: &generator)
    unsynced = []
    hasLost = true
  }

  /// Makes what the medium holds the only truth.
  mutating func restart(from entries: [ListingEntry]) {
    visible = entries
    durable = entries
    unsynced = []
    hasLost = false
  }

  /// What is on the medium after the power went off.
  func damaged(_ damage: Damage, using generator: inout SeededGenerator) -> [ListingEntry] {
    guard !unsynced.isEmpty else { return durable }
    switch damage {
    case .kept: return settled()
    case .dropped: return durable
    case .torn:
      let count = generator.below(unsynced.count + 1)
      return applying(unsynced.prefix(count))
    case .reordered: return applying(subset { generator.oneIn(2) })
    case .garbage: return applying(subset { !generator.oneIn(4) })
    }
  }

  /// Changes chosen one by one; without one, no later change of the same names survives either.
  private func subset(where survives: () -> Bool) -> [UnsyncedChange] {
    var lostNames: [[UInt8]] = []
    var surviving: [UnsyncedChange] = []
    for change in unsynced {
      let follows = change.names.contains { name in lostNames.contains { isSame($0, name) } }
      if !follows && survives() {
        surviving.append(change)
      } else {
        lostNames += change.names
      }
    }
    return surviving
  }

  private func settled() -> [ListingEntry] {
    hasLost ? applying(unsynced) : visible
  }

  private func applying(_ changes: some Sequence<UnsyncedChange>) -> [ListingEntry] {
    var entries = durable
    for change in changes { apply(change, to: &entries) }
    return entries
  }

  private func apply(_ change: UnsyncedChange, to entries: inout [ListingEntry]) {
    if let removed = change.removed { entries.removeAll { isSame($0.name, removed) } }
    for added in change.added {
      entries.removeAll { isSame($0.name, added.name) }
      entries.append(added)
    }
  }

  func isSame(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    if left == right { return true }
    guard ignoresCase, left.count == right.count else { return false }
    return zip(left, right).allSatisfy { $0.lowercasedASCII == $1.lowercasedASCII }
  }
}

extension UInt8 {
  fileprivate var lowercasedASCII: UInt8 { (0x41...0x5A).contains(self) ? self | 0x20 : self }
}
