internal import CameraDevice
internal import CameraModel
internal import FileSystem
internal import FoundationEssentials

/// What a restore is about to do, recorded in the state directory before the first change, and kept until it is
/// confirmed or taken back: whatever interrupts it, the next start finds here how to make everything old or everything
/// new.
///
/// The inode under the configuration's name tells the side. The exchange is the commit point of the restore, the
/// exchange back that of taking it back, and the mark `isConfirmed` that of the confirmation.
struct RestoreIntent: Codable, Sendable {
  /// The settings of a module before and after.
  struct Module: Codable, Sendable {
    let address: String
    let kind: String
    /// What it says of itself beside; `nil` for one that was not there.
    var serial: String?
    var firmware: String?
    /// `nil` for one that was not there so far.
    var former: Data?
    let new: Data
    /// Whether it was seen to hold the new settings after the restart.
    var isSettled = false
  }

  /// The backup's name.
  let backup: String
  /// Seconds since 1970.
  private(set) var began: Int64
  /// On whose behalf.
  let caller: String
  /// The boot in which it began.
  let bootID: String
  /// The configuration before; `nil` when only modules are restored.
  let formerTree: TreeIdentity?
  /// The staged configuration.
  let newTree: TreeIdentity?
  var modules: [Module]
  /// The camera's own words of itself before the restore.
  var model: String?
  var serial: String?
  var firmware: String?
  /// Minutes after the boot to confirm it in; 0: it need not be.
  private(set) var revertMinutes: Int
  /// Which backup, and what of it was left out; `nil` in records of former versions, as the next two.
  var source: RestoredBackup?
  var leftOut: RestoreLeftOut?
  /// The restored configuration that the camera has after it, and before it.
  var configuration: RestoredConfiguration?
  var formerConfiguration: RestoredConfiguration?
  /// What of the backup the restored configuration does not have; `nil` for nothing.
  var losses: RestoreLosses?
  /// Boots with the new configuration so far.
  var starts = 0
  /// The boot that was counted last.
  var lastStart: String?
  /// When `boot` first ran in that boot, in seconds on the boot clock; `nil` before that, and in records of former
  /// versions.
  var startedAt: Int64?
  var isConfirmed = false
  /// What came of keeping the former configuration for Undo; `nil` until then.
  var undo: UndoNote?

  /// The modules that do not hold their settings yet, as far as is known.
  var pending: [PendingModule] {
    modules.filter { !$0.isSettled && (starts > 0 || $0.former == nil) }
      .map { PendingModule(address: $0.address, kind: $0.kind, settings: $0.new) }
  }
}

/// What of a record's file is used in arithmetic, whatever the file holds.
protocol BoundedRecord: Decodable {
  /// The same with every number within its bounds.
  var bounded: Self { get }
}

extension RestoreIntent: BoundedRecord {
  /// More starts than these are not counted: the third reverts.
  static let mostStarts = 1_000

  var bounded: RestoreIntent {
    var intent = self
    intent.began = FileTime.bounded(began)
    intent.revertMinutes = min(max(revertMinutes, 0), Settings.revertRange.upperBound)
    intent.starts = min(max(starts, 0), Self.mostStarts)
    intent.startedAt = startedAt.map(FileTime.bounded)
    return intent
  }
}

/// Whether a restore can be undone.
struct UndoNote: Codable, Sendable {
  /// It restored modules alone.
  let isModulesOnly: Bool
  /// Why it cannot, in a sentence; `nil` when it can.
  var problem: String?
}

/// Settings that wait for their module.
struct PendingModule: Codable, Sendable {
  let address: String
  let kind: String
  let settings: Data
}

/// How a finished restore went.
struct RestoreOutcome: Codable, Sendable {
  let backup: String
  /// When it was restored, in seconds since 1970.
  private(set) var began: Int64
  let caller: String
  let isReverted: Bool
  /// They are written when their modules appear, until another configuration is restored.
  var pending: [PendingModule]
  /// Of this restore, or, when it was taken back, of the one before; `nil` for none.
  var undo: UndoNote?
  /// `nil` in records of former versions, as the next four.
  let source: RestoredBackup?
  let leftOut: RestoreLeftOut?
  /// Whether only modules were restored.
  let isOfModulesOnly: Bool?
  /// The restored configuration that the camera has now: what is taken back leaves the one before.
  let configuration: RestoredConfiguration?
  /// The one that Undo brings back.
  let formerConfiguration: RestoredConfiguration?
  /// What of the backup the restored configuration does not have; `nil` for nothing.
  let losses: RestoreLosses?

  /// - Parameter former: how the restore before went.
  init(
    _ intent: RestoreIntent, isReverted: Bool, pending: [PendingModule], undo: UndoNote?, after former: RestoreOutcome?
  ) {
    backup = intent.backup
    began = intent.began
    caller = intent.caller
    self.isReverted = isReverted
    self.pending = pending
    self.undo = undo
    source = intent.source
    leftOut = intent.leftOut
    losses = intent.losses
    isOfModulesOnly = intent.newTree == nil
    configuration = isReverted ? former?.configuration : intent.configuration
    formerConfiguration = isReverted ? former?.formerConfiguration : intent.formerConfiguration
  }
}

extension RestoreOutcome: BoundedRecord {
  var bounded: RestoreOutcome {
    var outcome = self
    outcome.began = FileTime.bounded(began)
    return outcome
  }
}

extension Caller {
  /// As it stands in the record of a restore.
  var text: String {
    switch origin {
    case .shell: name
    case .sudo: "\(name) (sudo)"
    case .ssh(let address): "\(name) (ssh \(address))"
    case .console(let line): "\(name) (console \(line))"
    }
  }
}
