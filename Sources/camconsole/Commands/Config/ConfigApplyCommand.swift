internal import ArgumentParser
internal import BackupStore
internal import CameraModel
internal import CameraService
internal import FileSystem

struct ConfigApplyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "apply",
    abstract: "Change the keys that a document names, and restart the camera.",
    discussion: """
      The document has the camera's own syntax, as config show prints it: SECTION NAME, KEY=VALUE, ENDSECTION NAME. Its \
      keys get its values. Keys and sections that it does not name stay as they are. config unset removes a key. A \
      section whose lines are not KEY=VALUE is replaced as a whole. A section that the camera does not have is added, \
      and refused if nothing is in it.

      A value that is still as config show prints it keeps the present value, also where that is ***. Any other value \
      with *** is refused. A document with an error is refused with the number of the line. It has at most 1 MB of \
      UTF-8. camconsole help config tells how a change is made, confirmed and reverted.
      """)

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The document, or - for standard input.")
  var file: String

  @OptionGroup var options: ConfigChangeOptions

  func validate() throws { try refuseEmptyPath(file, "config apply") }

  func run() throws {
    try Permission.check("config apply", file)
    let bytes = try read(file, limit: ConfigurationFiles.documentLimit)
    try ConfigChange(global: global, options: options).run { (files) throws(ConfigurationEditProblem) in
      try files.edit(applying: bytes)
    }
  }

  /// - Parameter limit: bytes, of which one more than that is read at most.
  private func read(_ file: String, limit: Int) throws(ServiceError) -> [UInt8] {
    do {
      return try NamedInput(file).readAll(limit: limit + 1)
    } catch {
      throw error.isInterrupted ? .store(.stopped) : .secret(.file(path: file, error))
    }
  }
}
