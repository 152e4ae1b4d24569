internal import ArgumentParser
internal import BackupStore
internal import CameraDevice
internal import CameraModel
internal import CameraService
internal import Wording

struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Show the state of the camera, the PIN, the card, the backups and the modules.",
    discussion: """
      Exits with 0 whenever it could report, also without a card. The report names what could not be read, and what \
      check finds wrong. --prometheus prints metrics as text. With a FILE it writes them to that file, in one step, \
      and all users can read it. Set an alarm on the age of camconsole_last_good_backup_timestamp_seconds: it is 0 \
      while there is no good backup.
      """)

  @OptionGroup var global: GlobalOptions

  @Flag(help: "Print JSON.")
  var json = false

  @Flag(help: "Print metrics for Prometheus.")
  var prometheus = false

  @Argument(help: "The file for the metrics of --prometheus; without it, standard output.")
  var file: String?

  func validate() throws {
    guard !(json && prometheus) else { throw ValidationError("--json and --prometheus cannot be used together.") }
    guard file == nil || prometheus else { throw ValidationError("A FILE needs --prometheus.") }
    try refuseEmptyPath(file, "status --prometheus")
  }

  func run() throws {
    try Permission.check("--prometheus", file)
    let report = try global.onCamera { (camera) throws(ServiceError) in try camera.status(withGaps: true) }
    if prometheus {
      let (settings, own) = (try global.loadSettings(), try global.settingsPath())
      try MetricsReport.write(report, to: file, of: Composition.files) { (path) throws(ServiceError) in
        if Composition.settingsFile(isDemo: global.isDemo).isOwn(path, settings, own) { throw .ownFile(path: path) }
      }
    } else if json {
      try Output.json(report.json)
    } else {
      try print(report)
    }
  }

  private func print(_ report: StatusReport) throws(ServiceError) {
    for line in report.lines({ Composition.time.localTime($0) }) {
      let filling = String(repeating: " ", count: max(11 - line.label.utf8.count, 1))
      try Output.line(line.label + filling + line.text)
    }
  }
}
