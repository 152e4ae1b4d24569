import CameraModel
import FileSystem
import TestSupport
import Testing

@testable import ConfigurationChange

/// Single protections of the engine, each in the case that needs it.
struct ChangeGuardTests {
  private static let sibling = ".config.camconsole"

  /// Runs `body` with a change that waits for its confirmation.
  private func withChange(
    minutes: Int = 10, _ body: (ChangeBench, ChangeEngine<NoDetails>) throws -> Void
  ) throws {
    try ChangeBench.with { (bench) throws in
      let engine = bench.engine()
      _ = try engine.begin(bench.plan(minutes: minutes), modulesOnly: false)
      bench.time.restart()
      _ = try engine.handle(.boot)
      try body(bench, engine)
    }
  }

  @Test func aStartIsWrittenDownOnce() throws {
    try withChange { (bench, engine) throws in
      bench.steps.forget()
      _ = try engine.handle(.boot)
      #expect(bench.steps.all == [])
    }
  }

  /// The name of the intent is gone from the medium before it is overwritten.
  @Test func clearing() throws {
    try withChange { (bench, engine) throws in
      bench.steps.forget()
      try bench.journal.clear()
      let end = ["write restore.over", "flush restore.over", "remove restore.over", "flush state"]
      #expect(bench.steps.all == ["rename restore to restore.over", "flush state"] + end)
      bench.steps.forget()
      try bench.journal.clear()
      #expect(bench.steps.all == ["flush state"], "a process that was killed may have renamed it")
    }
  }

  /// What is beside the configuration is not the former one any more.
  @Test func anotherTreeIsNotKept() throws {
    try withChange { (bench, engine) throws in
      _ = try engine.handle(.confirm)
      try bench.rename(Self.sibling, to: "former")
      try bench.make(Self.sibling, "another")
      _ = try engine.handle(.finish)
      #expect(bench.keeper.kept == [""])
    }
  }

  /// The only tree that is left is not removed.
  @Test func aConfigurationThatIsGone() throws {
    try ChangeBench.with { (bench) throws in
      try bench.rename(to: Self.sibling)
      _ = try bench.engine().handle(.timePassed)
      #expect(bench.hasSibling)
    }
  }

  /// The trees are not looked for where they decide nothing any more.
  @Test func aConfirmedChangeWithoutItsTrees() throws {
    try withChange { (bench, engine) throws in
      _ = try engine.handle(.confirm)
      try bench.rename(to: "elsewhere")
      #expect(try engine.look().0 == .confirmed)
    }
  }

  /// What is told of a tree that is beside the configuration.
  @Test func whatIsLeftBehind() throws {
    try withChange { (bench, engine) throws in #expect(engine.leftBehind()?.hasSuffix(Self.sibling) == true) }
    try ChangeBench.with { (bench) throws in #expect(bench.engine().leftBehind() == nil) }
  }

  /// A change of modules that is being finished brings no configuration.
  @Test func modulesAloneAreNotInForce() throws {
    try ChangeBench.with { (bench) throws in
      try bench.journal.save(ChangeValues.intent(isConfirmed: true, isModulesOnly: true))
      let details = try bench.engine().detailsInForce()
      #expect(details == nil)
    }
  }

  /// What is said of a change of modules alone does not stay for a new configuration.
  @Test func aConfigurationAfterModulesAlone() throws {
    try ChangeBench.with { (bench) throws in
      let engine = bench.engine()
      _ = try engine.begin(bench.plan(minutes: 0), modulesOnly: true)
      #expect(try bench.journal.outcome()?.isOfModulesOnly == true)
      _ = try engine.begin(bench.plan(minutes: 0), modulesOnly: false)
      bench.time.restart()
      _ = try engine.handle(.timePassed)
      #expect(try bench.journal.outcome()?.isOfModulesOnly == false)
    }
    let ofModules = ChangeValues.Outcome.kept(ChangeValues.intent(isModulesOnly: true), after: nil)
    #expect(!ChangeValues.Outcome.kept(ChangeValues.intent(), after: ofModules).isOfModulesOnly)
  }

  /// Another kind came into the place of the module that was written, and the change fails: it stays recorded.
  @Test func aModuleThatIsReplacedMeanwhile() throws {
    try ChangeBench.with { (bench) throws in
      let engine = bench.engine { [bus = bench.bus] in
        guard bus.settings["01"] == "new" else { return false }
        bus.exchange("01", for: "sensor")
        return true
      }
      let failure = #expect(throws: ChangeError.self) { try engine.begin(bench.plan(), modulesOnly: false) }
      guard case .notPutBack(["01"], .stopped?)? = failure else {
        Issue.record("\(String(describing: failure))")
        return
      }
      #expect(try bench.engine().handle(.timePassed).end == .undone)
      #expect(bench.bus.settings["01"] == "new")
    }
  }
}

/// Single protections of modules that wait.
struct PendingModuleTests {
  /// Runs `body` with a change that waits for its confirmation, and with module 02 when it comes.
  private func withMissing(_ body: (ChangeBench, ChangeEngine<NoDetails>) throws -> Void) throws {
    try ChangeBench.with { (bench) throws in
      bench.bus.set("02", nil)
      let engine = bench.engine()
      _ = try engine.begin(bench.plan(), modulesOnly: false)
      bench.time.restart()
      for event in [ChangeEvent.boot, .timePassed] { _ = try engine.handle(event) }
      try body(bench, engine)
    }
  }

  @Test func anotherKind() throws {
    try withMissing { (bench, engine) throws in
      bench.bus.exchange("02", for: "sensor")
      bench.bus.set("02", "its own")
      #expect(try engine.handle(.modulesAppeared).waiting == ["02"])
      #expect(bench.bus.settings["02"] == "its own")
      #expect(try bench.journal.intent()?.modules[1].former == nil)
    }
  }

  @Test func oneThatDoesNotTakeThem() throws {
    try withMissing { (bench, engine) throws in
      bench.bus.resist(["02"])
      bench.bus.set("02", "its own")
      let report = try engine.handle(.modulesAppeared)
      #expect(report.waiting == ["02"] && report.written.isEmpty)
    }
  }

  /// What had its settings after the restart may get others.
  @Test func oneThatIsChangedLater() throws {
    try withMissing { (bench, engine) throws in
      bench.bus.set("01", "edited")
      _ = try engine.handle(.confirm)
      _ = try engine.handle(.finish)
      #expect(try bench.journal.outcome()?.pending.map(\.address) == ["02"])
      #expect(bench.bus.settings["01"] == "edited")
    }
  }
}
