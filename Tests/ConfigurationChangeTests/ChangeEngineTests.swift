import CameraModel
import FileSystem
import Synchronization
import TestSupport
import Testing

@testable import ConfigurationChange

/// What the engine makes of a configuration and of modules, from the plan to Undo.
struct ChangeEngineTests {
  private let old = ["01": "former", "02": "former"]
  private let new = ["01": "new", "02": "new"]

  private func expectFormer(_ bench: ChangeBench, _ location: SourceLocation = #_sourceLocation) throws {
    #expect(try bench.text() == "former" && bench.bus.settings == old, sourceLocation: location)
    #expect(try bench.journal.intent() == nil && !bench.hasSibling, sourceLocation: location)
  }

  @Test func aChangeThatIsConfirmed() throws {
    try ChangeBench.with { (bench) throws in
      let engine = bench.engine()
      #expect(try engine.begin(bench.plan(), modulesOnly: false).end == .restartNeeded)
      #expect(try bench.text() == "new" && bench.bus.settings == new)
      bench.time.restart()
      #expect(try engine.handle(.boot).end == .nothing)
      #expect(try engine.handle(.timePassed).end == .awaiting(seconds: 600))
      #expect(try engine.handle(.confirm).end == .confirmed(isRepeated: false))
      #expect(try engine.handle(.finish).end == .confirmed(isRepeated: false))
      #expect(bench.keeper.kept == ["former"] && !bench.hasSibling)
      #expect(try bench.journal.outcome()?.isReverted == false)
      #expect(try engine.handle(.confirm).end == .confirmed(isRepeated: true))
      #expect(try engine.undoable(leavingOut: []).isModulesOnly == false)
    }
  }

  /// How the last change went is history: where it cannot be read, changes and backups go on, and write it again.
  @Test func aDamagedOutcomeStopsNothing() throws {
    try ChangeBench.with { bench in
      try bench.damageOutcome()
      let engine = bench.engine()
      for event in [ChangeEvent.beginAnother, .boot, .settle, .finish] { _ = try engine.handle(event) }
      #expect(throws: ChangeError.self) { try engine.handle(.undo) }
      _ = try engine.begin(bench.plan(minutes: 0), modulesOnly: false)
      bench.time.restart()
      _ = try engine.handle(.timePassed)
      #expect(try bench.journal.outcome()?.subject == "00010001")
    }
  }

  @Test func aChangeThatNobodyConfirms() throws {
    try ChangeBench.with { (bench) throws in
      let engine = bench.engine()
      _ = try engine.begin(bench.plan(), modulesOnly: false)
      bench.time.restart()
      _ = try engine.handle(.boot)
      bench.time.pass(600)
      #expect(try engine.overdue() == "00010001")
      #expect(try engine.handle(.timePassed).end == .reverted(needsRestart: true, isRepeated: false))
      #expect(try bench.text() == "former" && bench.bus.settings == old)
      #expect(throws: ChangeError.self) { try engine.handle(.beginAnother) }
      bench.time.restart()
      #expect(try engine.handle(.timePassed).end == .reverted(needsRestart: false, isRepeated: false))
      try expectFormer(bench)
      #expect(try bench.journal.outcome()?.isReverted == true)
    }
  }

  @Test func aSourceThatFails() throws {
    try ChangeBench.with { (bench) throws in
      let failure = #expect(throws: ChangeError.self) {
        try bench.engine().begin(bench.plan(error: .source), modulesOnly: false)
      }
      guard case .source(let error)? = failure, error is TestError else {
        Issue.record("\(String(describing: failure))")
        return
      }
      try expectFormer(bench)
    }
  }

  /// The first module has its new settings when the second one does not take them.
  @Test func aModuleThatDoesNotTakeItsSettings() throws {
    try ChangeBench.with { (bench) throws in
      bench.bus.resist(["02"])
      let failure = #expect(throws: ChangeError.self) {
        try bench.engine().begin(bench.plan(), modulesOnly: false)
      }
      guard case .moduleDiffers("02")? = failure else {
        Issue.record("\(String(describing: failure))")
        return
      }
      try expectFormer(bench)
    }
  }

  /// It stops between the two modules, and the first does not take back what it held: the next start tries again.
  @Test func aModuleThatCannotBePutBack() throws {
    try ChangeBench.with { (bench) throws in
      let engine = bench.engine { [bus = bench.bus] in
        guard bus.settings["01"] == "new" else { return false }
        bus.resist(["01"])
        return true
      }
      let failure = #expect(throws: ChangeError.self) { try engine.begin(bench.plan(), modulesOnly: false) }
      guard case .notPutBack(["01"], .stopped?)? = failure else {
        Issue.record("\(String(describing: failure))")
        return
      }
      #expect(try bench.text() == "former" && bench.journal.intent() != nil && !bench.hasSibling)
      bench.bus.resist([])
      #expect(try bench.engine().handle(.timePassed).end == .undone)
      try expectFormer(bench)
    }
  }

  /// A person leaves out the module that is stuck, or it has gone: another change may begin.
  @Test(arguments: [true, false]) func aModuleThatIsGivenUp(_ isGone: Bool) throws {
    try ChangeBench.with { (bench) throws in
      let engine = bench.engine { [bus = bench.bus] in
        guard bus.settings["01"] == "new" else { return false }
        bus.resist(["01"])
        return true
      }
      #expect(throws: ChangeError.self) { try engine.begin(bench.plan(), modulesOnly: false) }
      if isGone { bench.bus.set("01", nil) }
      #expect(throws: ChangeError.self) { try engine.handle(.settle) }
      #expect(try engine.handle(.beginAnother, leavingOut: isGone ? [] : ["01"]).end == .settled)
      #expect(try bench.journal.intent() == nil)
    }
  }

  @Test func modulesAlone() throws {
    try ChangeBench.with { (bench) throws in
      let engine = bench.engine()
      #expect(try engine.begin(bench.plan(minutes: 0), modulesOnly: true).end == .confirmed(isRepeated: false))
      #expect(try bench.text() == "former" && bench.bus.settings == new && bench.keeper.kept == [""])
      #expect(try engine.undoable(leavingOut: []).isModulesOnly)
    }
  }

  /// What it held is recorded before it is written, so that a revert gives it back.
  @Test func aModuleThatAppears() throws {
    try ChangeBench.with { (bench) throws in
      bench.bus.set("02", nil)
      let engine = bench.engine()
      _ = try engine.begin(bench.plan(), modulesOnly: false)
      bench.time.restart()
      #expect(try engine.handle(.timePassed).waiting == ["02"])
      bench.bus.set("02", "former")
      let report = try engine.handle(.modulesAppeared)
      #expect(report.written == ["02"] && report.waiting.isEmpty && bench.bus.settings == new)
      _ = try engine.handle(.revert)
      #expect(bench.bus.settings == old)
    }
  }

  /// Another change is under way than the one that a person was asked about, with the same name and at the same second.
  @Test func aQuestionAboutAnotherChange() throws {
    try ChangeBench.with { (bench) throws in
      let engine = bench.engine()
      func begin() throws -> ChangeID {
        _ = try engine.begin(bench.plan(), modulesOnly: false)
        bench.time.restart()
        return try #require(try bench.journal.intent()?.id)
      }
      func expectRefusal(_ work: () throws -> Void) throws {
        let failure = #expect(throws: ChangeError.self) { try work() }
        guard case .refused(.anotherChange, of: "00010001")? = failure else {
          Issue.record("\(String(describing: failure))")
          return
        }
        #expect(try bench.text() == "new" && bench.bus.settings == new)
      }
      let first = try begin()
      _ = try engine.handle(.revert, of: first)
      bench.time.restart()
      _ = try engine.handle(.timePassed)
      let second = try begin()
      for event in [ChangeEvent.confirm, .revert] { try expectRefusal { _ = try engine.handle(event, of: first) } }
      #expect(try engine.revertible() == (second, false))
      _ = try engine.handle(.confirm, of: second)
      _ = try engine.handle(.finish)
      #expect(try engine.handle(.confirm, of: second).end == .confirmed(isRepeated: true))
      try expectRefusal { _ = try engine.handle(.confirm, of: first) }
      #expect(try engine.undoable(leavingOut: [], of: second).change == second)
      try expectRefusal { _ = try engine.undoable(leavingOut: [], of: first) }
    }
  }

  /// The former configuration stays until it is known what came of keeping it.
  @Test func keepingThatIsPostponed() throws {
    try ChangeBench.with { (bench) throws in
      let engine = bench.engine()
      _ = try engine.begin(bench.plan(), modulesOnly: false)
      bench.time.restart()
      bench.keeper.answer(.postponed)
      _ = try engine.handle(.confirm)
      #expect(try engine.handle(.finish).isPostponed)
      #expect(try bench.text(in: ".config.camconsole") == "former" && bench.journal.intent() != nil)
      #expect(try engine.handle(.timePassed).end == .confirmed(isRepeated: false))
      #expect(bench.keeper.kept == ["former"] && !bench.hasSibling)
    }
  }

  @Test func whatCouldNotBeKept() throws {
    try ChangeBench.with { (bench) throws in
      let engine = bench.engine()
      _ = try engine.begin(bench.plan(minutes: 0), modulesOnly: false)
      bench.time.restart()
      bench.keeper.answer(.notKept(UndoProblem(code: "no-room")))
      #expect(try engine.handle(.timePassed).end == .confirmed(isRepeated: false))
      let failure = #expect(throws: ChangeError.self) { try engine.undoable(leavingOut: []) }
      guard case .refused(.formerNotKept(UndoProblem(code: "no-room")), _)? = failure else {
        Issue.record("\(String(describing: failure))")
        return
      }
    }
  }
}
