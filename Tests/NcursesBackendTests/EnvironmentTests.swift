import Glibc
import NcursesBackend
import TerminalSupport
import TerminalUI
import TestSupport
import Testing

/// What the environment says of line and terminal.
@Suite struct EnvironmentTests {
  private static let variables = ["LC_ALL", "LC_CTYPE", "LANG", "TERMINFO", "TERMINFO_DIRS"]

  /// The backend with these variables alone.
  private static func open(
    _ line: Line, _ type: String?, _ environment: [String: String]
  ) throws(TerminalProblem) -> NcursesTerminal {
    for name in variables { unsafe unsetenv(name) }
    for (name, value) in environment { unsafe setenv(name, value, 1) }
    var options = TerminalOptions()
    options.type = type
    return try NcursesTerminal(input: line.program, output: line.program, options: options)
  }

  @Test(arguments: [
    (["LANG": "de_DE.UTF-8"], true), (["LC_ALL": "de_DE.UTF-8"], true), (["LC_CTYPE": "de_DE.UTF-8"], true),
    (["LANG": "en_US.utf8"], true), (["LANG": "de_DE.UTF8@euro"], true), (["LC_CTYPE": "UTF-8"], true),
    (["LANG": "xx_YY.utf-8"], true), (["LC_ALL": "", "LANG": "de_DE.UTF-8"], true), (["LANG": "C.UTF-8"], true),
    (["LC_ALL": "C", "LANG": "de_DE.UTF-8"], false), (["LC_ALL": "POSIX"], false), ([:], false),
    (["LANG": "de_DE"], false), (["LANG": "de_DE.ISO-8859-1"], false), (["LC_CTYPE": "C", "LANG": "C.UTF-8"], false),
    (["LC_ALL": "de_DE@UTF-8"], false), (["LANG": "UTF-8.de_DE"], false),
  ])
  func aLocaleThatSaysUTF8IsUTF8(_ environment: [String: String], _ isUTF8: Bool) async {
    await #expect(processExitsWith: .success) { [environment, isUTF8] in
      let line = Line(isUTF8: isUTF8)
      let terminal = try Self.open(line, "xterm", environment)
      #expect(terminal.isUTF8 == isUTF8, "\(environment)")
      var canvas = Canvas(size: terminal.size)
      canvas.write("für", at: Position(column: 0, row: 0))
      terminal.present(canvas)
      #expect(line.take().contains { $0 >= 0x80 } == isUTF8)
      #expect(line.emulator.line(0) == (isUTF8 ? "für" : "f?r"))
      terminal.close()
    }
  }

  /// Also of types whose line drawing is of eight bits, and of those that repeat characters by a sequence.
  @Test(arguments: [
    "vt100", "vt220", "linux", "xterm", "xterm-256color", "ansi", "pcansi", "cons25", "screen", "tmux", "rxvt", "putty",
    "vt52", "Eterm", "sun", "cygwin", "mach", "hurd", "dtterm", "wsvt25",
  ])
  func withoutUTF8OnlyASCIIIsSent(_ type: String) async {
    await #expect(processExitsWith: .success) { [type] in
      for style in [RuleStyle.automatic, .ascii, .acs] {
        let line = Line(isUTF8: false)
        let terminal = try line.terminal(type, locale: "C") { $0.rules = style }
        var canvas = Canvas(size: terminal.size)
        var source = SeededGenerator(seed: 3)
        var written: [UInt8] = []
        for number in 0..<20 {
          RandomFrame.change(&canvas, &source)
          canvas.writeRule(row: number)
          terminal.present(canvas)
          if number % 5 == 0 { terminal.ring() }
          // A line holds a few frames only, and this process is the one that reads it.
          written += line.take()
        }
        terminal.resetModes()
        terminal.forgetScreen()
        terminal.present(canvas)
        terminal.close()
        written += line.take()
        #expect(written.allSatisfy { $0 < 0x80 }, "\(type) \(style)")
      }
    }
  }

  @Test(arguments: [
    "../../../etc/passwd", "/etc/passwd", ".", "..", "vt100/", "a b", "\u{1B}[31m", "é",
    String(repeating: "x", count: 100), String(repeating: "x", count: 70_000),
  ])
  func aNameThatIsNotOneOfATypeIsTakenForAVT100(_ name: String) async {
    await #expect(processExitsWith: .success) { [name] in
      let line = Line()
      let terminal = try Self.open(line, name, [:])
      #expect(terminal.replacedType == name)
      terminal.present(Canvas(size: terminal.size))
      #expect(line.take().starts(with: Array("\u{1B}(B\u{1B})0\u{1B}[1;24r".utf8)))
      terminal.close()
    }
  }

  /// A directory that others may write into holds what they want; one that does not exist, and a description that is
  /// not a file, hold nothing.
  @Test(
    .timeLimit(.minutes(1)),
    arguments: ["TERMINFO", "TERMINFO_DIRS"], ["nowhere", "own", "foreign", "pipe", "inline"])
  func descriptionsOfOthersAreNotUsed(_ variable: String, _ kind: String) async {
    await #expect(processExitsWith: .success) { [variable, kind] in
      try withTemporaryDirectory { base in
        let directory = base + "/types"
        if kind != "nowhere" { try Self.describe("odd", in: directory, isPipe: kind == "pipe") }
        if kind == "foreign" { unsafe chmod(directory, 0o777) }
        let line = Line()
        let value = kind == "inline" ? "hex:1a01" : directory
        let terminal = try Self.open(line, "odd", [variable: value, "HOME": base])
        #expect(terminal.replacedType == (kind == "own" ? nil : "odd"), "\(kind)")
        terminal.close()
      }
    }
  }

  /// Compiles a VT100 of another name, or puts a pipe in its place.
  private static func describe(_ name: String, in directory: String, isPipe: Bool) throws {
    let source = "infocmp vt100 | sed 's/^vt100.*/\(name)|a test,/' > \(directory)/source"
    let made =
      isPipe ? "mkdir \(directory)/o && mkfifo \(directory)/o/\(name)" : "tic -o \(directory) \(directory)/source"
    let outcome = try runProcess(
      "/bin/sh", ["-c", "umask 022; mkdir \(directory) && \(source) && \(made)"], ProcessOptions())
    try #require(outcome.status == 0, "\(outcome.errors)")
  }
}
