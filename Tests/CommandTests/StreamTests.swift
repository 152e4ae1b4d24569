import TestSupport
import Testing

/// Cameras without a card: backups go out and come back through a pipe.
@Suite struct StreamTests {
  /// A camera without a card, and a copy of what it was.
  private func with(_ body: (Demo, RestoreScene) throws -> Void) throws {
    try RestoreScene.with { (demo, scene) throws in
      try demo.must("printf '\(Demo.pin)\\n' > pin; $camconsole backup export latest sealed --sealed; rm -r demo/card")
      try body(demo, scene)
    }
  }

  @Test func outAndBack() throws {
    try Demo.with { demo throws in
      try demo.must("rm -r demo/card; printf \(Demo.pin) > pin")
      let made = try demo.shell("$camconsole backup create --to - --label Spring --json > out")
      #expect(made.status == 0 && made.standardOutput == [], "\(made.errors)")
      let told = try JSON(parsing: made.standardError)
      #expect(told["id"] == .text("00010001") && told["label"] == .text("Spring"))
      #expect(try told["bytes"]?.number.map { "\($0)\n" } == demo.shell("stat -c %s out").text)
      #expect(try told["file_tag"] == .text(demo.shell("tail -c 32 out | od -An -v -tx1 | tr -d ' \\n'").text))
      let state = try demo.state()
      try demo.must("echo other > demo/bus/02/config; sed -i 's/^HOSTNAME=.*/HOSTNAME=x/' demo/config/camera.cfg")
      let restored = try demo.shell("$camconsole backup restore - --pin-file pin --yes --no-reboot <out")
      #expect(restored.status == 0 && restored.text.contains("HOSTNAME: x -> "), "\(restored.errors)")
      #expect(try demo.state().modules == state.modules)
      try demo.must("[ -z \"$(ls demo/state | grep -v -x -e events -e record.1 -e record.2 -e restore)\" ]")
    }
  }

  /// The record knows of it: an alarm does, and whoever asks for a new one only if something has changed.
  @Test func freshness() throws {
    try Demo.with { demo throws in
      try demo.must("rm -r demo/card")
      #expect(try demo.json("status")["last_good"] == .null)
      try demo.must("$camconsole backup create --to - --if-changed > first; [ -s first ]")
      let good = try demo.json("status")["last_good"]
      #expect(good != .null && good != nil)
      #expect(try demo.json("status")["last_attempt"]?["result"] == .text("ok"))
      let again = try demo.shell("$camconsole backup create --to - --if-changed > second")
      #expect(again.status == 0 && again.errors.contains("Nothing has changed since backup 00010001."))
      try demo.must("[ ! -s second ]")
      #expect(try demo.json("status")["last_attempt"]?["result"] == .text("unchanged"))
      try demo.must("echo x >> demo/bus/02/config; $camconsole backup create --to - --if-changed --armor > third")
      try demo.must("grep -qx -e '-----END CAMCONSOLE BACKUP-----' third")
    }
  }

  /// What nobody took whole is not a backup.
  @Test func aReaderThatLeaves() throws {
    try Demo.with { demo throws in
      try demo.must("rm -r demo/card; head -c 5M /dev/urandom > demo/config/large")
      let left = try demo.shell(
        "($camconsole backup create --to -; echo $? >status) | head -c 1000 >/dev/null; cat status")
      #expect(left.text != "0\n", "\(left.errors)")
      #expect(try demo.json("status")["last_good"] == .null)
      #expect(try demo.json("status")["last_attempt"]?["result"] != .text("ok"))
    }
  }

  /// All of it was written to the pipe, and the last byte is still there.
  @Test(arguments: ["", "--armor"]) func aReaderThatLeavesTheLastByte(_ option: String) throws {
    try Demo.with { demo throws in
      try demo.must("rm -r demo/card; $camconsole backup create --to - \(option) > whole")
      let left = try demo.shell(
        "n=$(stat -c %s whole); ($camconsole backup create --to - \(option); echo $? >status) |"
          + " head -c $((n - 1)) >/dev/null; cat status")
      #expect(left.text == "74\n", "\(left.errors)")
      #expect(try demo.json("status")["last_attempt"]?["result"] == .text("io-error"))
    }
  }

  /// Bytes never go to a terminal; text may.
  @Test func terminals() throws {
    try Demo.with { demo throws in
      try demo.create()
      for (command, isText) in [
        ("backup export latest - --sealed", false), ("backup create --to -", false),
        ("backup export latest - --sealed --armor", true), ("backup create --to - --armor", true),
      ] {
        let terminal = try PseudoTerminal(
          Binary.path, ["--demo-dir", demo.path] + command.split(separator: " ").map(String.init), demo.options())
        let status = try terminal.end()
        #expect(status == (isText ? 0 : 64), "\(command)")
        #expect(terminal.screen.contains("-----END CAMCONSOLE BACKUP-----") == isText)
        #expect(isText || terminal.screen.contains("--armor makes text of it."))
      }
    }
  }

  @Test func usage() throws {
    try Demo.with { demo throws in
      for command in [
        "backup create --to /x", "backup create --to - --keep", "backup create --armor",
        "backup export latest - --armor",
      ] { #expect(try demo.run(command).status == 64, "\(command)") }
    }
  }

  /// A stream that is cut, damaged or too long changes nothing; nor does a wrong PIN.
  @Test func whatIsNotWhole() throws {
    try with { (demo, scene) throws in
      try demo.must("f=sealed; head -c 20000 $f > cut; (cat $f; echo) > long; head -c 500 $f > short; : > empty")
      try demo.must("cp sealed damaged; printf damaged | dd of=damaged bs=1 seek=20000 conv=notrunc status=none")
      for (file, status) in [("cut", 17), ("long", 17), ("short", 17), ("empty", 20), ("damaged", 17)]
        as [(String, Int32)]
      {
        let outcome = try demo.shell("$camconsole backup restore - --pin-file pin --yes <\(file)")
        #expect(outcome.status == status && outcome.standardOutput == [], "\(file): \(outcome.errors)")
        try demo.expectUntouched(scene, file)
      }
      let wrong = try demo.shell(
        "(echo \(Demo.otherPIN); cat sealed) | $camconsole backup restore - --pin-file - --yes")
      #expect(wrong.status == 11, "\(wrong.errors)")
      try demo.expectUntouched(scene)
      #expect(try demo.json("status")["restore"] == .null)
    }
  }

  /// The same preview, the same question, and the way back.
  @Test func theQuestionAndUndo() throws {
    try with { (demo, scene) throws in
      let asked = try demo.shell("$camconsole backup restore - --pin-file pin <sealed")
      #expect(asked.status == 20 && asked.text.contains("HOSTNAME: elsewhere -> "), "\(asked.errors)")
      try demo.expectUntouched(scene)
      let restored = try demo.shell(
        "cat pin sealed | $camconsole backup restore - --pin-file - --yes --no-reboot --json")
      #expect(restored.status == 0, "\(restored.errors)")
      #expect(try demo.state() == scene.restored)
      try demo.restart()
      #expect(try demo.json("confirm")["undo"] == .text("possible"))
      try demo.expectUndoable(scene, "stream")
    }
  }

  /// Nobody confirms: it is reverted by itself.
  @Test func reverted() throws {
    try with { (demo, scene) throws in
      let restored = try demo.shell(
        "$camconsole backup restore - --pin-file pin --yes --no-reboot --revert-after 1 <sealed")
      #expect(restored.status == 0, "\(restored.errors)")
      try demo.restart(secondsAgo: 60)
      #expect(try demo.run("boot --once").text.contains("is reverted"))
      try demo.restart()
      #expect(try demo.run("boot --once").status == 0)
      #expect(try demo.state() == scene.changed)
    }
  }

  /// A kill while the stream comes in leaves nothing.
  @Test func killed() throws {
    try with { (demo, scene) throws in
      let killed = try demo.shell(
        """
        mkfifo pipe; exec 3<>pipe; head -c 20000 sealed >&3
        $camconsole backup restore - --pin-file pin --yes <pipe 3>&- & p=$!
        for i in $(seq 9000); do ls -l /proc/$p/fd 2>/dev/null | grep -q 'state/.*deleted' && break; sleep 0.02; done
        ls -l /proc/$p/fd | grep -q 'state/.*deleted' || exit 1; kill -9 $p; wait $p; [ $? = 137 ]
        """)
      #expect(killed.status == 0, "\(killed.errors)")
      try demo.expectUntouched(scene)
      try demo.must("[ -z \"$(ls demo/state | grep -v -x -e events -e record.1 -e record.2)\" ]")
    }
  }

  /// A state directory without room says so, before anything is changed.
  @Test(.enabled(if: !Binary.lacks(root: true, "mount"), "needs root to mount"))
  func noRoom() throws {
    try with { (demo, scene) throws in
      try demo.must("cp -a demo/state kept")
      try Mount.with("-t tmpfs -o size=1050k none", on: demo.path + "/state") {
        try demo.must("cp -a kept/. demo/state/")
        let full = try demo.shell("$camconsole backup restore - --pin-file pin --yes <sealed")
        #expect(full.status == 16 && full.errors.contains("The state directory has no room for this backup."))
      }
      try demo.expectUntouched(scene)
    }
  }
}
