/// How a change of the whole configuration stands, and what an event makes of it: a function of journal, inodes and
/// boot, without input or output.
///
/// It does not move by itself. What came of the actions is in the journal and under the configuration's name, from
/// which the next event makes another machine: so a power cut between two actions is nothing special. The states and
/// their events are drawn in the article *Architecture*.
struct ChangeMachine: Sendable {
  enum State: CaseIterable {
    /// No change is remembered.
    case untouched
    /// The last change is over and kept.
    case kept
    /// The last change is over and reverted; what can be undone is the one before.
    case reverted
    /// It is recorded, and was interrupted before the exchange: to be undone.
    case interrupted
    /// The trees were exchanged in this boot.
    case exchanged
    /// The camera runs with the new configuration, which waits for its confirmation.
    case awaiting
    /// The same, and it is to be reverted: its time is over, or the camera seems to restart by itself with it.
    case overdue
    /// The camera runs with the new configuration, which need not be confirmed.
    case running
    /// The confirmation is recorded, and what it ends is still there.
    case confirmed
    /// The same, and the previous configuration was kept, or not: it is not needed any more, and may be gone in part.
    case sealed
    /// The previous configuration is back, the camera runs with it, and the modules may not be back.
    case takenBack
    /// The previous configuration is back, and the camera still runs with the new one.
    case takenBackLate
  }

  let state: State
  /// Seconds that are left to confirm it in; 0 unless it waits for that.
  private let secondsLeft: Int
  /// Of a change that is over: whether it, or the one before, can be undone.
  private let undoNote: UndoNote?

  /// The start that reverts a change which was not confirmed and not timed out.
  static let lastStart = 3

  /// - Parameters:
  ///   - intent: the change that is under way; `nil` for none.
  ///   - outcome: how the last one went; needed only without an intent.
  /// - Throws: `ChangeError.journalDamaged`, `.clock`.
  init<Details>(
    _ intent: ChangeIntent<Details>?, _ outcome: ChangeOutcome<Details>?, _ facts: ChangeFacts
  ) throws(ChangeError) {
    if let intent {
      (state, secondsLeft) = try Self.state(intent, facts)
    } else {
      (state, secondsLeft) = (outcome.map { $0.isReverted ? .reverted : .kept } ?? .untouched, 0)
    }
    undoNote = intent == nil ? outcome?.undo : nil
  }

  private static func state<Details>(
    _ intent: ChangeIntent<Details>, _ facts: ChangeFacts
  ) throws(ChangeError) -> (State, secondsLeft: Int) {
    guard !intent.isConfirmed else { return (intent.undo == nil ? .confirmed : .sealed, 0) }
    guard try intent.isExchanged(facts) else {
      guard let start = intent.start else { return (.interrupted, 0) }
      let boot = try facts.currentBoot()
      return (start.boot == boot && intent.bootID != boot ? .takenBackLate : .takenBack, 0)
    }
    guard try facts.currentBoot() != intent.bootID else { return (.exchanged, 0) }
    guard intent.revertMinutes > 0 else { return (.running, 0) }
    let left = try intent.secondsLeft(facts)
    return (left == 0 || intent.starts >= lastStart ? .overdue : .awaiting, left)
  }

  /// What an event makes of it.
  func on(_ event: ChangeEvent) -> ChangeStep {
    switch event {
    case .begin: begin()
    case .beginOfModules: beginOfModules()
    case .beginAnother: beginAnother()
    case .failed: failed()
    case .boot: boot()
    case .timePassed: timePassed()
    case .modulesAppeared: modulesAppeared()
    case .settle: settle()
    case .confirm: confirm()
    case .finish: finish()
    case .revert: revert()
    case .undo: undo()
    }
  }
}

/// One method an event.
extension ChangeMachine {
  private func begin() -> ChangeStep {
    settled(then: [.stage, .record, .writeModules, .exchange], .restartNeeded)
  }

  /// Nothing waits for a confirmation when all hold their settings.
  private func beginOfModules() -> ChangeStep {
    settled(
      then: [.record, .writeModules, .markConfirmed] + Self.ending(mayPostpone: false), .confirmed(isRepeated: false))
  }

  private func beginAnother() -> ChangeStep { settled(then: [], .settled) }

  /// What is interrupted is undone, what waits forbids another.
  private func settled(then actions: [ChangeAction], _ end: ChangeEnd) -> ChangeStep {
    switch state {
    case .untouched, .kept, .reverted: ChangeStep(actions, end)
    case .interrupted: ChangeStep(Self.undoing + actions, end)
    case .exchanged: .refused(.restartNeeded)
    case .awaiting, .overdue: .refused(.awaitsConfirmation)
    case .running: ChangeStep([.markConfirmed] + Self.ending(mayPostpone: false) + actions, end)
    case .confirmed: ChangeStep(Self.ending(mayPostpone: false) + actions, end)
    case .sealed: ChangeStep(Self.sealedEnding + actions, end)
    case .takenBack: ChangeStep(Self.takingBack + actions, end)
    case .takenBackLate: ChangeStep(Self.takingBackLate, .refused(.revertNeedsRestart))
    }
  }

  /// What was exchanged or confirmed stands, and the next start finishes it.
  private func failed() -> ChangeStep {
    switch state {
    case .untouched, .kept, .reverted: ChangeStep([.removeSibling, .clear], .undone)
    case .interrupted:
      // An intent that stays does no harm, a tree with secrets in clear does.
      ChangeStep([.putModulesBack, .removeSibling, .requireModules(exceptReplaced: false), .clear], .undone)
    case .exchanged, .awaiting, .overdue, .running, .confirmed, .sealed, .takenBack, .takenBackLate:
      ChangeStep(.nothing)
    }
  }

  private func boot() -> ChangeStep {
    switch state {
    case .awaiting, .overdue, .running: ChangeStep([.countStart], .nothing)
    case .untouched, .kept, .reverted, .interrupted, .exchanged, .confirmed, .sealed, .takenBack, .takenBackLate:
      ChangeStep(.nothing)
    }
  }

  private func timePassed() -> ChangeStep {
    switch state {
    case .untouched, .kept, .reverted: ChangeStep([.clear, .removeSibling, .settleOutcome], .nothing)
    case .interrupted: ChangeStep(Self.undoing, .undone)
    case .exchanged: ChangeStep(.restartNeeded)
    case .awaiting: ChangeStep([.settleModules], .awaiting(seconds: secondsLeft))
    case .overdue: revert()
    case .running:
      ChangeStep(
        [.settleModules, .markConfirmed] + Self.ending(mayPostpone: false), .confirmed(isRepeated: false))
    case .confirmed: ChangeStep(Self.ending(mayPostpone: false), .confirmed(isRepeated: false))
    case .sealed: ChangeStep(Self.sealedEnding, .confirmed(isRepeated: false))
    case .takenBack, .takenBackLate: revert()
    }
  }

  private func modulesAppeared() -> ChangeStep {
    switch state {
    case .untouched, .kept, .reverted: ChangeStep([.settleOutcome], .nothing)
    case .awaiting, .overdue, .running: ChangeStep([.settleModules], .nothing)
    case .interrupted, .exchanged, .confirmed, .sealed, .takenBack, .takenBackLate: ChangeStep(.nothing)
    }
  }

  /// What waits has the modules that belong to its configuration.
  private func settle() -> ChangeStep {
    switch state {
    case .untouched, .kept, .reverted, .exchanged, .awaiting, .overdue: ChangeStep(.nothing)
    case .interrupted, .confirmed, .sealed, .takenBack, .takenBackLate: timePassed()
    case .running:
      ChangeStep([.markConfirmed] + Self.ending(mayPostpone: false), .confirmed(isRepeated: false))
    }
  }

  private func confirm() -> ChangeStep {
    switch state {
    case .kept, .confirmed, .sealed: ChangeStep(.confirmed(isRepeated: true))
    case .awaiting, .overdue, .running: ChangeStep([.markConfirmed], .confirmed(isRepeated: false))
    case .exchanged: .refused(.restartNeeded)
    case .untouched, .reverted, .interrupted, .takenBack, .takenBackLate: .refused(.nothingAwaits)
    }
  }

  private func finish() -> ChangeStep {
    switch state {
    case .confirmed: ChangeStep(Self.ending(mayPostpone: true), .confirmed(isRepeated: false))
    case .sealed: ChangeStep(Self.sealedEnding, .confirmed(isRepeated: false))
    case .untouched, .kept, .reverted, .interrupted, .exchanged, .awaiting, .overdue, .running, .takenBack,
      .takenBackLate:
      ChangeStep(.nothing)
    }
  }

  private func revert() -> ChangeStep {
    switch state {
    case .exchanged:
      ChangeStep(
        [.countStart, .exchangeBack] + Self.takingBack, .reverted(needsRestart: false, isRepeated: false))
    case .awaiting, .overdue, .running:
      ChangeStep(
        [.countStart, .exchangeBack] + Self.takingBackLate, .reverted(needsRestart: true, isRepeated: false))
    case .takenBack: ChangeStep(Self.takingBack, .reverted(needsRestart: false, isRepeated: false))
    case .takenBackLate: ChangeStep(Self.takingBackLate, .reverted(needsRestart: true, isRepeated: false))
    case .reverted: ChangeStep(.reverted(needsRestart: false, isRepeated: true))
    case .untouched, .kept, .interrupted, .confirmed, .sealed: .refused(.nothingAwaits)
    }
  }

  /// While something is to be settled first, what the last change was is not known: the event is asked for again then.
  private func undo() -> ChangeStep {
    switch state {
    case .untouched, .kept, .reverted: undoNote.map(undo) ?? .refused(.nothingToUndo)
    case .interrupted, .exchanged, .awaiting, .overdue, .running, .confirmed, .sealed, .takenBack, .takenBackLate:
      beginAnother()
    }
  }

  private func undo(_ note: UndoNote) -> ChangeStep {
    if let problem = note.problem { return .refused(.formerNotKept(problem)) }
    return ChangeStep(.undoable(note))
  }
}

/// Sequences of actions that several events need.
extension ChangeMachine {
  /// Of an interrupted change. A module of another kind is in the place of one that is away: nothing can be restored.
  private static let undoing: [ChangeAction] = [
    .putModulesBack, .requireModules(exceptReplaced: true), .clear, .removeSibling,
  ]

  /// From the mark of a confirmation on.
  private static func ending(mayPostpone: Bool) -> [ChangeAction] {
    [.lookAtModules, .keepFormer(mayPostpone: mayPostpone), .recordKept, .removeSibling, .clear]
  }

  private static let sealedEnding: [ChangeAction] = [.lookAtModules, .recordKept, .removeSibling, .clear]

  /// From the exchange back on. The record stays until the camera is restarted, if it ran with the new configuration.
  private static let takingBack: [ChangeAction] = [.putModulesBack, .recordReverted, .clear, .removeSibling]
  private static let takingBackLate: [ChangeAction] = [.putModulesBack, .removeSibling]
}

extension ChangeMachine {
  /// How it stands. One that need not be confirmed is complete once the camera runs with it.
  var standing: ChangeStanding {
    switch state {
    case .untouched, .kept, .reverted, .interrupted: .asBefore
    case .exchanged: .restartNeeded
    case .awaiting, .overdue: .awaiting(seconds: secondsLeft)
    case .running, .confirmed, .sealed: .confirmed
    case .takenBack, .takenBackLate: .reverted
    }
  }

  /// Whether it is reverted because of what `timePassed` finds.
  var isOverdue: Bool { state == .overdue }
}
