internal import ArgumentParser
internal import BackupStore
internal import CameraDevice
internal import CameraService
internal import Wording

struct DeleteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "delete",
    abstract: "Delete one backup, even a kept one.",
    discussion: """
      Makes room on a full card. The backup cannot be restored afterwards. No PIN is needed. A damaged backup, and one \
      made with another PIN, can be deleted too. On a locked card, which lists no backups, name the file of the backup \
      without .CVB.
      """)

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The backup.")
  var id: BackupSelector

  @Flag(help: "Do not ask.")
  var yes = false

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let backup = try global.onCamera { (camera) throws(ServiceError) in try camera.backupToDelete(id) }
    try Confirmation.require(
      .deleteBackup(backup.name),
      backup.deletionQuestion(label: Output.clean(backup.metadata.label ?? "")) { Composition.time.localTime($0) },
      yes: yes)
    let deleted = try global.onCamera { (camera) throws(ServiceError) in
      try camera.deleteBackup(backup.name, asked: yes ? nil : backup.backupID).result
    }
    Output.reportWipes(deleted.notOverwritten)
    if deleted.forgotCleanUp { Output.notice(forgottenCleanUp) }
    guard !json else { return try Output.json(deleted.json) }
    try Output.line("Backup \(backup.name) was deleted.")
  }
}
