import TestSupport
import Testing

/// The real program, killed at calls that change the world, and with each of them failing: strace does both.
///
/// `EnumerationTests` looks at every operation, in memory. Here the program runs on the kernel's files: one call early,
/// one on the card, the commit and one late are looked at; all of them with `CAMCONSOLE_LONG=1`.
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

  /// Where a work begins, and the calls of it that change the world.
  private struct Scene {
    let base: [UInt8]
    let calls: [Call]
    /// Files that are replaced behind the one that makes the work count, that one included.
    let last: Int

    init(_ work: Work) throws {
      base = try FaultTests.base(work)
      calls = try FaultTests.calls(of: work, base)
      // Behind a change of the PIN the sealed one gets its name.
      last = work == .change ? 5 : 4
    }

    /// The first file that is replaced, a write to the new backup, the record that makes the work count, and the last
    /// one.
    func chosen() throws -> [Call] {
      guard !Binary.isLong else { return calls }
      let writes = calls.filter { $0.name == "pwrite64" }
      // The record has two copies. The last pair only forgets what was removed.
      let replaced = calls.filter { $0.name == "renameat" }
      try #require(replaced.count >= 6 && !writes.isEmpty)
      let ends = [last, 3, 1].map { replaced[replaced.count - $0] }
      return [replaced[0], writes[writes.count / 2]] + ends
    }
  }

  private static let traced: Set<Substring> = ["pwrite64", "fsync", "renameat", "unlinkat", "mkdirat", "ftruncate"]
  private static let creation = Result { try Scene(.create) }
  private static let change = Result { try Scene(.change) }

  /// A camera whose next backup removes one, or whose change of the PIN rewrites three, one of them kept. The PIN is
  /// sealed.
  private static func base(_ work: Work) throws -> [UInt8] {
    try Demo.with { demo throws in
      try demo.must("$BINARY escrow keygen demo/escrow")
      try demo.set("ESCROW", demo.path + "/escrow.pub")
      try demo.run("pin set --pin-file -", input: Demo.pin)
      try demo.create("--keep --label kept")
      for _ in 1...(work == .create ? 4 : 2) { try demo.create() }
      return try demo.archive()
    }
  }

  /// The calls of undisturbed work that change the world.
  private static func calls(of work: Work, _ base: [UInt8]) throws -> [Call] {
    try Demo.with(archive: base) { demo throws in
      let outcome = try strace(
        ["-e", "trace=" + traced.joined(separator: ","), "-o", demo.base + "/log"], work, demo)
      #expect(outcome.status == 0, "\(outcome.errors)")
      let lines = try demo.shell("cat log").text.split(separator: "\n").map { $0.split(separator: " ") }
      var counts: [Substring: Int] = [:]
      return lines.compactMap { fields in
        guard fields.count > 1, fields[0] == lines[0][0] else { return nil }
        let name = fields[1].prefix { $0 != "(" }
        guard traced.contains(name) else { return nil }
        counts[name, default: 0] += 1
        return Call(name: name, number: counts[name] ?? 0)
      }
    }
  }

  private static func strace(_ options: [String], _ work: Work, _ demo: Demo) throws -> ProcessOutcome {
    try runProcess(
      "/usr/bin/strace", ["-f"] + options + [Binary.path, "--demo-dir", demo.path] + work.arguments,
      demo.options(PINChangeTests.digits))
  }

  @Test(arguments: Work.allCases, Fault.allCases)
  func nothingIsLost(_ work: Work, _ fault: Fault) throws {
    let scene = try (work == .create ? Self.creation : Self.change).get()
    for call in try scene.chosen() {
      try Demo.with(archive: scene.base) { demo throws in
        let inject = "inject=\(call.name):\(fault.rawValue):when=\(call.number)"
        let outcome = try Self.strace(["-o", "/dev/null", "-e", "trace=\(call.name)", "-e", inject], work, demo)
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
    let sealed = try demo.shell("$camconsole status --json | $BINARY escrow open --key demo/escrow --reveal --json")
    #expect(try JSON(parsing: sealed.standardOutput)["pin"]?.text == digits.first, "\(moment): \(sealed.errors)")
    let files = try demo.shell("ls demo/card/CAMVAULT").text.split(separator: "\n")
    #expect(files.count == backups.count, "\(moment): \(files)")
    let next = try demo.create()
    #expect(try demo.backups().first?["id"] == .text(next), "\(moment)")
  }
}
