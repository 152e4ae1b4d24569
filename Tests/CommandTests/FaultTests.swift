import TestSupport
import Testing

/// The real program, killed at each call that changes the world, and with each of them failing: strace does both.
///
/// A seeded tenth of the calls is looked at; all of them with `CAMCONSOLE_LONG=1`.
@Suite(.enabled(if: !Binary.lacks("strace"), "needs strace"))
struct FaultTests {
  enum Work: String, CaseIterable {
    case create, change

    var arguments: [String] {
      (self == .create ? "backup create --label new" : PINChangeTests.change).split(separator: " ").map(String.init)
    }
  }

  enum Fault: String, CaseIterable {
    case kill = "signal=KILL"
    case failure = "error=EIO"
    case full = "error=ENOSPC"
    case readOnly = "error=EROFS"
  }

  /// The n-th call of a name in the main thread.
  struct Call {
    let name: Substring
    let number: Int
  }

  private static let calls: Set<Substring> = ["pwrite64", "fsync", "renameat", "unlinkat", "mkdirat", "ftruncate"]
  private static let bases = Result { try Work.allCases.map { (try base($0), $0) } }

  /// A camera whose next backup removes one, or whose change of the PIN rewrites three, one of them kept.
  private static func base(_ work: Work) throws -> [UInt8] {
    try Demo.with { demo throws in
      try demo.create("--keep --label kept")
      for _ in 1...(work == .create ? 4 : 2) { try demo.create() }
      return try demo.archive()
    }
  }

  /// The calls of undisturbed work that change the world.
  private func calls(of work: Work, _ base: [UInt8]) throws -> [Call] {
    try Demo.with(archive: base) { demo throws in
      let outcome = try strace(
        ["-e", "trace=" + Self.calls.joined(separator: ","), "-o", demo.base + "/log"], work, demo)
      #expect(outcome.status == 0, "\(outcome.errors)")
      let lines = try demo.shell("cat log").text.split(separator: "\n").map { $0.split(separator: " ") }
      var counts: [Substring: Int] = [:]
      return lines.compactMap { fields in
        guard fields.count > 1, fields[0] == lines[0][0] else { return nil }
        let name = fields[1].prefix { $0 != "(" }
        guard Self.calls.contains(name) else { return nil }
        counts[name, default: 0] += 1
        return Call(name: name, number: counts[name] ?? 0)
      }
    }
  }

  private func strace(_ options: [String], _ work: Work, _ demo: Demo) throws -> ProcessOutcome {
    try runProcess(
      "/usr/bin/strace", ["-f"] + options + [Binary.path, "--demo-dir", demo.path] + work.arguments,
      demo.options(PINChangeTests.digits))
  }

  @Test(arguments: Work.allCases, Fault.allCases)
  func nothingIsLost(_ work: Work, _ fault: Fault) throws {
    let base = try #require(try Self.bases.get().first { $0.1 == work }).0
    var random = SeededGenerator(seed: 57)
    for call in try calls(of: work, base) where Binary.isLong || random.oneIn(10) {
      try Demo.with(archive: base) { demo throws in
        let inject = "inject=\(call.name):\(fault.rawValue):when=\(call.number)"
        let outcome = try strace(["-o", "/dev/null", "-e", "trace=\(call.name)", "-e", inject], work, demo)
        let isKill = fault == .kill
        #expect(isKill ? outcome.status == 137 : outcome.status < 128, "\(inject): \(outcome.errors)")
        try expectSound(demo, work, "\(work) \(inject)")
      }
    }
  }

  /// Every complete backup is there, one PIN holds, and the next backup is made.
  private func expectSound(_ demo: Demo, _ work: Work, _ moment: String) throws {
    let backups = try demo.backups()
    #expect(backups.allSatisfy { $0["state"] == .text("ok") }, "\(moment): \(backups)")
    #expect(work == .create ? (5...6).contains(backups.count) : backups.count == 3, "\(moment)")
    #expect(backups.last?["label"] == .text("kept") && backups.last?["keep"] == .truth(true), "\(moment)")
    let digits = try [Demo.pin, Demo.otherPIN].filter {
      try demo.run("pin check --pin-file -", input: $0).status == 0
    }
    #expect(digits.count == 1, "\(moment)")
    #expect(try demo.opens(with: digits.first ?? ""), "\(moment)")
    let files = try demo.shell("ls demo/card/CAMVAULT").text.split(separator: "\n")
    #expect(files.count == backups.count, "\(moment): \(files)")
    let next = try demo.create()
    #expect(try demo.backups().first?["id"] == .text(next), "\(moment)")
  }
}
