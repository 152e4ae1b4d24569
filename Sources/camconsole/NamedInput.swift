internal import BackupStore
internal import CameraService
internal import FileSystem

/// A file or a pipe that a person named, or standard input.
final class NamedInput: ByteInput {
  private let descriptor: Int32
  private let name: String
  /// `nil` where the other end may take its time, because nobody waits for it.
  private let paced: PacedStream?
  /// Where its first byte is; `nil` for what can be read only once.
  private let start: Int64?

  /// The input of a backup for a camera.
  static func backup(_ file: String) throws(ServiceError) -> NamedInput {
    do {
      return try NamedInput(file, keepsPace: true)
    } catch {
      throw .store(error.isInterrupted ? .stopped : .receiving(error))
    }
  }

  /// - Parameters:
  ///   - file: a path, or `-` for standard input. The other end of a pipe is waited for.
  ///   - keepsPace: whether the other end has to keep a pace (`TransferPace`).
  /// - Throws: also `EINTR`, when a signal asked to end.
  init(_ file: String, keepsPace: Bool = false) throws(FileError) {
    let isStandardInput = file == "-"
    descriptor = isStandardInput ? 0 : try Composition.files.openToRead(at: ThisProcess.absolute(file))
    name = isStandardInput ? "standard input" : file
    paced = keepsPace ? SystemCalls.pacedStream(descriptor, name: name) : nil
    start = SystemCalls.offset(of: descriptor)
  }

  deinit { if descriptor != 0 { SystemCalls.closeFile(descriptor) } }

  func read(into buffer: inout MutableSpan<UInt8>) throws(FileError) -> Int {
    guard let paced else { return try SystemCalls.read(into: &buffer, from: descriptor, name: name) }
    return try paced.read(into: &buffer)
  }

  func rewind() -> Bool { start.map { SystemCalls.setOffset($0, of: descriptor) } ?? false }

  /// Reads to the end, up to `limit` bytes.
  func readAll(limit: Int) throws(FileError) -> [UInt8] {
    try SystemCalls.readAll(descriptor, name: name, limit: limit)
  }
}
