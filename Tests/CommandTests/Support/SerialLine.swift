import Glibc
import TerminalSupport
import TestSupport
import Testing

/// A serial line of 9,600 baud: at one end a technician's terminal, at the other a camera on which a program of the
/// system serves the line, as getty does, and is started again whenever it ends.
struct SerialLine {
  static let isUsable = SystemCamera.isUsable && !Binary.lacks("agetty", "login", "openssl", "python3", "stty")

  let terminal: ScreenTerminal
  private let journal: String

  /// Runs `body` with a line to a camera of this system.
  ///
  /// - Parameters:
  ///   - command: a line of shell that serves the line, which is its standard input and output. It runs where
  ///     `/etc` and `/run` are of the camera alone, and `$BINARY` is the program.
  static func with(_ camera: SystemCamera, _ command: String, _ body: (SerialLine) throws -> Void) throws {
    let demo = camera.demo
    try demo.must("cat > serialline.py <<'E'\n\(script)\nE\n: > journal")
    let program = ["/bin/sh", "-c", "mount -t tmpfs none /run; BINARY=\(Binary.path); " + command]
    var setup = ScreenSetup(type: "vt100")
    setup.tellsSize = false
    let terminal = try ScreenTerminal(
      "/usr/bin/python3",
      [demo.base + "/serialline.py", demo.base + "/journal", "/usr/bin/unshare"]
        + SystemCamera.arguments(demo, program: program), setup)
    try body(SerialLine(terminal: terminal, journal: demo.base + "/journal"))
  }

  /// The cable is pulled: the line hangs up. Waits until the program at its other end has ended.
  func unplug() throws {
    let ends = events.filter { $0 == "end" }.count
    terminal.send(signal: SIGUSR1)
    try terminal.expect("is without a program at its other end") { _ in
      events.filter { $0 == "end" }.count > ends
    }
  }

  /// The cable is back: the system finds a line, and serves it.
  func plugIn() {
    terminal.send(signal: SIGUSR2)
  }

  /// Types bytes, and waits until the line has carried them.
  func type(bytes: [UInt8]) throws {
    let before = carried
    terminal.type(bytes: bytes)
    try terminal.expect("is behind a line that has carried all bytes") { _ in carried >= before + bytes.count }
  }

  /// Bytes that came over the line from the terminal.
  private var carried: Int { Int((Disk.read(journal + ".carried") ?? "").prefix { $0.isNumber }) ?? 0 }

  /// The line as the camera sees it now.
  var device: String? { events.last { $0.hasPrefix("start ") }.map { String($0.dropFirst(6)) } }

  /// How often the system has served the line.
  var starts: Int { events.filter { $0.hasPrefix("start ") }.count }

  private var events: [String] { (Disk.read(journal) ?? "").split(separator: "\n").map(String.init) }

  /// Carries bytes between its own terminal and one that it makes for the camera, each way at the pace of the line.
  private static let script = """
    import os, pty, select, signal, sys, termios, time, tty
    journal, command = sys.argv[1], sys.argv[2:]
    # A start bit, eight bits and a stop bit for each byte.
    rate = 9600 / 10
    wanted = True
    carried = 0

    def want(plugged):
        global wanted
        wanted = plugged

    def tell(text):
        with open(journal, 'a') as file:
            file.write(text + '\\n')

    def plug():
        near, far = pty.openpty()
        modes = termios.tcgetattr(far)
        modes[4] = modes[5] = termios.B9600
        termios.tcsetattr(far, termios.TCSANOW, modes)
        return near, far, os.ttyname(far)

    def start(path):
        tell('start ' + path)
        child = os.fork()
        if child == 0:
            os.setsid()
            line = os.open(path, os.O_RDWR)
            for number in range(3):
                os.dup2(line, number)
            os.closerange(3, 256)
            for number in (signal.SIGUSR1, signal.SIGUSR2):
                signal.signal(number, signal.SIG_DFL)
            os.execv(command[0], command)
        return child

    def carry(source, target):
        global carried
        data = os.read(source, 16)
        if target is not None:
            os.write(target, data)
        if source == 0:
            carried += len(data)
            with open(journal + '.new', 'w') as file:
                file.write('%d\\n' % carried)
            os.rename(journal + '.new', journal + '.carried')
        return len(data)

    signal.signal(signal.SIGUSR1, lambda *_: want(False))
    signal.signal(signal.SIGUSR2, lambda *_: want(True))
    tty.setraw(0)
    line, child, free = None, 0, {}
    while True:
        if child and os.waitpid(child, os.WNOHANG)[0] == child:
            tell('end')
            child = 0
        if line and not wanted:
            os.close(line[0])
            os.close(line[1])
            line = None
        if wanted and not child:
            line = line or plug()
            child = start(line[2])
        now = time.monotonic()
        ways = {0: line[0], line[0]: 1} if line else {0: None}
        ready = select.select([end for end in ways if free.get(end, 0) <= now], [], [], 0.005)[0]
        for end in ready:
            free[end] = now + carry(end, ways[end]) / rate
    """
}
