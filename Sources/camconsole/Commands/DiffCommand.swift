internal import ArgumentParser
internal import BackupStore
internal import CameraModel
internal import CameraService

struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Compare a backup with the camera, or with another backup.",
    discussion: """
      With one backup: what a restore of it would change. With two: what differs between the first and the second. \
      Nothing is written. Shows sections with the values of both sides, text files by line, and other files by name. \
      Also shows owner, group and mode of files. Secrets show as ***. Added means: in the backup and not on the \
      camera. With two backups: in the second and not in the first.
      """)

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The backup: EEEECCCC, latest, or undo (the configuration before the last restore).")
  var id: BackupSelector

  @Argument(help: "Another backup, which is compared with the first.")
  var second: BackupSelector?

  @OptionGroup var pinOption: PINOption

  @Flag(help: "Exit with 1 if something differs.")
  var exitCode = false

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let settings = try global.loadSettings()
    if let second {
      try compare(with: second, settings)
    } else {
      try compareWithCamera(settings)
    }
  }

  private func compare(with second: BackupSelector, _ settings: Settings) throws {
    try global.onCamera { (camera) throws(ServiceError) in try camera.findBackup(second) }
    let pin = try pinOption.read(for: id, global)
    let comparison = try global.onCamera { (camera) throws(ServiceError) in try camera.compareBackups(id, second, pin) }
    if json { try Output.json(.object(comparison.fields)) } else { try PreviewText.print(comparison, settings) }
    if exitCode, !comparison.isSame { throw ExitCode(1) }
  }

  private func compareWithCamera(_ settings: Settings) throws {
    let pin = try pinOption.read(for: id, global)
    let preview = try global.onCamera { (camera) throws(ServiceError) in
      try camera.previewRestore(id, pin, RestoreOptions())
    }
    if json { try Output.json(.object(preview.fields)) } else { try PreviewText.print(preview, settings) }
    if exitCode, !preview.isSame { throw ExitCode(1) }
  }
}
