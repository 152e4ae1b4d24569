internal import ArgumentParser
internal import CameraModel
internal import CameraService
internal import Wording

/// How the configuration is exchanged, in every command that does it.
struct ChangeOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The change is reverted if it is not confirmed within these minutes after the restart. 0: never.",
      valueName: "min"))
  var revertAfter: Int?

  @Flag(help: "Do not restart the camera. The change takes effect at the next restart.")
  var noReboot = false

  @Flag(help: "Do not ask.")
  var yes = false

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    guard revertAfter.map(Settings.revertRange.contains) ?? true else {
      throw ValidationError("--revert-after takes 0 to \(Settings.revertRange.upperBound) minutes.")
    }
  }

  /// Tells what came of a change, and restarts the camera, whether or not anyone reads it.
  func end(
    _ global: GlobalOptions, needsRestart: Bool, _ tell: () throws(ServiceError) -> Void
  ) throws(ServiceError) {
    let told = Result { () throws(ServiceError) in try tell() }
    let restarts = needsRestart && !noReboot
    if restarts { try global.onCamera { (camera) throws(ServiceError) in try camera.reboot() } }
    try told.get()
    if restarts, !json { try Output.line(restarting) }
  }
}
