extension Settings {
  /// Whether a client over SSH may have these words carried out: `SSH_COMMANDS` names the subcommand that they begin
  /// with.
  ///
  /// - Parameter words: of the command line, without the program.
  package func permitsOverSSH(_ words: [String]) -> Bool {
    sshCommands.contains { permitted in
      let subcommand = permitted.split(separator: " ")
      return !subcommand.isEmpty && words.count >= subcommand.count
        && zip(words, subcommand).allSatisfy { $0.utf8.elementsEqual($1.utf8) }
    }
  }
}
