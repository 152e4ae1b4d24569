internal import ArgumentParser
internal import CameraService
internal import Wording

struct RevertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "revert",
    abstract: "Revert a restore or change that is not confirmed, and restart the camera.",
    discussion: """
      The previous configuration and the previous settings of the modules are used again. The camera restarts only if \
      it has restarted since the restore or change. If it is reverted already, nothing is changed.
      """)

  @OptionGroup var global: GlobalOptions

  @Flag(help: "Do not ask.")
  var yes = false

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let asked = try ask()
    let report = try global.onCamera { (camera) throws(ServiceError) in try camera.revertRestore(asked) }
    // Whether or not anyone reads it, the camera restarts.
    let told = Result { () throws(ServiceError) in try tell(report) }
    if report.needsReboot {
      try global.onCamera { (camera) throws(ServiceError) in try camera.rebootAfterRevert() }
    }
    try told.get()
    if report.needsReboot, !json { try Output.line(restarting) }
  }

  /// Asks the person, unless the restore is reverted already.
  ///
  /// - Returns: the restore that the question was about; `nil` where nobody is asked.
  private func ask() throws(ServiceError) -> RestoreID? {
    guard !yes else { return nil }
    let (id, isReverted) = try global.onCamera { (camera) throws(ServiceError) in try camera.revertibleRestore() }
    if !isReverted { try Confirmation.require(.takeBack, revertQuestion(id.subject), yes: false) }
    return id
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
