internal import ArgumentParser
internal import BackupStore
internal import CameraService
internal import Wording

struct ChangedCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "changed",
    abstract: "Tell whether anything has changed since the newest backup. No PIN is needed.",
    discussion: """
      Compares the configuration and the modules with the newest backup on the card, as backup create --if-changed \
      does. Give it the same --skip-module and --skip-failed. Writes nothing, and does not read the whole backup: \
      backup verify does that.

      Exits with 0 when nothing has changed, and with 1 when something has. Any other code means that the command \
      could not find out: 21 when there is no backup, or only one that this camera cannot look into without the PIN, \
      10 without a PIN, 13 without a card, 14 when the card is locked, 17 when the newest backup is damaged, 18 when \
      the configuration changes all the time, 19 when a module does not answer. backup diff tells what has changed.
      """)

  @OptionGroup var global: GlobalOptions

  @OptionGroup var leavingOut: LeavingOutOptions

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let report = try global.onCamera { (camera) throws(ServiceError) in
      try camera.changedSinceBackup(leavingOut.options)
    }
    if json { try Output.json(report.json) } else { try Output.line(report.sentence) }
    if report.hasChanged { throw ExitCode(1) }
  }
}

extension BackupComparedWithCamera {
  fileprivate var json: JSONValue {
    .object([
      "changed": .truth(hasChanged), "id": .text(backup.id), "created": JSONValue(time: backup.metadata.created),
      "label": JSONValue(backup.metadata.label),
    ])
  }
}
