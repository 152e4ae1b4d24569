internal import ArgumentParser
internal import CameraService

struct BootCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "boot",
    abstract: "Finish at boot what a restore's restart, or a power cut, interrupted.",
    discussion: """
      Run once by the init system at every boot. A restore that had not exchanged the configuration is undone, modules \
      too; one that had is finished.
      """)

  @OptionGroup var global: GlobalOptions

  @Flag(help: "End after that.")
  var once = false

  func run() throws {
    let report = try global.onCamera { (camera) throws(ServiceError) in try camera.finishRestore() }
    switch report {
    case .nothing: try Output.line("No restore was under way.")
    case .undone(let backup): try Output.line("The restore of backup \(backup) was interrupted and is undone.")
    case .finished(let backup, let pending):
      try Output.line("The restore of backup \(backup) is complete.")
      for address in pending { Output.notice("Module \(address) did not take its settings.") }
    }
  }
}
