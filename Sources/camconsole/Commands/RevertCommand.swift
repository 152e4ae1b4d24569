internal import ArgumentParser
internal import CameraService
internal import Wording

struct RevertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "revert",
    abstract: "Take back a restore that is not confirmed, and restart the camera.",
    discussion: """
      Puts back the configuration and the settings of the modules from before the restore. Before the restart of the \
      restore nothing has to be restarted. A restore that is taken back already stays so, and unchanged is true in JSON.
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
    if report.needsReboot, !json { try Output.line("The camera restarts.") }
  }

  /// Asks the person, but not whether to take back what is back already.
  ///
  /// - Returns: the restore that the question was about; `nil` where nobody is asked.
  private func ask() throws(ServiceError) -> RestoreID? {
    guard !yes else { return nil }
    let (id, isReverted) = try global.onCamera { (camera) throws(ServiceError) in try camera.revertibleRestore() }
    if !isReverted {
      try Confirmation.require(.takeBack, "This puts back the configuration from before the restore.", yes: false)
    }
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
    try Output.line(Self.takenBack(report))
    for address in report.pendingModules {
      Output.notice("Module \(address) gets its former settings when it appears.")
    }
  }

  static func text(_ report: RevertReport) -> String {
    takenBack(report) + (report.needsReboot ? " The camera restarts." : "")
  }

  private static func takenBack(_ report: RevertReport) -> String {
    "The restore of \(restored(report.backup)) is taken back\(report.isUnchanged ? " already" : "")."
  }
}
