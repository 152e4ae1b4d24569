import Glibc
import TestSupport
import Testing

/// Work that is stopped, and work that has to wait for another.
@Suite struct SignalTests {
  private func start(_ demo: Demo, _ arguments: String, input: String = "") throws -> StartedProcess {
    try StartedProcess(
      Binary.path, ["--demo-dir", demo.path] + arguments.split(separator: " ").map(String.init), demo.options(input))
  }

  @Test(arguments: zip([SIGTERM, SIGINT, SIGHUP], [143, 130, 129] as [Int32]))
  func aBackupIsUndone(_ signal: Int32, _ status: Int32) throws {
    try Demo.with { demo throws in
      let id = try demo.create()
      try demo.must("head -c 100M /dev/zero > demo/config/large")
      let process = try start(demo, "backup create")
      try demo.hold(process.identifier, atFiles: 2)
      process.send(signal: signal)
      process.send(signal: SIGCONT)
      let outcome = try process.wait()
      #expect(outcome.status == status)
      #expect(!outcome.isKilled && outcome.errors.contains("Stopped. Nothing was changed."))
      #expect(outcome.standardOutput == [])
      try demo.must("[ $(ls demo/card/CAMVAULT) = \(id).CVB ] && rm demo/config/large")
      try demo.expectBackups([try demo.create(), id])
    }
  }

  @Test func aChangeOfThePINIsUndone() throws {
    try Demo.with { demo throws in
      try demo.must("head -c 50M /dev/zero > demo/config/large")
      let ids = [try demo.create(), try demo.create()]
      let process = try start(demo, PINChangeTests.change, input: PINChangeTests.digits)
      try demo.hold(process.identifier, atFiles: 3)
      process.send(signal: SIGTERM)
      process.send(signal: SIGCONT)
      #expect(try process.wait().status == 143)
      try demo.expectBackups(ids.reversed())
      try demo.must("[ $(ls demo/card/CAMVAULT | wc -l) = 2 ]")
      #expect(try demo.run("pin check --pin-file -", input: Demo.pin).status == 0)
    }
  }

  @Test func anExportIsUndone() throws {
    try Demo.with { demo throws in
      try demo.must("head -c 100M /dev/zero > demo/config/large")
      try demo.create()
      let process = try start(demo, "backup export latest \(demo.base)/out --pin-file -", input: Demo.pin)
      try waitForExport(process, demo)
      process.send(signal: SIGINT)
      #expect(try process.wait().status == 130)
      try demo.must("[ ! -e out ]")
    }
  }

  /// Waits until an export writes its file, which has no name yet.
  private func waitForExport(_ process: StartedProcess, _ demo: Demo) throws {
    try demo.must(
      "for i in $(seq 9000); do ls -l /proc/\(process.identifier)/fd | grep -q '#.*(deleted)' && exit; sleep 0.02; done; exit 1"
    )
  }

  /// Even what cannot be caught leaves no piece of a backup in clear.
  @Test func noSignalLeavesAPieceOfAnExport() throws {
    try Demo.with { demo throws in
      try demo.must("head -c 100M /dev/zero > demo/config/large")
      try demo.create()
      for signal in [SIGKILL, SIGQUIT, SIGXCPU, SIGVTALRM, SIGUSR1, SIGPIPE, SIGIO] {
        let process = try start(demo, "backup export latest \(demo.base)/out --pin-file -", input: Demo.pin)
        try waitForExport(process, demo)
        process.send(signal: signal)
        let status = try process.wait().status
        #expect(status == (signal == SIGPIPE ? 0 : 128 + signal), "signal \(signal)")
        try demo.must("[ ! -e out ] || [ \(status) = 0 ]; ls -A | grep -vqx -e demo -e out && exit 1; rm -f out")
      }
    }
  }

  /// A limit of the size of files (`ulimit -f`) is an error like a full disk.
  @Test(arguments: ["", "--sealed"]) func aLimitOfTheSizeLeavesNothing(_ options: String) throws {
    try Demo.with { demo throws in
      try demo.must("head -c 4M /dev/urandom > demo/config/large; printf \(Demo.pin) > pin")
      try demo.create()
      let command = "backup export latest out \(options.isEmpty ? "--pin-file pin" : options)"
      let outcome = try demo.shell("ulimit -f 2048; exec $camconsole \(command)")
      #expect(outcome.status == 74 && !outcome.isKilled, "\(outcome.errors)")
      #expect(outcome.errors.contains("File too large"), "\(outcome.errors)")
      try demo.must("[ ! -e out ] && [ \"$(ls -A)\" = \"$(printf 'demo\\npin')\" ]")
    }
  }

  @Test func theSecondWaitsAndThenSaysWhoIsBusy() throws {
    try Demo.with { demo throws in
      var waiting: StartedProcess?
      try demo.whileABackupIsMade(atFiles: 1) { () throws in
        for command in ["backup create", "backup list", "pin adopt --pin-file -"] {
          let busy = try demo.run(command + " --wait 0 --json", input: Demo.pin)
          #expect(busy.status == 18, "\(command)")
          let error = try JSON(parsing: busy.standardError)["error"]
          #expect(error?["code"] == .text("busy"))
          #expect(error?["message"]?.text?.contains("a backup, since 20") == true)
        }
        waiting = try start(demo, "backup list --json --wait 60")
      }
      let list = try #require(try waiting?.wait())
      #expect(list.status == 0)
      #expect(try JSON(parsing: list.standardOutput)["backups"] == .list([]))
    }
  }

  /// Who is started by nohup(1) is not stopped by a hangup.
  @Test func anIgnoredHangupStaysIgnored() throws {
    try Demo.with { demo throws in
      try demo.must(
        "head -c 20M /dev/zero > demo/config/large; trap '' HUP; $camconsole backup create & until [ -e demo/card/CAMVAULT/*.CVB ]; do sleep 0.02; done; kill -HUP $!; wait $!"
      )
      #expect(try demo.backups().count == 1)
    }
  }

  /// Both take the lock in turn, and neither loses the other's.
  @Test func fourAtOnce() throws {
    try Demo.with { demo throws in
      let processes = try (1...4).map { try start(demo, "backup create --label \($0) --wait 60") }
      for process in processes { #expect(try process.wait().status == 0) }
      let backups = try demo.backups()
      #expect(Set(backups.compactMap { $0["label"]?.text }) == ["1", "2", "3", "4"])
      #expect(backups.allSatisfy { $0["state"] == .text("ok") })
    }
  }

  /// Killed without a warning, at moments that the clock chooses.
  @Test func killedAtAnyMoment() throws {
    var random = SeededGenerator(seed: 29)
    try Demo.with { demo throws in
      let id = try demo.create("--keep")
      try demo.must("head -c 20M /dev/zero > demo/config/large")
      for _ in 1...(Binary.isLong ? 100 : 8) {
        let process = try start(demo, "backup create")
        usleep(UInt32(random.below(900)) * 1_000)
        process.send(signal: SIGKILL)
        _ = try process.wait()
      }
      let backups = try demo.backups()
      #expect(backups.last?["id"] == .text(id))
      #expect(backups.allSatisfy { $0["state"] == .text("ok") })
      try demo.must("[ $(ls demo/card/CAMVAULT | wc -l) = \(backups.count) ]")
    }
  }
}
