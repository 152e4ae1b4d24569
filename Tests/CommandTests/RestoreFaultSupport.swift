import TestSupport
import Testing

/// The n-th call of a name that changes the world: in the main thread, or on a module's file, which has a thread of its
/// own.
struct FaultMoment {
  let call: String
  let number: Int
  let path: String?

  private static let calls = [
    "pwrite64", "fsync", "renameat", "renameat2", "unlinkat", "mkdirat", "ftruncate", "symlinkat", "fchownat",
    "fchmodat",
    "utimensat",
  ]

  /// Every moment of a command that is carried out.
  ///
  /// - Parameter modules: the addresses of those that it writes.
  static func all(of command: String, _ demo: Demo, modules: [String]) throws -> [FaultMoment] {
    let outcome = try strace(["-e", "trace=" + calls.joined(separator: ","), "-o", demo.base + "/log"], demo, command)
    try #require(outcome.status == 0, "\(outcome.errors)")
    let lines = try demo.shell("cat log").text.split(separator: "\n").map { $0.split(separator: " ") }
    var counts: [Substring: Int] = [:]
    let main: [FaultMoment] = lines.compactMap { fields in
      guard fields.count > 1, fields[0] == lines[0][0] else { return nil }
      let name = fields[1].prefix { $0 != "(" }
      guard calls.contains(String(name)) else { return nil }
      counts[name, default: 0] += 1
      return FaultMoment(call: String(name), number: counts[name] ?? 0, path: nil)
    }
    return main
      + modules.flatMap { address in
        ["pwrite64", "ftruncate", "fsync"].map {
          FaultMoment(call: $0, number: 1, path: "/bus/\(address)/config")
        }
      }
  }

  /// One call early, the first write of a module, the exchange and what follows it; with `CAMCONSOLE_LONG=1` all.
  ///
  /// The early one is in the middle of the staging, where there is one.
  static func chosen(of moments: [FaultMoment]) -> [FaultMoment] {
    guard !Binary.isLong else { return moments }
    let early = moments.firstIndex { $0.call == "symlinkat" } ?? 0
    // An exchange before it is a trial.
    let exchange = moments.lastIndex { $0.call == "renameat2" }
    let module = moments.firstIndex { $0.call == "pwrite64" && $0.path != nil }
    let indices = Set([early, exchange, exchange.map { $0 + 1 }, module].compactMap(\.self))
    return indices.sorted().filter(moments.indices.contains).map { moments[$0] }
  }

  private static func strace(_ options: [String], _ demo: Demo, _ command: String) throws -> ProcessOutcome {
    try runProcess(
      "/usr/bin/strace",
      ["-f"] + options + [Binary.path, "--demo-dir", demo.path]
        + command.split(separator: " ").map(String.init),
      demo.options(Demo.pin))
  }

  /// Runs the command with a fault of strace at this moment.
  func run(
    _ command: String, _ fault: String, _ demo: Demo
  ) throws -> (outcome: ProcessOutcome, label: String) {
    let inject = "inject=\(call):\(fault):when=\(number)"
    let place = path.map { ["-P", demo.path + $0] } ?? []
    let outcome = try Self.strace(
      ["-o", "/dev/null", "-e", "trace=\(call)", "-e", inject] + place, demo, command)
    return (outcome, "\(command), \(self) \(fault): \(outcome.status) \(outcome.errors)")
  }
}

extension Demo {
  /// Begins another boot of the camera.
  ///
  /// - Parameter seconds: how long ago `boot` ran first in it; 0: it did not run yet.
  func restart(secondsAgo seconds: Int = 0) throws {
    try must("echo $(cut -d. -f1 /proc/uptime).$(date +%N) > demo/run/boot")
    guard seconds > 0 else { return }
    #expect(try run("boot --once").status == 0)
    try pass(seconds)
  }

  /// Lets so much of the time pass in which a restore must be confirmed.
  func pass(_ seconds: Int) throws {
    try must(
      """
      began=$(grep -o '"startedAt":-*[0-9]*' demo/state/restore | cut -d: -f2)
      sed -i 's/"startedAt":'$began'/"startedAt":'$((began - \(seconds)))'/' demo/state/restore
      """)
  }

  /// Starts the camera: what was interrupted is finished, and what waits is confirmed.
  ///
  /// - Returns: whether it has the restored configuration.
  func expectWholeAfterRestart(_ scene: RestoreScene, _ label: String) throws -> Bool {
    try restart()
    let boot = try run("boot --once")
    #expect(boot.status == 0, "\(label): \(boot.errors)")
    let state = try state()
    #expect(state == scene.changed || state == scene.restored, "\(label)\n\(state)")
    if try json("status")["restore"]?["state"] == .text("awaiting-confirmation") {
      #expect(state == scene.restored, "\(label)")
      #expect(try run("confirm").status == 0, "\(label)")
      #expect(try self.state() == state, "\(label)")
    }
    try expectNoTraces(label)
    if state == scene.restored { try expectUndoable(scene, label) }
    #expect(try json("users list")["users"]?.list.contains { $0["group"] == .text("admins") } == true, "\(label)")
    return state == scene.restored
  }

  /// Expects that what was before the restore can be put back.
  func expectUndoable(_ scene: RestoreScene, _ label: String) throws {
    #expect(try json("status")["restore"]?["undo"] == .text("possible"), "\(label)")
    let outcome = try undo("--revert-after 0 --no-reboot")
    #expect(outcome.status == 0, "\(label), then undone: \(outcome.errors)")
    #expect(try state() == scene.undone, "\(label), then undone")
  }
}
