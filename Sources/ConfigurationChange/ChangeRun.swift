internal import CameraDevice
internal import FileSystem

/// What is known while the actions of a step are carried out.
struct ChangeRun<Details: ChangeDetails> {
  var intent: ChangeIntent<Details>?
  var outcome: ChangeOutcome<Details>?
  /// Modules that need not get back what they held; `nil`: all have to.
  let leavingOut: Set<String>?
  var plan: ChangePlan<Details>?
  /// An action of the plan was begun.
  var hasBegun = false
  /// The intent is that of the plan, whether or not it could be recorded.
  var isMade = false
  /// The new tree, and what its directory did not take.
  var staged: (root: any Directory, losses: [AttributeLoss])?
  /// Modules that did not take their previous settings.
  var stuck: [PendingModule] = []
  /// Addresses of modules that took what waited for them, and of those that still wait.
  var written: [String] = []
  var waiting: [String] = []
  /// The rest waits for another time.
  var isPostponed = false

  init(intent: ChangeIntent<Details>?, outcome: ChangeOutcome<Details>?, leavingOut: Set<String>?) {
    self.intent = intent
    self.outcome = outcome
    self.leavingOut = leavingOut
    waiting = intent?.pending.map(\.address) ?? []
  }
}

extension ChangeRun {
  /// Which change it is: the one under way, or the last one; `nil` for none.
  var change: ChangeID? { intent?.id ?? outcome?.id }
}

/// What came of an event.
package struct ChangeReport<Details: ChangeDetails>: Sendable {
  /// How things stand after the event.
  package let end: ChangeEnd
  /// The change that it was about; `nil` where none was under way.
  package let intent: ChangeIntent<Details>?
  /// How the change went, if it is over.
  package let outcome: ChangeOutcome<Details>?
  /// Addresses of modules that did not take their previous settings.
  package let stuck: [String]
  /// Addresses of modules that took what waited for them, and of those that still wait.
  package let written: [String]
  /// Addresses of modules that still wait for settings.
  package let waiting: [String]
  /// The previous configuration could not be kept yet, and the rest waits with it.
  let isPostponed: Bool

  init(_ end: ChangeEnd, _ run: ChangeRun<Details>) {
    self.end = end
    intent = run.intent
    outcome = run.outcome
    stuck = run.stuck.map(\.address)
    written = run.written
    waiting = run.waiting
    isPostponed = run.isPostponed
  }
}
