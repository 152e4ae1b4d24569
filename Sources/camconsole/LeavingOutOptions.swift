internal import ArgumentParser
internal import CameraService

/// What a backup may lack.
struct LeavingOutOptions: ParsableArguments {
  @Option(
    parsing: .singleValue,
    help: ArgumentHelp("Leave out this module if it cannot be read. Can be repeated.", valueName: "addr"))
  var skipModule: [String] = []

  @Flag(
    help: """
      Leave out this file or module if it changes in every reading, cannot be read, does not fit or does not answer. \
      Each one that is left out is named, here and in the backup. A restore leaves the current one as it is.
      """)
  var skipFailed = false

  func validate() throws {
    guard !skipModule.contains("") else { throw ValidationError("--skip-module takes an address.") }
  }

  /// A backup that lacks it, without a label.
  var options: StartBackupOptions {
    var options = StartBackupOptions()
    options.skippedModules = Set(skipModule)
    options.skipsFailed = skipFailed
    return options
  }
}
