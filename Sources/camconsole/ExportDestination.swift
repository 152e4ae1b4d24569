internal import BackupStore
internal import CameraService
internal import FileSystem

/// Where a backup goes that leaves the camera: standard output, or a file that has no name before it is finished.
final class ExportDestination {
  private let path: String
  private var file: NewFile?
  /// Others wait meanwhile, as they do for an input: `NamedInput`.
  private lazy var stream = SystemCalls.pacedStream(1, name: path)
  /// `nil` where the bytes go out as they are.
  private var armor: ArmorEncoder?
  /// How many bytes were written.
  private(set) var bytes: Int64 = 0

  /// - Parameters:
  ///   - path: of the file to make; `-` for standard output.
  ///   - isArmored: whether the backup is written as text.
  ///   - files: where it will be.
  init(_ path: String, isArmored: Bool, of files: any FileRoot) throws(ServiceError) {
    self.path = path
    armor = isArmored ? ArmorEncoder() : nil
    guard path == "-" else {
      file = try mapError(
        { (error: FileError) in ServiceError.export(path: path, error) }, try Self.newFile(path, of: files))
      return
    }
    guard isArmored || !SystemCalls.isOutputATerminal else { throw .usage(.exportToTerminal) }
  }

  private static func newFile(_ path: String, of files: any FileRoot) throws(FileError) -> NewFile {
    guard let place = SplitPath(ThisProcess.absolute(path)) else {
      throw FileError(.create, path, code: FileError.Code.exists)
    }
    return try NewFile(place.name, in: try files.openDirectory(at: place.directory))
  }

  /// Whether it is standard output: what is told of it goes to standard error.
  var isStandardOutput: Bool { path == "-" }

  /// Writes bytes of the backup.
  func write(_ contents: Span<UInt8>) throws(ServiceError) {
    guard let text = armor?.encode(contents) else { return try put(contents) }
    try put(text.span)
  }

  private func put(_ contents: Span<UInt8>) throws(ServiceError) {
    do throws(FileError) {
      if file == nil { try stream.write(contents) }
      try file?.append(contents)
      bytes += Int64(contents.count)
    } catch {
      throw error.isInterrupted ? .store(.stopped) : .export(path: path, error)
    }
  }

  /// Writes what is left, and makes the file durable.
  func finish() throws(ServiceError) {
    // What follows the last byte of a backup that is not there would look like a whole one.
    if bytes > 0, let text = armor?.finish() { try put(text.span) }
    guard let file else { return }
    try mapError({ [path] (error: FileError) in ServiceError.export(path: path, error) }, try file.finish())
  }

  /// The same, and waits until the reader of standard output has taken everything, as far as the system tells.
  func finishTaken() throws(ServiceError) {
    try finish()
    guard file == nil, bytes > 0 else { return }
    do throws(FileError) {
      try stream.waitUntilTaken()
    } catch {
      throw error.isInterrupted ? .store(.stopped) : .export(path: path, error)
    }
  }

  /// Leaves nothing of the file.
  func discard() { file?.discard() }
}
