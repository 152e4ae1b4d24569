internal import ArgumentParser
internal import BackupStore
internal import CameraService
internal import Wording

struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Read every byte of backups and check them. No PIN is needed.",
    discussion: """
      The result is recorded: lists and reports show it, and the next backup replaces a damaged one first. Exits with \
      17 when a backup is damaged or missing, after it has shown the state of each.
      """)

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The backups. Without one, all backups.")
  var id: [BackupSelector] = []

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let backups = try global.onCamera { (camera) throws(ServiceError) in try camera.verifyBackups(id).result }
    if json {
      let list = backups.map { backup in
        JSONValue.object(["id": .text(backup.id), "state": .text(backup.state.rawValue)])
      }
      try Output.json(.object(["backups": .list(list)]))
    } else {
      for backup in backups { try Output.line("\(backup.id)  \(backup.state.label)") }
      if backups.isEmpty { try Output.line("There are no backups on the card.") }
    }
    guard backups.allSatisfy({ $0.state != .damaged && $0.state != .missing }) else {
      throw ExitCode(ErrorCode.damaged.rawValue)
    }
  }
}

extension BackupSelector: ExpressibleByArgument {
  init?(argument: String) {
    self.init(argument)
  }
}
