internal import ArgumentParser
internal import CameraModel
internal import CameraService
internal import FileSystem
internal import Wording

struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config",
    abstract: "Show and change the camera's configuration by section and key.",
    discussion: """
      A key is named SECTION.KEY, for example ethernet.IP. KEY alone is enough if only one section of camera.cfg has \
      it. In another file than camera.cfg the path in the configuration directory comes first: FILE:SECTION.KEY. A \
      name that can be several keys is refused, and the error lists them.

      Secrets show as ***. SECRET_KEYS in the settings says which keys are secrets. A secret is never an argument. \
      Users are changed with camconsole users. The camera's model, serial number, firmware and hardware revision stay \
      as they are.

      A change is made like a restore. You see what would change, and are asked. The change is made in one step, and \
      the camera restarts. After the restart the change must be confirmed in time, or the camera reverts it. If a PIN \
      is set, the previous configuration is kept, and backup restore undo restores it. Without a PIN, a change cannot \
      be undone after it is confirmed.
      """,
    subcommands: [
      ConfigShowCommand.self, ConfigGetCommand.self, ConfigSetCommand.self, ConfigUnsetCommand.self,
      ConfigApplyCommand.self,
    ])
}

/// How keys are changed, in every command that does it.
struct ConfigChangeOptions: ParsableArguments {
  @Flag(help: "Show what would change, and change nothing.")
  var dryRun = false

  @OptionGroup var change: ChangeOptions
}

/// A change on its way: preview, question, change, restart.
struct ConfigChange {
  let global: GlobalOptions
  let options: ConfigChangeOptions

  /// - Parameter make: makes the edit of the configuration as it is.
  func run(_ make: (ConfigurationFiles) throws(ConfigurationEditProblem) -> ConfigurationEdit) throws {
    let settings = try global.loadSettings()
    let files = try global.onCamera { (camera) throws(ServiceError) in try camera.configurationFiles() }
    let edit = try mapError(ServiceError.edit) { () throws(ConfigurationEditProblem) in try make(files) }
    var wanted = ConfigurationOptions()
    wanted.revertMinutes = options.change.revertAfter
    var shown: ConfigurationPreview?
    if !options.change.yes || options.dryRun {
      let preview = try global.onCamera { (camera) throws(ServiceError) in
        try camera.previewConfiguration(edit, wanted)
      }
      if !options.change.json { try print(preview, settings) }
      guard !options.dryRun, !preview.isUnchanged else { return try tellUnmade(preview, settings) }
      if preview.revertMinutes > 0, let lack = preview.revertLack { throw ServiceError.revertNotArmed(lack) }
      try Confirmation.require(
        .changeConfiguration, preview.question(restarts: !options.change.noReboot), yes: false)
      shown = preview
    }
    try change(edit, wanted, shown, settings)
  }

  private func change(
    _ edit: ConfigurationEdit, _ wanted: ConfigurationOptions, _ shown: ConfigurationPreview?, _ settings: Settings
  ) throws {
    let report = try global.onCamera { (camera) throws(ServiceError) in
      try camera.changeConfiguration(edit, wanted, shown: shown)
    }
    try options.change.end(global, needsRestart: !report.isUnchanged) { () throws(ServiceError) in
      try tell(report, settings)
    }
  }

  private func print(_ preview: ConfigurationPreview, _ settings: Settings) throws(ServiceError) {
    try PreviewText.print(preview.lines(settings))
  }

  /// A change that is not made.
  private func tellUnmade(_ preview: ConfigurationPreview, _ settings: Settings) throws(ServiceError) {
    guard options.change.json else { return try Output.line(preview.unmadeSentence) }
    try Output.json(.object(preview.fields(settings, isDryRun: options.dryRun)))
  }

  private func tell(_ report: ConfigurationReport, _ settings: Settings) throws(ServiceError) {
    guard !options.change.json else {
      var fields = report.preview.fields(settings, isDryRun: false)
      fields["reboot"] = .truth(!report.isUnchanged)
      fields["not_taken"] = report.losses.json
      return try Output.json(.object(fields))
    }
    if options.change.yes { try print(report.preview, settings) }
    for sentence in report.sentences(restarts: !options.change.noReboot) { try Output.line(sentence) }
    for notice in report.notices { Output.notice(notice) }
  }
}

extension ConfigurationPreview {
  /// The fields of the JSON: names, but no values of keys.
  fileprivate func fields(_ settings: Settings, isDryRun: Bool) -> [String: JSONValue] {
    let lines = lines(settings).filter { $0.kind == .warning }
    return contents.fields(.camera).filter { ["sections", "layout"].contains($0.key) }.merging([
      "changed": .texts(isUnchanged ? [] : names), "unchanged": .truth(isUnchanged), "dry_run": .truth(isDryRun),
      "warnings": .texts(lines.map { Output.clean($0.text) }), "revert_minutes": JSONValue(revertMinutes),
      "reboot": .truth(false), "not_taken": RestoreLosses().json,
    ]) { $1 }
  }
}
