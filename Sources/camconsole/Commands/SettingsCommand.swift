internal import ArgumentParser
internal import BackupStore
internal import CameraModel
internal import CameraService
internal import FileSystem
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
      if setting.key == "ESCROW", let note = escrowNote(settings) { try Output.line("# \(note)") }
      try Output.line("\(setting.key)=\(setting.value)")
    }
    try Output.line("ENDSECTION camconsole")
  }

  /// Whose key it is; `nil` where no key is named.
  private func escrowNote(_ settings: Settings) -> String? {
    guard !settings.escrow.isEmpty else { return nil }
    do throws(ServiceError) {
      return try EscrowKeys(files: Composition.files).publicKey(at: settings.escrow).settingsNote
    } catch {
      return error.message.text
    }
  }
}
