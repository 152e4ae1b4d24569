/// A FAT32 file system as it is on the medium.
struct FATImage {
  private(set) var bytes: [UInt8]
  private let sectorSize: Int
  private let clusterSize: Int
  private let tableStart: Int
  private let dataStart: Int
  private let rootCluster: Int

  /// A name in a directory.
  struct Entry {
    let name: String
    let isDirectory: Bool
    /// Of the contents; 0 for none.
    let cluster: Int
    let size: Int
  }

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    let number = { (offset: Int, count: Int) in Self.number(bytes, offset, count) }
    sectorSize = number(11, 2)
    clusterSize = sectorSize * number(13, 1)
    tableStart = sectorSize * number(14, 2)
    dataStart = tableStart + number(16, 1) * number(36, 4) * sectorSize
    rootCluster = number(44, 4)
  }

  mutating func write(_ piece: ArraySlice<UInt8>, at offset: Int) {
    guard offset + piece.count <= bytes.count else { return }
    bytes.replaceSubrange(offset..<offset + piece.count, with: piece)
  }

  /// Whether a byte of the medium lies in a file allocation table.
  func isTable(_ offset: Int) -> Bool { (tableStart..<dataStart).contains(offset) }

  var root: [Entry] { entries(from: rootCluster) }

  /// The entries of a directory, without `.` and `..`; none where it has no clusters.
  func entries(of directory: Entry) -> [Entry] { directory.cluster == 0 ? [] : entries(from: directory.cluster) }

  private func entries(from cluster: Int) -> [Entry] {
    chain(from: cluster).flatMap { cluster in
      stride(from: offset(of: cluster), to: offset(of: cluster) + clusterSize, by: 32).compactMap { entry(at: $0) }
    }
  }

  private func entry(at offset: Int) -> Entry? {
    let attributes = bytes[offset + 11]
    guard ![0, 0xE5, 0x2E].contains(bytes[offset]), attributes & 0x0F != 0x0F, attributes & 0x08 == 0 else {
      return nil
    }
    let part = { (range: Range<Int>) in
      String(decoding: bytes[range].filter { $0 != 0x20 }, as: UTF8.self)
    }
    let (name, suffix) = (part(offset..<offset + 8), part(offset + 8..<offset + 11))
    return Entry(
      name: suffix.isEmpty ? name : name + "." + suffix, isDirectory: attributes & 0x10 != 0,
      cluster: number(offset + 20, 2) << 16 | number(offset + 26, 2), size: number(offset + 28, 4))
  }

  /// Whether the table gives an entry the clusters that it claims. Where it does not, the kernel remounts the card
  /// read-only at the first look.
  func hasClusters(_ entry: Entry) -> Bool {
    guard entry.cluster != 0 else { return true }
    let count = entry.isDirectory ? 1 : max((entry.size + clusterSize - 1) / clusterSize, 1)
    return chain(from: entry.cluster).count >= count
  }

  /// The clusters that the table gives from this one on.
  private func chain(from first: Int) -> [Int] {
    var clusters: [Int] = []
    var next = first
    while next >= 2, next < 0x0FFF_FFF7, clusters.count < 1 << 20 {
      let following = number(tableStart + next * 4, 4) & 0x0FFF_FFFF
      guard following != 0 else { break }
      clusters.append(next)
      next = following
    }
    return clusters
  }

  private func offset(of cluster: Int) -> Int { dataStart + (cluster - 2) * clusterSize }

  private func number(_ offset: Int, _ count: Int) -> Int { Self.number(bytes, offset, count) }

  private static func number(_ bytes: [UInt8], _ offset: Int, _ count: Int) -> Int {
    bytes[offset..<offset + count].reversed().reduce(0) { $0 << 8 | Int($1) }
  }
}
