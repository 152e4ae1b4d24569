internal import ArgumentParser
internal import CameraService
internal import Wording

struct ConfirmCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "confirm",
    abstract: "Keep what was restored.",
    discussion: """
      After the restart of a restore it must be confirmed in time, or the former configuration and settings of the \
      modules return by themselves: so a wrong address cannot cut the camera off. A restore that is confirmed already \
      stays so, and unchanged is true in JSON.
      """)

  @OptionGroup var global: GlobalOptions

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let status = try global.onCamera { (camera) throws(ServiceError) in try camera.confirmRestore() }
    guard !json else { return try Output.json(status.json().adding(["unchanged": .truth(status.isRepeated)])) }
    let already = status.isRepeated ? " already" : ""
    try Output.line("The restore of \(restored(status.backup)) is confirmed\(already).")
    switch status.undo {
    case .possible: try Output.line("backup restore undo puts back what was before it, until the next restore.")
    case .failed(let problem): Output.notice("It cannot be undone: \(problem.text)")
    case .pending, .none: break
    }
    if let path = status.leftBehind {
      Output.notice("The former configuration could not be removed, and is in clear in \(path). A restart tries again.")
    }
    for address in status.pendingModules { Output.notice("Module \(address) gets its settings when it appears.") }
  }
}
