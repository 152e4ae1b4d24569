internal import ArgumentParser
internal import BackupStore
internal import CameraService

struct KeepCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keep", abstract: "Keep a backup from rotation; at most four are kept.",
    discussion: "JSON: the backup as in backup list, and unchanged (it was kept already).")

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The backup.")
  var id: BackupSelector

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let backup = try global.onCamera { (camera) throws(ServiceError) in try camera.keepBackup(id, true).result }
    guard !json else { return try Output.json(backup.json) }
    try Output.line("Backup \(backup.description.name) is kept\(backup.isUnchanged ? " already" : "").")
  }
}

struct UnkeepCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "unkeep", abstract: "Let a backup take part in rotation again.",
    discussion: "JSON: the backup as in backup list, and unchanged (it was not kept).")

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The backup.")
  var id: BackupSelector

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let backup = try global.onCamera { (camera) throws(ServiceError) in try camera.keepBackup(id, false).result }
    guard !json else { return try Output.json(backup.json) }
    let text = backup.isUnchanged ? "was not kept, and nothing was changed" : "is kept no longer"
    try Output.line("Backup \(backup.description.name) \(text).")
  }
}
