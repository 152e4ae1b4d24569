internal import ArgumentParser
internal import BackupStore
internal import CameraService
internal import FileSystem
internal import Wording

struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Copy an encrypted backup to the card. No PIN is needed.",
    discussion: """
      Takes what backup export --sealed writes, also with --armor, and each file of CAMVAULT, under any name. The backup \
      is checked as far as possible without the PIN, written under its own number, and read back. No other backup is \
      replaced. If the card has the backup already, nothing is changed.

      An imported backup is shown in backup list as what it is. ok: the camera knows it, or the card was not in this \
      camera before. returned: it can be restored, and is not replaced by newer backups. other PIN: pin adopt or pin \
      change opens it. The first backup with another PIN on a card locks the card; the import asks before.

      Over SSH and sudo, only an import from standard input is permitted. JSON: the backup as in backup list, \
      unchanged, not_overwritten.
      """)

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The file, or - for standard input.")
  var file: String

  @Flag(help: "Do not ask.")
  var yes = false

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    guard !file.isEmpty else { throw ValidationError("import takes the file of a backup.") }
  }

  func run() throws {
    try Permission.check("import", file)
    let input = try NamedInput.backup(file)
    let imported = try global.onCamera { [yes] (camera) throws(ServiceError) in
      try camera.importBackup(input) { Confirmation.isGiven(lockQuestion($0), yes: yes) }.result
    }
    for notice in imported.notices { Output.notice(notice) }
    guard !json else { return try Output.json(imported.json) }
    for sentence in imported.sentences { try Output.line(sentence) }
  }
}
