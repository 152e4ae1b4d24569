internal import ArgumentParser
internal import CameraDevice
internal import CameraModel
internal import CameraService
internal import FileSystem
internal import Wording

/// The command line before it is parsed.
enum CommandLineArguments {
  private static let withValue: Set<String> = ["--settings", "--demo-dir", "--wait"]

  /// Where the command comes from.
  private enum Source {
    /// Arguments of the program.
    case own([String])
    /// What a client over SSH asked for, where the forced command of sshd has no arguments.
    case ssh(String)
    /// A login shell is given commands as `-c COMMAND`.
    case loginShell([String])
    /// The program was started without its own name, which no shell does: perhaps arguments are missing.
    case missing
  }

  private static let source: Source = {
    guard let own = ProcessArguments.all else { return .missing }
    if own.first == "-c" { return .loginShell(Array(own.dropFirst())) }
    guard own.isEmpty, let line = ThisProcess.environment("SSH_ORIGINAL_COMMAND"), !line.isEmpty else {
      return .own(own)
    }
    return .ssh(line)
  }()

  /// Whether the command asks for JSON, also where it is refused.
  static var isJSONAsked: Bool { CommandWords(words).isJSON }

  /// The words as they were given; those of a client as far as they can be told.
  static var words: [String] {
    switch source {
    case .own(let words), .loginShell(let words): words
    case .ssh(let line):
      (try? ShellWords.split(line)) ?? line.prefix(ShellWords.longest).split(separator: " ").map(String.init)
    case .missing: []
    }
  }

  /// The arguments for the parser, global options last; those of a client as far as `SSH_COMMANDS` permits them. What
  /// is permitted is what is parsed.
  static func permitted() throws(ServiceError) -> [String] {
    switch source {
    case .own(let words):
      guard words.count <= ShellWords.most else { throw .commandLine(.tooMany(ShellWords.most)) }
      return withGlobalOptionsLast(words)
    case .ssh(let line): return try permittedOverSSH(line)
    case .loginShell: throw .screens(.commandRefused)
    case .missing: throw .usage(.noArguments)
    }
  }

  private static func permittedOverSSH(_ line: String) throws(ServiceError) -> [String] {
    let words = ShellWords.withoutProgram(try mapError(ServiceError.commandLine, try ShellWords.split(line)))
    let command = CommandWords(words)
    let settings: Settings
    do {
      settings = try self.settings()
    } catch {
      // What a setting holds is for the machine only.
      throw .settingsWithheld(.ssh)
    }
    guard settings.permitsOverSSH(command) else {
      throw .notPermitted(.command(words.prefix(2).joined(separator: " ")), .ssh)
    }
    return command.arguments
  }

  private static func settings() throws(ServiceError) -> Settings {
    try mapError(ServiceError.settings, try Composition.settingsFile(isDemo: false).load(nil))
  }

  /// Moves global options from before the subcommand behind it, where the parser looks for them.
  static func withGlobalOptionsLast(_ arguments: [String]) -> [String] {
    var rest = arguments[...]
    var moved: [String] = []
    while let first = rest.first {
      let name = String(first.prefix { $0 != "=" })
      if first == "--demo" || first == "--json" || (withValue.contains(name) && first.contains("=")) {
        moved.append(rest.removeFirst())
      } else if withValue.contains(first), rest.count > 1 {
        moved += rest.prefix(2)
        rest = rest.dropFirst(2)
      } else {
        break
      }
    }
    let end = rest.firstIndex(of: "--") ?? rest.endIndex
    return Array(rest[..<end]) + moved + Array(rest[end...])
  }
}

/// What the parser has to say: help, version, completion script, or what is wrong with the command line.
enum UsageReport {
  static func end(_ error: any Error, asJSON: Bool) -> Never {
    guard Camconsole.exitCode(for: error) != .success else {
      try? Output.write(Camconsole.fullMessage(for: error) + "\n", to: 1)
      SystemCalls.end(0)
    }
    if let problem = CommandTree.problem(CommandLineArguments.words) {
      Output.report(problem, asJSON: asJSON)
      SystemCalls.end(ErrorCode.usage.rawValue)
    }
    // The parser lists the values that there are in lines.
    let text = Camconsole.message(for: error).replacing(":\n  - ", with: ": ").replacing("\n  - ", with: ", ")
    let isSentence = text.hasSuffix(".") || text.hasSuffix("?")
    Output.report(.usage(.parser(isSentence ? text : text + ".")), asJSON: asJSON)
    SystemCalls.end(ErrorCode.usage.rawValue)
  }
}
