/// Collects bytes into pieces of 65,536, the chunk of a backup's payload; only the last piece is shorter.
struct PieceBuffer: ~Copyable {
  static let size = 65_536

  private var bytes = [UInt8](repeating: 0, count: size)
  private var count = 0

  /// Appends bytes from memory.
  mutating func append<Failure: Error>(
    _ source: Span<UInt8>, to sink: (Span<UInt8>) throws(Failure) -> Void
  ) throws(Failure) {
    var done = 0
    while done < source.count {
      let length = min(Self.size - count, source.count - done)
      for index in 0..<length { bytes[count + index] = source[done + index] }
      done += length
      count += length
      if count == Self.size { try flush(to: sink) }
    }
  }

  /// Hands on what is left.
  mutating func flush<Failure: Error>(to sink: (Span<UInt8>) throws(Failure) -> Void) throws(Failure) {
    guard count > 0 else { return }
    try sink(bytes.span.extracting(0..<count))
    count = 0
  }
}
