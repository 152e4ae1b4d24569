internal import ArgumentParser
internal import CameraService
internal import Wording

struct RevertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "revert",
    abstract: "Revert a restore that is not confirmed, and restart the camera.",
    discussion: """
      The previous configuration and the previous settings of the modules are used again. The camera restarts only if \
      it has restarted since the restore. If the restore is reverted already, nothing is changed, and unchanged is \
      true in JSON.
      """)

  @OptionGroup var global: GlobalOptions

  @Flag(help: "Do not ask.")
  var yes = false

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    // Without a restore to revert, no question is asked.
    if !yes, try global.onCamera({ (camera) throws(ServiceError) in try camera.awaitsRevert() }) {
      try Confirmation.require(.takeBack, revertQuestion, yes: yes)
    }
    let report = try global.onCamera { (camera) throws(ServiceError) in try camera.revertRestore() }
    // Whether or not anyone reads it, the camera restarts.
    let told = Result { () throws(ServiceError) in try tell(report) }
    if report.needsReboot {
      try global.onCamera { (camera) throws(ServiceError) in try camera.rebootAfterRevert() }
    }
    try told.get()
    if report.needsReboot, !json { try Output.line(restarting) }
  }

  private func tell(_ report: RevertReport) throws(ServiceError) {
    guard !json else {
      return try Output.json(
        .object([
          "backup": .text(report.backup), "reboot": .truth(report.needsReboot),
          "pending_modules": .texts(report.pendingModules),
          "unchanged": .truth(report.isUnchanged),
        ]))
    }
    try Output.line(report.sentence)
    for notice in report.notices { Output.notice(notice) }
  }
}
