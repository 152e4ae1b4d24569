internal import BackupStore
internal import CameraModel
internal import ConfigurationChange
internal import FileSystem

/// The last restore, or change of the configuration.
package struct RestoreStatus: Sendable, Equatable {
  /// How far it has come. The raw values are those of JSON.
  package enum State: String, Sendable {
    case rebootNeeded = "reboot-needed"
    case awaitingConfirmation = "awaiting-confirmation"
    case confirmed, reverted
  }

  /// The backup that was restored: `EEEECCCC`, or `undo`. Of a change of the configuration `config`.
  package let backup: String
  /// Which restore it is; `nil` for one that is made up.
  package internal(set) var id: RestoreID?
  /// How far it has come.
  package let state: State
  /// Seconds until it is reverted; `nil` when it is not, or not before the camera has restarted.
  package let untilSeconds: Int?
  /// When it was restored, in seconds since 1970.
  package let restored: Int64
  /// On whose behalf, as `root` or `dora (console ttyS0)`.
  package let caller: String
  /// Minutes to confirm it in after the restart; 0: it is never reverted.
  package let revertMinutes: Int
  /// Addresses of the modules that did not take their settings.
  package let pendingModules: [String]
  /// Whether it can be undone.
  package internal(set) var undo: Undo
  /// When the backup was made, in seconds since 1970; `nil` where that is not known.
  package let created: Int64?
  /// The configuration stayed.
  package let isOfModulesOnly: Bool
  /// What of the backup was not restored.
  package let leftOut: RestoreLeftOut
  /// What of the backup the restored configuration does not have.
  package internal(set) var losses = RestoreLosses()
  /// What a change of the configuration changed; `nil` for a restore.
  package internal(set) var edited: EditedConfiguration?
  /// Where the previous configuration is in clear, because it could not be removed; `nil` when it was removed.
  package internal(set) var leftBehind: String?
  /// It was confirmed before it was asked for.
  package internal(set) var isRepeated = false

  /// Seconds until it is reverted; `nil` where it does not wait for its confirmation.
  package var secondsToConfirm: Int? { state == .awaitingConfirmation ? untilSeconds : nil }

  /// The time to confirm it is over, and nothing has reverted it.
  package var isOverdue: Bool { state == .awaitingConfirmation && untilSeconds == 0 }

  /// Whether the restore can be undone.
  package enum Undo: Sendable, Equatable {
    /// Nothing is kept: the restore waits for its confirmation, or was reverted.
    case none
    /// It is confirmed, and the previous configuration is sealed when another session's work is over.
    case pending
    case possible
    /// Why it is not.
    case failed(UndoFailure)
  }

  /// See the properties.
  package init(
    backup: String, state: State, untilSeconds: Int? = nil, restored: Int64 = 0, caller: String = "",
    revertMinutes: Int = 0, pendingModules: [String], undo: Undo = .none, created: Int64? = nil,
    isOfModulesOnly: Bool = false, leftOut: RestoreLeftOut = RestoreLeftOut()
  ) {
    self.backup = backup
    self.state = state
    self.untilSeconds = untilSeconds
    self.restored = restored
    self.caller = caller
    self.revertMinutes = revertMinutes
    self.pendingModules = pendingModules
    self.undo = undo
    self.created = created
    self.isOfModulesOnly = isOfModulesOnly
    self.leftOut = leftOut
  }

  init(_ outcome: RestoreOutcome) {
    self.init(
      backup: outcome.subject, state: outcome.isReverted ? .reverted : .confirmed, restored: outcome.began,
      caller: outcome.caller, pendingModules: outcome.pending.map(\.address), undo: Undo(outcome.undo),
      created: outcome.details.source?.created, isOfModulesOnly: outcome.isOfModulesOnly,
      leftOut: outcome.details.leftOut ?? RestoreLeftOut())
    id = RestoreID(outcome.id)
    losses = outcome.details.losses ?? RestoreLosses()
    edited = outcome.details.edited
  }

  init(_ intent: RestoreIntent, _ state: State, untilSeconds: Int? = nil) {
    self.init(
      backup: intent.subject, state: state, untilSeconds: untilSeconds, restored: intent.began, caller: intent.caller,
      revertMinutes: intent.revertMinutes, pendingModules: intent.pending.map(\.address),
      undo: state == .confirmed ? .pending : .none, created: intent.details.source?.created,
      isOfModulesOnly: intent.isOfModulesOnly, leftOut: intent.details.leftOut ?? RestoreLeftOut())
    id = RestoreID(intent.id)
    losses = intent.details.losses ?? RestoreLosses()
    edited = intent.details.edited
  }
}

extension Camera {
  /// The state of the last restore; `nil` before the first. It waits for no other session.
  package func restoreStatus() throws(ServiceError) -> RestoreStatus? {
    let engine = try restoreEngine()
    let (standing, intent, outcome) = try changing { () throws(ChangeError) in try engine.look() }
    func status(_ state: RestoreStatus.State, _ seconds: Int? = nil) -> RestoreStatus? {
      intent.map { RestoreStatus($0, state, untilSeconds: seconds) }
    }
    switch standing {
    case .restartNeeded: return status(.rebootNeeded)
    case .awaiting(let seconds): return status(.awaitingConfirmation, seconds)
    case .confirmed: return status(.confirmed)
    case .reverted: return status(.reverted)
    case .asBefore: return try outcome.map { (outcome) throws(ServiceError) in try self.status(outcome) }
    }
  }

  /// The state of a finished restore, with what has happened since.
  func status(_ outcome: RestoreOutcome) throws(ServiceError) -> RestoreStatus {
    var status = RestoreStatus(outcome)
    status.leftBehind = try restoreEngine().leftBehind()
    if status.undo == .possible, (try? StoreSession.hasUndo(in: openState())) == false {
      status.undo = .failed(.gone)
    }
    return status
  }
}

extension RestoreStatus.Undo {
  init(_ note: UndoNote?) {
    self = note.map { $0.problem.map { .failed(UndoFailure($0)) } ?? .possible } ?? .none
  }
}
