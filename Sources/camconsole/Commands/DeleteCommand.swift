internal import ArgumentParser
internal import BackupStore
internal import CameraDevice
internal import CameraService

struct DeleteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "delete",
    abstract: "Delete one backup, also a kept one.",
    discussion: "For a card that is full. The backup cannot be restored after that. No PIN is needed.")

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The backup.")
  var id: BackupSelector

  @Flag(help: "Do not ask.")
  var yes = false

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let backup = try global.onCamera { (camera) throws(ServiceError) in try camera.backupToDelete(id) }
    try Confirmation.require(.deleteBackup(backup.name), question(backup), yes: yes)
    let deleted = try global.onCamera { (camera) throws(ServiceError) in
      try camera.deleteBackup(backup.name, asked: yes ? nil : backup.backupID).result
    }
    Output.reportWipes(deleted.notOverwritten)
    if deleted.forgotCleanUp { Output.notice(PINReporting.forgottenCleanUp) }
    guard !json else { return try Output.json(deleted.json) }
    try Output.line("Backup \(backup.name) was deleted.")
  }

  private func question(_ backup: BackupDescription) -> String {
    let label = Output.clean(backup.metadata.label ?? "")
    let time = backup.metadata.created.map { Composition.time.localTime($0) }
    let details = [time, label].compactMap(\.self).filter { !$0.isEmpty }
    let which = details.isEmpty ? "" : " (\(details.joined(separator: ", ")))"
    let kept = backup.isKept ? " It is kept." : ""
    return "This deletes backup \(backup.name)\(which).\(kept) It cannot be restored after that."
  }
}
