internal import ArgumentParser
internal import CameraService
internal import Wording

struct BootCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "boot",
    abstract: "Finish or revert a restore or change at the start of the camera.",
    discussion: """
      The init system must run this at every start. All that is said here of a restore is also true for a change by \
      config set, unset or apply. A restore that was interrupted before it exchanged the configuration is undone, \
      modules too. A restore that waits for its confirmation is reverted when its time is over, and the camera \
      restarts. The time begins when this command first runs after the start. The command runs until the time is over. \
      Meanwhile it writes the settings of modules that are on the bus again. At the third start without a \
      confirmation, it reverts the restore at once. If this command does not run, a restore with a time to confirm it \
      is refused.
      """)

  @OptionGroup var global: GlobalOptions

  @Flag(help: "Do what is due now, and end. For an init system that runs this every minute.")
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
    for sentence in report.sentences { try Output.line(sentence) }
    for notice in report.notices { Output.notice(notice) }
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
