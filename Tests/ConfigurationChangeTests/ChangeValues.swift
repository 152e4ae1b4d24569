import CameraDevice
import CameraModel
import FileSystem
import FoundationEssentials

@testable import ConfigurationChange

/// Nothing beside the module's own keys.
struct NoDetails: ChangeDetails {
  func takenBack(to former: NoDetails?) -> NoDetails { self }
}

/// Changes as they stand in the journal, and what the machine says beside.
enum ChangeValues {
  typealias Intent = ChangeIntent<NoDetails>
  typealias Outcome = ChangeOutcome<NoDetails>

  static let trees = Intent.Trees(
    former: TreeIdentity(device: 1, inode: 10), new: TreeIdentity(device: 1, inode: 20))

  /// A change that was recorded in boot `first`.
  static func intent(
    minutes: Int = 10, starts: Int = 0, start: Intent.Start? = nil, isConfirmed: Bool = false, undo: UndoNote? = nil,
    isModulesOnly: Bool = false
  ) -> Intent {
    var intent = Intent(
      subject: "00010001", began: 1_700_000_000, caller: "root", bootID: "first",
      trees: isModulesOnly ? nil : trees, modules: [],
      camera: CameraIdentity(model: "A", serial: "1", firmware: "2"), revertMinutes: minutes, details: NoDetails())
    intent.starts = starts
    intent.start = start
    intent.isConfirmed = isConfirmed
    intent.undo = undo
    return intent
  }

  static func facts(
    boot: String = "second", configuration: UInt64 = 20, sibling: UInt64? = 10, sinceBoot: Int64 = 100
  ) -> ChangeFacts {
    ChangeFacts(
      trees: .init(configuration: configuration, sibling: sibling), boot: .success(boot), sinceBoot: sinceBoot)
  }

  static let former = facts(configuration: 10, sibling: 20)

  static let kept = UndoNote(of: intent().id, isModulesOnly: false)

  /// A machine in each of its states.
  static func machine(_ kind: ChangeMachine.State) throws -> ChangeMachine {
    let start = Intent.Start(boot: "second", at: 40)
    return switch kind {
    case .untouched: try ChangeMachine(nil as Intent?, nil, facts())
    case .kept: try ChangeMachine(nil, Outcome.kept(intent(undo: kept), after: nil), facts())
    case .reverted:
      try ChangeMachine(nil, Outcome.reverted(intent(), [], after: .kept(intent(undo: kept), after: nil)), facts())
    case .interrupted: try ChangeMachine(intent(), nil, former)
    case .exchanged: try ChangeMachine(intent(), nil, facts(boot: "first"))
    case .awaiting: try ChangeMachine(intent(starts: 1, start: start), nil, facts())
    case .overdue: try ChangeMachine(intent(starts: 1, start: start), nil, facts(sinceBoot: 640))
    case .running: try ChangeMachine(intent(minutes: 0), nil, facts())
    case .confirmed: try ChangeMachine(intent(isConfirmed: true), nil, facts())
    case .sealed: try ChangeMachine(intent(isConfirmed: true, undo: kept), nil, facts())
    case .takenBack: try ChangeMachine(intent(start: .init(boot: "first", at: 1)), nil, former)
    case .takenBackLate: try ChangeMachine(intent(starts: 1, start: start), nil, former)
    }
  }
}
