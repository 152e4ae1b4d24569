@testable import ConfigurationChange

/// What each state makes of each event.
enum ChangeTable {
  typealias Row = [ChangeEvent: ChangeStep]

  private static let undoing: [ChangeAction] = [
    .putModulesBack, .requireModules(exceptReplaced: true), .clear, .removeSibling,
  ]
  private static let sealedEnding: [ChangeAction] = [.lookAtModules, .recordKept, .removeSibling, .clear]
  private static func ending(_ mayPostpone: Bool = false) -> [ChangeAction] {
    [.lookAtModules, .keepFormer(mayPostpone: mayPostpone), .recordKept, .removeSibling, .clear]
  }
  private static let marking: [ChangeAction] = [.markConfirmed] + ending()
  private static let change: [ChangeAction] = [.stage, .record, .writeModules, .exchange]
  private static let changeOfModules: [ChangeAction] = [.record, .writeModules] + marking
  private static let takingBack: [ChangeAction] = [.putModulesBack, .recordReverted, .clear, .removeSibling]
  private static let takingBackLate: [ChangeAction] = [.putModulesBack, .removeSibling]

  private static let nothing = ChangeStep([], .nothing)
  private static let nothingAwaits = ChangeStep([], .refused(.nothingAwaits))
  private static let kept = ChangeEnd.confirmed(isRepeated: false)
  private static let revertedLate = ChangeEnd.reverted(needsRestart: true, isRepeated: false)
  private static let reverted = ChangeEnd.reverted(needsRestart: false, isRepeated: false)

  static let rows: [ChangeMachine.State: Row] = [
    .untouched: over([
      .confirm: nothingAwaits, .revert: nothingAwaits, .undo: ChangeStep([], .refused(.nothingToUndo)),
    ]),
    .kept: over([
      .confirm: ChangeStep([], .confirmed(isRepeated: true)), .revert: nothingAwaits,
      .undo: ChangeStep([], .undoable(ChangeValues.kept)),
    ]),
    .reverted: over([
      .confirm: nothingAwaits, .revert: ChangeStep([], .reverted(needsRestart: false, isRepeated: true)),
      .undo: ChangeStep([], .undoable(ChangeValues.kept)),
    ]),
    .interrupted: settled(
      after: undoing,
      [
        .failed: ChangeStep(
          [.putModulesBack, .removeSibling, .requireModules(exceptReplaced: false), .clear], .undone),
        .boot: nothing, .timePassed: ChangeStep(undoing, .undone), .modulesAppeared: nothing,
        .settle: ChangeStep(undoing, .undone), .confirm: nothingAwaits, .finish: nothing, .revert: nothingAwaits,
      ]),
    .exchanged: refused(
      .restartNeeded,
      [
        .failed: nothing, .boot: nothing, .timePassed: ChangeStep([], .restartNeeded), .modulesAppeared: nothing,
        .settle: nothing, .confirm: ChangeStep([], .refused(.restartNeeded)), .finish: nothing,
        .revert: ChangeStep([.countStart, .exchangeBack] + takingBack, reverted),
      ]),
    .awaiting: refused(
      .awaitsConfirmation,
      [
        .failed: nothing, .boot: ChangeStep([.countStart], .nothing),
        .timePassed: ChangeStep([.settleModules], .awaiting(seconds: 540)),
        .modulesAppeared: ChangeStep([.settleModules], .nothing), .settle: nothing,
        .confirm: ChangeStep([.markConfirmed], kept), .finish: nothing,
        .revert: ChangeStep([.countStart, .exchangeBack] + takingBackLate, revertedLate),
      ]),
    .overdue: refused(
      .awaitsConfirmation,
      [
        .failed: nothing, .boot: ChangeStep([.countStart], .nothing),
        .timePassed: ChangeStep([.countStart, .exchangeBack] + takingBackLate, revertedLate),
        .modulesAppeared: ChangeStep([.settleModules], .nothing), .settle: nothing,
        .confirm: ChangeStep([.markConfirmed], kept), .finish: nothing,
        .revert: ChangeStep([.countStart, .exchangeBack] + takingBackLate, revertedLate),
      ]),
    .running: settled(
      after: marking,
      [
        .failed: nothing, .boot: ChangeStep([.countStart], .nothing),
        .timePassed: ChangeStep([.settleModules] + marking, kept),
        .modulesAppeared: ChangeStep([.settleModules], .nothing), .settle: ChangeStep(marking, kept),
        .confirm: ChangeStep([.markConfirmed], kept), .finish: nothing,
        .revert: ChangeStep([.countStart, .exchangeBack] + takingBackLate, revertedLate),
      ]),
    .confirmed: settled(
      after: ending(),
      [
        .failed: nothing, .boot: nothing, .timePassed: ChangeStep(ending(), kept), .modulesAppeared: nothing,
        .settle: ChangeStep(ending(), kept), .confirm: ChangeStep([], .confirmed(isRepeated: true)),
        .finish: ChangeStep(ending(true), kept), .revert: nothingAwaits,
      ]),
    .sealed: settled(
      after: sealedEnding,
      [
        .failed: nothing, .boot: nothing, .timePassed: ChangeStep(sealedEnding, kept), .modulesAppeared: nothing,
        .settle: ChangeStep(sealedEnding, kept), .confirm: ChangeStep([], .confirmed(isRepeated: true)),
        .finish: ChangeStep(sealedEnding, kept), .revert: nothingAwaits,
      ]),
    .takenBack: settled(
      after: takingBack,
      [
        .failed: nothing, .boot: nothing, .timePassed: ChangeStep(takingBack, reverted), .modulesAppeared: nothing,
        .settle: ChangeStep(takingBack, reverted), .confirm: nothingAwaits, .finish: nothing,
        .revert: ChangeStep(takingBack, reverted),
      ]),
    .takenBackLate: refused(
      .revertNeedsRestart, after: takingBackLate,
      [
        .failed: nothing, .boot: nothing, .timePassed: ChangeStep(takingBackLate, revertedLate),
        .modulesAppeared: nothing, .settle: ChangeStep(takingBackLate, revertedLate), .confirm: nothingAwaits,
        .finish: nothing, .revert: ChangeStep(takingBackLate, revertedLate),
      ]),
  ]

  /// A state in which nothing is under way.
  private static func over(_ rows: Row) -> Row {
    settled(
      after: [],
      [
        .failed: ChangeStep([.removeSibling, .clear], .undone), .boot: nothing,
        .timePassed: ChangeStep([.clear, .removeSibling, .settleOutcome], .nothing),
        .modulesAppeared: ChangeStep([.settleOutcome], .nothing), .settle: nothing, .finish: nothing,
      ]
    )
    .merging(rows) { $1 }
  }

  /// A state that another change, and Undo, may follow when these actions are done.
  private static func settled(after actions: [ChangeAction], _ rows: Row) -> Row {
    rows.merging([
      .begin: ChangeStep(actions + change, .restartNeeded),
      .beginOfModules: ChangeStep(actions + changeOfModules, kept),
      .beginAnother: ChangeStep(actions, .settled), .undo: ChangeStep(actions, .settled),
    ]) { $1 }
  }

  /// A state that nothing may follow.
  private static func refused(
    _ refusal: ChangeRefusal, after actions: [ChangeAction] = [], _ rows: Row
  ) -> Row {
    let step = ChangeStep(actions, .refused(refusal))
    return rows.merging([.begin: step, .beginOfModules: step, .beginAnother: step, .undo: step]) { $1 }
  }
}
