package import TestSupport

/// What is on the line between a person and a program, and what the person's terminal is.
package struct ScreenSetup: Sendable {
  /// `TERM`; `nil` when it is not set.
  package var type: String? = "xterm-256color"
  package var columns = 80
  package var rows = 24
  /// Whether the line tells the size; a serial one says 0×0.
  package var tellsSize = true
  /// Whether the terminal answers questions, as where the cursor is.
  package var answers = true
  /// Whether the terminal has an alternate screen.
  package var hasOtherScreen = true
  /// As `LineSetup.speed`.
  package var speed: Int?
  /// `LC_ALL`; what contains `UTF-8` makes the terminal read it.
  package var locale = "C.UTF-8"
  /// Further variables, and others than the usual.
  package var environment: [String: String] = [:]

  package init() {}

  package init(type: String) { self.type = type }

  var isUTF8: Bool { locale.contains("UTF-8") }

  fileprivate var options: ProcessOptions {
    var options = ProcessOptions()
    options.environment["TERM"] = type
    options.environment["LC_ALL"] = locale
    options.environment.merge(environment) { $1 }
    return options
  }

  fileprivate var line: LineSetup {
    var line = LineSetup()
    (line.columns, line.rows) = tellsSize ? (columns, rows) : (0, 0)
    line.speed = speed
    return line
  }
}

/// A person before a terminal with a full-screen program: types keys, reads the screen.
///
/// What the program writes is taken while something is waited for, not in between.
package final class ScreenTerminal {
  private let process: TerminalProcess
  /// What the terminal is.
  let setup: ScreenSetup
  /// What can be seen, as far as it was taken.
  package let screen: VirtualTerminal
  /// All bytes that the program wrote, as far as they were taken.
  package private(set) var transcript: [UInt8] = []

  /// Starts a program.
  ///
  /// - Parameters:
  ///   - path: absolute.
  ///   - arguments: without the program's name.
  /// - Throws: `ProcessError`.
  package init(_ path: String, _ arguments: [String] = [], _ setup: ScreenSetup = ScreenSetup()) throws {
    screen = VirtualTerminal(
      columns: setup.columns, rows: setup.rows, isUTF8: setup.isUTF8, hasOtherScreen: setup.hasOtherScreen)
    self.setup = setup
    process = try TerminalProcess(path, arguments, setup.options, setup.line)
  }

  /// The process' number.
  package var identifier: Int32 { process.identifier }

  // MARK: Keys

  package func type(_ text: String) {
    type(bytes: Array(text.utf8))
  }

  package func type(bytes: [UInt8]) {
    process.write(bytes)
  }

  package func press(_ keys: Keystroke..., coding: Keystroke.Coding = .csi) {
    type(bytes: keys.flatMap { $0.bytes(coding) })
  }

  // MARK: The line

  /// How the line is set now; `nil` once it is hung up.
  package var modes: TerminalModes? { process.modes }

  /// How the line was set before the program started.
  package var initialModes: TerminalModes { process.initialModes }

  package var isEchoing: Bool { process.isEchoing }

  /// Gives the terminal another size, and tells the program (SIGWINCH).
  package func resize(columns: Int, rows: Int) {
    drain()
    screen.resize(columns: columns, rows: rows)
    process.resize(columns: columns, rows: rows)
  }

  /// The line is gone: the program gets SIGHUP, and the end of file when it reads.
  package func hangUp() {
    process.hangUp()
  }

  package func send(signal: Int32) {
    process.send(signal: signal)
  }

  /// Whether the program has not ended.
  package var isRunning: Bool { (try? process.end()) == nil }

  /// Its exit status, or 128 and the number of the signal that ended it; `nil` while it goes on.
  func status(within seconds: Int) throws -> Int32? { try process.end(within: seconds) }

  /// Takes what comes within so many milliseconds.
  ///
  /// - Returns: how many bytes; `nil` when nobody can write more.
  @discardableResult
  func take(milliseconds: Int32) -> Int? {
    guard let bytes = process.receive(milliseconds: milliseconds) else { return nil }
    transcript += bytes
    screen.feed(bytes)
    let answer = screen.takeAnswers()
    if setup.answers { process.write(answer) }
    return bytes.count
  }
}
