internal import ArgumentParser
internal import CameraService

struct DeleteAllCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "delete-all",
    abstract: "Delete every backup on the card, kept and foreign ones too.",
    discussion: """
      For a camera that gets another purpose, or a forgotten PIN. New backups are possible at once. JSON: removed (how \
      many), unchanged (there were none), not_overwritten (names).
      """)

  @OptionGroup var global: GlobalOptions

  @Flag(help: "Do not ask.")
  var yes = false

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let card = try global.onCamera { (camera) throws(ServiceError) in try camera.cardToEmpty() }
    let what = card.state == .locked ? "all \(card.foreign) backups of another Super PIN" : "all backups"
    try Confirmation.require(
      .deleteAllBackups, "This deletes \(what) from the card, for good.", yes: yes)
    let deletion = try global.onCamera { (camera) throws(ServiceError) in
      try camera.deleteAllBackups(asked: yes ? nil : card.contents).result
    }
    Output.reportWipes(deletion.notOverwritten)
    let count = deletion.count
    guard !json else {
      return try Output.json(
        .object([
          "removed": JSONValue(count), "unchanged": .truth(count == 0),
          "not_overwritten": .texts(deletion.notOverwritten),
        ]))
    }
    let files = count == 0 ? "no file had" : count == 1 ? "1 file was" : "\(count) files were"
    try Output.line("No backup is on the card: \(files)\(count == 0 ? " to be" : "") wiped. New backups are possible.")
  }
}
