internal import ArgumentParser
internal import BackupStore
internal import CameraModel
internal import CameraService
internal import Wording

struct RestoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Restore configuration and modules from a backup, all or nothing, and restart the camera.",
    discussion: """
      The whole backup is decrypted and checked before the first change. Modules are written and read back; if one \
      fails, all are given back their settings and the configuration is untouched. Then the configuration is exchanged \
      in one step. The Super PIN stays, and so do the camera's own model, serial number, firmware and hardware \
      revision. After the restart it must be confirmed in time, or everything returns to what it was; where camconsole \
      boot does not run, nothing would do that, and the restore is refused without --revert-after 0. backup diff shows \
      beforehand what would change.
      """)

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The backup: EEEECCCC, latest, or undo for what was before the last restore.")
  var id: BackupSelector

  @OptionGroup var pinOption: PINOption

  @Flag(help: "Keep the sections and files of the network as they are now; refused where there are none.")
  var keepNetwork = false

  @Flag(help: "Keep the users as they are now; refused where there are none.")
  var keepUsers = false

  @Flag(help: "Restore modules alone; no restart is needed.")
  var modulesOnly = false

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp("Restore only this module, or give OLD's settings to NEW; may be repeated.", valueName: "addr"))
  var module: [String] = []

  @Option(
    parsing: .singleValue, help: ArgumentHelp("Leave this module alone; may be repeated.", valueName: "addr"))
  var skipModule: [String] = []

  @Flag(help: "Accept a backup of a newer firmware.")
  var allowNewer = false

  @Flag(help: "Accept a backup of another camera model.")
  var otherModel = false

  @Option(
    help: ArgumentHelp(
      "Minutes after the restart in which the restore must be confirmed, else it is taken back; 0: it need not be.",
      valueName: "min"))
  var revertAfter: Int?

  @Flag(help: "Do not restart the camera; the restore takes effect when it is restarted.")
  var noReboot = false

  @Flag(help: "Do not ask.")
  var yes = false

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    guard revertAfter.map(Settings.revertRange.contains) ?? true else {
      throw ValidationError("--revert-after takes 0 to \(Settings.revertRange.upperBound) minutes.")
    }
    guard revertAfter == nil || !modulesOnly else {
      throw ValidationError("--revert-after and --modules-only exclude each other.")
    }
    guard module.allSatisfy({ !$0.isEmpty && !$0.hasPrefix("=") && !$0.hasSuffix("=") }) else {
      throw ValidationError("--module takes an address, or OLD=NEW.")
    }
    guard !skipModule.contains("") else { throw ValidationError("--skip-module takes an address.") }
  }

  func run() throws {
    var options = try restoreOptions()
    let pin = try pinOption.read(for: id, global)
    let settings = try global.loadSettings()
    if !yes {
      let preview = try global.onCamera { (camera) throws(ServiceError) in
        try camera.previewRestore(id, pin, options)
      }
      if !json { try PreviewText.print(preview, settings) }
      if let refusal = preview.refusal(options) { throw refusal }
      if preview.revertMinutes > 0, let lack = preview.revertLack { throw ServiceError.revertNotArmed(lack) }
      let question =
        (preview.origin.warning.map { $0 + " " } ?? "")
        + (modulesOnly ? "This writes to the modules." : "This replaces the configuration.")
      try Confirmation.require(.restore, question, yes: false)
      options.undoes = preview.undoes
    }
    let report = try global.onCamera { (camera) throws(ServiceError) in try camera.restore(id, pin, options) }
    // Whether or not anyone reads it, the camera restarts.
    let told = Result { () throws(ServiceError) in try tell(report, settings) }
    let restarts = report.needsReboot && !noReboot
    if restarts { try global.onCamera { (camera) throws(ServiceError) in try camera.reboot() } }
    try told.get()
    if restarts, !json { try Output.line("The camera restarts.") }
  }

  private func restoreOptions() throws(ServiceError) -> RestoreOptions {
    var options = RestoreOptions()
    options.keepsNetwork = keepNetwork
    options.keepsUsers = keepUsers
    options.modulesOnly = modulesOnly
    options.allowsNewer = allowNewer
    options.allowsOtherModel = otherModel
    options.revertMinutes = revertAfter
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
    guard !json else {
      var fields = report.preview.fields
      fields["reboot"] = .truth(report.needsReboot)
      fields["not_taken"] = report.losses.json
      fields["revert_minutes"] = JSONValue(report.preview.revertMinutes)
      return try Output.json(.object(fields))
    }
    if yes { try PreviewText.print(report.preview, settings) }
    let backup = report.preview.backup.id
    guard report.needsReboot else { return try Output.line("The modules of \(restored(backup)) are restored.") }
    try Output.line("\(restored(backup, beginsSentence: true)) is restored.\(noReboot ? " Restart the camera." : "")")
    if !report.losses.isEmpty {
      Output.notice("This file system or account did not take: \(report.losses.text).")
    }
    let minutes = report.preview.revertMinutes
    guard minutes > 0 else { return }
    try Output.line("After the restart confirm keeps it; without that it is taken back \(minutes) min later.")
  }
}
