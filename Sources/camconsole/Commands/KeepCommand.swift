internal import ArgumentParser
internal import BackupStore
internal import CameraService

struct KeepCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keep", abstract: "Keep a backup from rotation; at most four are kept.")

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The backup.")
  var id: BackupSelector

  func run() throws {
    let backup = try global.onCamera { (camera) throws(ServiceError) in try camera.keepBackup(id, true) }
    try Output.line("Backup \(backup.name) is kept.")
  }
}

struct UnkeepCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "unkeep", abstract: "Let a backup take part in rotation again.")

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The backup.")
  var id: BackupSelector

  func run() throws {
    let backup = try global.onCamera { (camera) throws(ServiceError) in try camera.keepBackup(id, false) }
    try Output.line("Backup \(backup.name) is kept no longer.")
  }
}
