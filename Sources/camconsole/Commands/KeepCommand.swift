internal import ArgumentParser
internal import BackupStore
internal import CameraService
internal import Wording

struct KeepCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keep",
    abstract: "Keep a backup: newer backups do not replace it. At most \(spelled(BackupLimits.kept)) can be kept.")

  @OptionGroup var mark: MarkOptions

  func run() throws {
    try mark.set(true)
  }
}

struct UnkeepCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "unkeep", abstract: "Stop keeping a backup: newer backups can replace it again.")

  @OptionGroup var mark: MarkOptions

  func run() throws {
    try mark.set(false)
  }
}

/// The options of `keep` and `unkeep`.
struct MarkOptions: ParsableArguments {
  @OptionGroup var global: GlobalOptions

  @Argument(help: "The backup.")
  var id: BackupSelector

  @Flag(help: "Print JSON.")
  var json = false

  /// Keeps the backup, or no longer.
  func set(_ isKept: Bool) throws(ServiceError) {
    let backup = try global.onCamera { (camera) throws(ServiceError) in try camera.keepBackup(id, isKept).result }
    guard !json else { return try Output.json(backup.json) }
    try Output.line(backup.sentence("backup \(backup.description.name)"))
  }
}
