internal import ArgumentParser
internal import CameraService
internal import Wording

struct DeleteAllCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "delete-all",
    abstract: "Delete all backups on the card, including kept ones and those of other PINs.",
    discussion: """
      For a camera that gets a new purpose, or when nobody knows the PIN. New backups are possible at once.
      """)

  @OptionGroup var global: GlobalOptions

  @Flag(help: "Do not ask.")
  var yes = false

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let card = try global.onCamera { (camera) throws(ServiceError) in try camera.cardToEmpty() }
    try Confirmation.require(.deleteAllBackups, card.deletionQuestion, yes: yes)
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
    try Output.line(deletion.sentence)
  }
}
