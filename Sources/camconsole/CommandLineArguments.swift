internal import ArgumentParser
internal import CameraDevice
internal import CameraModel
internal import CameraService

/// The command line before it is parsed.
enum CommandLineArguments {
  private static let withValue: Set<String> = ["--settings", "--demo-dir", "--wait"]

  /// The arguments; for a forced command of sshd without any, what the client asked for, as far as `SSH_COMMANDS`
  /// permits it. Its words are taken as they are: nothing is quoted or expanded.
  static func given() throws(ServiceError) -> [String] {
    let own = Array(CommandLine.arguments.dropFirst())
    // A login shell is given commands so.
    guard own.first != "-c" else { throw .screens(.commandRefused) }
    guard own.isEmpty, let line = SystemCalls.environment("SSH_ORIGINAL_COMMAND"), !line.isEmpty else { return own }
    var words = line.split(whereSeparator: { $0 == " " || $0 == "\t" }).map(String.init)
    if words.first == Camconsole.configuration.commandName { words.removeFirst() }
    guard try settings().permitsOverSSH(words) else {
      throw .notPermitted(words.isEmpty ? "This command" : words.prefix(2).joined(separator: " "))
    }
    return words
  }

  private static func settings() throws(ServiceError) -> Settings {
    do {
      return try SettingsFile().load(nil)
    } catch {
      throw .settings(error)
    }
  }

  /// Moves global options from before the subcommand behind it, where the parser looks for them.
  static func withGlobalOptionsLast(_ arguments: [String]) -> [String] {
    var rest = arguments[...]
    var moved: [String] = []
    while let first = rest.first {
      let name = String(first.prefix { $0 != "=" })
      if first == "--demo" || (withValue.contains(name) && first.contains("=")) {
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
    let text = Camconsole.message(for: error)
    Output.report(
      .usage(
        text.hasSuffix(".") || text.hasSuffix("?") ? text : text + ".",
        hint: "camconsole --help and camconsole help SUBCOMMAND explain."),
      asJSON: asJSON)
    SystemCalls.end(ErrorCode.usage.rawValue)
  }
}
