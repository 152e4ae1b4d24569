internal import ArgumentParser
internal import CameraModel
internal import CameraService
internal import FileSystem
internal import Sodium
internal import Wording

struct ConfigSetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "set",
    abstract: "Give keys other values, and restart the camera.",
    discussion: """
      Every other line of the file stays as it is, comments and line ends too. A new key needs the name of its section. \
      The value of a secret is not an argument: give the key alone and type the value, or use --value-file. A value has \
      at most \(ConfigurationValue.limit) bytes. camconsole help config tells how a change is made, confirmed and reverted.
      """)

  @OptionGroup var global: GlobalOptions

  @Argument(help: ArgumentHelp("The keys with their new values, or one key alone.", valueName: "key=value"))
  var values: [String]

  @Option(
    help: ArgumentHelp(
      "Read the value of the key from the first line of this file, - for standard input.", valueName: "file"))
  var valueFile: String?

  @OptionGroup var options: ConfigChangeOptions

  func validate() throws {
    try refuseEmptyPath(valueFile, "--value-file")
    guard values.count == 1 || !values.contains(where: { !$0.contains("=") }) else {
      throw ValidationError("Give KEY=VALUE for each key. A key whose value is read must be the only one.")
    }
    guard valueFile == nil || values.count == 1 && !values[0].contains("=") else {
      throw ValidationError("--value-file takes one key without a value.")
    }
  }

  func run() throws {
    try Permission.check("--value-file", valueFile)
    guard values[0].contains("=") else { return try setReadValue(of: values[0]) }
    try ConfigChange(global: global, options: options).run { (files) throws(ConfigurationEditProblem) in
      var edit = ConfigurationEdit()
      for text in values {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let key = try files.keyToSet(named: parts[0])
        let value = Array(parts[1].utf8)
        let isSecret = files.isSecret(key) || files.hidesPart(of: value)
        guard !isSecret || files.isFixed(key) else { throw .secretArgument(key.name) }
        edit.set(key, to: value)
      }
      return edit
    }
  }

  /// The value is in guarded memory until it becomes a part of the document.
  private func setReadValue(of name: String) throws {
    // Nobody types a value for nothing.
    let files = try global.onCamera { (camera) throws(ServiceError) in try camera.configurationFiles() }
    let key = try mapError(ServiceError.edit) { () throws(ConfigurationEditProblem) in
      try files.keyToSet(named: name)
    }
    let value = try Composition.secrets.readNew(
      file: valueFile, option: "--value-file", prompt: "New value of \(key.name)", limit: ConfigurationValue.limit,
      difference: .edit(.entriesDiffer))
    let bytes = value.withBytes { span in span.indices.map { span[$0] } }
    try ConfigChange(global: global, options: options).run { (_) throws(ConfigurationEditProblem) in
      var edit = ConfigurationEdit()
      edit.set(key, to: bytes)
      return edit
    }
  }
}

struct ConfigUnsetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "unset",
    abstract: "Remove keys, and restart the camera.",
    discussion: """
      Removes the lines of the keys. Every other line stays as it is. camconsole help config tells how a change is made, \
      confirmed and reverted.
      """)

  @OptionGroup var global: GlobalOptions

  @Argument(help: ArgumentHelp("The keys.", valueName: "key"))
  var keys: [String]

  @OptionGroup var options: ConfigChangeOptions

  func run() throws {
    try ConfigChange(global: global, options: options).run { (files) throws(ConfigurationEditProblem) in
      var edit = ConfigurationEdit()
      // A key that its section does not have is removed already.
      for name in keys { edit.unset(try files.keyToSet(named: name)) }
      return edit
    }
  }
}
