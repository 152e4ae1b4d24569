internal import Glibc
internal import NcursesBackend
internal import TerminalSupport
internal import TerminalUI
internal import Testing

/// Taking a terminal over, and leaving it as it was found.
@Suite struct LeavingTests {
  @Test(arguments: types) func everythingIsAsItWas(_ type: String) async {
    await #expect(processExitsWith: .success) { [type] in
      let line = Line()
      for _ in 0..<3 {
        let before = line.modes
        let files = descriptors()
        let terminal = try line.terminal(type)
        #expect(line.modes != before)
        var canvas = Canvas(size: terminal.size)
        canvas.highlight(row: 23, Style(ink: .bad, isBold: true, isReversed: true))
        terminal.present(canvas)
        line.take()
        #expect(line.emulator.isOnAlternateScreen == (type == "xterm-256color"))
        terminal.close()
        terminal.close()
        line.take()
        #expect(line.modes == before)
        #expect(descriptors() == files)
        #expect(!line.emulator.isOnAlternateScreen && line.emulator.isCursorVisible)
        line.emulator.feed(Array("\r\n$ ".utf8))
        let prompt = line.emulator.cell(0, line.emulator.cursor.row)
        #expect(prompt.character == "$" && !prompt.isBold && !prompt.isReversed && prompt.foreground == .standard)
      }
    }
  }

  /// Also where the type says that there is another screen, and the terminal has none.
  @Test(arguments: types + ["xterm", "screen", "rxvt"], [true, false])
  func thePromptHasARowOfItsOwn(_ type: String, _ hasOtherScreen: Bool) async {
    await #expect(processExitsWith: .success) { [type, hasOtherScreen] in
      let line = Line(hasOtherScreen: hasOtherScreen)
      line.emulator.feed(Array("root@camera:~# camconsole\r\n".utf8))
      let terminal = try line.terminal(type)
      var canvas = Canvas(size: terminal.size)
      for row in 0..<24 { canvas.write(String(repeating: "x", count: 80), at: Position(column: 0, row: row)) }
      canvas.cursor = Position(column: 5, row: 12)
      terminal.present(canvas)
      terminal.close()
      line.take()
      #expect(line.emulator.hasRowForPrompt, "\(line.emulator.cursor) of:\n\(line.emulator.text)")
    }
  }

  @Test func lettingItGoClosesIt() async {
    await #expect(processExitsWith: .success) {
      let line = Line()
      let before = line.modes
      do { _ = try line.terminal("vt100").size }
      #expect(line.modes == before)
    }
  }

  @Test func aStoppedLineIsLeftAllTheSame() async {
    await #expect(processExitsWith: .success) {
      let line = Line()
      let before = line.modes
      let terminal = try line.terminal("vt100")
      line.stop()
      terminal.present(Canvas(size: terminal.size))
      #expect(terminal.isHeld)
      terminal.close()
      #expect(line.modes == before)
    }
  }

  /// A bell that waited for Ctrl-Q would hold everything else: the idle limit, a restore, the clock.
  @Test func noBellWaitsForAStoppedLine() async {
    await #expect(processExitsWith: .success) {
      let line = Line()
      let terminal = try line.terminal("vt100")
      terminal.present(Canvas(size: terminal.size))
      line.take()
      #expect(!terminal.isHeld)
      line.stop()
      alarm(60)
      terminal.ring()
      terminal.ring()
      #expect(terminal.isHeld)
      line.start()
      terminal.present(Canvas(size: terminal.size))
      #expect(!terminal.isHeld)
      #expect(line.take() == [7])
      terminal.close()
    }
  }

  @Test(arguments: [nil, "", "nonsense", "unknown"]) func anUnknownTypeIsTakenForAVT100(_ type: String?) async {
    await #expect(processExitsWith: .success) { [type] in
      let line = Line()
      let terminal = try line.terminal(type)
      #expect(terminal.replacedType == type ?? "")
      var canvas = Canvas(size: terminal.size)
      canvas.write("camera", at: Position(column: 3, row: 2))
      terminal.present(canvas)
      line.take()
      #expect(line.emulator.text == canvas.text)
      terminal.close()
    }
  }

  @Test func aKnownTypeIsNotReplaced() async {
    await #expect(processExitsWith: .success) {
      let terminal = try Line().terminal("linux")
      #expect(terminal.replacedType == nil)
    }
  }

  @Test func whatCannotShowAScreenIsRefused() async {
    await #expect(processExitsWith: .success) {
      let line = Line()
      let before = line.modes
      #expect(throws: TerminalProblem.unusable(type: "dumb")) { _ = try line.terminal("dumb") }
      #expect(line.modes == before)
      #expect(line.take().isEmpty)
      let nowhere = unsafe open("/dev/null", O_RDWR)
      #expect(throws: TerminalProblem.notATerminal) { _ = try NcursesTerminal(input: nowhere, output: nowhere) }
      #expect(throws: TerminalProblem.notATerminal) { _ = try NcursesTerminal(input: line.program, output: nowhere) }
    }
  }

  @Test func signalsStayTheProgramsOwn() async {
    await #expect(processExitsWith: .success) {
      let numbers = [SIGHUP, SIGINT, SIGTERM, SIGTSTP, SIGWINCH, SIGSEGV, SIGABRT]
      let before = numbers.map(handler)
      let line = Line()
      let terminal = try line.terminal("vt100")
      terminal.present(Canvas(size: terminal.size))
      #expect([SIGHUP, SIGINT, SIGTERM, SIGWINCH].map(handler) == [before[0], before[1], before[2], before[4]])
      let ignored = unsafe unsafeBitCast(SIG_IGN, to: Int.self)
      #expect(handler(SIGTSTP) == ignored)
      #expect(handler(SIGSEGV) != before[5])
      terminal.close()
      #expect(numbers.map(handler) == before)
    }
  }

  @Test(arguments: [SIGABRT, SIGSEGV, SIGILL]) func aFatalSignalRestoresTheTerminal(_ number: Int32) async throws {
    let line = Line()
    let before = line.modes
    let path: String = line.path
    await #expect(processExitsWith: .failure) { [path = path as String, number] in
      let descriptor = unsafe open(path, O_RDWR | O_NOCTTY)
      var options = TerminalOptions()
      options.type = "xterm-256color"
      let terminal = try NcursesTerminal(input: descriptor, output: descriptor, options: options)
      var canvas = Canvas(size: terminal.size)
      canvas.highlight(row: 0)
      terminal.present(canvas)
      if number == SIGABRT { abort() }
      raise(number)
    }
    let written = line.take()
    #expect(written.count > 100)
    #expect(String(decoding: written, as: UTF8.self).contains("\u{1B}[?1049h"))
    #expect(!line.emulator.isOnAlternateScreen && line.emulator.isCursorVisible)
    #expect(line.modes == before)
  }
}

/// What a signal does.
private func handler(_ number: Int32) -> Int {
  var action = sigaction()
  unsafe sigaction(number, nil, &action)
  return unsafe unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
}

/// The terminals among the files that are open; the tests' own process opens and closes others.
private func descriptors() -> [Int32] { (0..<64).filter { isatty($0) == 1 } }
