internal import ArgumentParser
internal import BackupStore
internal import CameraService

struct LabelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "label",
    abstract: "Give a backup another label.",
    discussion: """
      No PIN is needed. The file on the card stays as it is: this camera remembers the label beside it, also after a \
      change of the PIN. Another camera shows the label that the backup was made with.
      """)

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The backup.")
  var id: BackupSelector

  @Argument(
    help: ArgumentHelp(
      "The label: at most \(BackupMetadata.longestLabel) bytes of printable text, empty for none.", valueName: "text"))
  var label: String

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let labelled = try global.onCamera { (camera) throws(ServiceError) in try camera.labelBackup(id, label).result }
    guard !json else { return try Output.json(labelled.json) }
    let name = labelled.description.name
    guard !labelled.isUnchanged else { return try Output.line("Backup \(name) has this label already.") }
    try Output.line(label.isEmpty ? "Backup \(name) has no label now." : "The label of backup \(name) is \(label).")
  }
}

extension LabelledBackup {
  fileprivate var json: JSONValue {
    JSONValue.object(description.fields).adding(["unchanged": .truth(isUnchanged)])
  }
}
