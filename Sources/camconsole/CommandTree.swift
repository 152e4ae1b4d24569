internal import ArgumentParser
internal import CameraModel
internal import CameraService

/// The subcommands, as the parser has them: it blames an option where the command itself is wrong.
enum CommandTree {
  /// Bytes of a word that are told.
  private static let longest = 64

  /// What is wrong with the subcommands of a command line; `nil` where they are right, or the parser tells it.
  static func problem(_ words: [String]) -> ServiceError? {
    var rest = ShellWords.withoutProgram(CommandLineArguments.withGlobalOptionsLast(words))[...]
    var command: any ParsableCommand.Type = Camconsole.self
    var names: [String] = []
    while !command.configuration.subcommands.isEmpty {
      let word = rest.first.flatMap { $0.hasPrefix("-") ? nil : $0 }
      guard let word else { return isWhole(command) ? nil : missing(names, command) }
      guard let next = command.configuration.subcommands.first(where: { $0._commandName == word }) else {
        return unknown(names + [String(decoding: word.utf8.prefix(longest), as: UTF8.self)], command)
      }
      rest.removeFirst()
      names.append(word)
      command = next
    }
    return nil
  }

  /// Whether it is a command without a subcommand.
  private static func isWhole(_ command: any ParsableCommand.Type) -> Bool {
    command.configuration.defaultSubcommand != nil || command == Camconsole.self
  }

  private static func missing(_ names: [String], _ command: any ParsableCommand.Type) -> ServiceError {
    .usage(.missingSubcommand(names.joined(separator: " "), choices: choices(command)))
  }

  private static func unknown(_ names: [String], _ command: any ParsableCommand.Type) -> ServiceError {
    .usage(.unknownCommand(names.joined(separator: " "), choices: choices(command)))
  }

  private static func choices(_ command: any ParsableCommand.Type) -> [String] {
    command.configuration.subcommands.map { $0._commandName }
  }
}
