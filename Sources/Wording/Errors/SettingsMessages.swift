internal import BackupStore
internal import CameraDevice
internal import CameraModel
internal import CameraService
internal import FileSystem

extension SettingsFileError {
  var message: Message {
    switch self {
    case .missing(let path): Message("\(path) does not exist.", "Check the name after --settings.")
    case .notRegular(let path): Message("\(path) is no regular file.", "Name a settings file.")
    case .tooLarge(let path, let limit):
      Message("\(path) has more than \(limit) bytes.", "Name a settings file.")
    case .notTrusted(let error): error.message
    case .invalid(let path, let error): error.message(path)
    case .notDirectory(let path): Message("\(path) is not a directory.", "Set another STATE or RUN.")
    case .unreadable(let path, let error):
      Message(
        "\(path) cannot be read: \(error.reason).",
        "Run as root, or check its rights.")
    }
  }
}

extension TrustError {
  var message: Message { Message(text + ".", hint) }

  /// What is wrong, without the period.
  var text: String {
    switch self {
    case .foreignOwner(let path, let owner):
      "\(path) belongs to user \(owner), who could change what this program does"
    case .foreignLink(let path, let owner):
      "\(path) is a link of user \(owner), who could change what this program does"
    case .writableByOthers(let path, _): "\(path) can be written by others, who could change what this program does"
    }
  }

  private var hint: String {
    switch self {
    case .foreignOwner: "Give it to root (chown root), or choose another place."
    case .foreignLink: "Remove the link, or choose another place."
    case .writableByOthers: "Take that right away (chmod go-w), or choose another place."
    }
  }
}

extension SettingsError {
  fileprivate func message(_ path: String) -> Message {
    switch self {
    case .utf16:
      Message(
        "\(path) is saved as UTF-16, which Notepad calls Unicode.", "Save it as UTF-8, and try again.")
    case .malformed(let problem): Message("\(path): \(problem.text).", "Close every section it opens.")
    case .unexpectedLine(let line):
      Message("\(path), line \(line): neither KEY=VALUE nor a comment.", "Correct or remove the line.")
    case .unknownSection(let name):
      Message("\(path): SECTION \(name) means nothing here.", "The settings are in SECTION camconsole.")
    case .unknownKey(let key, let line):
      Message("\(path), line \(line): there is no setting \(key).", "camconsole settings lists them all.")
    case .duplicateKey(let key, let line):
      Message("\(path), line \(line): \(key) is set twice.", "Remove one of the lines.")
    case .badValue(let key, let value, let accepted, let line):
      Message(
        "\(path), line \(line): \(key) cannot be “\(value)”.", "It takes \(accepted.text).")
    case .overlapsConfiguration(let key, let other, let configuration):
      Message(
        "\(path): \(key) (\(other)) and CONFIG (\(configuration)) lie inside one another.",
        "A restore would exchange it too: choose a directory elsewhere.")
    }
  }
}

extension ConfigurationProblem {
  fileprivate var text: String {
    switch self {
    case .unterminated(let section, let line): "SECTION \(section) of line \(line) has no end"
    case .nested(let section, let line): "SECTION \(section) of line \(line) is inside another"
    case .mismatchedEnd(let section, let line): "ENDSECTION \(section) of line \(line) closes nothing"
    }
  }
}

extension AcceptedValue {
  /// What a setting accepts, after *It takes*.
  fileprivate var text: String {
    switch self {
    case .absolutePath(let mayBeEmpty): "a path that begins with /" + (mayBeEmpty ? ", or nothing" : "")
    case .fileName(let mayBeEmpty): "the name of a file, without /" + (mayBeEmpty ? ", or nothing" : "")
    case .command(let mayBeEmpty): "the full path of a program and its arguments" + (mayBeEmpty ? ", or nothing" : "")
    case .number(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .oneOf(let choices): "one of " + choices.joined(separator: ", ")
    case .words: "at most 64 words of at most 255 bytes, with spaces between them"
    case .pathPatterns: "at most 64 paths in CONFIG with spaces between them, without / at the beginning and without .."
    case .subcommands: "command lines with commas between them, each with * as its last word at most"
    }
  }
}
