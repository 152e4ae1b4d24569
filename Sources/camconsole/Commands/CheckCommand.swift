internal import ArgumentParser
internal import CameraService
internal import Wording

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check whether this camera can back up, restore and revert.",
    discussion: """
      Checks whether a backup can be restored here, and whether a restore without a confirmation is reverted. Checks \
      whether the state directory is on storage that lasts. Also checks the card, REBOOT and RELOAD, the log, the \
      clock, the terminal and the settings. Each line says ok, or what is wrong and what to do. Nothing is changed. \
      Exits with 0 when everything is ok, else with 20.
      """)

  @OptionGroup var global: GlobalOptions

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let report = try check()
    if json {
      try Output.json(report.json)
    } else {
      for result in report.results { try print(result) }
    }
    if !report.isOK { throw ExitCode(ErrorCode.refused.rawValue) }
  }

  private func check() throws(ServiceError) -> CheckReport {
    do throws(ServiceError) {
      return try global.onCamera { (camera) throws(ServiceError) in try camera.check() }
    } catch {
      guard let report = CheckReport(refusing: error) else { throw error }
      return report
    }
  }

  private func print(_ result: CheckResult) throws(ServiceError) {
    let name = result.name.rawValue
    let label = name + String(repeating: " ", count: max(10 - name.utf8.count, 1))
    guard let problem = result.problem?.message else { return try Output.line(label + "ok") }
    try Output.line(label + problem.text)
    if !problem.hint.isEmpty { try Output.line(String(repeating: " ", count: 10) + problem.hint) }
  }
}
