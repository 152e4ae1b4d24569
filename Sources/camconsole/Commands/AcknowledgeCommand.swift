internal import ArgumentParser
internal import BackupStore
internal import CameraService
internal import Wording

struct AcknowledgeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "acknowledge",
    abstract: "Take missing backups off the list.",
    discussion: """
      Backups that the camera made on this card and that are no longer there are named until then. JSON: \
      acknowledged (ids), unchanged (there were none).
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
