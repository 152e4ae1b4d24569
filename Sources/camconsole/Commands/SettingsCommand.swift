internal import ArgumentParser
internal import CameraModel
internal import CameraService
internal import Wording

struct SettingsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "settings",
    abstract: "Print the current settings, each with its meaning.",
    discussion:
      "The output has the form of a settings file. The settings are read from /etc/camconsole.conf, or from the file of --settings."
  )

  @OptionGroup var global: GlobalOptions

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let settings = try global.loadSettings()
    guard !json else {
      let pairs = settings.list.map { ($0.key, Int64($0.value).map(JSONValue.number) ?? .text($0.value)) }
      return try Output.json(.object(Dictionary(uniqueKeysWithValues: pairs)))
    }
    try Output.line("SECTION camconsole")
    for setting in settings.list {
      try Output.line("# \(setting.documentation)")
      try Output.line("\(setting.key)=\(setting.value)")
    }
    try Output.line("ENDSECTION camconsole")
  }
}
