internal import ArgumentParser
internal import BackupStore
internal import CameraModel
internal import CameraService

struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Show what a restore of a backup would change.",
    discussion: """
      Shows sections with the values of the camera and of the backup, text files by line, and other files by name. Also \
      shows owner, group and mode of files. Secrets show as ***. The JSON has lines of texts, but no values of keys. Added means: in \
      the backup and not on the camera.
      """)

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The backup: EEEECCCC, latest, or undo (the configuration before the last restore).")
  var id: BackupSelector

  @OptionGroup var pinOption: PINOption

  @Flag(help: "Exit with 1 if something differs.")
  var exitCode = false

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let pin = try pinOption.read(for: id, global)
    let settings = try global.loadSettings()
    let preview = try global.onCamera { (camera) throws(ServiceError) in
      try camera.previewRestore(id, pin, RestoreOptions())
    }
    if json { try Output.json(.object(preview.fields)) } else { try PreviewText.print(preview, settings) }
    if exitCode, !preview.isSame { throw ExitCode(1) }
  }
}
