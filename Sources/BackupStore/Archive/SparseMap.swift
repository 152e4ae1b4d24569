/// Where a file with holes has data: the map of GNU tar's sparse format 1.0, which GNU tar and bsdtar extract.
///
/// In the archive the map comes before the data: decimal numbers with a newline after each, the number of parts, then
/// offset and length of each, with zeros up to a full block. A file that ends in a hole has a last part of length 0.
package struct SparseMap: Sendable, Equatable {
  /// The parts that hold data: in order, none empty, at most 16,384.
  package let parts: [Range<Int64>]
  /// Bytes in the file, its holes included.
  package let size: Int64

  /// The map of a file; `nil` for one without holes.
  ///
  /// - Parameter ranges: in order, not touching. Where there are too many, the smallest holes become data.
  init?(_ ranges: [Range<Int64>], size: Int64) {
    let parts = Self.joined(ranges)
    guard size > 0, parts != [0..<size] else { return nil }
    self.parts = parts
    self.size = size
  }

  private init(checked parts: [Range<Int64>], size: Int64) {
    self.parts = parts
    self.size = size
  }

  private static func joined(_ ranges: [Range<Int64>]) -> [Range<Int64>] {
    var parts = ranges
    var least: Int64 = 4_096
    while parts.count >= ArchiveFormat.partLimit {
      parts = parts.reduce(into: []) { joined, part in
        guard let last = joined.last, part.lowerBound - last.upperBound <= least else { return joined.append(part) }
        joined[joined.count - 1] = last.lowerBound..<part.upperBound
      }
      least *= 2
    }
    return parts
  }

  /// The map as it stands before the data: a multiple of 512 bytes.
  func encoded() -> [UInt8] {
    let end = parts.last?.upperBound == size ? [] : [size..<size]
    let all = parts + end
    let numbers = [Int64(all.count)] + all.flatMap { [$0.lowerBound, $0.upperBound - $0.lowerBound] }
    let lines = numbers.flatMap { Array("\($0)\n".utf8) }
    return lines + [UInt8](repeating: 0, count: ArchiveFormat.padding(after: Int64(lines.count)))
  }

  /// Bytes of data.
  var dataSize: Int64 { parts.reduce(0) { $0 + $1.upperBound - $1.lowerBound } }

  /// Bytes of map and data in the archive.
  var storedSize: Int64 { Int64(encoded().count) + dataSize }
}

extension SparseMap {
  /// Reads a map block by block.
  struct Reader {
    /// What a block brings.
    enum Progress {
      case more
      case done(SparseMap)
    }

    /// Bytes in the file, 0 to 2⁶².
    private let size: Int64
    private var numbers: [Int64] = []
    /// The digits of the number that is being read.
    private var digits: Int64?

    init(size: Int64) {
      self.size = size
    }

    /// Reads a block of 512 bytes.
    ///
    /// - Throws: `.badMap`: the bytes are not a map of such a file.
    mutating func read(_ block: [UInt8]) throws(ArchiveRule) -> Progress {
      for (index, byte) in block.enumerated() {
        try read(byte)
        guard let count = numbers.first, numbers.count == 2 * Int(count) + 1 else { continue }
        guard block[(index + 1)...].allSatisfy({ $0 == 0 }) else { throw .badMap }
        return .done(try map())
      }
      return .more
    }

    private mutating func read(_ byte: UInt8) throws(ArchiveRule) {
      if byte == UInt8(ascii: "\n"), let number = digits {
        let limit = numbers.isEmpty ? Int64(ArchiveFormat.partLimit) : size
        guard number <= limit else { throw .badMap }
        numbers.append(number)
        digits = nil
        return
      }
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { throw .badMap }
      guard digits ?? 0 <= (Int64.max - 9) / 10 else { throw .badMap }
      digits = (digits ?? 0) * 10 + Int64(byte - UInt8(ascii: "0"))
    }

    private func map() throws(ArchiveRule) -> SparseMap {
      var parts: [Range<Int64>] = []
      var end: Int64 = 0
      for index in stride(from: 1, to: numbers.count, by: 2) {
        let (offset, length) = (numbers[index], numbers[index + 1])
        guard offset >= end, length <= size - offset else { throw .badMap }
        end = offset + length
        if length > 0 {
          parts.append(offset..<end)
        } else {
          guard offset == size, index == numbers.count - 2 else { throw .badMap }
        }
      }
      return SparseMap(checked: parts, size: size)
    }
  }
}
