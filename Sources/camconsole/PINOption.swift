internal import ArgumentParser
internal import BackupStore
internal import CameraService
internal import Sodium

/// Where the Super PIN is read.
struct PINOption: ParsableArguments {
  @Option(help: ArgumentHelp("Read the Super PIN from this file, - for standard input.", valueName: "file"))
  var pinFile: String?

  func validate() throws { try refuseEmptyPath(pinFile, "--pin-file") }

  /// Reads it, from the terminal where no file is named.
  func read() throws(ServiceError) -> SecretBytes {
    try Permission.check("--pin-file", pinFile)
    return try Composition.secrets.read(file: pinFile, option: "--pin-file", prompt: "Super PIN")
  }

  /// Reads it for a backup, once there is one of that name: nobody types a PIN for nothing.
  func read(for id: BackupSelector, _ global: GlobalOptions) throws(ServiceError) -> SecretBytes {
    try Permission.check("--pin-file", pinFile)
    try global.onCamera { (camera) throws(ServiceError) in try camera.findBackup(id) }
    return try read()
  }
}
