internal import CameraModel
internal import CameraService
internal import FileSystem

extension UsageProblem {
  var message: Message {
    switch self {
    case .parser(let text): Message(text, "camconsole --help lists the commands.")
    case .missingSubcommand(let name, let choices):
      Message("\(name) needs a subcommand.", "The subcommands are \(choices.joined(separator: ", ")).")
    case .unknownCommand(let name, let choices):
      Message("There is no command \(name).", "The commands are \(choices.joined(separator: ", ")).")
    case .noArguments: Message("The program was started without arguments.", "Start it from a shell.")
    case .exportToTerminal:
      Message("An export cannot go to a terminal.", "Name a file, or pipe the output. --armor makes text of it.")
    case .contradictingModule(let text):
      Message("--module \(text) contradicts another --module.", "Name each module once.")
    }
  }
}

extension ShellWordsProblem {
  var message: Message {
    switch self {
    case .tooLong(let limit): Message("The command is longer than \(limit) bytes.", "Give a shorter command.")
    case .tooMany(let limit): Message("The command has more than \(limit) words.", "Give fewer words.")
    case .unbalanced:
      Message("A quotation mark in the command is not closed.", "Close it, or put a backslash before it.")
    case .severalLines: Message("The command has more than one line.", "Give one command on one line.")
    }
  }
}

extension SecretProblem {
  var message: Message {
    switch self {
    case .noTerminal(let option):
      Message(
        "There is no terminal on which to type it.", .command("Give \(option) a file name, or - for standard input."))
    case .file(let path, let error):
      FileError(.open, path, code: error.code, distrust: error.distrust).message(
        "The file cannot be read", "Check its name and rights.")
    case .missingLine(let path, let line):
      Message(
        "\(Self.name(path)) has no line \(line).",
        line > 1
          ? "Write one PIN a line. The old one comes before the new one." : "Write one PIN, password or value a line.")
    case .tooLong(let path, let limit):
      Message("\(Self.name(path)) has a line of more than \(limit) bytes.", "Write one PIN, password or value a line.")
    case .utf16(let path):
      Message("\(Self.name(path)) is UTF-16, which Notepad calls Unicode.", "Save it as UTF-8, and try again.")
    case .noMemory: .noGuardedMemory
    }
  }

  /// At the beginning of a sentence.
  private static func name(_ path: String) -> String { path == "-" ? "Standard input" : path }
}
