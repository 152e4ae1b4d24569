import TestSupport
import Testing

/// Where /proc is not mounted, and under a priority that is not the usual one.
@Suite(.enabled(if: SystemCamera.isUsable, "needs root, unshare and mount"))
struct WithoutProcTests {
  private func run(_ demo: Demo, _ arguments: [String], _ environment: [String: String] = [:]) throws -> ProcessOutcome
  {
    try runProcess(
      "/usr/bin/unshare", SystemCamera.arguments(demo, arguments, hidesProc: true), demo.options("", environment))
  }

  @Test func argumentsComeFromMain() throws {
    try SystemCamera.with { camera in
      let version = try run(camera.demo, ["--version"])
      #expect(version.status == 0 && version.text == "1.0.0\n", "\(version.errors)")
      let list = try run(camera.demo, ["backup", "list", "--json"])
      #expect(try list.status == 0 && JSON(parsing: list.standardOutput)["card"] != nil, "\(list.errors)")
      // What needs /proc is refused, and nothing is half done.
      let created = try run(camera.demo, ["backup", "create", "--label", "a  b", "--json"])
      #expect(try JSON(parsing: created.standardError)["error"]?["code"] == .text("io-error"), "\(created.errors)")
      #expect(created.errors.contains("/proc is not mounted"), "\(created.errors)")
      #expect(try camera.demo.backups().isEmpty)
      #expect(try run(camera.demo, ["nonsense"]).status == 64)
      #expect(try run(camera.demo, ["-c", "sh"]).status == 24)
      #expect(try run(camera.demo, ["backup", "export", "latest", "-"], ["SUDO_UID": "1"]).status == 24)
    }
  }

  /// `Nice=` of a service: its priority stays, and nothing complains. Work on several cores and many modules is done.
  @Test(.enabled(if: !Binary.lacks("setpriv", "nice", "strace"), "needs setpriv, nice and strace"))
  func thePriorityStays() throws {
    try Demo.with { demo throws in
      try demo.must(
        "head -c 3000000 /dev/urandom > demo/config/sounds/long; strace -f -e trace=setpriority,sched_setscheduler -o calls $camconsole backup create; strace -f -e trace=setpriority,sched_setscheduler,connect -o more $camconsole backup verify"
      )
      #expect(try demo.shell("cat calls more | grep -c -e setpriority -e sched_setscheduler").text == "0\n")
    }
  }
}
