internal import Glibc
internal import NcursesBackend
internal import TerminalUI
internal import Testing

/// Keys and sizes from the line.
@Suite struct InputTests {
  @Test(arguments: types) func keysArriveOneByOne(_ type: String) async {
    await #expect(processExitsWith: .success) { [type] in
      let line = Line()
      let terminal = try line.terminal(type)
      #expect(line.keys("a\u{1B}[B\u{1B}OA\r", terminal) == [.character("a"), .down, .up, .enter])
      #expect(line.keys("\u{3}\u{1A}\u{16}\u{F}\u{1C}", terminal) == "czvo".unicodeScalars.map(Key.control))
      #expect(line.keys("\u{4}\n\u{15}", terminal) == [.control("d"), .enter, .control("u")])
      #expect(line.keys("\u{1B}", terminal) == [.escape])
      #expect(line.keys("\u{1B}[24;80R", terminal) == [])
      #expect(line.keys("é", terminal) == [.character("é")])
      #expect(line.take().allSatisfy { $0 != 0x61 })
      terminal.close()
    }
  }

  @Test func theEndOfTheLineIsTold() async {
    await #expect(processExitsWith: .success) {
      let line = Line()
      let terminal = try line.terminal("vt100")
      line.hangUp()
      #expect(!terminal.read())
      #expect(terminal.typedKeys == [])
      terminal.present(Canvas(size: terminal.size))
      terminal.close()
    }
  }

  /// Memory grows with the size, which a client says before anybody has logged in.
  @Test func aHugeWindowIsNotFollowed() async {
    await #expect(processExitsWith: .success) {
      let line = Line(Size(columns: 900, rows: 500))
      let terminal = try line.terminal("xterm")
      #expect(terminal.size == Size.largest)
      terminal.present(Canvas(size: terminal.size))
      line.take()
      line.resize(Size(columns: 2, rows: 700))
      terminal.measure()
      #expect(terminal.size == Size(columns: 2, rows: Size.largest.rows))
      terminal.present(Canvas(size: terminal.size))
      line.take()
      line.resize(Size(columns: 1, rows: 1))
      terminal.measure()
      #expect(terminal.size == Size(columns: 1, rows: 1))
      terminal.present(Canvas(size: terminal.size))
      line.take()
      terminal.close()
    }
  }

  @Test func theSizeIsAskedForWhereTheLineDoesNotTellIt() async {
    await #expect(processExitsWith: .success) {
      let line = Line(tellsSize: false)
      line.type(Array("q\u{1B}[40;100Rx".utf8))
      let terminal = try line.terminal("vt100")
      #expect(terminal.size == Size(columns: 100, rows: 40))
      let written = String(decoding: line.take(), as: UTF8.self)
      #expect(written.contains("\u{1B}7\u{1B}[r\u{1B}[999;999H\u{1B}[6n\u{1B}8"))
      #expect(terminal.hasTyped)
      #expect(terminal.typedKeys == [.character("q"), .character("x")])
      #expect(!terminal.hasTyped)
      terminal.close()
    }
  }

  @Test(arguments: ["", "\u{1B}[1;5R", "\u{1B}[4;80R", "\u{1B}[24;5000R", "\u{1B}[24;80", "\u{1B}[;R"])
  func noSensibleAnswerIsTheUsualSize(_ answer: String) async {
    await #expect(processExitsWith: .success) { [answer] in
      let line = Line(tellsSize: false)
      if !answer.isEmpty { line.type(Array(answer.utf8)) }
      let start = ContinuousClock.now
      let terminal = try line.terminal("vt100")
      let time = ContinuousClock.now - start
      #expect(terminal.size == Size(columns: 80, rows: 24))
      #expect(time >= .milliseconds(390) && time < .seconds(20))
      #expect(terminal.typedKeys == [])
      terminal.close()
    }
  }

  @Test func asJustOneQuestionMayBeSwitchedOff() async {
    await #expect(processExitsWith: .success) {
      let line = Line(tellsSize: false)
      let terminal = try line.terminal("vt100") { $0.asksSize = false }
      #expect(terminal.size == Size(columns: 80, rows: 24))
      #expect(!String(decoding: line.take(), as: UTF8.self).contains("[6n"))
      terminal.close()
    }
  }
}
