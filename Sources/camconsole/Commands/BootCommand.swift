internal import ArgumentParser
internal import CameraService

struct BootCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "boot",
    abstract: "Finish at boot what a restore's restart, or a power cut, interrupted.",
    discussion: """
      Run once by the init system at every boot. A restore that had not exchanged the configuration is undone, modules \
      too. One that waits for its confirmation is taken back when the time for that is over, counted from the first \
      time that this runs after a start, and the camera is restarted; until then this stays, and gives modules that \
      appear their settings. The third start of the camera that finds the restore still not confirmed takes it back at \
      once. Without it nothing would revert a restore, and a restore that is to be reverted is refused.
      """)

  @OptionGroup var global: GlobalOptions

  @Flag(help: "Do what is due now, and end: for an init system that starts this again and again, each minute for one.")
  var once = false

  func run() throws {
    var refusal: ServiceError?
    try global.onCamera { (camera) throws(ServiceError) in
      try camera.boot(once: once, wait: wait) { news in
        do throws(ServiceError) {
          let report = try news.get()
          if case .rebootNeeded(let backup) = report { refusal = .rebootNeeded(backup) }
          try tell(report)
        } catch {
          Output.report(error, asJSON: false)
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
