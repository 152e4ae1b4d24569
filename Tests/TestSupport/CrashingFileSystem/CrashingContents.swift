/// A write, or a change of the length, that no `fsync` has followed yet.
struct UnsyncedWrite: Sendable {
  let offset: Int
  let bytes: [UInt8]
  /// Nothing is written: the file ends at `offset`.
  let isCut: Bool

  init(offset: Int, bytes: [UInt8]) {
    self.offset = offset
    self.bytes = bytes
    isCut = false
  }

  init(cutTo length: Int) {
    offset = length
    bytes = []
    isCut = true
  }

  var end: Int { offset + bytes.count }

  /// The parts of this write in each sector of the medium, in order; a cut is one piece.
  func sectors() -> [UnsyncedWrite] {
    guard !isCut else { return [self] }
    var parts: [UnsyncedWrite] = []
    var start = offset
    while start < end {
      let stop = min(end, (start / FileContents.sectorSize + 1) * FileContents.sectorSize)
      parts.append(UnsyncedWrite(offset: start, bytes: Array(bytes[start - offset..<stop - offset])))
      start = stop
    }
    return parts
  }
}

/// What a file holds: as programs see it, as it is on the medium, and what is between the two.
struct FileContents: Sendable {
  /// What the medium writes as one piece.
  static let sectorSize = 512

  private(set) var visible: [UInt8] = []
  private(set) var durable: [UInt8] = []
  private(set) var unsynced: [UnsyncedWrite] = []
  /// A failed `fsync` lost something that is still visible and that no later `fsync` makes durable.
  private var hasLost = false

  init(durable bytes: [UInt8] = []) {
    visible = bytes
    durable = bytes
  }

  var isSynced: Bool { unsynced.isEmpty && !hasLost }

  mutating func write(_ bytes: [UInt8], at offset: Int) {
    guard !bytes.isEmpty else { return }
    let write = UnsyncedWrite(offset: offset, bytes: bytes)
    visible.apply(write)
    unsynced.append(write)
  }

  mutating func cut(to length: Int) {
    guard length != visible.count else { return }
    let cut = UnsyncedWrite(cutTo: length)
    visible.apply(cut)
    unsynced.append(cut)
  }

  mutating func synchronize() {
    durable = settled()
    unsynced = []
  }

  /// A failed `fsync`: some sectors are on the medium, the others never will be, and both count as clean.
  mutating func lose(using generator: inout SeededGenerator) {
    guard !unsynced.isEmpty else { return }
    durable = damaged(.reordered, using: &generator)
    unsynced = []
    hasLost = true
  }

  /// Clean pages are read again from the medium; dirty ones and the length stay.
  mutating func dropPages() {
    guard hasLost else { return }
    var fresh = settled()
    if fresh.count > visible.count { fresh.removeLast(fresh.count - visible.count) }
    fresh.extend(to: visible.count)
    visible = fresh
  }

  /// What a later `fsync` would leave on the medium.
  private func settled() -> [UInt8] {
    guard hasLost else { return visible }
    var bytes = durable
    for write in unsynced { bytes.apply(write) }
    return bytes
  }

  /// What is on the medium after the power went off.
  func damaged(_ damage: Damage, using generator: inout SeededGenerator) -> [UInt8] {
    guard !unsynced.isEmpty else { return durable }
    switch damage {
    case .kept: return settled()
    case .dropped: return durable
    case .reordered: return reordered(using: &generator)
    case .torn: return torn(using: &generator)
    case .garbage: return garbled(using: &generator)
    }
  }

  /// Each write survives, is lost, or survives in some of its sectors.
  private func reordered(using generator: inout SeededGenerator) -> [UInt8] {
    var bytes = durable
    for write in unsynced {
      switch generator.below(3) {
      case 0: break
      case 1: bytes.apply(write)
      default:
        for sector in write.sectors() where generator.oneIn(2) { bytes.apply(sector) }
      }
    }
    if generator.oneIn(3) { bytes.extend(to: visible.count) }
    return bytes
  }

  /// The writes up to one sector survive; the length may be the later one, over zeros or what the medium held before.
  private func torn(using generator: inout SeededGenerator) -> [UInt8] {
    var bytes = durable
    let sectors = unsynced.flatMap { $0.sectors() }
    for sector in sectors.prefix(generator.below(sectors.count + 1)) { bytes.apply(sector) }
    switch generator.below(3) {
    case 0: break
    case 1: bytes.extend(to: visible.count)
    default: bytes.extend(to: visible.count, using: &generator)
    }
    return bytes
  }

  /// Each unsynced sector is the old one, the new one or noise, and a file that was growing ends in noise.
  private func garbled(using generator: inout SeededGenerator) -> [UInt8] {
    var bytes = durable
    for sector in unsynced.flatMap({ $0.sectors() }) {
      switch generator.below(3) {
      case 0: break
      case 1: bytes.apply(sector)
      default:
        guard !sector.isCut else { continue }
        let noise = sector.bytes.map { _ in UInt8(truncatingIfNeeded: generator.next()) }
        bytes.apply(UnsyncedWrite(offset: sector.offset, bytes: noise))
      }
    }
    guard visible.count > durable.count else { return bytes }
    bytes.extend(to: visible.count + generator.below(2 * Self.sectorSize), using: &generator)
    return bytes
  }
}

extension [UInt8] {
  fileprivate mutating func apply(_ write: UnsyncedWrite) {
    extend(to: write.offset)
    guard !write.isCut else { return removeLast(count - write.offset) }
    let covered = Swift.min(write.end, count)
    replaceSubrange(write.offset..<covered, with: write.bytes)
  }

  fileprivate mutating func extend(to length: Int) {
    guard length > count else { return }
    append(contentsOf: repeatElement(0, count: length - count))
  }

  fileprivate mutating func extend(to length: Int, using generator: inout SeededGenerator) {
    while count < length { append(UInt8(truncatingIfNeeded: generator.next())) }
  }
}
