internal import ArgumentParser
internal import BackupStore
internal import CameraService
internal import Wording

struct BackupCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup",
    abstract: "Make, list, compare, verify, restore, export, import, keep, label and delete backups.",
    discussion: """
      At most \(spelled(BackupLimits.live)) backups are on the card. A further one replaces the oldest one that is not kept. ID is the number \
      of eight characters in the list, or latest.
      """,
    subcommands: [
      CreateCommand.self, ListCommand.self, ChangedCommand.self, VerifyCommand.self, ShowCommand.self, DiffCommand.self,
      RestoreCommand.self, KeepCommand.self, UnkeepCommand.self, LabelCommand.self, ExportCommand.self,
      ImportCommand.self, AcknowledgeCommand.self, DeleteCommand.self, DeleteAllCommand.self,
    ])
}
