internal import ArgumentParser
internal import CameraService

struct AcknowledgeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "acknowledge",
    abstract: "Take missing backups off the list.",
    discussion: "Backups that the camera made on this card and that are no longer there are named until then.")

  @OptionGroup var global: GlobalOptions

  func run() throws {
    let names = try global.onCamera { (camera) throws(ServiceError) in try camera.acknowledgeMissing() }
    guard !names.isEmpty else { return try Output.line("No backup is missing.") }
    for name in names { try Output.line("Backup \(name) is no longer listed.") }
  }
}
