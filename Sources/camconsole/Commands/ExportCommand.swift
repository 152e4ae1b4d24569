internal import ArgumentParser
internal import BackupStore
internal import CameraService

struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Copy a backup to a file: decrypted as a tar archive, or encrypted as it is.",
    discussion: """
      The archive is not encrypted: protect it. It is written only after every byte of the backup is verified. \
      --sealed copies the encrypted file: this needs no PIN, and the copy opens on any machine with the PIN. An \
      existing file is never overwritten. --armor writes the copy as lines of text with a checksum, for a serial line \
      or a ticket. backup import takes both forms. Over SSH and sudo, only a sealed export to standard output is \
      permitted. With an export to standard output, JSON goes to standard error.
      """)

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The backup: EEEECCCC, latest, or undo (the configuration before the last restore).")
  var id: BackupSelector

  @Argument(help: "The new file, or - for standard output.")
  var file: String

  @Flag(help: "Copy the encrypted file as it is.")
  var sealed = false

  @Flag(help: "Write the encrypted file as text: base64 with a checksum.")
  var armor = false

  @OptionGroup var pinOption: PINOption

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    guard !file.isEmpty else { throw ValidationError("export takes the new file, or - for standard output.") }
    guard sealed || !armor else { throw ValidationError("--armor needs --sealed.") }
  }

  func run() throws {
    if !sealed { try Permission.refuse(.exportInClear) }
    try Permission.check("export", file)
    let destination = try ExportDestination(file, isArmored: armor, of: Composition.files)
    let backup: BackupDescription?
    do {
      backup = try export(to: destination)
      try destination.finish()
    } catch {
      destination.discard()
      throw error
    }
    guard json else {
      return Output.notice("The backup was exported to \(destination.isStandardOutput ? "standard output" : file).")
    }
    let report = JSONValue.object([
      "id": .text(backup?.id ?? "\(id)"), "file": .text(file), "sealed": .truth(sealed),
      "armor": .truth(armor), "bytes": .number(destination.bytes),
    ])
    try Output.json(report, to: destination.isStandardOutput ? 2 : 1)
  }

  private func export(to destination: ExportDestination) throws(ServiceError) -> BackupDescription? {
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
