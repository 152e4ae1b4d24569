internal import ArgumentParser
internal import CameraService
internal import Sodium

/// Where a user's new password is read.
struct PasswordOption: ParsableArguments {
  @Option(help: ArgumentHelp("Read the password from this file, - for standard input.", valueName: "file"))
  var passwordFile: String?

  func validate() throws { try refuseEmptyPath(passwordFile, "--password-file") }

  /// Refuses a file that the caller may not name, before anything is asked.
  func check() throws(ServiceError) {
    try Permission.check("--password-file", passwordFile)
  }

  /// Reads it, from the terminal, twice, where no file is named.
  func read(for name: String) throws(ServiceError) -> SecretBytes {
    try PasswordInput.read(file: passwordFile, for: name)
  }
}
