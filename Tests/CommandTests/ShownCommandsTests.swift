import TestSupport
import Testing

/// Every command that README and the help show is run: here on a demo camera, or by `.ci/field` on a fresh Debian. The
/// tables say where, and of a command that cannot be run they say why.
@Suite struct ShownCommandsTests {
  private enum Place: Equatable {
    case here
    /// `.ci/field` runs it.
    case field
    case nowhere(because: String)
  }

  /// The blocks of README, by their first command.
  private static let blocks: [String: Place] = [
    ".ci/demo": .nowhere(because: "It builds the program and waits for a person. .ci/test runs this test."),
    "camconsole --demo pin set": .here,
    "apt install ./camconsole_*.deb": .field,
    "apt install openssh-server sudo": .field,
    "camconsole system-files serial --into /": .field,
    "camconsole escrow keygen plant.key": .nowhere(because: "Its second line needs a camera. EscrowTests use a pipe."),
    "camconsole drill copies/*.cvb --pin-file pin --prometheus drill.prom":
      .nowhere(because: "It needs a copy. DrillTests run this line, without root."),
    "ssh fetch@camera > newest.cvb":
      .nowhere(because: "It needs a camera. SSHCommandTests run the commands, and .ci/field fetches with the key."),
    "camconsole backup import newest.cvb": .nowhere(because: "It needs two cameras. ReplacementTests have them."),
    "groupadd --system camconsole-fleet": .nowhere(because: "It needs a fleet. .ci/fleet makes such accounts."),
    "SSH_COMMANDS=status, backup create --if-changed, backup list, backup changed":
      .nowhere(because: "It is a setting. .ci/fleet uses it."),
    "camconsole system-files ansible --into .": .nowhere(because: "It needs a fleet. .ci/fleet runs the playbooks."),
    "ansible-playbook --forks 20 -i cameras.yml etc/ansible/camconsole.yml --tags setting \\":
      .nowhere(because: "It needs a fleet. .ci/fleet runs the playbook."),
    "class Camconsole < Oxidized::Model":
      .nowhere(because: "It is a model for oxidized. SystemFileToolTests run its command."),
    "CAMERA MODEL SERIAL CARD BACKUPS LAST GOOD PROBLEM": .nowhere(because: "It is what the playbook shows."),
  ]

  /// The commands in the sentences of README.
  private static let spans: [String: Place] = [
    "camconsole --demo": .nowhere(because: "It opens the console, which the journeys do."),
    "camconsole --generate-completion-script bash": .here,
    "camconsole backup restore - < newest.cvb":
      .nowhere(because: "It needs two cameras. ReplacementTests have them."),
    "camconsole boot": .nowhere(because: "It does not end by itself. BootTests and .ci/field start it."),
    "camconsole check": .here,
    "camconsole help SUBCOMMAND": .here,
    "camconsole help system-files": .here,
    "camconsole settings": .here,
    "camconsole system-files oxidized": .here,
    "camconsole system-files prometheus": .here,
    "camconsole system-files systemd --into /": .field,
  ]

  private static func text(_ file: String) throws -> String {
    try #require(Disk.read(Binary.project + "/" + file))
  }

  // MARK: README

  /// A command of a block, and the lines of output that are shown below it.
  private struct Shown {
    let command: String
    var output: [String] = []
  }

  /// The text of README, by turns outside and inside its blocks.
  private static func readParts() throws -> [Substring] {
    try text("README.md").split(separator: "```\n", omittingEmptySubsequences: false)
  }

  /// The blocks, each with its commands. Where lines begin with `$`, the others are output.
  private static func readBlocks() throws -> [[Shown]] {
    let parts = try readParts()
    return stride(from: 1, to: parts.count, by: 2).map { index in
      let lines = parts[index].split(separator: "\n").map(String.init)
      let hasOutput = lines.contains { $0.hasPrefix("$ ") }
      return lines.reduce(into: []) { shown, line in
        if hasOutput, !line.hasPrefix("$ ") {
          shown[shown.count - 1].output.append(line)
        } else {
          let words = line.dropFirst(hasOutput ? 2 : 0).split(separator: " ").prefix { $0 != "#" }
          shown.append(Shown(command: words.joined(separator: " ")))
        }
      }
    }
  }

  /// The texts between grave accents outside the blocks.
  private static func readSpans() throws -> [String] {
    let parts = try readParts()
    let prose = stride(from: 0, to: parts.count, by: 2).map { parts[$0] }.joined(separator: "\n")
    let pieces = prose.split(separator: "`", omittingEmptySubsequences: false)
    return stride(from: 1, to: pieces.count, by: 2).map { pieces[$0].split(separator: "\n").joined(separator: " ") }
  }

  /// A new block or command has a row in its table, and a row has its block or command.
  @Test func everyCommandOfREADMEHasItsPlace() throws {
    #expect(try Self.readBlocks().compactMap { $0.first?.command }.sorted() == Self.blocks.keys.sorted())
    let spans = Set(try Self.readSpans().filter { $0.hasPrefix("camconsole ") })
    #expect(spans.sorted() == Self.spans.keys.sorted())
    let field = try Self.text(".ci/field")
    for (command, place) in Self.blocks where place == .field {
      #expect(field.contains("shown '\(command)'"), "\(command)")
    }
    for (command, place) in Self.spans where place == .field { #expect(field.contains(command), "\(command)") }
  }

  @Test func everyProgramOfREADMEExists() throws {
    let commands = try Self.readBlocks().flatMap { $0.map(\.command) } + Self.readSpans()
    let programs = commands.filter { $0.hasPrefix(".ci/") || $0 == "screenshots/take" }.map {
      $0.split(separator: " ")[0]
    }
    #expect(programs.contains(".ci/demo") && programs.contains("screenshots/take"))
    for program in programs {
      #expect(try runProcess("/usr/bin/test", ["-x", "\(Binary.project)/\(program)"]).status == 0, "\(program)")
    }
  }

  /// The tour, on a demo camera that its first command makes. What README shows below a command is what is printed, but
  /// for numbers and for the card of this machine.
  @Test func theTourOfREADME() throws {
    let tour = try #require(try Self.readBlocks().first { $0.first?.command == "camconsole --demo pin set" })
    try Self.withHome { home in
      for shown in tour {
        let (status, screen) = try Self.type(shown.command, in: home)
        // Without a log daemon the check finds something.
        #expect(status == 0 || shown.command.hasSuffix(" check") && status == 20, "\(shown.command): \(screen)")
        let lines = screen.split(whereSeparator: \.isNewline).map(Self.withoutNumbers)
        for line in shown.output where !line.hasPrefix("SD card: ") {
          #expect(lines.contains(Self.withoutNumbers(line)), "\(line) in \(lines)")
        }
      }
    }
  }

  @Test(arguments: spans.filter { $0.value == .here }.keys.sorted()) func aCommandInASentence(_ command: String) throws
  {
    try Self.withHome { home in
      let words = command.replacing("SUBCOMMAND", with: "backup")
      let ofCamera = ["camconsole check", "camconsole settings"].contains(words)
      let (status, screen) = try Self.type(words + (ofCamera ? " --demo" : ""), in: home)
      #expect(status == 0 || words == "camconsole check" && status == 20, "\(screen)")
      #expect(!screen.isEmpty)
    }
  }

  private static func withHome(_ body: (String) throws -> Void) throws {
    try withTemporaryDirectory { home in
      let made = try runProcess("/bin/ln", ["-s", Binary.path, home + "/camconsole"])
      try #require(made.status == 0)
      try body(home)
    }
  }

  /// Runs a command as a person types it, and answers what it asks.
  ///
  /// - Returns: its status, and all that was shown.
  private static func type(_ command: String, in home: String) throws -> (Int32?, String) {
    var options = ProcessOptions()
    options.environment["HOME"] = home
    options.environment["PATH"] = home + ":/usr/bin:/bin"
    options.environment["TERM"] = "vt100"
    let terminal = try PseudoTerminal("/bin/sh", ["-c", "cd; exec \(command)"], options)
    let answers = ["PIN: ": Demo.pin, "PIN again: ": Demo.pin, "Type yes to continue: ": "yes"]
    while let question = terminal.awaitsAnswer(to: Array(answers.keys)), let answer = answers[question] {
      terminal.type(answer + "\n")
    }
    return (try terminal.end(), terminal.screen)
  }

  /// The same text for other times, sizes and numbers of backups.
  private static func withoutNumbers(_ text: some StringProtocol) -> String {
    let words = text.split(separator: " ").map { word in
      word.split(omittingEmptySubsequences: false, whereSeparator: \.isNumber).filter { !$0.isEmpty }
        .joined(separator: "0")
    }
    return words.joined(separator: " ")
  }

  // MARK: Help

  /// Words behind the program's name that are of the sentence.
  private static let ofSentences: Set<String> = ["as", "every", "for", "must", "on", "over", "tells"]

  /// The commands of which a text says `camconsole COMMAND`.
  private static func mentions(in text: String) -> [String] {
    let words = text.split { $0 == " " || $0.isNewline }.map(String.init)
    return zip(words, words.dropFirst()).filter { ["camconsole", "`camconsole"].contains($0.0) }.map(\.1)
      .filter { !$0.hasPrefix("-") && $0.utf8.allSatisfy { (0x61...0x7A).contains($0) || $0 == 0x2D } }
      .filter { !ofSentences.contains($0) }
  }

  /// The manual pages are made of the help, of the settings and of the file format. The files of the system have their
  /// commands in comments.
  @Test func theCommandsOfTheManualPagesExist() throws {
    var texts = try ["BackupStore/BackupStore.docc/FileFormat.md", "camconsole/camconsole.docc/Scripting.md"].map {
      try Self.text("Sources/" + $0)
    }
    let commands = try JSONEverywhereTests.commands()
    let helps = ["--help"] + commands.map { "help " + $0 }
    let files = SystemFilesTests.kinds.map { "system-files " + $0 }
    for command in helps + files {
      let outcome = try runProcess(Binary.path, command.split(separator: " ").map(String.init))
      #expect(outcome.status == 0, "\(command)")
      texts.append(outcome.text)
    }
    try Demo.with { demo throws in texts.append(try demo.run("settings").text) }
    let mentions = Set(texts.flatMap(Self.mentions))
    #expect(mentions.count > 10)
    for word in mentions {
      let isCommand = commands.contains { $0 == word || $0.hasPrefix(word + " ") }
      #expect(isCommand || word == "help", "camconsole \(word)")
    }
  }
}
