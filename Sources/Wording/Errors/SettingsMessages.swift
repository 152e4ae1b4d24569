internal import CameraDevice
internal import CameraModel
internal import FileSystem

extension SettingsFileError {
  var message: Message {
    switch self {
    case .missing(let path): Message("\(path) does not exist.", "Check the name after --settings.")
    case .notRegular(let path): Message("\(path) is not a regular file.", "Name a settings file.")
    case .tooLarge(let path, let limit):
      Message("\(path) has more than \(limit) bytes.", "Name a settings file.")
    case .notTrusted(let error): error.message
    case .invalid(let path, let error): error.message(path)
    case .notDirectory(let path): Message("\(path) is not a directory.", "Set another STATE or RUN.")
    case .unreadable(let path, let error):
      Message("\(path) cannot be read: \(error.reason).", "Run as root, or check its rights.")
    }
  }
}

extension SettingsError {
  fileprivate func message(_ path: String) -> Message {
    switch self {
    case .utf16:
      Message("\(path) is saved as UTF-16, which Notepad calls Unicode.", "Save it as UTF-8, and try again.")
    case .malformed(let problem): Message("\(path): \(problem.text).", "Close each section that it opens.")
    case .unexpectedLine(let line):
      Message("\(path), line \(line) is not KEY=VALUE and not a comment.", "Correct or remove the line.")
    case .unknownSection(let name):
      Message("\(path): SECTION \(name) is not known here.", "Write the settings into SECTION camconsole.")
    case .unknownKey(let key, let line):
      Message("\(path), line \(line): there is no setting \(key).", "camconsole settings lists all settings.")
    case .duplicateKey(let key, let line):
      Message("\(path), line \(line): \(key) is set twice.", "Remove one of the lines.")
    case .badValue(let key, let value, let accepted, let line):
      Message("\(path), line \(line): \(key) cannot be “\(value)”.", "It takes \(accepted.text).")
    case .escrowInside(let key, let directory, let place):
      Message(
        "\(path): ESCROW (\(place)) is inside \(key) (\(directory)), where the key can be exchanged.",
        "Keep the key in a directory of root, such as /etc.")
    case .overlapsConfiguration(let key, let other, let configuration):
      Message(
        "\(path): \(key) (\(other)) and CONFIG (\(configuration)) overlap: one is inside the other.",
        "A restore would replace it too. Choose a directory outside CONFIG.")
    }
  }
}

extension ConfigurationProblem {
  fileprivate var text: String {
    switch self {
    case .unterminated(let section, let line): "SECTION \(section) of line \(line) has no end"
    case .nested(let section, let line): "SECTION \(section) of line \(line) is inside another section"
    case .mismatchedEnd(let section, let line): "ENDSECTION \(section) of line \(line) closes no section"
    }
  }
}

extension AcceptedValue {
  /// What a setting accepts, after *It takes*.
  fileprivate var text: String {
    switch self {
    case .absolutePath(let mayBeEmpty): "a path that begins with /" + (mayBeEmpty ? ", or nothing" : "")
    case .absolutePaths: "at most 64 paths of at most 255 bytes that begin with /, with commas between them"
    case .fileName(let mayBeEmpty): "the name of a file, without /" + (mayBeEmpty ? ", or nothing" : "")
    case .command(let mayBeEmpty): "the full path of a program and its arguments" + (mayBeEmpty ? ", or nothing" : "")
    case .number(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .oneOf(let choices): "one of " + choices.joined(separator: ", ")
    case .words: "at most 64 words of at most 255 bytes, with spaces between them"
    case .pathPatterns:
      "at most 64 paths in CONFIG of at most 255 bytes, with spaces between them, without / at the beginning and "
        + "without .."
    case .subcommands: "command lines with commas between them. A * is allowed as the last word only"
    }
  }
}
