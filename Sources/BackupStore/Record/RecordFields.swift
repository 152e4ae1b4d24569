internal import Sodium

/// Appends fields to guarded memory that grows as needed; integers are little-endian.
struct RecordEncoder: ~Copyable {
  private var output: SecretBytes
  private var count = 0

  init() throws(SodiumError) {
    output = try SecretBytes(count: 4_096)
  }

  mutating func put(_ bytes: [UInt8]) throws(SodiumError) {
    try put(bytes.span)
  }

  mutating func put<Value: FixedWidthInteger>(_ value: Value) throws(SodiumError) {
    var bytes = [UInt8](repeating: 0, count: Value.bitWidth / 8)
    bytes.put(value, at: 0)
    try put(bytes.span)
  }

  mutating func put(_ secret: borrowing SecretBytes) throws(SodiumError) {
    try secret.withBytes { (bytes) throws(SodiumError) in try put(bytes) }
  }

  private mutating func put(_ bytes: Span<UInt8>) throws(SodiumError) {
    if count + bytes.count > output.count {
      var larger = try SecretBytes(count: max(output.count * 2, count + bytes.count))
      output.withBytes { old in larger.withMutableBytes { $0.copy(old, at: 0) } }
      output = larger
    }
    let start = count
    output.withMutableBytes { $0.copy(bytes, at: start) }
    count += bytes.count
  }

  /// The fields and their checksum.
  consuming func finish() throws(SodiumError) -> SecretBytes {
    let body = try output.slice(0, count)
    var hash = try KeyedHash()
    body.withBytes { hash.update($0) }
    try put(hash.finish())
    return try output.slice(0, count)
  }
}

/// Reads fields in order. What is missing or out of range reads as zero and makes the whole unreadable.
struct RecordDecoder: ~Copyable {
  private let input: SecretBytes
  private var offset = 0
  private var hasFailed = false

  init(input: consuming SecretBytes) {
    self.input = input
  }

  /// Whether every field was there and nothing is left.
  var isWhole: Bool { !hasFailed && offset == input.count }

  mutating func fail() {
    hasFailed = true
  }

  mutating func bytes(_ length: Int) -> [UInt8] {
    guard length <= input.count - offset else {
      fail()
      return [UInt8](repeating: 0, count: length)
    }
    let start = offset
    offset += length
    return input.withBytes { bytes in (start..<start + length).map { bytes[$0] } }
  }

  mutating func secret(_ length: Int) throws(SodiumError) -> SecretBytes {
    guard length <= input.count - offset else {
      fail()
      return try SecretBytes(count: length)
    }
    offset += length
    return try input.slice(offset - length, length)
  }

  mutating func integer<Value: FixedWidthInteger>() -> Value {
    bytes(Value.bitWidth / 8).enumerated().reduce(0) {
      $0 | Value(truncatingIfNeeded: $1.element) << Value($1.offset * 8)
    }
  }

  mutating func identifier() -> Identifier {
    Identifier(bytes(Identifier.length))
  }

  /// A number of elements.
  mutating func count(atMost limit: Int) -> Int {
    let count = Int(integer() as UInt32)
    guard !hasFailed, count <= limit else {
      fail()
      return 0
    }
    return count
  }
}

extension MutableSpan<UInt8> {
  /// Copies bytes to `offset`.
  mutating func copy(_ bytes: Span<UInt8>, at offset: Int) {
    for index in 0..<bytes.count {
      self[offset + index] = bytes[index]
    }
  }
}
