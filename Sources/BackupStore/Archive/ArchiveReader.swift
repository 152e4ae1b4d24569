internal import FileSystem

/// Reads an archive that comes in pieces of any size, and hands it on entry by entry.
///
/// Checks everything that section 3 of the store's specification asks of an archive. Memory is bounded by the number of
/// entries: contents are handed on as they come. No bytes make it fail in any other way than by an error.
package struct ArchiveReader<Consumer: ArchiveConsumer & ~Copyable>: ~Copyable {
  package typealias Failure = ArchiveReadingError<Consumer.Failure>

  /// What the next bytes are.
  private enum State {
    /// A header, or a block of zeros.
    case header
    /// Records of an extended header.
    case records(remaining: Int64, padding: Int)
    /// The manifest.
    case manifest(remaining: Int64, padding: Int)
    /// The map of a file with holes, and as many bytes as map and data have.
    case map(SparseMap.Reader, ArchiveEntry, remaining: Int64)
    /// Contents of the entry that began last.
    case contents(remaining: Int64, padding: Int)
    /// Zeros up to the next block.
    case padding(remaining: Int)
    /// Zeros up to the end.
    case trailer
    /// Nothing more: an error was thrown.
    case failed(Failure)
  }

  /// What takes the events.
  package private(set) var consumer: Consumer

  private var state = State.header
  /// Bytes read.
  private var offset: Int64 = 0
  /// Zero bytes read after the last entry.
  private var zeros: Int64 = 0
  /// A header, records or the manifest, as far as they have come.
  private var collected: [UInt8] = []
  /// Records for the entry that comes next.
  private var records: PaxRecords?
  private var index = ArchiveIndex()
  /// The parts with data of a file with holes that are still to come, and where in the file the next byte goes.
  private var parts: ArraySlice<Range<Int64>> = []
  private var position: Int64 = 0
  /// Bytes in the file with holes that began last; `nil` for any other.
  private var sparseSize: Int64?

  package init(_ consumer: consuming Consumer) {
    self.consumer = consumer
  }

  /// Reads the next piece.
  ///
  /// - Throws: what is wrong with the archive, or what the consumer threw; once thrown, always.
  package mutating func feed(_ bytes: Span<UInt8>) throws(Failure) {
    do {
      try readAll(of: bytes)
    } catch {
      state = .failed(error)
      throw error
    }
  }

  /// Ends the archive.
  ///
  /// - Throws: `.truncated`, or that a module's file is missing, or the error that was thrown before.
  /// - Returns: the consumer.
  package consuming func finish() throws(Failure) -> Consumer {
    switch state {
    case .failed(let error): throw error
    case .trailer: break
    case .header, .records, .manifest, .map, .contents, .padding: throw .archive(.truncated)
    }
    guard zeros >= ArchiveFormat.trailer, offset % Int64(ArchiveFormat.block) == 0 else {
      throw .archive(.truncated)
    }
    return consumer
  }

  private mutating func readAll(of bytes: Span<UInt8>) throws(Failure) {
    if case .failed(let error) = state { throw error }
    guard offset + Int64(bytes.count) <= ArchiveFormat.lengthLimit else { throw .archive(.tooLong) }
    var done = 0
    while done < bytes.count {
      let count = try read(bytes.extracting(done..<bytes.count))
      done += count
      offset += Int64(count)
    }
  }

  /// Reads at least one byte of one part of the archive and returns how many.
  private mutating func read(_ bytes: Span<UInt8>) throws(Failure) -> Int {
    switch state {
    case .header:
      return try readHeader(bytes)
    case .records(let remaining, let padding):
      return try readRecords(bytes, remaining, padding)
    case .manifest(let remaining, let padding):
      return try readManifest(bytes, remaining, padding)
    case .map(let reader, let entry, let remaining):
      return try readMap(bytes, reader, entry, remaining)
    case .contents(let remaining, let padding):
      return try readContents(bytes, remaining, padding)
    case .padding(let remaining):
      return try readPadding(bytes, remaining)
    case .trailer:
      if let index = bytes.firstNonZero { throw .archive(.trailingData(offset: offset + Int64(index))) }
      zeros += Int64(bytes.count)
      return bytes.count
    case .failed(let error):
      throw error
    }
  }
}

extension ArchiveReader where Consumer: ~Copyable {
  private mutating func readHeader(_ bytes: Span<UInt8>) throws(Failure) -> Int {
    let count = collect(bytes, Int64(ArchiveFormat.block - collected.count))
    guard collected.count == ArchiveFormat.block else { return count }
    let block = takeCollected()
    // Where the block began.
    let start = offset + Int64(count - ArchiveFormat.block)
    if block.span.firstNonZero == nil {
      try endEntries(at: start)
      return count
    }
    let header: UstarHeader
    do { header = try UstarHeader(block: block) } catch { throw .archive(.header(offset: start, error)) }
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
    let entry: ArchiveEntry
    do throws(ArchiveRule) {
      entry = try ArchiveEntry(header, records ?? PaxRecords())
      try index.add(entry)
    } catch {
      throw .archive(.refused(path: NameText.text(path), error))
    }
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
    do { try consumer.began(entry) } catch { throw .consumer(error) }
    let padding = ArchiveFormat.padding(after: stored)
    if stored > 0 { state = .contents(remaining: stored, padding: padding) } else { try endEntry(padding: 0) }
  }

  private mutating func endEntry(padding: Int) throws(Failure) {
    if let sparseSize { try hole(upTo: sparseSize) }
    do { try consumer.ended() } catch { throw .consumer(error) }
    skip(padding)
  }

  /// Tells of the hole before an offset, if there is one.
  private mutating func hole(upTo offset: Int64) throws(Failure) {
    guard offset > position else { return }
    do { try consumer.hole(offset - position) } catch { throw .consumer(error) }
    position = offset
  }

  private mutating func readMap(
    _ bytes: Span<UInt8>, _ reader: SparseMap.Reader, _ entry: ArchiveEntry, _ remaining: Int64
  ) throws(Failure) -> Int {
    let count = collect(bytes, Int64(ArchiveFormat.block - collected.count))
    guard collected.count == ArchiveFormat.block else { return count }
    var reader = reader
    let rest = remaining - Int64(ArchiveFormat.block)
    let progress: SparseMap.Reader.Progress
    do { progress = try reader.read(takeCollected()) } catch {
      throw .archive(.refused(path: entry.path.text, error))
    }
    switch progress {
    case .more:
      guard rest >= Int64(ArchiveFormat.block) else { throw .archive(.refused(path: entry.path.text, .badMap)) }
      state = .map(reader, entry, remaining: rest)
    case .done(let map):
      guard map.dataSize == rest else { throw .archive(.refused(path: entry.path.text, .badMap)) }
      try begin(entry.with(map), stored: rest)
    }
    return count
  }

  private mutating func readRecords(_ bytes: Span<UInt8>, _ remaining: Int64, _ padding: Int) throws(Failure) -> Int {
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

  private mutating func readManifest(_ bytes: Span<UInt8>, _ remaining: Int64, _ padding: Int) throws(Failure) -> Int {
    let count = collect(bytes, remaining)
    guard Int64(count) == remaining else {
      state = .manifest(remaining: remaining - Int64(count), padding: padding)
      return count
    }
    let manifest: ArchiveManifest
    do { manifest = try ArchiveManifest(decoding: takeCollected()) } catch { throw .archive(.manifest(error)) }
    index.expect(manifest)
    do { try consumer.read(manifest) } catch { throw .consumer(error) }
    skip(padding)
    return count
  }

  private mutating func readContents(_ bytes: Span<UInt8>, _ remaining: Int64, _ padding: Int) throws(Failure) -> Int {
    var count = Int(min(Int64(bytes.count), remaining))
    if let part = parts.first {
      try hole(upTo: part.lowerBound)
      count = Int(min(Int64(count), part.upperBound - position))
      position += Int64(count)
      if position == part.upperBound { parts.removeFirst() }
    }
    do { try consumer.contents(bytes.extracting(0..<count)) } catch { throw .consumer(error) }
    if Int64(count) == remaining {
      try endEntry(padding: padding)
    } else {
      state = .contents(remaining: remaining - Int64(count), padding: padding)
    }
    return count
  }

  private mutating func readPadding(_ bytes: Span<UInt8>, _ remaining: Int) throws(Failure) -> Int {
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
  fileprivate var firstNonZero: Int? { indices.first { self[$0] != 0 } }
}
