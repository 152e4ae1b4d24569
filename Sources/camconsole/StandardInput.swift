internal import BackupStore
internal import FileSystem

/// Standard input, from which a backup comes.
final class StandardInput: ByteInput {
  /// Seconds in which at least one byte comes.
  private static let timeLimit = 120

  func read(into buffer: inout MutableSpan<UInt8>) throws(FileError) -> Int {
    try SystemCalls.read(into: &buffer, from: 0, name: "standard input", within: Self.timeLimit)
  }
}
