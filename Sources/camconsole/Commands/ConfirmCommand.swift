internal import ArgumentParser
internal import CameraService
internal import Wording

struct ConfirmCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "confirm",
    abstract: "Confirm a restore or change, so that it is not reverted.",
    discussion: """
      After the restart a restore, or a change by config set, unset or apply, must be confirmed in time. Otherwise the \
      camera reverts it: the previous configuration and the previous settings of the modules are used again. So you \
      can reach the camera again after a wrong address. If the change is confirmed already, nothing is changed.
      """)

  @OptionGroup var global: GlobalOptions

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let status = try global.onCamera { (camera) throws(ServiceError) in try camera.confirmRestore() }
    guard !json else { return try Output.json(status.json().adding(["unchanged": .truth(status.isRepeated)])) }
    try Output.line(status.confirmation)
    if status.undo == .possible { try Output.line("backup restore undo restores the previous configuration.") }
    for notice in status.confirmationNotices { Output.notice(notice) }
  }
}
