internal import ArgumentParser
internal import BackupStore
internal import CameraService
internal import Wording

struct CreateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create",
    abstract: "Make a backup; no PIN is needed.",
    discussion: """
      Reads the configuration and the modules, writes them encrypted to the card, reads the file back and verifies it, \
      and only then removes one of more than \(spelled(BackupLimits.live)): a damaged one, else the oldest that is not kept. Safe to interrupt: \
      what is unfinished is undone. How the attempt ends is recorded, and shown by status. A backup that this camera \
      could not restore is made and said so: gaps and restorable in JSON.
      """)

  @OptionGroup var global: GlobalOptions

  @Option(
    help: ArgumentHelp(
      "A label of at most \(BackupMetadata.longestLabel) bytes, sealed with the backup.", valueName: "text"))
  var label = ""

  @Flag(help: "Keep this backup from rotation; at most \(spelled(BackupLimits.kept)) are kept.")
  var keep = false

  @Flag(help: "Make none when nothing has changed since the newest, which must be whole.")
  var ifChanged = false

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp("Leave out this module, which cannot be read; may be repeated.", valueName: "addr"))
  var skipModule: [String] = []

  @Flag(
    help: """
      Leave out this file or module: one that changes in every reading, cannot be read, does not fit or does not \
      answer. Each is named, here and in the backup. A restore leaves the current one as it is.
      """)
  var skipFailed = false

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    guard !skipModule.contains("") else { throw ValidationError("--skip-module takes an address.") }
  }

  func run() throws {
    var options = StartBackupOptions()
    options.label = label
    options.isKept = keep
    options.onlyIfChanged = ifChanged
    options.skippedModules = Set(skipModule)
    options.skipsFailed = skipFailed
    let began = SystemCalls.elapsed
    let backup = try global.onCamera { [options] (camera) throws(ServiceError) in
      try camera.startBackup(options).result
    }
    report(backup)
    guard !json else { return try Output.json(backup.json) }
    let name = backup.outcome.name
    if backup.outcome.isUnchanged {
      try Output.line("Nothing has changed since backup \(name).")
    } else {
      let tenths = Int((SystemCalls.elapsed - began) * 10)
      let bytes = backup.description.bytes.map(size) ?? ""
      try Output.line("Backup \(name) created and verified: \(bytes) in \(tenths / 10).\(tenths % 10) s.")
      if let gaps = backup.gaps { try Output.line(gaps) }
    }
    for removed in backup.outcome.removed { try Output.line("Backup \(removed) was removed.") }
  }

  private func report(_ backup: StartedBackup) {
    for entry in backup.outcome.leftOut {
      Output.notice("\(entry.path.text) was left out: \(entry.reason.words).")
    }
    for address in backup.leftOutModules { Output.notice("Module \(address) was left out.") }
    if backup.outcome.tookOver {
      Output.notice("This card was not known here; the backups on it were taken over as they are.")
    }
    Output.reportWipes(backup.notOverwritten)
    for message in backup.obstacles.map(\.message) { Output.notice(message.text + " " + message.hint) }
  }
}

extension Output {
  /// Tells of files that were removed without being overwritten.
  static func reportWipes(_ names: [String]) {
    for name in names {
      notice("\(name) was removed but could not be overwritten. Replace the card if that matters.")
    }
  }
}
