package import FileSystem

/// Where a backup comes from: a file, or a pipe that is read once.
package protocol ByteInput: AnyObject {
  /// Reads what there is, at least one byte.
  ///
  /// - Returns: the bytes read, 0 at the end.
  func read(into buffer: inout MutableSpan<UInt8>) throws(FileError) -> Int

  /// Goes back to the beginning.
  ///
  /// - Returns: `false` for what can be read only once.
  func rewind() -> Bool
}

/// A file as an input.
package final class FileInput: ByteInput {
  private let file: any File
  private var offset: Int64 = 0

  /// Reads a file from its beginning.
  package init(_ file: any File) {
    self.file = file
  }

  package func read(into buffer: inout MutableSpan<UInt8>) throws(FileError) -> Int {
    let count = try file.read(into: &buffer, at: offset)
    offset += Int64(count)
    return count
  }

  package func rewind() -> Bool {
    offset = 0
    return true
  }
}

/// What is wrong with a backup that comes in. Nothing was changed.
package enum IncomingFault: Error, Equatable {
  /// It does not begin like a backup, and is not the text of one.
  case notABackup
  /// A later version of the format.
  case laterVersion
  /// A check of the header or of the file's tag failed.
  case damaged
  /// It ended early: bytes that came, and bytes that the header announces; 0 where the header itself is cut.
  case cut(received: Int64, expected: Int64)
  /// More comes behind its end.
  case excess
  /// A line of its text, counted from 1, is not base64.
  case text(line: Int64)
  /// The checksum of its text differs.
  case checksum
}

/// The bytes of a backup file that comes in, as the file itself or as its text. At most 64 KiB are in memory.
final class IncomingStream {
  private static let pieceLength = 65_536

  private let input: any ByteInput
  /// `nil` for a file that comes as it is.
  private var armor: ArmorDecoder?
  /// What was read and not used.
  private var raw: ArraySlice<UInt8> = []
  /// Bytes of the file that were decoded and not taken.
  private var ready: [UInt8] = []
  private var readyStart = 0
  private var hasEnded = false

  /// Reads the first bytes, which tell what it is.
  init(_ input: any ByteInput) throws(StoreError) {
    self.input = input
    while raw.count < HeaderLayout.magic.count, try fill() {}
    if !raw.starts(with: HeaderLayout.magic) { armor = ArmorDecoder() }
  }

  /// Reads more behind what was read.
  ///
  /// - Returns: `false` at the end.
  private func fill() throws(StoreError) -> Bool {
    guard !hasEnded else { return false }
    var buffer = [UInt8](repeating: 0, count: Self.pieceLength)
    do throws(FileError) {
      var span = buffer.mutableSpan
      let count = try input.read(into: &span)
      raw += buffer[..<count]
      hasEnded = count == 0
    } catch {
      throw error.isInterrupted ? .stopped : .receiving(error)
    }
    return !hasEnded
  }

  /// Reads bytes of the file until there are `count` of them, or it ends.
  func read(_ count: Int) throws(StoreError) -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < count {
      let piece = try next(atMost: count - bytes.count)
      guard !piece.isEmpty else { break }
      bytes += piece
    }
    return bytes
  }

  /// Some bytes of the file; none at its end.
  func next(atMost count: Int) throws(StoreError) -> ArraySlice<UInt8> {
    guard armor != nil else {
      if raw.isEmpty, try !fill() { return [] }
      defer { raw = raw.dropFirst(count) }
      return raw.prefix(count)
    }
    try decode()
    defer { readyStart = min(readyStart + count, ready.count) }
    return ready[readyStart..<min(readyStart + count, ready.count)]
  }

  /// Decodes until there is something, or the text ends. Nothing is read behind its last line.
  private func decode() throws(StoreError) {
    guard readyStart == ready.count else { return }
    ready.removeAll(keepingCapacity: true)
    readyStart = 0
    while ready.isEmpty, armor?.isFinished == false {
      if raw.isEmpty, try !fill() {
        try mapError(StoreError.incoming, try armor?.finish(&ready))
        return
      }
      while armor?.isFinished == false, !raw.isEmpty { try decodeLine() }
    }
  }

  /// Decodes to the next line end, or what there is of a line.
  private func decodeLine() throws(StoreError) {
    let line = raw.prefix { $0 != UInt8(ascii: "\n") }
    let isWhole = line.endIndex < raw.endIndex
    raw = raw[(isWhole ? line.endIndex + 1 : line.endIndex)...]
    try mapError(StoreError.incoming, try armor?.read(line, isWhole: isWhole, to: &ready))
  }

  /// Expects that the file ends here.
  func finish() throws(StoreError) {
    guard try next(atMost: 1).isEmpty else { throw .incoming(.excess) }
    guard armor?.isFinished != false else { throw .incoming(.cut(received: 0, expected: 0)) }
  }
}
