internal import ArgumentParser
internal import CameraModel
internal import CameraService
internal import Wording

struct ModulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "modules", abstract: "Show the modules on the MxBus.", subcommands: [ModulesListCommand.self],
    defaultSubcommand: ModulesListCommand.self)
}

struct ModulesListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the modules, and whether they answer.",
    discussion: """
      The list includes modules that were missing at the last restore. Their settings wait for them: camconsole boot \
      writes the settings when the module is on the bus again, until the next restore.
      """)

  @OptionGroup var global: GlobalOptions

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let (modules, pending) = try global.onCamera { (camera) throws(ServiceError) in
      (try camera.modules(), try camera.restoreStatus()?.pendingModules ?? [])
    }
    guard !json else {
      return try Output.json(
        .object(["modules": .list(modules.map(\.json)), "pending": .texts(pending)]))
    }
    if modules.isEmpty { try Output.line("There are no modules on the bus.") }
    for module in modules {
      let state = module.state == .ok ? "" : "  \(module.state.label)"
      try Output.line("\(module.address.text)  \(device(module.kind, module.serial, module.firmware))\(state)")
    }
    for address in pending { try Output.line("\(address)  its settings wait until it is on the bus") }
  }
}
