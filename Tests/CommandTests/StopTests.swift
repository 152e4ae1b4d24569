import Glibc
import TestSupport
import Testing
import Wording

/// Whatever waits can be stopped: each of these would go on for much longer than the test lets it.
@Suite struct StopTests {
  private static let signals = zip([SIGTERM, SIGINT, SIGHUP, SIGQUIT], [143, 130, 129, 131] as [Int32])

  private func start(_ demo: Demo, _ arguments: String, input: String = "") throws -> StartedProcess {
    var options = demo.options(input)
    options.timeout = 300
    return try StartedProcess(
      Binary.path, ["--demo-dir", demo.path] + arguments.split(separator: " ").map(String.init), options)
  }

  /// Runs `body` while another process has the lock of the store.
  private func withLock(_ demo: Demo, _ body: () throws -> Void) throws {
    let holder = try StartedProcess(
      "/bin/sh", ["-c", "exec 9<>\(demo.path)/run/lock; flock -x 9; echo >&2 held; exec sleep 1000"], demo.options())
    defer {
      holder.send(signal: SIGKILL)
      _ = try? holder.wait()
    }
    while !holder.errorsSoFar.contains("held") { usleep(10_000) }
    try body()
  }

  /// Waits until a process has a file of this name open.
  private func wait(_ process: StartedProcess, opens name: String, _ demo: Demo) throws {
    try demo.must(
      "for i in $(seq 9000); do ls -l /proc/\(process.identifier)/fd | grep -q '\(name)' && exit; sleep 0.02; done; exit 1"
    )
  }

  @Test(arguments: signals) func waitingForAnotherSession(_ signal: Int32, _ status: Int32) throws {
    try Demo.with { demo throws in
      try withLock(demo) {
        for command in ["backup create", "status", "users set-group admin admins", "pin check --pin-file -"] {
          let process = try start(demo, command + " --wait 80000", input: Demo.pin)
          try wait(process, opens: "run/lock", demo)
          process.send(signal: signal)
          let outcome = try process.wait()
          #expect(outcome.status == status && !outcome.isKilled, "\(command): \(outcome.errors)")
        }
      }
      #expect(try demo.run("backup create").status == 0)
    }
  }

  @Test(arguments: signals) func waitingForModules(_ signal: Int32, _ status: Int32) throws {
    try Demo.with { demo throws in
      try demo.set("BUS_TIMEOUT", "60")
      try demo.must("rm demo/bus/03/config demo/bus/05/kind; mkfifo demo/bus/03/config demo/bus/05/kind")
      for command in ["backup create", "modules list", "status"] {
        let process = try start(demo, command)
        try process.waitUntilItHandles(signal)
        usleep(700_000)
        process.send(signal: signal)
        let outcome = try process.wait()
        #expect(outcome.status == status && !outcome.isKilled, "\(command): \(outcome.errors)")
        #expect(outcome.standardOutput == [])
      }
      try demo.must("[ -z \"$(ls demo/card/CAMVAULT 2>/dev/null)\" ]")
    }
  }

  /// A pipe that is full and that nobody reads.
  @Test(arguments: zip([SIGTERM, SIGHUP], [143, 129] as [Int32])) func aReaderThatDoesNotRead(
    _ signal: Int32, _ status: Int32
  ) throws {
    try Demo.with { demo throws in
      try demo.must("head -c 4M /dev/urandom > demo/config/large; mkfifo pipe; printf \(Demo.pin) > pin")
      try demo.create()
      for options in ["--sealed", "--pin-file pin"] {
        let reader = unsafe open(demo.base + "/pipe", O_RDWR | O_CLOEXEC)
        defer { close(reader) }
        let process = try demo.start("exec $camconsole backup export latest - \(options) > pipe")
        try process.waitUntilItHandles(signal)
        for _ in 0..<30_000 where waiting(in: reader) < 60_000 { usleep(10_000) }
        try #require(waiting(in: reader) >= 60_000)
        process.send(signal: signal)
        let outcome = try process.wait()
        #expect(outcome.status == status, "\(options): \(outcome.errors)")
        #expect(outcome.errors.contains("Stopped"), "\(outcome.errors)")
      }
      // The lock is free.
      #expect(try demo.run("backup list --wait 0").status == 0)
    }
  }

  /// How many bytes of a pipe nobody has read.
  private func waiting(in pipe: Int32) -> Int32 {
    var count: Int32 = 0
    return unsafe ioctl(pipe, UInt(FIONREAD), &count) == 0 ? count : 0
  }

  /// Nobody may have taken its status yet.
  private static let isChildGone = "! grep -qs 'State:.[RSDT]' /proc/$(cat child)/status"

  /// A program of the settings that never ends, and says in `child` what it waits for.
  private func hang(_ key: String, _ demo: Demo) throws {
    try demo.must("printf '#!/bin/sh\\nsleep 1000 & echo $! > \(demo.base)/child; wait\\n' > hang; chmod 755 hang")
    try demo.set(key, demo.base + "/hang")
  }

  private func waitForTheChild(_ demo: Demo) throws {
    try demo.must("for i in $(seq 9000); do [ -s child ] && exit; sleep 0.02; done; exit 1")
  }

  @Test func aReloadThatHangs() throws {
    try Demo.with { demo throws in
      try hang("RELOAD", demo)
      let change = try start(demo, "users add dora --group users --password-file -", input: Demo.password)
      try waitForTheChild(demo)
      change.send(signal: SIGTERM)
      let outcome = try change.wait()
      #expect(outcome.errors.contains("was stopped"), "\(outcome.errors)")
      try demo.must("grep -q :dora demo/config/camera.cfg && " + Self.isChildGone)
    }
  }

  /// A system that restarts tells every program to stop, before the command that asked for the restart has ended.
  @Test func aRestartIsUnderWay() throws {
    try Demo.with { demo throws in
      try hang("REBOOT", demo)
      try demo.create()
      let process = try start(demo, "backup restore latest --yes --pin-file -", input: Demo.pin)
      try waitForTheChild(demo)
      process.send(signal: SIGTERM)
      let outcome = try process.wait()
      #expect(outcome.status == 0 && outcome.errors == "", "\(outcome.errors)")
      #expect(outcome.text.hasSuffix("\(restarting)\n"), "\(outcome.text)")
      // The command was left alone.
      try demo.must("kill $(cat child)")
    }
  }

  /// The command is stopped with this program: before it, after it, or when it has done its work.
  @Test(arguments: [
    "kill -TERM $PPID; kill -TERM $$", "kill -TERM $PPID",
    "(while kill -0 $$ 2>/dev/null; do sleep 0.01; done; kill -TERM $PPID) & kill -KILL $$",
  ])
  func bothAreStopped(_ script: String) throws {
    try Demo.with { demo throws in
      Disk.write("#!/bin/sh\n\(script)\n", to: demo.base + "/restart", mode: 0o755)
      try demo.set("REBOOT", demo.base + "/restart")
      try demo.create()
      let outcome = try demo.run("backup restore latest --yes --pin-file -", input: Demo.pin)
      #expect(outcome.status == 0 && outcome.errors == "", "\(outcome.errors)")
    }
  }

  /// Nobody tells this program to stop: the restart was not under way.
  @Test func onlyTheCommandIsKilled() throws {
    try Demo.with { demo throws in
      Disk.write("#!/bin/sh\nkill -KILL $$\n", to: demo.base + "/restart", mode: 0o755)
      try demo.set("REBOOT", demo.base + "/restart")
      try demo.create()
      let outcome = try demo.run("backup restore latest --yes --pin-file -", input: Demo.pin)
      #expect(outcome.status == 74 && outcome.errors.contains("Restart the camera by hand."), "\(outcome.errors)")
    }
  }

  /// A terminal that takes nothing any more, in the midst of a frame.
  @Test(arguments: signals) func aTerminalThatNobodyReads(_ signal: Int32, _ status: Int32) throws {
    try Demo.with { demo throws in
      var options = demo.options()
      options.environment["TERM"] = "vt100"
      let process = try TerminalProcess(Binary.path, ["--demo-dir", demo.path], options)
      while let bytes = process.receive(milliseconds: 300_000), !bytes.isEmpty, !bytes.contains(UInt8(ascii: "[")) {}
      // Each size draws the whole screen again: more than a terminal holds.
      for number in 0..<400 {
        process.resize(columns: 80 + number % 2 * 40, rows: 24 + number % 2 * 16)
        usleep(10_000)
      }
      process.send(signal: signal)
      let end = try process.end(within: 300)
      #expect(end == status)
    }
  }

  /// At the highest cost a derivation takes far longer than anyone waits.
  @Test func aDerivation() throws {
    try Demo.with(pin: false) { demo throws in
      try demo.set("ARGON2_PASSES", "10")
      try demo.set("ARGON2_MIB", "512")
      let process = try start(demo, "pin set --pin-file -", input: Demo.pin)
      try process.waitUntilItHandles(SIGTERM)
      usleep(500_000)
      process.send(signal: SIGTERM)
      let outcome = try process.wait()
      #expect(outcome.status == 143, "\(outcome.errors)")
      #expect(try demo.json("status")["pin"]?["set"] != .truth(true))
    }
  }
}

/// A system that cannot start a thread more than its first one.
@Suite(.enabled(if: !Binary.lacks(root: true, "setpriv", "prlimit"), "needs root, setpriv and prlimit"))
struct ThreadLimitTests {
  private static let user = 54_321

  /// Runs the program as a user who may have one process, and so one thread.
  private func run(
    _ demo: Demo, _ arguments: String, input: String = "", most: Int = 1
  ) throws -> ProcessOutcome {
    var options = demo.options(input)
    options.timeout = 300
    let user = Self.user
    let command =
      "setpriv --reuid=\(user) --regid=\(user) --clear-groups prlimit --nproc=\(most) \(Binary.path) --demo-dir \(demo.path)"
    return try runProcess("/bin/sh", ["-c", "exec \(command) \(arguments)"], options)
  }

  /// What lacks is a thread, and no module fails: with few of them the modules are asked one after the other.
  @Test(arguments: 1...5) func fewThreadsAreNoFault(_ most: Int) throws {
    try Demo.with { demo throws in
      try demo.must("chown -R \(Self.user):\(Self.user) . && chmod 755 .")
      for _ in 0..<3 {
        let outcome = try run(demo, "backup create", most: most)
        #expect(outcome.status == 0 || outcome.status == 22, "\(outcome.errors)")
        #expect(outcome.status == 0 || outcome.errors.contains("cannot start a thread"), "\(outcome.errors)")
        let modules = try run(demo, "modules list", most: most)
        #expect(modules.status == 0 || modules.status == 22, "\(modules.errors)")
        #expect(!modules.text.contains("failed"), "\(modules.text)")
      }
    }
  }

  @Test func nothingHangs() throws {
    try Demo.with { demo throws in
      try demo.must("head -c 2M /dev/urandom > demo/config/large")
      try demo.create()
      try demo.must("chown -R \(Self.user):\(Self.user) . && chmod 755 .")
      for command in ["backup list", "backup verify", "pin check --pin-file -", "backup show latest --pin-file -"] {
        let outcome = try run(demo, command, input: Demo.pin)
        #expect(outcome.status == 0 || outcome.status == 22, "\(command): \(outcome.status) \(outcome.errors)")
      }
      #expect(try run(demo, "backup verify").status == 0)
      let backup = try run(demo, "backup create")
      #expect(backup.status == 22, "\(backup.errors)")
      #expect(backup.errors.contains("cannot start a thread"), "\(backup.errors)")
      #expect(try run(demo, "backup list --wait 0").status == 0)
    }
  }
}
