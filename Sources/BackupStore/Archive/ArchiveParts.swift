internal import FileSystem

/// The parts of an archive one by one. Each function takes at least one byte, and returns how many.
extension ArchiveReader where Consumer: ~Copyable {
  mutating func readHeader(_ bytes: Span<UInt8>) throws(Failure) -> Int {
    let count = collect(bytes, Int64(ArchiveFormat.block - collected.count))
    guard collected.count == ArchiveFormat.block else { return count }
    let block = takeCollected()
    // Where the block began.
    let start = offset + Int64(count - ArchiveFormat.block)
    if block.span.firstNonZero == nil {
      try endEntries(at: start)
      return count
    }
    let header = try mapError({ Failure.archive(.header(offset: start, $0)) }, try UstarHeader(block: block))
    if header.type == UInt8(ascii: "x") {
      try beginRecords(header, at: start)
    } else {
      try beginEntry(header)
    }
    return count
  }

  private mutating func endEntries(at start: Int64) throws(Failure) {
    guard records == nil else { throw .archive(.header(offset: start, .strayRecords)) }
    if let path = index.missing { throw .archive(.refused(path: path.text, .missing)) }
    zeros = Int64(ArchiveFormat.block)
    state = .trailer
  }

  private mutating func beginRecords(_ header: UstarHeader, at start: Int64) throws(Failure) {
    guard records == nil else { throw .archive(.header(offset: start, .strayRecords)) }
    guard (1...Int64(ArchiveFormat.recordsLimit)).contains(header.size) else {
      throw .archive(.header(offset: start, .records))
    }
    state = .records(remaining: header.size, padding: ArchiveFormat.padding(after: header.size))
  }

  private mutating func beginEntry(_ header: UstarHeader) throws(Failure) {
    let path = records?.sparse?.path ?? records?.path ?? header.path
    let (sparse, stored) = (records?.sparse, records?.size ?? header.size)
    let entry = try mapError(
      { Failure.archive(.refused(path: NameText.text(path), $0)) },
      { () throws(ArchiveRule) in
        let entry = try ArchiveEntry(header, records ?? PaxRecords())
        try index.add(entry)
        return entry
      })
    records = nil
    let padding = ArchiveFormat.padding(after: stored)
    if entry.path == .manifest {
      guard sparse == nil else { throw .archive(.refused(path: entry.path.text, .badMap)) }
      state = .manifest(remaining: stored, padding: padding)
      if stored == 0 { throw .archive(.manifest(.notJSON)) }
      return
    }
    if let size = sparse?.size {
      guard entry.path.isBelow(.configuration), stored >= Int64(ArchiveFormat.block) else {
        throw .archive(.refused(path: entry.path.text, .badMap))
      }
      state = .map(SparseMap.Reader(size: size), entry, remaining: stored)
      return
    }
    try begin(entry, stored: stored)
  }

  /// Begins an entry of which everything is known.
  private mutating func begin(_ entry: ArchiveEntry, stored: Int64) throws(Failure) {
    sparseSize = entry.map?.size
    parts = (entry.map?.parts ?? [])[...]
    position = 0
    try mapError(Failure.consumer, try consumer.began(entry))
    let padding = ArchiveFormat.padding(after: stored)
    if stored > 0 { state = .contents(remaining: stored, padding: padding) } else { try endEntry(padding: 0) }
  }

  private mutating func endEntry(padding: Int) throws(Failure) {
    if let sparseSize { try hole(upTo: sparseSize) }
    try mapError(Failure.consumer, try consumer.ended())
    skip(padding)
  }

  /// Tells of the hole before an offset, if there is one.
  private mutating func hole(upTo offset: Int64) throws(Failure) {
    guard offset > position else { return }
    try mapError(Failure.consumer, try consumer.hole(offset - position))
    position = offset
  }

  mutating func readMap(
    _ bytes: Span<UInt8>, _ reader: SparseMap.Reader, _ entry: ArchiveEntry, _ remaining: Int64
  ) throws(Failure) -> Int {
    let count = collect(bytes, Int64(ArchiveFormat.block - collected.count))
    guard collected.count == ArchiveFormat.block else { return count }
    var reader = reader
    let rest = remaining - Int64(ArchiveFormat.block)
    let refused = { (rule: ArchiveRule) in Failure.archive(.refused(path: entry.path.text, rule)) }
    switch try mapError(refused, try reader.read(takeCollected())) {
    case .more:
      guard rest >= Int64(ArchiveFormat.block) else { throw .archive(.refused(path: entry.path.text, .badMap)) }
      state = .map(reader, entry, remaining: rest)
    case .done(let map):
      guard map.dataSize == rest else { throw .archive(.refused(path: entry.path.text, .badMap)) }
      try begin(entry.with(map), stored: rest)
    }
    return count
  }

  mutating func readRecords(_ bytes: Span<UInt8>, _ remaining: Int64, _ padding: Int) throws(Failure) -> Int {
    let count = collect(bytes, remaining)
    guard Int64(count) == remaining else {
      state = .records(remaining: remaining - Int64(count), padding: padding)
      return count
    }
    let body = takeCollected()
    guard let records = PaxRecords(decoding: body) else {
      throw .archive(.header(offset: offset + Int64(count - body.count - ArchiveFormat.block), .records))
    }
    self.records = records
    skip(padding)
    return count
  }

  mutating func readManifest(_ bytes: Span<UInt8>, _ remaining: Int64, _ padding: Int) throws(Failure) -> Int {
    let count = collect(bytes, remaining)
    guard Int64(count) == remaining else {
      state = .manifest(remaining: remaining - Int64(count), padding: padding)
      return count
    }
    let manifest = try mapError(
      { Failure.archive(.manifest($0)) }, try ArchiveManifest(decoding: takeCollected()))
    index.expect(manifest)
    try mapError(Failure.consumer, try consumer.read(manifest))
    skip(padding)
    return count
  }

  mutating func readContents(_ bytes: Span<UInt8>, _ remaining: Int64, _ padding: Int) throws(Failure) -> Int {
    var count = Int(min(Int64(bytes.count), remaining))
    if let part = parts.first {
      try hole(upTo: part.lowerBound)
      count = Int(min(Int64(count), part.upperBound - position))
      position += Int64(count)
      if position == part.upperBound { parts.removeFirst() }
    }
    try mapError(Failure.consumer, try consumer.contents(bytes.extracting(0..<count)))
    if Int64(count) == remaining {
      try endEntry(padding: padding)
    } else {
      state = .contents(remaining: remaining - Int64(count), padding: padding)
    }
    return count
  }

  mutating func readPadding(_ bytes: Span<UInt8>, _ remaining: Int) throws(Failure) -> Int {
    let count = min(bytes.count, remaining)
    if let index = bytes.extracting(0..<count).firstNonZero {
      throw .archive(.header(offset: offset + Int64(index), .padding))
    }
    skip(remaining - count)
    return count
  }

  /// Goes on with `padding` zeros, or with a header.
  private mutating func skip(_ padding: Int) {
    state = padding > 0 ? .padding(remaining: padding) : .header
  }

  /// Collects at most `limit` bytes and returns how many.
  private mutating func collect(_ bytes: Span<UInt8>, _ limit: Int64) -> Int {
    let count = Int(min(Int64(bytes.count), limit))
    for index in 0..<count { collected.append(bytes[index]) }
    return count
  }

  private mutating func takeCollected() -> [UInt8] {
    defer { collected.removeAll(keepingCapacity: true) }
    return collected
  }
}

extension Span<UInt8> {
  /// The place of the first byte that is not 0.
  var firstNonZero: Int? { indices.first { self[$0] != 0 } }
}
