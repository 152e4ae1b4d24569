internal import ArgumentParser
internal import BackupStore
internal import CameraService
internal import Wording

struct CreateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create",
    abstract: "Create a backup. No PIN is needed.",
    discussion: """
      Reads the configuration and the modules, writes them encrypted to the card, and reads the file back to verify \
      it. If there are more than \(spelled(BackupLimits.live)) backups then, it deletes one: a damaged one, or else \
      the oldest one that is not kept. An interrupted backup is undone. status shows how the last attempt ended. If \
      this camera could not restore the backup, the backup is created all the same, and the command says why.

      --to - is for a camera without a card: the encrypted backup goes to standard output, and the camera does not \
      store it. status shows that it was made. With --if-changed nothing is written if nothing has changed since then. \
      JSON and all messages go to standard error.
      """)

  @OptionGroup var global: GlobalOptions

  @Option(
    help: ArgumentHelp(
      "A label of at most \(BackupMetadata.longestLabel) bytes. It is encrypted with the backup.", valueName: "text"))
  var label = ""

  @Flag(help: "Keep this backup: newer backups do not replace it. At most \(spelled(BackupLimits.kept)) can be kept.")
  var keep = false

  @Flag(help: "Create a backup only if something has changed since the newest one, or if that one is damaged.")
  var ifChanged = false

  @OptionGroup var leavingOut: LeavingOutOptions

  @Option(help: ArgumentHelp("Write the backup to standard output, and not to the card.", valueName: "-"))
  var to: String?

  @Flag(help: "With --to: write it as text, base64 with a checksum.")
  var armor = false

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    guard to == nil || to == "-" else { throw ValidationError("--to takes -, which is standard output.") }
    guard to == nil || !keep else { throw ValidationError("--to and --keep cannot be used together.") }
    guard to != nil || !armor else { throw ValidationError("--armor needs --to.") }
  }

  func run() throws {
    let began = SystemCalls.elapsed
    let backup = try to == nil ? create() : stream()
    for notice in backup.notices { Output.notice(notice) }
    guard !json else { return try Output.json(backup.json, to: to == nil ? 1 : 2) }
    let milliseconds = Int64((SystemCalls.elapsed - began) * 1_000)
    for sentence in backup.sentences({ "backup \($0)" }, milliseconds: milliseconds, isSent: to != nil) {
      if to == nil { try Output.line(sentence) } else { Output.notice(sentence) }
    }
  }

  private func create() throws(ServiceError) -> StartedBackup {
    let options = options
    return try global.onCamera { (camera) throws(ServiceError) in try camera.startBackup(options).result }
  }

  private func stream() throws(ServiceError) -> StartedBackup {
    let options = options
    let destination = try ExportDestination("-", isArmored: armor, of: Composition.files)
    return try global.onCamera { (camera) throws(ServiceError) in
      try camera.streamBackup(options) { (bytes) throws(ServiceError) in
        try destination.write(bytes)
      } ending: { () throws(ServiceError) in
        try destination.finishTaken()
      }
    }
  }

  private var options: StartBackupOptions {
    var options = leavingOut.options
    options.label = label
    options.isKept = keep
    options.onlyIfChanged = ifChanged
    return options
  }
}

extension Output {
  /// Tells of files that were removed without being overwritten.
  static func reportWipes(_ names: [String]) {
    for name in names { notice(overwritingFailed(name)) }
  }
}
