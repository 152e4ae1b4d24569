internal import ArgumentParser
internal import CameraService
internal import Wording

struct BootCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "boot",
    abstract: "Finish at boot what a restore's restart, or a power cut, interrupted.",
    discussion: """
      Run once by the init system at every boot. A restore that had not exchanged the configuration is undone, modules \
      too. One that waits for its confirmation is taken back when the time for that is over, counted from the first \
      time that this runs after a start, and the camera is restarted; until then this stays, and gives modules that \
      appear their settings. The third start of the camera that finds the restore still not confirmed takes it back at \
      once. Without it nothing would revert a restore, and a restore that is to be reverted is refused. JSON: one object a \
      line with state (nothing, undone, reboot-needed, waiting, finished, reverted, modules), backup, seconds, reboot, \
      written_modules, pending_modules.
      """)

  @OptionGroup var global: GlobalOptions

  @Flag(help: "Do what is due now, and end: for an init system that starts this again and again, each minute for one.")
  var once = false

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    var refusal: ServiceError?
    try global.onCamera { (camera) throws(ServiceError) in
      try camera.boot(once: once, wait: wait) { news in
        do throws(ServiceError) {
          let report = try news.get()
          if case .rebootNeeded(let backup) = report { refusal = .rebootNeeded(backup) }
          if json { try Output.json(report.json) } else { try tell(report) }
        } catch {
          Output.report(error, asJSON: json)
        }
      }
    }
    if let refusal { throw refusal }
    if SystemCalls.signal != 0 { throw ExitCode(ErrorCode.stopped.rawValue + SystemCalls.signal) }
  }

  private func wait(seconds: Int) -> Bool {
    guard SystemCalls.signal == 0 else { return false }
    _ = SystemCalls.waitForEvents(readsInput: false, writesOutput: false, seconds: Double(seconds))
    return SystemCalls.signal == 0
  }

  private func tell(_ report: BootReport) throws(ServiceError) {
    switch report {
    case .nothing: try Output.line("No restore was under way.")
    case .undone(let backup): try Output.line("The restore of \(restored(backup)) was interrupted and is undone.")
    case .rebootNeeded: break
    case .waiting(let backup, let seconds, let pending):
      try Output.line(
        "The restore of \(restored(backup)) waits for its confirmation, and is taken back in \(duration(seconds)).")
      notice(pending)
    case .finished(let backup, let pending):
      try Output.line("The restore of \(restored(backup)) is complete.")
      notice(pending)
    case .reverted(let report):
      try Output.line(RevertCommand.text(report))
      notice(report.pendingModules)
    case .modules(let written, let pending):
      for address in written { try Output.line("Module \(address) took the settings that waited for it.") }
      notice(pending)
    }
  }

  private func notice(_ pending: [String]) {
    for address in pending { Output.notice("Module \(address) did not take its settings.") }
  }
}

extension BootReport {
  fileprivate var json: JSONValue {
    switch self {
    case .nothing: Self.json("nothing")
    case .undone(let backup): Self.json("undone", backup)
    case .rebootNeeded(let backup): Self.json("reboot-needed", backup)
    case .waiting(let backup, let seconds, let pending): Self.json("waiting", backup, seconds, pending)
    case .finished(let backup, let pending): Self.json("finished", backup, nil, pending)
    case .reverted(let report):
      Self.json("reverted", report.backup, nil, report.pendingModules).adding(["reboot": .truth(report.needsReboot)])
    case .modules(let written, let pending):
      Self.json("modules", nil, nil, pending).adding(["written_modules": .texts(written)])
    }
  }

  private static func json(
    _ state: String, _ backup: String? = nil, _ seconds: Int? = nil, _ pending: [String] = []
  ) -> JSONValue {
    .object([
      "state": .text(state), "backup": JSONValue(backup), "seconds": JSONValue(seconds.map(Int64.init)),
      "reboot": .truth(false), "written_modules": .list([]), "pending_modules": .texts(pending),
    ])
  }
}
