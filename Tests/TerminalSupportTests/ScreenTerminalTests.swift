import Glibc
import TerminalSupport
import TestSupport
import Testing

/// The person before the terminal, with real programs behind it.
@Suite struct ScreenTerminalTests {
  private func shell(_ script: String, _ setup: ScreenSetup = ScreenSetup()) throws -> ScreenTerminal {
    try ScreenTerminal("/bin/sh", ["-c", script], setup)
  }

  @Test func whatIsTypedIsShownAndAnswered() throws {
    let terminal = try ScreenTerminal("/bin/cat")
    terminal.type("h\u{E4}llo")
    try terminal.expect("h\u{E4}llo")
    terminal.press(.backspace, .backspace, .enter)
    try terminal.expect("h\u{E4}l\nh\u{E4}l")
    #expect(terminal.isEchoing && terminal.isRunning)
    terminal.press(.control("d"))
    #expect(try terminal.end() == 0)
    #expect(!terminal.isRunning)
  }

  @Test func theSetupArrives() throws {
    var setup = ScreenSetup(type: "vt100")
    (setup.columns, setup.rows, setup.speed, setup.locale) = (70, 20, 9_600, "C")
    setup.environment["EXTRA"] = "more"
    let terminal = try shell("stty size; stty speed; echo $TERM $LC_ALL $EXTRA; tput cup 10 0; echo there", setup)
    #expect(try terminal.end() == 0)
    #expect(terminal.screen.lines[0...2] == ["20 70", "9600", "vt100 C more"])
    #expect(terminal.screen.line(10) == "there")
  }

  @Test(arguments: ["vt100", "vt220", "linux", "xterm-256color"]) func everyTypeDrawsLines(_ type: String) throws {
    let script = "tput enacs; tput clear; tput cup 2 3; tput smacs; printf lqk; tput rmacs; tput bold; printf q"
    let terminal = try shell(script, ScreenSetup(type: type))
    #expect(try terminal.end() == 0)
    #expect(terminal.screen.line(2) == "   ┌─┐q")
    #expect(terminal.screen.cell(6, 2).isBold && !terminal.screen.cell(5, 2).isBold)
  }

  @Test func aLineMayHideItsSizeAndATypeMayBeMissing() throws {
    var setup = ScreenSetup()
    (setup.tellsSize, setup.type) = (false, nil)
    let terminal = try shell("stty size; echo ${TERM-none}; tty; read line < /dev/tty; echo got $line", setup)
    try terminal.expect("0 0\nnone\n/dev/pts/")
    terminal.type("it\n")
    try terminal.expect("got it")
    #expect(try terminal.end() == 0)
  }

  @Test(arguments: [true, false]) func theTerminalAnswersUnlessItIsMute(_ answers: Bool) throws {
    var setup = ScreenSetup()
    setup.answers = answers
    let ask = "stty -icanon -echo min 0 time 10; printf '\\033[5;7H\\033[6n'; head -c 6 | od -c | head -1; echo done"
    let terminal = try shell(ask, setup)
    try terminal.expect("done")
    #expect(terminal.screen.text.contains("5   ;   7   R") == answers)
    #expect(try terminal.end() == 0)
  }

  @Test func aMissingTextIsToldWithTheScreen() throws {
    let terminal = try shell("echo present; read line")
    try terminal.expect("present")
    let error = #expect(throws: ScreenError.self) { try terminal.expect("absent", within: .milliseconds(100)) }
    let text = error?.description ?? ""
    #expect(text.contains("ScreenTerminalTests.swift:"))
    #expect(text.contains("absent") && text.contains("|present "))
    terminal.press(.enter)
    #expect(throws: ScreenError.self) { try terminal.expect("absent") }
  }

  /// A program that computes has more to show, even when it shows nothing for longer than the quiet that is asked for.
  @Test func whoComputesIsNotDone() throws {
    let terminal = try shell("i=0; while [ $i -lt 1000000 ]; do i=$((i + 1)); done; echo counted; read line")
    #expect(terminal.settle(quiet: .milliseconds(20), limit: ScreenTerminal.patience))
    #expect(terminal.screen.text.contains("counted"))
    #expect(!ProcessState.isAtWork(terminal.identifier))
  }

  /// A clock that has nothing to show wakes up all the same.
  @Test func whoWakesUpNowAndThenIsQuiet() throws {
    let work = "i=0; while [ $i -lt 60000 ]; do i=$((i + 1)); done; sleep 0.4"
    let terminal = try shell("echo ready; while :; do \(work); done")
    try terminal.expect("ready")
    #expect(terminal.settle(quiet: .seconds(3), limit: ScreenTerminal.patience))
  }

  /// A frame is read whole, although what is waited for is its beginning.
  @Test func theRestOfAFrameIsTaken() throws {
    let terminal = try shell("echo top; i=0; while [ $i -lt 300000 ]; do i=$((i + 1)); done; echo bottom; read line")
    try terminal.expect("top")
    #expect(terminal.screen.text.contains("bottom"))
  }

  @Test func goneIsWaitedFor() throws {
    let terminal = try shell("echo here; read line; clear; echo away; read line")
    try terminal.expect("here")
    #expect(throws: ScreenError.self) { try terminal.expectGone("here", within: .milliseconds(100)) }
    terminal.press(.enter)
    try terminal.expectGone("here")
    try terminal.expect("away")
    try terminal.expectCursor(on: "")
    terminal.press(.enter)
    #expect(try terminal.end() == 0)
  }

  @Test func bytesAreCounted() throws {
    let terminal = try shell("stty -echo; echo ready; while read n; do head -c $n /dev/zero | tr '\\0' x; done")
    try terminal.expect("ready")
    #expect(try terminal.written(until: "xxx") { terminal.type("17\n") }.count == 17)
    let many = try terminal.written(until: "xxxxxxxxxxxxxxxxxxxx") { terminal.type("100000\n") }
    #expect(many == [UInt8](repeating: 0x78, count: 100_000))
  }

  @Test func whatComesLateIsCounted() throws {
    let terminal = try shell("stty -echo; echo ready; read n; sleep 0.5; printf late; read n")
    try terminal.expect("ready")
    try terminal.expect("ready")
    #expect(try terminal.written { terminal.type("\n") }.count == 4)
  }

  /// Two updates that are read at once are told apart; what changes something else belongs to the next one.
  @Test func updatesAreToldApart() throws {
    let script = #"""
      stty -echo
      printf '\033[5;1H10\033[1;1H'
      read n
      printf '\033[5;1H12\033[1;1H\033[9;1Hx\033[5;2H3\033[1;1H'
      read n
      """#
    let terminal = try shell(script)
    try terminal.expect("10")
    let begin = terminal.transcript.count
    terminal.type("\n")
    try terminal.expect("13")
    let updates = terminal.updates(since: begin, of: { $0.line(4) })
    #expect(updates.map(\.part) == ["12", "13"])
    #expect(updates.map(\.bytes) == [14, 20])
  }

  @Test func aProgramThatIsNeverQuietIsToldOf() throws {
    let terminal = try shell("echo ready; while :; do printf x; sleep 0.05; done")
    try terminal.expect("ready")
    #expect(!terminal.settle(quiet: .seconds(5), limit: .milliseconds(200)))
  }

  @Test func moreIsTypedThanALineHolds() throws {
    let terminal = try shell("stty raw -echo; echo ready; head -c 300000 | tee /dev/tty | wc -c")
    try terminal.expect("ready")
    terminal.type(bytes: [UInt8](repeating: 0x61, count: 300_000))
    try terminal.expect("300000")
    #expect(try terminal.end() == 0)
  }

  /// A shell that moves a mark with the keys, and draws all again at Ctrl-L.
  private static let redrawing = """
    stty -icanon -echo
    n=0; draw() { tput clear; echo mark $n; }
    draw
    while key=$(head -c 1 | od -An -tu1); do
      case $((key)) in 106) n=$((n + 1)); draw;; 12) draw;; 113) exit 3;; esac
    done
    """

  @Test func stillnessIsSeenOnceAllIsDrawnAgain() throws {
    let terminal = try shell(Self.redrawing)
    try terminal.expect("mark 0")
    try terminal.expectStill { terminal.press(.left, .function(5), coding: .ss3) }
    terminal.type("j")
    try terminal.expect("mark 1")
    #expect(throws: ScreenError.self) { try terminal.expectStill { terminal.type("j") } }
    terminal.type("q")
    #expect(try terminal.end() == 3)
  }

  @Test func aNewSizeIsTold() throws {
    let terminal = try shell("trap 'stty size' WINCH; echo ready; while :; do read line; done")
    try terminal.expect("ready")
    terminal.resize(columns: 100, rows: 30)
    try terminal.expect("30 100")
    #expect(terminal.screen.lines.count == 30)
  }

  @Test func aHangUpEndsWhatReads() throws {
    let terminal = try shell("echo ready; cat")
    try terminal.expect("ready")
    terminal.hangUp()
    #expect(terminal.modes == nil)
    #expect(try terminal.end() == 128 + SIGHUP)
  }

  @Test func signalsArrive() throws {
    let terminal = try shell("trap 'echo caught; exit 5' TERM; echo ready; while :; do read line; done")
    try terminal.expect("ready")
    terminal.send(signal: SIGTERM)
    try terminal.expect("caught")
    #expect(try terminal.end() == 5)
  }

  @Test func modesAreCompared() throws {
    let terminal = try shell("echo ready; read line; stty -echo -icanon -isig; echo set; read line; stty sane echo")
    try terminal.expect("ready")
    #expect(terminal.modes == terminal.initialModes)
    #expect(terminal.modes?.isByLine == true && terminal.modes?.isSignalling == true)
    terminal.press(.enter)
    try terminal.expect("set")
    #expect(terminal.modes != terminal.initialModes)
    #expect(!terminal.isEchoing && terminal.modes?.isByLine == false && terminal.modes?.isSignalling == false)
    terminal.press(.enter)
    #expect(try terminal.end() == 0)
    #expect(terminal.isEchoing)
  }

  @Test func aProgramThatGoesOnIsKilledAtLast() throws {
    var terminal: ScreenTerminal? = try shell("trap '' HUP TERM; echo ready; exec tail -f /dev/null")
    try terminal?.expect("ready")
    let identifier = try #require(terminal?.identifier)
    #expect(throws: ScreenError.self) { try terminal?.end(within: .milliseconds(50)) }
    terminal = nil
    #expect(kill(identifier, 0) == -1)
  }

  @Test func keysAreCoded() {
    #expect(Keystroke.down.bytes() == Array("\u{1B}[B".utf8))
    #expect(Keystroke.down.bytes(.ss3) == Array("\u{1B}OB".utf8))
    #expect(Keystroke.control("l").bytes() == [12])
    #expect(Keystroke.control("[").bytes() == [27])
    #expect(Keystroke.function(1).bytes(.csi) == Array("\u{1B}OP".utf8))
    #expect(Keystroke.function(12).bytes() == Array("\u{1B}[24~".utf8))
  }
}
