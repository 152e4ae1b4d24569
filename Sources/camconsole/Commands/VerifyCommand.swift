internal import ArgumentParser
internal import BackupStore
internal import CameraService
internal import Wording

struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Read every byte of backups and check them; no PIN is needed.",
    discussion: """
      Only those that are named are read. The result is recorded: lists and reports show it, and a damaged backup is \
      the first that a new one replaces. Exits with 17 when one is damaged or missing, after telling the state of each.
      """)

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The backups; all when none is named.")
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
      for backup in backups { try Output.line("\(backup.id)  \(backup.state.rawValue)") }
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
