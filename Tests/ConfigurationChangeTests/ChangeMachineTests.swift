import FileSystem
import Testing

@testable import ConfigurationChange

/// Every state meets every event, and what comes of it stands in `ChangeTable`.
struct ChangeMachineTests {
  @Test(arguments: ChangeMachine.State.allCases, ChangeEvent.allCases)
  func row(_ kind: ChangeMachine.State, _ event: ChangeEvent) throws {
    let machine = try ChangeValues.machine(kind)
    #expect(machine.state == kind)
    let expected = try #require(ChangeTable.rows[kind]?[event], "no row for \(kind) × \(event)")
    #expect(machine.on(event) == expected)
  }

  /// A row more is a mistake too.
  @Test func theTableHasNoOtherRows() {
    let rows = ChangeTable.rows.values.map(\.count).reduce(0, +)
    #expect(rows == ChangeMachine.State.allCases.count * ChangeEvent.allCases.count)
  }

  @Test func theStandingOfEachState() throws {
    let expected: [ChangeMachine.State: ChangeStanding] = [
      .untouched: .asBefore, .kept: .asBefore, .reverted: .asBefore, .interrupted: .asBefore,
      .exchanged: .restartNeeded, .awaiting: .awaiting(seconds: 540), .overdue: .awaiting(seconds: 0),
      .running: .confirmed, .confirmed: .confirmed, .sealed: .confirmed, .takenBack: .reverted,
      .takenBackLate: .reverted,
    ]
    for kind in ChangeMachine.State.allCases {
      let machine = try ChangeValues.machine(kind)
      #expect(machine.standing == expected[kind], "\(kind)")
      #expect(machine.isOverdue == (kind == .overdue))
    }
  }

  @Test func undoAsTheNoteSays() throws {
    func undo(_ note: UndoNote?) throws -> ChangeEnd {
      let outcome = ChangeValues.Outcome.kept(ChangeValues.intent(undo: note), after: nil)
      return try ChangeMachine(nil, outcome, ChangeValues.facts()).on(.undo).end
    }
    #expect(try undo(nil) == .refused(.nothingToUndo))
    let note = UndoNote(of: ChangeValues.intent().id, isModulesOnly: true)
    #expect(try undo(note) == .undoable(note))
    let problem = UndoProblem(code: "no-room")
    #expect(try undo(UndoNote(of: nil, isModulesOnly: true, problem: problem)) == .refused(.formerNotKept(problem)))
  }
}

/// Which state journal, inodes and boot tell.
struct ChangeStateTests {
  private typealias Start = ChangeValues.Intent.Start

  private func kind(_ intent: ChangeValues.Intent, _ facts: ChangeFacts) throws -> ChangeMachine.State {
    try ChangeMachine(intent, nil, facts).state
  }

  @Test func theThirdStartTakesItBack() throws {
    let start = Start(boot: "second", at: 100)
    #expect(try kind(ChangeValues.intent(starts: 2, start: start), ChangeValues.facts()) == .awaiting)
    #expect(try kind(ChangeValues.intent(starts: 3, start: start), ChangeValues.facts()) == .overdue)
  }

  @Test func timeCountsInThisBootOnly() throws {
    let late = ChangeValues.facts(sinceBoot: 100_000)
    #expect(try kind(ChangeValues.intent(starts: 1, start: Start(boot: "other", at: 0)), late) == .awaiting)
    #expect(try kind(ChangeValues.intent(starts: 1, start: Start(boot: "second", at: nil)), late) == .awaiting)
    #expect(try kind(ChangeValues.intent(starts: 1, start: Start(boot: "second", at: 0)), late) == .overdue)
  }

  /// A clock that went back, as in another container, gives the time anew.
  @Test func aClockThatWentBack() throws {
    let intent = ChangeValues.intent(starts: 1, start: Start(boot: "second", at: 500))
    #expect(try kind(intent, ChangeValues.facts(sinceBoot: 100)) == .awaiting)
    #expect(intent.counted(boot: "second", now: 100).start == Start(boot: "second", at: 100))
    #expect(intent.counted(boot: "second", now: 600).start == Start(boot: "second", at: 500))
  }

  @Test func theBootInWhichItBeganIsNoStart() {
    let counted = ChangeValues.intent().counted(boot: "first", now: 7)
    #expect(counted.starts == 0 && counted.start == Start(boot: "first", at: 7))
    #expect(counted.counted(boot: "second", now: 8).starts == 1)
  }

  @Test func modulesAloneAreNeverExchanged() throws {
    let intent = ChangeValues.intent(isModulesOnly: true)
    #expect(try kind(intent, ChangeFacts(trees: nil, boot: .success("second"), sinceBoot: 0)) == .interrupted)
  }

  /// A tool has replaced the tree under the configuration's name: the sibling tells.
  @Test func aTreeThatNobodyKnows() throws {
    let intent = ChangeValues.intent()
    #expect(try kind(intent, ChangeValues.facts(configuration: 30, sibling: 10)) == .awaiting)
    #expect(try kind(intent, ChangeValues.facts(configuration: 30, sibling: 20)) == .interrupted)
    #expect(try kind(intent, ChangeValues.facts(configuration: 30, sibling: nil)) == .interrupted)
    #expect(throws: ChangeError.self) { try kind(intent, ChangeValues.facts(configuration: 30, sibling: 40)) }
    // Where the name itself tells, nothing else is asked.
    #expect(try kind(intent, ChangeValues.facts(configuration: 10, sibling: 40)) == .interrupted)
    #expect(try kind(intent, ChangeValues.facts(configuration: 20, sibling: 40)) == .awaiting)
  }

  /// The boot is asked for where it matters, and only there.
  @Test func aKernelThatDoesNotSayWhichBootThisIs() throws {
    func facts(_ configuration: UInt64) -> ChangeFacts {
      ChangeFacts(
        trees: .init(configuration: configuration, sibling: nil),
        boot: .failure(FileError(.read, "boot_id", code: 5)), sinceBoot: 0)
    }
    #expect(try kind(ChangeValues.intent(), facts(10)) == .interrupted)
    #expect(try kind(ChangeValues.intent(isConfirmed: true), facts(20)) == .confirmed)
    #expect(throws: ChangeError.self) { try kind(ChangeValues.intent(), facts(20)) }
  }
}
