internal import ArgumentParser
internal import BackupStore
internal import CameraDevice
internal import CameraModel
internal import CameraService
internal import Wording

struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Open a backup with the PIN, and show its camera, its modules and what was left out.",
    discussion: "The whole backup is decrypted and checked first. Values of the configuration are not shown.")

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The backup: EEEECCCC, latest, or undo (the configuration before the last restore).")
  var id: BackupSelector

  @OptionGroup var pinOption: PINOption

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let pin = try pinOption.read(for: id, global)
    let shown = try global.onCamera { (camera) throws(ServiceError) in try camera.showBackup(id, pin) }
    guard !json else { return try Output.json(shown.json) }
    let metadata = shown.description.metadata
    let identity = shown.manifest.identity
    try Output.line("Backup     \(shown.description.id), \(shown.description.state.label)")
    try Output.line("Created    \(Composition.time.localTime(shown.manifest.created))")
    try Output.line("Label      \(metadata.label ?? "")")
    try Output.line("Camera     \(device(identity.model, identity.serial, identity.firmware))")
    try Output.line("Contents   \(counted(Int(clamping: metadata.files ?? 0), "file")), \(size(shown.length))")
    for entry in shown.manifest.leftOut { try Output.line("Left out   \(entry.name): \(entry.reason.words)") }
    for module in shown.manifest.modules {
      let note = module.file == nil ? ", left out" : ""
      let name = device(module.kind, module.serial, module.firmware)
      try Output.line("Module     \(module.address): \(name)\(note)")
    }
  }
}

extension ShownBackup {
  fileprivate var json: JSONValue {
    var fields = description.fields
    fields["contents"] = .list(
      manifest.modules.map { module in
        .object([
          "address": .text(module.address), "kind": .text(module.kind), "serial": .text(module.serial),
          "firmware": .text(module.firmware), "included": .truth(module.file != nil),
        ])
      })
    fields["left_out"] = manifest.leftOut.json
    return .object(fields)
  }
}
