internal import ArgumentParser
internal import BackupStore
internal import CameraService
internal import Wording

struct KeepCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keep",
    abstract: "Keep a backup from rotation; at most \(spelled(BackupLimits.kept)) are kept.",
    discussion: "JSON: the backup as in backup list, and unchanged (it was kept already).")

  @OptionGroup var mark: MarkOptions

  func run() throws {
    try mark.set(true) { backup in "is kept\(backup.isUnchanged ? " already" : "")" }
  }
}

struct UnkeepCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "unkeep", abstract: "Let a backup take part in rotation again.",
    discussion: "JSON: the backup as in backup list, and unchanged (it was not kept).")

  @OptionGroup var mark: MarkOptions

  func run() throws {
    try mark.set(false) { backup in
      backup.isUnchanged ? "was not kept, and nothing was changed" : "is kept no longer"
    }
  }
}

/// The options of `keep` and `unkeep`.
struct MarkOptions: ParsableArguments {
  @OptionGroup var global: GlobalOptions

  @Argument(help: "The backup.")
  var id: BackupSelector

  @Flag(help: "Print JSON.")
  var json = false

  /// Sets or removes the mark, and tells of it.
  ///
  /// - Parameter words: what became of the backup, after its name.
  func set(_ isKept: Bool, _ words: (MarkedBackup) -> String) throws(ServiceError) {
    let backup = try global.onCamera { (camera) throws(ServiceError) in try camera.keepBackup(id, isKept).result }
    guard !json else { return try Output.json(backup.json) }
    try Output.line("Backup \(backup.description.name) \(words(backup)).")
  }
}
