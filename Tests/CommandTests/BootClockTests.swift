import TestSupport
import Testing

/// Namespaces in which a process finds another boot.
private enum OtherBoot {
  static let isUsable =
    !Binary.lacks(root: true, "unshare", "mount")
    && (try? runProcess("/usr/bin/unshare", ["--mount", "--time", "--fork", "/bin/true"]))?.status == 0
}

/// Another boot as the kernel tells it: its name, and the time since it began.
@Suite(.enabled(if: OtherBoot.isUsable, "needs root and unshare with time namespaces"))
struct BootClockTests {
  /// Runs the program, not on a demo camera, some seconds after a boot of this number.
  private func run(_ command: String, boot number: Int, seconds: Int, _ demo: Demo) throws -> ProcessOutcome {
    try demo.shell(
      """
      echo 00000000-0000-0000-0000-00000000000\(number) > boot_id
      unshare --mount --time --fork --boottime $((\(seconds) - $(cut -d. -f1 /proc/uptime))) sh -c '
        mount --bind boot_id /proc/sys/kernel/random/boot_id
        "$BINARY" --settings "$BASE/settings" \(command)'
      """, input: Demo.pin)
  }

  /// The demo's directories as those of a camera, but for the run directory, by which a demo is known.
  private func with(_ body: (Demo, RestoreScene) throws -> Void) throws {
    try RestoreScene.with { (demo, scene) throws in
      try demo.must("sed -e \"s,^RUN=.*,RUN=$BASE/locks,\" demo/camconsole.conf > settings; chmod 600 settings")
      let mark = try run("boot", boot: 1, seconds: 40, demo)
      #expect(mark.status == 0, "\(mark.errors)")
      let restore = try run(
        "backup restore latest --yes --no-reboot --pin-file -", boot: 1, seconds: 9_000, demo)
      #expect(restore.status == 0, "\(restore.errors)")
      let same = try run("boot", boot: 1, seconds: 9_100, demo)
      #expect(same.status == 20 && same.errors.contains("has not restarted since"), "\(same.errors)")
      try body(demo, scene)
    }
  }

  /// The clock is that of a host which runs for long: the time begins when `boot` first runs in this boot.
  @Test func itIsTakenBackAtItsTime() throws {
    try with { (demo, scene) throws in
      let early = try run("boot --once", boot: 2, seconds: 9_500, demo)
      #expect(early.status == 0 && early.text.contains("must be confirmed"), "\(early.errors)")
      #expect(try demo.state() == scene.restored)
      let boot = try run("boot", boot: 2, seconds: 10_097, demo)
      #expect(boot.status == 0 && boot.text.contains("is reverted. The camera restarts."), "\(boot.errors)")
      #expect(try demo.state() == scene.changed)
      // REBOOT did nothing here: it is run again.
      #expect(try run("boot --once", boot: 2, seconds: 10_200, demo).text.contains("The camera restarts."))
      #expect(!(try run("boot --once", boot: 3, seconds: 10, demo)).text.contains("The camera restarts."))
      try demo.expectUntouched(scene)
    }
  }

  /// A container that starts again under the same name of the boot, with a clock that is behind: no time has passed.
  @Test func aClockThatIsBehind() throws {
    try with { (demo, scene) throws in
      #expect(try run("boot --once", boot: 2, seconds: 9_500, demo).status == 0)
      let boot = try run("boot --once", boot: 2, seconds: 20, demo)
      #expect(boot.text.contains("must be confirmed within 10 min"), "\(boot.text)")
      let later = try run("boot --once", boot: 2, seconds: 262, demo)
      #expect(later.text.contains("must be confirmed within 5 min"), "\(later.text)")
    }
  }

  @Test func itIsConfirmed() throws {
    try with { (demo, scene) throws in
      #expect(try run("confirm", boot: 2, seconds: 599, demo).status == 0)
      #expect(try run("boot --once", boot: 2, seconds: 700, demo).status == 0)
      #expect(try demo.state() == scene.restored)
      try demo.expectNoTraces()
    }
  }
}
