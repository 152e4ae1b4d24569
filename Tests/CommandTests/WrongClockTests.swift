import TestSupport
import Testing

/// A wall clock that is set while the program waits. The C library is given one that differs from the kernel's by
/// hours: who computes a moment by it waits that much too long, or not at all.
@Suite(.enabled(if: !Binary.lacks("cc", "flock"), "needs cc and flock"))
struct WrongClockTests {
  private func withClock(_ seconds: Int, _ body: (Demo, _ preload: String) throws -> Void) throws {
    try Demo.with { demo throws in
      try FalseClock.make(in: demo)
      try body(demo, "STEP=\(seconds) LD_PRELOAD=$BASE/clock.so timeout 600 $camconsole ")
    }
  }

  @Test(arguments: [-3_600, 3_600]) func aModuleIsWaitedForByTheMonotonicClock(_ step: Int) throws {
    try withClock(step) { (demo, preload) throws in
      // One that answers is not called silent.
      try demo.set("BUS_TIMEOUT", "60")
      let outcome = try demo.shell(preload + "modules list --json")
      let modules = try JSON(parsing: outcome.standardOutput)["modules"]?.list ?? []
      #expect(outcome.status == 0 && modules.count == 5 && modules.allSatisfy { $0["state"] == .text("ok") })
      // One that is silent is given up, and the backup without it is made.
      try demo.set("BUS_TIMEOUT", "1")
      try demo.must("rm demo/bus/03/config; mkfifo demo/bus/03/config")
      #expect(try demo.shell(preload + "backup create").status == 19)
      #expect(try demo.shell(preload + "backup create --skip-module 03").status == 0)
    }
  }

  @Test(arguments: [-3_600, 3_600]) func theLockIsWaitedForByTheMonotonicClock(_ step: Int) throws {
    try withClock(step) { (demo, preload) throws in
      let outcome = try demo.shell("flock demo/run/lock -c '\(preload)--wait 1 backup list'")
      #expect(outcome.status == 18, "\(outcome.errors)")
      // Who waits long enough gets it.
      try demo.must("flock demo/run/lock sleep 1 & sleep 0.2; \(preload)--wait 50 backup list")
    }
  }

  @Test(arguments: [-3_600, 3_600]) func aRestoreIsTakenBackByTheBootClock(_ step: Int) throws {
    try withClock(step) { (demo, preload) throws in
      let id = try demo.create()
      try demo.must("cp demo/config/camera.cfg before; echo '# later' >> demo/config/camera.cfg; $camconsole status")
      #expect(
        try demo.shell(preload + "backup restore \(id) --yes --revert-after 1 --pin-file -", input: Demo.pin).status
          == 0)
      let outcome = try demo.shell(preload + "boot --once")
      #expect(outcome.status == 0 && outcome.text.contains("must be confirmed"), "\(outcome)")
    }
  }
}
