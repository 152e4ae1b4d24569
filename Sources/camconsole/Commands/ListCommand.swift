internal import ArgumentParser
internal import BackupStore
internal import CameraDevice
internal import CameraService
internal import Wording

struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the backups on the card; no PIN is needed.",
    discussion: """
      Reads only the headers of the files. A result of an earlier verification is shown; backup verify reads the whole \
      files again.

      States: ok. damaged: it cannot be restored. other PIN: it was made with another PIN. missing: the camera knows \
      it and the card does not have it; backup acknowledge removes it from the list. returned: it came back to the \
      card, or was imported; it can be restored, and newer backups do not replace it. not checked: this camera has \
      never read the whole file. other camera: another camera made it. next to be replaced: the next backup replaces \
      it. A damaged backup is always replaced first, even a kept one. active: its configuration was restored last and \
      is confirmed; changed since: the configuration has changed since then. A locked card lists no backups.

      Exits with 0 whenever it could report.
      """)

  @OptionGroup var global: GlobalOptions

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let report = try global.onCamera { (camera) throws(ServiceError) in try camera.listBackups() }
    guard !json else { return try Output.json(report.json) }
    try Output.line("SD card: \(report.card.text)")
    if let hint = report.card.hint(isPINSet: report.isPINSet) { try Output.line(hint) }
    if !report.backups.isEmpty { try Output.line(BackupTable.heading) }
    for backup in report.backups { try Output.line(BackupTable.line(backup, of: report)) }
    if report.freshness.attempt != nil {
      try Output.line("Last attempt: \(report.freshness.attemptText { Composition.time.localTime($0) })")
    }
    if report.freshness.verification != nil {
      try Output.line(
        "Last verification: \(report.freshness.verificationText { Composition.time.localTime($0) })")
    }
  }
}
