internal import ArgumentParser
internal import BackupStore
internal import CameraService
internal import Wording

struct BackupCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup",
    abstract: "Make, list, compare, verify, restore, export, keep, label and delete backups.",
    discussion: """
      \(spelled(BackupLimits.live, beginsSentence: true)) backups stand on the card; a sixth removes the oldest that is not kept. ID is the eight characters that \
      the list shows, or latest.
      """,
    subcommands: [
      CreateCommand.self, ListCommand.self, VerifyCommand.self, ShowCommand.self, DiffCommand.self, RestoreCommand.self,
      KeepCommand.self, UnkeepCommand.self, LabelCommand.self, ExportCommand.self, AcknowledgeCommand.self,
      DeleteCommand.self,
      DeleteAllCommand.self,
    ])
}
