/// What happens to a change of the configuration. `ChangeMachine` has a method for each.
package enum ChangeEvent: Sendable, CaseIterable {
  /// A person wants another configuration.
  case begin
  /// A person wants other settings of modules, and the configuration as it is.
  case beginOfModules
  /// What is about to begin wants to know that nothing is under way.
  case beginAnother
  /// An action of `begin` or `beginOfModules` failed.
  case failed
  /// `boot` looks at the change, in this boot for the first time or again.
  case boot
  /// Time has passed: what is due now?
  case timePassed
  /// Modules may be there that were missing.
  case modulesAppeared
  /// Work is about to read configuration and modules, and must not take a mixture.
  case settle
  /// A person keeps the new configuration.
  case confirm
  /// What a confirmation ends can be ended now.
  case finish
  /// A person takes the new configuration back.
  case revert
  /// A person wants the previous configuration.
  case undo

  /// Whether how the last change went makes a difference to it.
  var asksForOutcome: Bool {
    switch self {
    case .timePassed, .modulesAppeared, .confirm, .revert, .undo: true
    case .begin, .beginOfModules, .beginAnother, .failed, .boot, .settle, .finish: false
    }
  }
}

/// What the engine carries out, one after the other. An action that is repeated after a cut does what is left of
/// it; an exchange is not repeated, because the inodes tell that it was made.
enum ChangeAction: Sendable, Equatable {
  /// Builds the new tree beside the configuration, durably.
  case stage
  /// Records what is about to be done: before the first change.
  case record
  /// Writes the modules and reads them back.
  case writeModules
  /// Exchanges the trees: the commit point of a change.
  case exchange
  /// Records that the camera started with the new configuration in this boot.
  case countStart
  /// Gives modules that were missing the settings of a change that waits; what they held is recorded before.
  case settleModules
  /// Gives modules that were missing the settings of a change that is over.
  case settleOutcome
  /// Records the confirmation: its commit point.
  case markConfirmed
  /// Looks which modules hold their settings.
  case lookAtModules
  /// Keeps the previous configuration for Undo. Where that fails for a reason that may pass, the rest waits too, if it
  /// may.
  case keepFormer(mayPostpone: Bool)
  /// Records that the change is over and kept.
  case recordKept
  /// Exchanges the trees again: the commit point of taking back.
  case exchangeBack
  /// Gives the modules what they held before.
  case putModulesBack
  /// Ends here if a module did not take that, unless another kind of module is in its place and that does not count.
  case requireModules(exceptReplaced: Bool)
  /// Records that the change is over and reverted.
  case recordReverted
  /// Removes the tree that is not under the configuration's name.
  case removeSibling
  /// Removes the intent.
  case clear
}

/// Why an event is refused.
package enum ChangeRefusal: Sendable, Equatable {
  /// A change waits for its restart.
  case restartNeeded
  /// A change waits for its confirmation.
  case awaitsConfirmation
  /// A change was reverted, and the camera still runs with what it brought.
  case revertNeedsRestart
  /// No change can be confirmed or reverted.
  case nothingAwaits
  /// Nothing is kept from before the last change.
  case nothingToUndo
  /// The previous configuration could not be kept.
  case formerNotKept(UndoProblem)
  /// The person was asked about another change.
  case anotherChange
}

/// How things stand when the actions are done.
package enum ChangeEnd: Sendable, Equatable {
  case refused(ChangeRefusal)
  /// There was nothing to be done, or nothing that is worth telling.
  case nothing
  /// Nothing is under way any more: another change may begin.
  case settled
  /// What was interrupted is undone: everything is as it was.
  case undone
  /// The trees are exchanged, and the camera has to be restarted.
  case restartNeeded
  /// It waits for its confirmation, and is reverted after so many seconds.
  case awaiting(seconds: Int)
  /// It is kept.
  ///
  /// - Parameter isRepeated: it was, before it was asked for.
  case confirmed(isRepeated: Bool)
  /// It is reverted.
  ///
  /// - Parameters:
  ///   - needsRestart: the camera still runs with the new configuration.
  ///   - isRepeated: it was, before it was asked for.
  case reverted(needsRestart: Bool, isRepeated: Bool)
  /// The previous configuration is kept, and can be restored.
  case undoable(UndoNote)
}

/// The answer to an event.
struct ChangeStep: Sendable, Equatable {
  let actions: [ChangeAction]
  let end: ChangeEnd

  init(_ actions: [ChangeAction], _ end: ChangeEnd) {
    self.actions = actions
    self.end = end
  }

  static func refused(_ refusal: ChangeRefusal) -> ChangeStep { ChangeStep(.refused(refusal)) }
}

extension ChangeStep {
  init(_ end: ChangeEnd) { self.init([], end) }
}

/// How a change stands, for who only looks.
package enum ChangeStanding: Sendable, Equatable {
  /// None is under way, or it was interrupted before anything was exchanged: what the last outcome says, holds.
  case asBefore
  case restartNeeded
  case awaiting(seconds: Int)
  case confirmed
  case reverted
}
