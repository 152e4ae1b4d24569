internal import ArgumentParser
internal import BackupStore
internal import CameraService
internal import FileSystem
internal import Glibc

struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Copy a backup off the card, decrypted as a tar archive or sealed as it is.",
    discussion: """
      The archive is plain text: keep it accordingly. It is written only after every byte of the backup is verified. \
      With --sealed the encrypted file is copied; that needs no PIN, and opens anywhere with the PIN alone. A file \
      that exists is never overwritten.
      """)

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The backup: EEEECCCC, latest, or undo for what was before the last restore.")
  var id: BackupSelector

  @Argument(help: "The file to make; - for standard output.")
  var file: String

  @Flag(help: "Copy the encrypted file as it is.")
  var sealed = false

  @OptionGroup var pinOption: PINOption

  func run() throws {
    try Permission.refuse("export")
    if file == "-", SystemCalls.isOutputATerminal {
      throw ServiceError.usage("An export does not go to a terminal.", hint: "Name a file, or pipe it.")
    }
    var destination = try ExportFile(file)
    do {
      try export(to: &destination)
      try destination.finish()
    } catch {
      destination.discard()
      throw error
    }
    Output.notice("Exported to \(file).")
  }

  private func export(to destination: inout ExportFile) throws(ServiceError) {
    if sealed {
      try global.onCamera { (camera) throws(ServiceError) in
        try camera.exportSealed(id) { (bytes) throws(ServiceError) in try destination.write(bytes) }
      }
    } else {
      let pin = try pinOption.read(for: id, global)
      _ = try global.onCamera { (camera) throws(ServiceError) in
        try camera.exportBackup(id, pin) { (bytes) throws(ServiceError) in try destination.write(bytes) }
      }
    }
  }
}

/// The file that an export makes, removed again unless it is finished.
private struct ExportFile {
  private let path: String
  /// The directory that it is in, its name there, and the file; `nil` for standard output.
  private let made: (directory: any Directory, name: String, file: any File)?
  private var offset: Int64 = 0

  init(_ path: String) throws(ServiceError) {
    self.path = path
    guard path != "-" else {
      made = nil
      return
    }
    do throws(FileError) {
      guard let place = SplitPath(SystemCalls.absolute(path)) else { throw FileError(.create, path, code: EEXIST) }
      let directory = try PosixFileSystem().openDirectory(at: place.directory)
      made = (directory, place.name, try directory.create(place.name))
    } catch {
      throw .export(path: path, error)
    }
  }

  mutating func write(_ bytes: Span<UInt8>) throws(ServiceError) {
    do throws(FileError) {
      guard let made else { return try SystemCalls.write(bytes, to: 1, name: path) }
      try made.file.write(bytes, at: offset)
      offset += Int64(bytes.count)
    } catch {
      throw .export(path: path, error)
    }
  }

  /// Makes the file durable.
  func finish() throws(ServiceError) {
    do throws(FileError) {
      try made?.file.synchronize()
    } catch {
      // What is not a file on a disk may not know fsync.
      guard error.code == EINVAL else { throw .export(path: path, error) }
    }
  }

  func discard() {
    guard let made else { return }
    try? made.directory.remove(made.name)
  }
}
