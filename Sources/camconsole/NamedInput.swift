internal import BackupStore
internal import CameraService
internal import FileSystem

/// A file or a pipe that a person named, or standard input.
final class NamedInput: ByteInput {
  private let descriptor: Int32
  private let name: String
  private let seconds: Int?

  /// Seconds in which at least one byte of a backup comes, while others wait.
  private static let timeLimit = 120

  /// The input of a backup for a camera.
  static func backup(_ file: String) throws(ServiceError) -> NamedInput {
    do {
      return try NamedInput(file, within: timeLimit)
    } catch {
      throw .store(error.isInterrupted ? .stopped : .receiving(error))
    }
  }

  /// - Parameters:
  ///   - file: a path, or `-` for standard input. The other end of a pipe is waited for.
  ///   - seconds: how long nothing may come; `nil`: that has no limit.
  /// - Throws: also `EINTR`, when a signal asked to end.
  init(_ file: String, within seconds: Int? = nil) throws(FileError) {
    let isStandardInput = file == "-"
    descriptor = isStandardInput ? 0 : try Composition.files.openToRead(at: ThisProcess.absolute(file))
    name = isStandardInput ? "standard input" : file
    self.seconds = seconds
  }

  deinit { if descriptor != 0 { SystemCalls.closeFile(descriptor) } }

  func read(into buffer: inout MutableSpan<UInt8>) throws(FileError) -> Int {
    try SystemCalls.read(into: &buffer, from: descriptor, name: name, within: seconds)
  }

  /// Reads to the end, up to `limit` bytes.
  func readAll(limit: Int) throws(FileError) -> [UInt8] {
    try SystemCalls.readAll(descriptor, name: name, limit: limit)
  }
}
