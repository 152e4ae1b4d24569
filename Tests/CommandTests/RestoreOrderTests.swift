import TestSupport
import Testing

/// What is durable before what: a power cut keeps of a restore only what was synchronised.
@Suite(.enabled(if: !Binary.lacks("strace"), "needs strace"))
struct RestoreOrderTests {
  /// The calls of a restore that change or synchronise something, with the paths of the descriptors.
  private func calls() throws -> [String] {
    try Demo.with(archive: try RestoreScene.shared.get().archive) { demo throws in
      let calls = "trace=pwrite64,fsync,renameat,renameat2,symlinkat,mkdirat,fchmodat,utimensat"
      let outcome = try demo.shell(
        "strace -f -y -s 99 -o log -e \(calls) $camconsole backup restore latest --yes --no-reboot --pin-file -",
        input: Demo.pin)
      try #require(outcome.status == 0, "\(outcome.errors)")
      return try demo.shell("sed -e \"s,$DEMO/,,g\" -e \"s,$DEMO,.,g\" log").text.split(separator: "\n").map(
        String.init)
    }
  }

  /// The same of a command after the restart.
  private func calls(of command: String) throws -> [String] {
    try Demo.with(archive: try RestoreScene.shared.get().archive) { demo throws in
      try #require(try demo.restore("--no-reboot").status == 0)
      try demo.restart()
      let calls = "trace=pwrite64,fsync,renameat,renameat2,unlinkat"
      let outcome = try demo.shell("strace -f -y -s 99 -o log -e \(calls) $camconsole \(command)")
      try #require(outcome.status == 0, "\(outcome.errors)")
      return try demo.shell("sed -e \"s,$DEMO/,,g\" -e \"s,$DEMO,.,g\" log").text.split(separator: "\n").map(
        String.init)
    }
  }

  @Test func theMarkThenUndoThenTheFormerTreeThenTheRecord() throws {
    let calls = try calls(of: "confirm")
    let mark = try first("renameat(", "restore.new", in: calls)
    let undo = try first("renameat(", "undo.cvb.new", in: calls)
    let sealed = try last("renameat(", "restore.new", in: calls)
    let outcome = try first("renameat(", "restored.new", in: calls)
    let wiped = try first("pwrite64(", "<.config.camconsole/camera.cfg", in: calls)
    let removed = try first("unlinkat(", "\"camera.cfg\"", in: calls)
    let gone = try first("unlinkat(", "\".config.camconsole\"", in: calls)
    let cleared = try first("renameat(", "\"restore\"", "\"restore.over\"", in: calls)
    let overwritten = try last("pwrite64(", "<state/restore.over>", in: calls)
    for (earlier, later) in [(mark, undo), (undo, sealed), (sealed, outcome), (outcome, wiped), (cleared, overwritten)]
    {
      #expect(earlier < later, "\(calls)")
      guard earlier < later else { continue }
      #expect(calls[earlier..<later].contains { $0.contains("fsync(") && $0.contains("<state>") }, "\(calls)")
    }
    #expect(wiped < removed && removed < gone && gone < cleared, "\(calls)")
  }

  @Test func theStartThenTheExchangeThenTheModules() throws {
    let calls = try calls(of: "revert --yes")
    let counted = try first("renameat(", "restore.new", in: calls)
    let exchange = try first("renameat2(", "\"config\"", in: calls)
    let module = try first("pwrite64(", "<bus/", in: calls)
    let modules = try last("fsync(", "<bus/", in: calls)
    let removed = try first("unlinkat(", "<.config.camconsole", in: calls)
    #expect([counted, exchange, module, modules, removed].sorted() == [counted, exchange, module, modules, removed])
    #expect(calls[counted..<exchange].contains { $0.contains("fsync(") && $0.contains("<state>") }, "\(calls)")
    #expect(calls[exchange..<module].contains { $0.contains("fsync(") && $0.contains("<.>") }, "\(calls)")
  }

  private func first(_ parts: String..., in calls: [String]) throws -> Int {
    try #require(calls.firstIndex { call in parts.allSatisfy { call.contains($0) } }, "\(parts)")
  }

  private func last(_ parts: String..., in calls: [String]) throws -> Int {
    try #require(calls.lastIndex { call in parts.allSatisfy { call.contains($0) } }, "\(parts)")
  }

  @Test func stagingThenIntentThenModulesThenExchange() throws {
    let calls = try calls()
    let staged = try last("fsync(", "<.config.camconsole", in: calls)
    let named = try first("fsync(", "<.>", in: calls)
    let intent = try first("renameat(", "restore.new", in: calls)
    let intentDurable = try #require(calls[intent...].firstIndex { $0.contains("fsync(") && $0.contains("<state>") })
    let modules = [try first("pwrite64(", "<bus/", in: calls), try last("fsync(", "<bus/", in: calls)]
    let exchange = try last("renameat2(", "\"config\"", in: calls)
    let order = [staged, named, intent, intentDurable] + modules + [exchange]
    #expect(order == order.sorted(), "\(order)\n\(calls.joined(separator: "\n"))")
    #expect(calls[(exchange + 1)...].contains { $0.contains("fsync(") && $0.contains("<.>") })
  }

  /// Everything staged is synchronised after its last change.
  @Test func everyFileIsDurable() throws {
    let calls = try calls()
    for path in ["camera.cfg", "sounds/bell.wav", "empty", "a/b/c", "a", "a/b", "sounds", "certs"] {
      let parts = path.split(separator: "/")
      let folder = ([".config.camconsole"] + parts.dropLast()).joined(separator: "/")
      let attributes = try last("utimensat(", "<\(folder)>", "\"\(parts.last ?? "")\"", in: calls)
      let durable = try last("fsync(", "<.config.camconsole/\(path)>", in: calls)
      #expect(attributes < durable, "\(path)")
    }
    #expect(
      try last("utimensat(", "\".config.camconsole\"", in: calls) < last("fsync(", "<.config.camconsole>", in: calls))
    #expect(try last("symlinkat(", "\"link\"", in: calls) < last("fsync(", "<.config.camconsole/a>", in: calls))
  }
}
