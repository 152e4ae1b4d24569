import CameraDevice
import DemoCamera
import FileSystem
import Synchronization
import TestSupport
import Testing

/// A demo camera restarts when its command for that was run, and is another camera's business in nothing else.
struct DemoClockTests {
  private static let reboot = ["/bin/true"]

  private let files = CrashingFileSystem("/demo")
  private let machine = StillClock()
  private let runner = FailingRunner()

  private func clock() throws -> DemoClock {
    files.plantDirectory("/demo/run")
    return DemoClock(run: "/demo/run", files: files, machine: machine)
  }

  @Test func beginsAnotherBoot() throws {
    let clock = try clock()
    #expect(try clock.bootID() == "boot")
    #expect(clock.sinceBoot().seconds == 5_000)
    machine.pass(60)
    try DemoCommands(runner, reboot: Self.reboot, clock: clock).run(Self.reboot)
    machine.pass(7)
    #expect(clock.sinceBoot().seconds == 7)
    let second = try clock.bootID()
    #expect(second != "boot" && second.hasPrefix("boot-"))
    machine.pass(1)
    try DemoCommands(runner, reboot: Self.reboot, clock: clock).stoppable { false }.run(Self.reboot)
    #expect(try clock.bootID() != second)
    #expect(clock.now() == machine.now() && clock.localTime(7) == machine.localTime(7))
    // Another program finds the same.
    #expect(DemoClock(run: "/demo/run", files: files, machine: machine).sinceBoot().seconds == 0)
  }

  @Test func otherCommandsAndFailuresRestartNothing() throws {
    let clock = try clock()
    let commands = DemoCommands(runner, reboot: Self.reboot, clock: clock)
    try commands.run(["/bin/true", "now"])
    #expect(try clock.bootID() == "boot")
    runner.fails.withLock { $0 = true }
    #expect(throws: CommandError.self) { try commands.run(Self.reboot) }
    #expect(try clock.bootID() == "boot")
  }

  /// What is in the file is not believed where it cannot be.
  @Test(arguments: ["", "x", "5001.000000000", "-1.5", "1.0000000000000000000000000000000000"])
  func distrusts(text: String) throws {
    let clock = try clock()
    files.plant("/demo/run/boot", Array(text.utf8))
    #expect(try clock.bootID() == "boot")
    #expect(clock.sinceBoot().seconds == 5_000)
  }

  @Test func isKnownByItsMarker() throws {
    _ = try clock()
    #expect(!DemoDirectory.isAround(run: "/demo/run", in: files))
    files.plant("/demo/.camconsole-demo", [])
    #expect(DemoDirectory.isAround(run: "/demo/run", in: files))
    #expect(!DemoDirectory.isAround(run: "/demo/state", in: files))
    #expect(!DemoDirectory.isAround(run: "/other/run", in: files))
  }
}

/// A machine whose clock moves when it is told to.
private final class StillClock: TimeSource {
  private let seconds = Mutex<Int64>(5_000)

  func pass(_ count: Int64) { seconds.withLock { $0 += count } }

  func now() -> FileTime { FileTime(seconds: 1_795_000_000, nanoseconds: 0) }
  func sinceBoot() -> FileTime { FileTime(seconds: seconds.withLock { $0 }, nanoseconds: 0) }
  func bootID() throws(FileError) -> String { "boot" }
  func localTime(_ seconds: Int64) -> String { "\(seconds)" }
}

private final class FailingRunner: CommandRunner {
  let fails = Mutex(false)

  func run(_ command: [String]) throws(CommandError) {
    if fails.withLock({ $0 }) { throw .failed(program: command[0], status: 1) }
  }
}
