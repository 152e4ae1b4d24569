internal import ArgumentParser
internal import BackupStore
internal import CameraService
internal import Wording

struct AcknowledgeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "acknowledge",
    abstract: "Remove missing backups from the list.",
    discussion: """
      The list shows a backup that is missing from the card until you acknowledge it.
      """)

  @OptionGroup var global: GlobalOptions

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let names = try global.onCamera { (camera) throws(ServiceError) in try camera.acknowledgeMissing().result }
    guard !json else {
      let ids = names.map { JSONValue.text($0.description) }
      return try Output.json(.object(["acknowledged": .list(ids), "unchanged": .truth(names.isEmpty)]))
    }
    guard !names.isEmpty else { return try Output.line("No backup is missing.") }
    for name in names { try Output.line("Backup \(name) is no longer listed.") }
  }
}
