internal import ArgumentParser
internal import CameraModel
internal import CameraService

struct ModulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "modules", abstract: "The modules on the MxBus.", subcommands: [ModulesListCommand.self],
    defaultSubcommand: ModulesListCommand.self)
}

struct ModulesListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the modules, and whether they answer.")

  @OptionGroup var global: GlobalOptions

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let modules = try global.onCamera { (camera) throws(ServiceError) in try camera.modules() }
    guard !json else { return try Output.json(.object(["modules": .list(modules.map(\.json))])) }
    guard !modules.isEmpty else { return try Output.line("There are no modules on the bus.") }
    for module in modules {
      let state = module.state == .ok ? "" : "  \(module.state.rawValue)"
      try Output.line("\(module.address.text)  \(module.kind) \(module.serial), firmware \(module.firmware)\(state)")
    }
  }
}
