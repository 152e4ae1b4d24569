import Glibc
import TestSupport
import Testing

/// A revert that nobody would do is not promised.
@Suite(.enabled(if: !Binary.lacks(root: true), "needs root, whose files are trusted")) struct RevertWatchTests {
  /// A camera that is no demo camera, which runs its own `boot`.
  private func with(_ body: (Demo, RestoreScene, (String) throws -> ProcessOutcome) throws -> Void) throws {
    try RestoreScene.with { (demo, scene) throws in
      try demo.must("sed -e \"s,^RUN=.*,RUN=$BASE/locks,\" demo/camconsole.conf > settings; chmod 600 settings")
      try body(demo, scene) { command in
        try demo.shell("$BINARY --settings settings \(command)", input: Demo.pin)
      }
    }
  }

  private let restore = "backup restore latest --no-reboot --pin-file - "

  private func revertProblem(_ run: (String) throws -> ProcessOutcome) throws -> String? {
    let report = try JSON(parsing: run("check --json").standardOutput)
    return report["checks"]?.list.first { $0["name"] == .text("revert") }?["message"]?.text
  }

  @Test(arguments: ["--yes", "--yes --revert-after 5"]) func withoutBootItIsRefused(_ options: String) throws {
    try with { (demo, scene, run) throws in
      let refused = try run(restore + options)
      #expect(refused.status == 20 && refused.errors.contains("camconsole boot has not run"), "\(refused.errors)")
      #expect(refused.errors.contains("Nothing was changed.") && refused.errors.contains("--revert-after 0"))
      try demo.expectUntouched(scene)
      #expect(try revertProblem(run)?.contains("camconsole boot has not run") == true)
      #expect(try run("status").text.contains("Check      Nothing on this camera reverts a restore"))
      #expect(try run(restore + "--yes --modules-only").status == 0)
      #expect(try run(restore + "--yes --revert-after 0").status == 0)
    }
  }

  /// Nobody is asked whether to do what is refused.
  @Test func itIsSaidBeforeTheQuestion() throws {
    try with { (demo, scene, run) throws in
      let refused = try run(restore)
      #expect(refused.status == 20 && refused.errors.contains("camconsole boot has not run"), "\(refused.errors)")
      #expect(refused.text.contains("nothing reverts the restore"), "\(refused.text)")
      try demo.expectUntouched(scene)
    }
  }

  @Test(arguments: ["boot", "boot --once"]) func withItsMarkItIsDone(_ command: String) throws {
    try with { (_, _, run) throws in
      #expect(try run(command).status == 0)
      #expect(try revertProblem(run) == nil)
      #expect(try run(restore + "--yes").status == 0)
    }
  }

  @Test func theMarkOfAnotherBoot() throws {
    try with { (demo, scene, run) throws in
      #expect(try run("boot").status == 0)
      try demo.must("sed -i '1s/.*/00000000-0000-0000-0000-000000000000/' locks/watch")
      #expect(try run(restore + "--yes").status == 20)
      try demo.must("echo nonsense > locks/watch")
      #expect(try run(restore + "--yes").status == 20)
      try demo.expectUntouched(scene)
    }
  }

  @Test func settingsWithoutARevert() throws {
    try with { (demo, _, run) throws in
      try demo.must("sed -i '/^ENDSECTION/i REVERT=0' settings")
      #expect(try revertProblem(run) == nil)
      #expect(try run(restore + "--yes").status == 0)
    }
  }

  /// A command in another boot.
  private func afterRestart(_ command: String) -> String {
    """
    unshare -m --propagation private bash -c "echo 00000000-0000-0000-0000-000000000001 > boot_id
    mount --bind boot_id /proc/sys/kernel/random/boot_id; $BINARY --settings settings \(command)"
    """
  }

  /// Without a revert nothing waits for a confirmation: not in the reports, and not the next restore or backup.
  @Test(.enabled(if: !Binary.lacks(root: true, "unshare"), "needs root and unshare"))
  func withoutARevertItIsCompleteAfterTheRestart() throws {
    try with { (demo, scene, run) throws in
      #expect(try run(restore + "--yes --revert-after 0").status == 0)
      let status = try JSON(parsing: demo.shell(afterRestart("status --json")).standardOutput)
      #expect(status["restore"]?["state"] == .text("confirmed"))
      #expect(try demo.shell(afterRestart("status")).text.contains(": confirmed\n"))
      #expect(try demo.shell(afterRestart("status --prometheus")).text.contains("restore_pending{"))
      #expect(
        try demo.shell(afterRestart("status --prometheus")).text.split(separator: "\n")
          .contains { $0.hasPrefix("camconsole_restore_pending") && $0.hasSuffix(" 0") })
      // The next work on the store ends it: what was before is sealed for Undo, and no longer in clear.
      try demo.must("[ -e demo/.config.camconsole ]")
      #expect(try demo.shell(afterRestart("backup create")).status == 0)
      try demo.must("[ ! -e demo/.config.camconsole ] && [ ! -e demo/state/restore ]")
      let again = try demo.shell(afterRestart(restore + "--yes --revert-after 0"), input: Demo.pin)
      #expect(again.status == 0, "\(again.errors)")
    }
  }

  /// No time is named at which nobody reverts.
  @Test(.enabled(if: !Binary.lacks(root: true, "unshare"), "needs root and unshare"))
  func aTimeThatNobodyWatchesIsNotPromised() throws {
    try with { (demo, scene, run) throws in
      #expect(try run("boot --once").status == 0)
      #expect(try run(restore + "--yes --revert-after 5").status == 0)
      let text = try demo.shell(afterRestart("status")).text
      #expect(text.contains("waits for its confirmation; nothing reverts it at its time\n"), "\(text)")
      let status = try JSON(parsing: demo.shell(afterRestart("status --json")).standardOutput)
      #expect(status["restore"]?["until_seconds"] == .null)
      #expect(status["restore"]?["state"] == .text("awaiting-confirmation"))
      let watched = try JSON(
        parsing: demo.shell(afterRestart("boot --once > /dev/null; $BINARY --settings settings status --json"))
          .standardOutput)
      // Seconds pass between the two commands.
      let left = try #require(watched["restore"]?["until_seconds"]?.number)
      #expect((1...300).contains(left))
    }
  }

  @Test func theDemoCameraRunsItByItself() throws {
    try RestoreScene.with { (demo, _) throws in
      #expect(try demo.restore("--no-reboot").status == 0)
      #expect(!(try demo.run("status").text.contains("reverts")))
    }
  }
}
