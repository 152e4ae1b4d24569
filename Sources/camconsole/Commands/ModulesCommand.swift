internal import ArgumentParser
internal import CameraModel
internal import CameraService
internal import Wording

struct ModulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "modules", abstract: "The modules on the MxBus.", subcommands: [ModulesListCommand.self],
    defaultSubcommand: ModulesListCommand.self)
}

struct ModulesListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the modules, and whether they answer.",
    discussion: """
      Also those that were missing at the last restore: their settings wait for them, and camconsole boot writes them \
      when they appear, for as long as no other configuration is restored.
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
      let state = module.state == .ok ? "" : "  \(module.state.rawValue)"
      let device = Output.device(module.kind, module.serial, module.firmware)
      try Output.line("\(module.address.text)  \(device)\(state)")
    }
    for address in pending { try Output.line("\(address)  did not take its settings yet") }
  }
}
