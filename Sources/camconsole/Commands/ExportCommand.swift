internal import ArgumentParser
internal import BackupStore
internal import CameraService
internal import FileSystem
internal import Wording

struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Copy a backup to a file: decrypted as a tar archive, or encrypted as it is.",
    discussion: """
      The archive is not encrypted: protect it. It is written only after every byte of the backup is verified. \
      --sealed copies the encrypted file: this needs no PIN, and the copy opens on any machine with the PIN. An \
      existing file is never overwritten. Over SSH and sudo, only a sealed export to standard output is permitted. JSON: \
      id, file, sealed, bytes. With an export to standard output, the JSON goes to standard error.
      """)

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The backup: EEEECCCC, latest, or undo (the configuration before the last restore).")
  var id: BackupSelector

  @Argument(help: "The new file, or - for standard output.")
  var file: String

  @Flag(help: "Copy the encrypted file as it is.")
  var sealed = false

  @OptionGroup var pinOption: PINOption

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    if !sealed { try Permission.refuse(.exportInClear) }
    try Permission.check("export", file)
    if file == "-", SystemCalls.isOutputATerminal {
      throw ServiceError.usage(.exportToTerminal)
    }
    var destination = try ExportFile(file, of: Composition.files)
    let backup: BackupDescription?
    do {
      backup = try export(to: &destination)
      try destination.finish()
    } catch {
      destination.discard()
      throw error
    }
    guard json else { return Output.notice("The backup was exported to \(file == "-" ? "standard output" : file).") }
    let report = JSONValue.object([
      "id": .text(backup?.id ?? "\(id)"), "file": .text(file), "sealed": .truth(sealed),
      "bytes": .number(destination.bytes),
    ])
    try Output.json(report, to: file == "-" ? 2 : 1)
  }

  private func export(to destination: inout ExportFile) throws(ServiceError) -> BackupDescription? {
    guard !sealed else {
      return try global.onCamera { (camera) throws(ServiceError) in
        try camera.exportSealed(id) { (bytes) throws(ServiceError) in try destination.write(bytes) }
      }
    }
    let pin = try pinOption.read(for: id, global)
    return try global.onCamera { (camera) throws(ServiceError) in
      try camera.exportBackup(id, pin) { (bytes) throws(ServiceError) in try destination.write(bytes) }
    }
  }
}

/// Where an export goes: standard output, or a file that has no name before it is finished.
private struct ExportFile {
  private let path: String
  private var file: NewFile?
  /// How many bytes were written.
  private(set) var bytes: Int64 = 0

  /// - Parameters:
  ///   - path: of the file to make; `-` for standard output.
  ///   - files: where it will be.
  init(_ path: String, of files: any FileRoot) throws(ServiceError) {
    self.path = path
    file =
      path == "-"
      ? nil
      : try mapError(
        { (error: FileError) in ServiceError.export(path: path, error) }, try Self.newFile(path, of: files))
  }

  private static func newFile(_ path: String, of files: any FileRoot) throws(FileError) -> NewFile {
    guard let place = SplitPath(ThisProcess.absolute(path)) else {
      throw FileError(.create, path, code: FileError.Code.exists)
    }
    return try NewFile(place.name, in: try files.openDirectory(at: place.directory))
  }

  mutating func write(_ contents: Span<UInt8>) throws(ServiceError) {
    do throws(FileError) {
      if file == nil { try SystemCalls.write(contents, to: 1, name: path) }
      try file?.append(contents)
      bytes += Int64(contents.count)
    } catch {
      throw error.isInterrupted ? .store(.stopped) : .export(path: path, error)
    }
  }

  /// Makes the file durable.
  func finish() throws(ServiceError) {
    guard let file else { return }
    try mapError(exportError, try file.finish())
  }

  private func exportError(_ error: FileError) -> ServiceError { .export(path: path, error) }

  func discard() { file?.discard() }
}
