internal import ArgumentParser
internal import BackupStore
internal import CameraModel
internal import CameraService
internal import Sodium
internal import Wording

struct RestoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Restore configuration and modules from a backup, all or nothing, and restart the camera.",
    discussion: """
      The whole backup is decrypted and checked before the first change. The modules are written and read back. If one \
      of them fails, all modules get their previous settings and the configuration is not changed. Then the \
      configuration is exchanged in one step. The PIN stays, and so do the camera's own model, serial number, firmware \
      and hardware revision.

      After the restart the restore must be confirmed in time, or the camera reverts it. Where camconsole boot does \
      not run, nothing could revert it: the restore is then refused without --revert-after 0. backup diff shows \
      before the restore what would change. Without --yes the restore shows it too, and asks. If something else would \
      change when the question is answered, nothing is restored.

      With -, an encrypted backup is read from standard input, and no card is needed: what backup export --sealed or \
      backup create --to - wrote, also with --armor. It is received whole before anything else is done, and the camera \
      keeps nothing of it. With --pin-file - the PIN is the first line of standard input, and the backup follows it.
      """)

  @OptionGroup var global: GlobalOptions

  @Argument(
    help: "The backup: EEEECCCC, latest, undo (the configuration before the last restore), or - for standard input.")
  var id: RestoreArgument

  @OptionGroup var pinOption: PINOption

  @Flag(help: "Keep the current sections and files of the network. Refused if the camera and the backup have none.")
  var keepNetwork = false

  @Flag(help: "Keep the current users. Refused if the camera has no users.")
  var keepUsers = false

  @Flag(help: "Restore only the modules. No restart is needed.")
  var modulesOnly = false

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "Restore only this module, or give the settings of OLD to NEW. Can be repeated.", valueName: "addr"))
  var module: [String] = []

  @Option(
    parsing: .singleValue, help: ArgumentHelp("Do not write to this module. Can be repeated.", valueName: "addr"))
  var skipModule: [String] = []

  @Flag(help: "Accept a backup of newer firmware.")
  var allowNewer = false

  @Flag(help: "Accept a backup of another camera model.")
  var otherModel = false

  @OptionGroup var change: ChangeOptions

  func validate() throws {
    guard change.revertAfter == nil || !modulesOnly else {
      throw ValidationError("--revert-after and --modules-only cannot be used together.")
    }
    guard module.allSatisfy({ !$0.isEmpty && !$0.hasPrefix("=") && !$0.hasSuffix("=") }) else {
      throw ValidationError("--module takes an address, or OLD=NEW.")
    }
    guard !skipModule.contains("") else { throw ValidationError("--skip-module takes an address.") }
  }

  func run() throws {
    var options = try restoreOptions()
    let pin = try readPIN()
    let settings = try global.loadSettings()
    // What the question is about is restored, even if a newer backup is made meanwhile.
    var asked = try backup()
    if !change.yes {
      let preview = try global.onCamera { [asked, options] (camera) throws(ServiceError) in
        try camera.previewRestore(asked, pin, options)
      }
      if !change.json { try PreviewText.print(preview, settings) }
      if let refusal = preview.refusal(options) { throw refusal }
      if preview.revertMinutes > 0, let problem = preview.revertLack { throw ServiceError.revertNotArmed(problem) }
      try Confirmation.require(.restore, preview.question(restarts: !change.noReboot), yes: false)
      options.undoes = preview.undoes
      options.shown = preview.shown
      if case .selected = asked { asked = .selected(preview.backup.selector) }
    }
    let report = try global.onCamera { [asked] (camera) throws(ServiceError) in
      try camera.restore(asked, pin, options)
    }
    try change.end(global, needsRestart: report.needsReboot) { () throws(ServiceError) in
      try tell(report, settings)
    }
  }

  private func readPIN() throws(ServiceError) -> SecretBytes {
    switch id {
    case .backup(let id): try pinOption.read(for: id, global)
    case .standardInput: try pinOption.read()
    }
  }

  /// The backup to restore, which is received where it comes through a pipe.
  private func backup() throws(ServiceError) -> RestorableBackup {
    switch id {
    case .backup(let id): .selected(id)
    case .standardInput:
      .received(
        try global.onCamera { (camera) throws(ServiceError) in try camera.receiveBackup(try NamedInput.backup("-")) })
    }
  }

  private func restoreOptions() throws(ServiceError) -> RestoreOptions {
    var options = RestoreOptions()
    options.keepsNetwork = keepNetwork
    options.keepsUsers = keepUsers
    options.modulesOnly = modulesOnly
    options.allowsNewer = allowNewer
    options.allowsOtherModel = otherModel
    options.revertMinutes = change.revertAfter
    options.modules.skipped = Set(skipModule)
    for text in module where !text.contains("=") { options.modules.only.insert(text) }
    for text in module where text.contains("=") {
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard options.modules.pairs[parts[0]] == nil, !options.modules.pairs.values.contains(parts[1]) else {
        throw .usage(.contradictingModule(text))
      }
      options.modules.pairs[parts[0]] = parts[1]
    }
    return options
  }

  private func tell(_ report: RestoreReport, _ settings: Settings) throws(ServiceError) {
    guard !change.json else {
      var fields = report.preview.fields
      fields["reboot"] = .truth(report.needsReboot)
      fields["not_taken"] = report.losses.json
      fields["revert_minutes"] = JSONValue(report.preview.revertMinutes)
      return try Output.json(.object(fields))
    }
    if change.yes { try PreviewText.print(report.preview, settings) }
    for sentence in report.sentences(restarts: !change.noReboot) { try Output.line(sentence) }
    for notice in report.notices { Output.notice(notice) }
  }
}

/// Which backup is restored.
enum RestoreArgument: ExpressibleByArgument {
  case backup(BackupSelector)
  case standardInput

  init?(argument: String) {
    guard argument != "-" else {
      self = .standardInput
      return
    }
    guard let id = BackupSelector(argument: argument) else { return nil }
    self = .backup(id)
  }
}
