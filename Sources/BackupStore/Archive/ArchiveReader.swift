internal import FileSystem

/// Reads an archive that comes in pieces of any size, and hands it on entry by entry.
///
/// Checks everything that section 5 of the format asks of an archive. Memory is bounded by the number of
/// entries: contents are handed on as they come. No bytes make it fail in any other way than by an error.
package struct ArchiveReader<Consumer: ArchiveConsumer & ~Copyable>: ~Copyable {
  /// What is wrong with the archive, or an error of the consumer.
  package typealias Failure = ArchiveReadingError<Consumer.Failure>

  /// What the next bytes are.
  enum State {
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
  package internal(set) var consumer: Consumer

  var state = State.header
  /// Bytes read.
  var offset: Int64 = 0
  /// Zero bytes read after the last entry.
  var zeros: Int64 = 0
  /// A header, records or the manifest, as far as they have come.
  var collected: [UInt8] = []
  /// Records for the entry that comes next.
  var records: PaxRecords?
  var index = ArchiveIndex()
  /// The parts with data of a file with holes that are still to come, and where in the file the next byte goes.
  var parts: ArraySlice<Range<Int64>> = []
  var position: Int64 = 0
  /// Bytes in the file with holes that began last; `nil` for any other.
  var sparseSize: Int64?

  /// - Parameter consumer: takes what is read.
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
