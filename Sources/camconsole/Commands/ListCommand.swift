internal import ArgumentParser
internal import BackupStore
internal import CameraService
internal import Wording

struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the backups on the card; no PIN is needed.",
    discussion: """
      Only headers are read; what was found when a backup was last read whole is remembered (backup verify reads them \
      again). States: ok; damaged; foreign (of another Super PIN); missing (in the camera's list and not on the card, \
      until acknowledged); returned (put back on the card: restorable, but it may be an old one). Not checked: it was \
      never read whole here. Replaced next: a further backup replaces it; a damaged one is replaced first, kept or \
      not. A locked card lists nothing. In force is the backup whose configuration was restored last and is neither \
      taken back nor waits to be confirmed; changed since: the configuration is another by now. Other camera: another \
      camera made the backup. Exits with 0 whenever it could report.
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
    if report.freshness.attempt != nil { try Output.line("Last attempt: \(report.freshness.attemptText)") }
    if report.freshness.verification != nil {
      try Output.line("Last verification: \(report.freshness.verificationText)")
    }
  }
}
