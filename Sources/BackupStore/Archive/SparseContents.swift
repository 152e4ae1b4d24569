package import Sodium

/// Hashes the contents of one file so that holes and zeros are the same: the number of each block of 4,096 bytes that
/// holds anything but zeros, then the block, the last one filled up with zeros, and 2⁶⁴ − 1 at the end.
package struct SparseContents {
  private static let blockSize: Int64 = 4_096

  /// The block that is being collected, as far as it is not all zeros so far.
  private var block: [UInt8] = []
  private var offset: Int64 = 0

  /// A file of which nothing was hashed yet.
  package init() {}

  /// Adds the next bytes.
  package mutating func update(_ bytes: Span<UInt8>, _ hash: inout KeyedHash) {
    var done = 0
    while done < bytes.count {
      let place = Int(offset % Self.blockSize)
      let count = min(bytes.count - done, Int(Self.blockSize) - place)
      add(bytes.extracting(done..<done + count), at: place, &hash)
      done += count
      advance(Int64(count), &hash)
    }
  }

  /// Passes over a hole.
  package mutating func skip(_ count: Int64, _ hash: inout KeyedHash) {
    let place = offset % Self.blockSize
    let first = min(count, Self.blockSize - place)
    advance(first, &hash)
    // What follows are whole blocks without anything in them, and the beginning of one.
    offset += count - first
  }

  /// Ends the file.
  package mutating func finish(_ hash: inout KeyedHash) {
    if !block.isEmpty { put(offset / Self.blockSize, &hash) }
    hash.update(UInt64.max)
    offset = 0
  }

  private mutating func add(_ piece: Span<UInt8>, at place: Int, _ hash: inout KeyedHash) {
    guard !block.isEmpty || !KeyedHash.isZero(piece) else { return }
    if piece.count == Int(Self.blockSize) {
      hash.update(UInt64(offset / Self.blockSize))
      hash.update(piece)
      return
    }
    fill(to: place)
    for index in piece.indices { block.append(piece[index]) }
  }

  private mutating func advance(_ count: Int64, _ hash: inout KeyedHash) {
    offset += count
    guard offset % Self.blockSize == 0, !block.isEmpty else { return }
    put(offset / Self.blockSize - 1, &hash)
  }

  private mutating func put(_ number: Int64, _ hash: inout KeyedHash) {
    fill(to: Int(Self.blockSize))
    hash.update(UInt64(number))
    hash.update(block)
    block.removeAll(keepingCapacity: true)
  }

  private mutating func fill(to count: Int) {
    block.append(contentsOf: repeatElement(0, count: count - block.count))
  }
}
