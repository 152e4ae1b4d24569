internal import ArgumentParser
internal import BackupStore
internal import CameraService
internal import FileSystem

struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Copy a backup off the card, decrypted as a tar archive or sealed as it is.",
    discussion: """
      The archive is plain text: keep it accordingly. It is written only after every byte of the backup is verified. \
      With --sealed the encrypted file is copied; that needs no PIN, and opens anywhere with the PIN alone. A file \
      that exists is never overwritten. Over SSH and sudo only a sealed export to standard output is possible. JSON: id, \
      file, sealed, bytes; on standard error where the export goes to standard output.
      """)

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The backup: EEEECCCC, latest, or undo for what was before the last restore.")
  var id: BackupSelector

  @Argument(help: "The file to make; - for standard output.")
  var file: String

  @Flag(help: "Copy the encrypted file as it is.")
  var sealed = false

  @OptionGroup var pinOption: PINOption

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    if !sealed { try Permission.refuse("An export in clear") }
    try Permission.check("export", file)
    if file == "-", SystemCalls.isOutputATerminal {
      throw ServiceError.usage("An export does not go to a terminal.", hint: "Name a file, or pipe it.")
    }
    var destination = try ExportFile(file)
    let backup: BackupDescription?
    do {
      backup = try export(to: &destination)
      try destination.finish()
    } catch {
      destination.discard()
      throw error
    }
    guard json else { return Output.notice("Exported to \(file).") }
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

/// The file that an export makes, removed again unless it is finished.
private struct ExportFile {
  private let path: String
  private var descriptor: Int32
  private var isOpen = true
  /// How many were written.
  private(set) var bytes: Int64 = 0

  private var isStandardOutput: Bool { path == "-" }

  init(_ path: String) throws(ServiceError) {
    self.path = path
    guard path != "-" else {
      descriptor = 1
      return
    }
    do {
      descriptor = try SystemCalls.createExclusively(path)
    } catch {
      throw .export(path: path, error)
    }
  }

  mutating func write(_ bytes: Span<UInt8>) throws(ServiceError) {
    do {
      try SystemCalls.write(bytes, to: descriptor, name: path)
      self.bytes += Int64(bytes.count)
    } catch {
      throw .export(path: path, error)
    }
  }

  mutating func finish() throws(ServiceError) {
    guard !isStandardOutput else { return }
    isOpen = false
    do {
      try SystemCalls.finish(descriptor, path)
    } catch {
      throw .export(path: path, error)
    }
  }

  mutating func discard() {
    guard !isStandardOutput else { return }
    if isOpen { SystemCalls.closeFile(descriptor) }
    SystemCalls.remove(path)
  }
}
