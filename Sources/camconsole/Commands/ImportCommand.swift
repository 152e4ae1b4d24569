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
      keeps its number and is read back. No other backup is replaced. If the card has the backup already, nothing is \
      changed. If it is damaged there, a good copy replaces it: give the copy as a file, because it is read twice.

      A backup made with the PIN of this camera is checked completely. Of one made with another PIN, only the form and \
      the size can be checked. The first such backup on a card locks the card; the import asks before.

      backup list then shows one of these states. ok: this camera knows the backup, or it does not know the card. \
      returned: it can be restored, and newer backups do not replace it. other PIN: pin adopt or pin change opens it.

      Over SSH and sudo, only an import from standard input is permitted.
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
