internal import ArgumentParser
internal import BackupStore
internal import CameraDevice
internal import CameraModel
internal import CameraService
internal import FileSystem
internal import Sodium
internal import Wording

struct DrillCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "drill",
    abstract: "Try sealed copies: restore each into a camera that is thrown away, and compare.",
    discussion: """
      A backup is only real when it was restored. Each copy of backup export --sealed, also with --armor, is restored \
      as on a camera: the whole backup is checked, the modules are written and read back, the configuration is \
      exchanged, and the camera is restarted. Then every file, folder, link and module is compared with the archive. \
      This needs no root; without root, owners are not compared. The exit code is that of the first copy that failed: \
      17 damaged or cut, 11 the PIN does not open it.

      The restored configuration is in clear while the drill runs: in the directory camconsole-drill.NUMBER in --dir, \
      else in $TMPDIR, else in /var/tmp, which only you can read. It is overwritten and removed at the end, also after \
      Ctrl-C. The next drill removes what a killed drill left there.

      The copy says how much work the PIN is: at most ten passes over 1 GiB of memory. A forged copy can say so, too.
      """)

  @OptionGroup var global: GlobalOptions

  @Argument(help: "Sealed copies of backups, - for standard input.")
  var file: [String]

  @OptionGroup var pinOption: PINOption

  @Option(help: ArgumentHelp("Make the camera in this directory.", valueName: "dir"))
  var dir: String?

  @Option(
    help: ArgumentHelp("Also replace this file with metrics for Prometheus, - prints only these.", valueName: "file"))
  var prometheus: String?

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    guard !file.isEmpty, !file.contains("") else { throw ValidationError("drill takes the file of a sealed copy.") }
    guard file.count(where: { $0 == "-" }) + (pinOption.pinFile == "-" ? 1 : 0) < 2 else {
      throw ValidationError("Only one of the copies and the PIN can be on standard input.")
    }
    guard !(json && prometheus == "-") else {
      throw ValidationError("--json and --prometheus - cannot be used together.")
    }
    guard prometheus != "", dir != "" else { throw ValidationError("--prometheus and --dir take a path.") }
    guard prometheus.map({ !file.contains($0) || $0 == "-" }) ?? true else {
      throw ValidationError("--prometheus takes the file for the metrics, not a copy.")
    }
  }

  func run() throws {
    for name in file { try Permission.check("drill", name) }
    if dir != nil { try Permission.refuse(.file("--dir")) }
    try Permission.check("--prometheus", prometheus)
    Drill.removeLeftovers(dir)
    let pin = try pinOption.read()
    var results: [DrillResult] = []
    // Named twice, it is still one copy.
    var tried: Set<String> = []
    for source in file where tried.insert(source).inserted {
      let result = DrillResult(file: source, outcome: Drill(source, dir).run(pin))
      if case .failure(.store(.stopped)) = result.outcome { throw ServiceError.store(.stopped) }
      if prometheus != "-" { try tell(result) }
      results.append(result)
    }
    if let prometheus {
      try MetricsReport.publish(DrillMetrics.text(results), to: prometheus, of: Composition.files) { _ in }
    }
    if let first = results.lazy.compactMap(\.error).first { throw ExitCode(first.code.rawValue) }
  }

  private func tell(_ result: DrillResult) throws(ServiceError) {
    guard !json else { return try Output.json(result.json) }
    switch result.outcome {
    case .failure(let error):
      let message = error.message
      // What helps with a restore on a camera does not help here.
      let hint = if case .noAdministrator = error { "" } else { message.hint }
      try Output.line("\(result.file): \([message.text, hint].filter { !$0.isEmpty }.joined(separator: " "))")
    case .success(let report):
      guard let error = result.error else {
        try Output.line("\(result.file): \(report.sentence { Composition.time.localTime($0) })")
        for notice in report.notices { Output.notice("\(result.file): \(notice)") }
        return
      }
      try Output.line("\(result.file): \(error.message.text)")
      for difference in report.differences.prefix(DrillResult.mostNamed) { try Output.line("  \(difference.sentence)") }
    }
  }
}
