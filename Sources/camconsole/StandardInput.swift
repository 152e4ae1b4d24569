internal import BackupStore
internal import FileSystem

/// Standard input, from which a backup comes.
final class StandardInput: ByteInput {
  private let stream = SystemCalls.pacedStream(0, name: "standard input")

  func read(into buffer: inout MutableSpan<UInt8>) throws(FileError) -> Int { try stream.read(into: &buffer) }
}
