import FileSystem

@testable import BackupStore

/// Bytes as they come through a pipe, in pieces of so many, or from a file, which can be read again.
final class MemoryInput: ByteInput {
  private var bytes: ArraySlice<UInt8>
  private let piece: Int
  private let again: [UInt8]?
  /// How many were taken.
  private(set) var taken = 0

  /// - Parameter again: what a second reading finds; `nil` for a pipe.
  init(_ bytes: [UInt8], piece: Int = 4_096, again: [UInt8]? = nil) {
    (self.bytes, self.piece, self.again) = (bytes[...], piece, again)
  }

  convenience init(_ text: String, piece: Int = 4_096) { self.init(Array(text.utf8), piece: piece) }

  func read(into buffer: inout MutableSpan<UInt8>) throws(FileError) -> Int {
    let count = min(bytes.count, piece, buffer.count)
    for index in 0..<count { buffer[index] = bytes[bytes.startIndex + index] }
    bytes = bytes.dropFirst(count)
    taken += count
    return count
  }

  func rewind() -> Bool {
    bytes = again?[...] ?? bytes
    return again != nil
  }
}

/// A backup file as text.
func armored(_ bytes: [UInt8], piece: Int = 1_000) -> [UInt8] {
  var encoder = ArmorEncoder()
  var text: [UInt8] = []
  for start in stride(from: 0, to: bytes.count, by: piece) {
    let part = Array(bytes[start..<min(start + piece, bytes.count)])
    text += encoder.encode(part.span)
  }
  return text + encoder.finish()
}

/// The whole file that comes in.
func received(_ input: MemoryInput) throws -> [UInt8] {
  var bytes: [UInt8] = []
  try IncomingBackup(input).copy(.writing, .none) { (piece) throws(StoreError) in bytes.append(piece) }
  return bytes
}
