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
      it. If there are more than \(spelled(BackupLimits.live)) backups then, one is deleted: a damaged one, else the oldest one that is not kept. An \
      interrupted backup is undone. status shows how the last attempt ended. If this camera could not restore the \
      backup, it is still created, and the reason is told. JSON: gaps, restorable.
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

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    var options = leavingOut.options
    options.label = label
    options.isKept = keep
    options.onlyIfChanged = ifChanged
    let began = SystemCalls.elapsed
    let backup = try global.onCamera { [options] (camera) throws(ServiceError) in
      try camera.startBackup(options).result
    }
    for notice in backup.notices { Output.notice(notice) }
    guard !json else { return try Output.json(backup.json) }
    let milliseconds = Int64((SystemCalls.elapsed - began) * 1_000)
    for sentence in backup.sentences({ "backup \($0)" }, milliseconds: milliseconds) { try Output.line(sentence) }
  }
}

extension Output {
  /// Tells of files that were removed without being overwritten.
  static func reportWipes(_ names: [String]) {
    for name in names { notice(overwritingFailed(name)) }
  }
}
