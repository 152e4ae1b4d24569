import Glibc
import TestSupport
import Testing

/// After a restore and a restart: it is confirmed, or everything returns.
@Suite struct BootTests {
  /// A camera that was restored and restarted.
  private func with(
    _ options: String = "", secondsAgo: Int = 0, _ body: (Demo, RestoreScene) throws -> Void
  ) throws {
    try RestoreScene.with { (demo, scene) throws in
      try demo.set("REBOOT", "/usr/bin/touch \(demo.base)/rebooted")
      let outcome = try demo.restore("--no-reboot " + options)
      #expect(outcome.status == 0, "\(outcome.errors)")
      try demo.restart(secondsAgo: secondsAgo)
      try body(demo, scene)
    }
  }

  private func state(_ demo: Demo) throws -> String? { try demo.json("status")["restore"]?["state"]?.text }

  @Test func itWaitsAndIsConfirmed() throws {
    try with(secondsAgo: 100) { (demo, scene) throws in
      let boot = try demo.run("boot --once")
      #expect(boot.status == 0 && boot.text.contains("must be confirmed within"))
      let restore = try #require(try demo.json("status")["restore"])
      let user = try demo.user()
      #expect(restore["backup"] == .text("00010001") && restore["by"] == .text(user))
      #expect((400...500).contains(try #require(restore["until_seconds"]?.number)))
      #expect(restore["overdue"] == .truth(false))
      #expect(try demo.run("status").text.contains("00010001: waits for its confirmation; reverted in"))
      #expect(try demo.restore().errors.contains("must be confirmed"))
      #expect(try demo.json("confirm")["state"] == .text("confirmed"))
      #expect(try state(demo) == "confirmed" && demo.state() == scene.restored)
      try demo.expectNoTraces()
      #expect(try demo.json("confirm")["unchanged"] == .truth(true))
      #expect(try demo.run("revert --yes").status == 21)
      #expect(!demo.exists("../rebooted"))
    }
  }

  /// At the last second it is kept; when nobody came it is reverted, and the camera restarts.
  @Test func theLastSecond() throws {
    try with("--revert-after 1", secondsAgo: 50) { (demo, scene) throws in
      #expect(try demo.run("boot --once").status == 0)
      #expect(try demo.run("confirm").status == 0)
      #expect(try demo.state() == scene.restored)
    }
    // Also before the init system came to it.
    try with("--revert-after 1") { (demo, scene) throws in
      #expect(try demo.json("confirm")["pending_modules"] == .list([.text("04")]))
      #expect(try demo.state() == scene.restored)
    }
    try with("--revert-after 1", secondsAgo: 60) { (demo, scene) throws in
      let boot = try demo.run("boot --once")
      #expect(boot.status == 0 && boot.text.contains("is reverted. The camera restarts."), "\(boot.errors)")
      #expect(try demo.state() == scene.changed)
      #expect(demo.exists("../rebooted"))
      #expect(try state(demo) == "reverted")
      #expect(try demo.run("confirm").status == 21)
      try demo.restart()
      #expect(try demo.run("boot --once").status == 0)
      #expect(try state(demo) == "reverted")
      try demo.expectUntouched(scene)
    }
  }

  /// The time is over, and nothing has taken it back: no report says that there are seconds left.
  @Test func overdue() throws {
    try with("--revert-after 1", secondsAgo: 61) { (demo, _) throws in
      let restore = try #require(try demo.json("status")["restore"])
      #expect(restore["overdue"] == .truth(true) && restore["until_seconds"] == .number(0))
      #expect(restore["state"] == .text("awaiting-confirmation"))
      let text = try demo.run("status").text
      #expect(text.contains("00010001: not confirmed in time, and not reverted yet\n") && !text.contains("within"))
      #expect(try demo.run("status --prometheus").text.contains("restore_overdue{\(Demo.labels)} 1\n"))
      #expect(try demo.run("boot --once").text.contains("is reverted"))
      #expect(try demo.json("status")["restore"]?["overdue"] == .truth(false))
      #expect(try demo.run("status --prometheus").text.contains("restore_overdue{\(Demo.labels)} 0\n"))
    }
  }

  /// The camera was not restarted, or not by now: `boot` does not take it for done.
  @Test func theSameBoot() throws {
    try RestoreScene.with { (demo, scene) throws in
      #expect(try demo.restore("--no-reboot").status == 0)
      for _ in 1...4 {
        let boot = try demo.run("boot --once")
        #expect(boot.status == 20 && boot.errors.contains("has not restarted since"))
      }
      #expect(try demo.run("confirm").status == 20)
      #expect(try state(demo) == "reboot-needed")
      let revert = try demo.json("revert --yes")
      #expect(revert["reboot"] == .truth(false))
      #expect(try state(demo) == "reverted")
      try demo.expectUntouched(scene)
    }
  }

  @Test func aCameraThatRestartsByItself() throws {
    try with { (demo, scene) throws in
      for _ in 1...3 { #expect(try demo.run("boot --once").text.contains("must be confirmed")) }
      try demo.restart()
      #expect(try demo.run("boot --once").text.contains("must be confirmed"))
      try demo.restart()
      #expect(try demo.run("boot --once").text.contains("is reverted"))
      #expect(demo.exists("../rebooted"))
      try demo.restart()
      #expect(try demo.run("boot --once").status == 0)
      try demo.expectUntouched(scene)
    }
  }

  @Test func itNeedNotBeConfirmed() throws {
    try with("--revert-after 0") { (demo, scene) throws in
      #expect(try state(demo) == "confirmed")
      #expect(try demo.run("boot --once").text == "The restore of backup 00010001 is complete.\n")
      #expect(try state(demo) == "confirmed" && demo.state() == scene.restored)
      try demo.expectNoTraces()
    }
  }

  @Test func minutesThatAreNone() throws {
    try RestoreScene.with { (demo, scene) throws in
      for options in ["--revert-after 61", "--revert-after=-1", "--revert-after x", "--revert-after 5 --modules-only"] {
        #expect(try demo.restore(options).status == 64, "\(options)")
      }
      try demo.expectUntouched(scene)
    }
  }

  @Test func itIsTakenBack() throws {
    try with { (demo, scene) throws in
      let refused = try demo.run("revert")
      #expect(refused.status == 20 && refused.errors.contains("was not agreed to"))
      #expect(try state(demo) == "awaiting-confirmation")
      let revert = try demo.json("revert --yes")
      #expect(revert["reboot"] == .truth(true) && revert["pending_modules"] == .list([]))
      #expect(demo.exists("../rebooted"))
      #expect(try demo.state() == scene.changed)
      #expect(try demo.run("boot --once").status == 0)
      try demo.expectUntouched(scene)
      #expect(try demo.restore("--no-reboot").status == 0)
    }
  }

  /// The command that restarts fails: what is not restarted is not forgotten.
  @Test func aRebootThatFails() throws {
    try with(secondsAgo: 600) { (demo, scene) throws in
      try demo.set("REBOOT", "/bin/false")
      let boot = try demo.run("boot --once")
      #expect(boot.status == 74 && boot.errors.contains("is reverted, but the command to restart"))
      #expect(try demo.state() == scene.changed)
      #expect(try demo.restore().errors.contains("was reverted, and the camera has not restarted"))
      try demo.set("REBOOT", "/usr/bin/touch \(demo.base)/rebooted")
      #expect(try demo.run("boot --once").status == 0)
      #expect(demo.exists("../rebooted"))
      try demo.restart()
      #expect(try demo.run("boot --once").status == 0)
      try demo.expectUntouched(scene)
    }
  }

  private func start(_ demo: Demo) throws -> StartedProcess {
    let process = try StartedProcess(Binary.path, ["--demo-dir", demo.path, "boot"], demo.options())
    try demo.must(
      "for i in $(seq 9000); do grep -q '\"starts\":1' demo/state/restore && exit; sleep 0.02; done; exit 1")
    return process
  }

  @Test func itStaysUntilItIsConfirmed() throws {
    try with { (demo, scene) throws in
      let boot = try start(demo)
      #expect(try demo.run("confirm").status == 0)
      let outcome = try boot.wait()
      #expect(outcome.status == 0 && outcome.text.contains("is complete"), "\(outcome.errors)")
      #expect(!demo.exists("../rebooted"))
      #expect(try demo.state() == scene.restored)
    }
  }

  @Test func itStaysUntilItsTimeIsOver() throws {
    try with("--revert-after 1", secondsAgo: 55) { (demo, scene) throws in
      let outcome = try demo.run("boot")
      #expect(outcome.status == 0 && outcome.text.contains("is reverted"), "\(outcome.errors)")
      #expect(demo.exists("../rebooted"))
      #expect(try demo.state() == scene.changed)
    }
  }

  @Test(arguments: zip([SIGTERM, SIGINT, SIGHUP], [143, 130, 129] as [Int32]))
  func aSignalDecidesNothing(_ signal: Int32, _ status: Int32) throws {
    try with { (demo, scene) throws in
      let boot = try start(demo)
      boot.send(signal: signal)
      let outcome = try boot.wait()
      #expect(outcome.status == status && !outcome.isKilled)
      #expect(try state(demo) == "awaiting-confirmation" && demo.state() == scene.restored)
    }
  }

  /// A backup that takes long stops no confirmation.
  @Test func aConfirmationWhileABackupIsMade() throws {
    try with { (demo, _) throws in
      try demo.whileABackupIsMade(atFiles: 2) { () throws in
        #expect(try demo.run("confirm --wait 0").status == 0)
      }
    }
  }
}
