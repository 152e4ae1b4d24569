internal import CameraDevice
package import CameraModel
internal import FileSystem

/// What who wants a change keeps beside it in the journal, under keys of its own in the same object.
package protocol ChangeDetails: Codable, Sendable {
  /// What is to be said of a reverted change.
  ///
  /// - Parameter former: of the outcome before; `nil` for none.
  func takenBack(to former: Self?) -> Self
}

/// What a change is about to do, recorded in the state directory before the first change, and kept until it is
/// confirmed or reverted: whatever interrupts it, the next start finds here how to make everything old or everything
/// new.
///
/// The inode under the configuration's name tells the side. The exchange is the commit point of the change, the
/// exchange back that of its revert, and the mark `isConfirmed` that of the confirmation.
package struct ChangeIntent<Details: ChangeDetails>: Sendable {
  /// The two trees that are exchanged.
  struct Trees: Sendable {
    /// The configuration before.
    let former: TreeIdentity
    /// The staged configuration.
    let new: TreeIdentity
  }

  /// The boot that was counted last.
  struct Start: Sendable, Equatable {
    let boot: String
    /// When `boot` first ran in it, in seconds on the boot clock; `nil` in records of earlier versions.
    let at: Int64?
  }

  /// What it brings, by name: of a backup, its own.
  package let subject: String
  /// Seconds since 1970.
  package let began: Int64
  /// On whose behalf.
  package let caller: String
  /// The boot in which it began.
  let bootID: String
  /// `nil` where only modules are changed.
  let trees: Trees?
  /// The modules that get settings, with what they held before.
  package internal(set) var modules: [ModuleChange]
  /// The camera's own words of itself before.
  package let camera: CameraIdentity
  /// Minutes after the boot to confirm it in, 0...60; 0: it need not be.
  package let revertMinutes: Int
  /// Boots with the new configuration so far.
  var starts = 0
  /// The last boot with it, or the one in which it was reverted or confirmed; `nil` before that.
  var start: Start?
  var isConfirmed = false
  /// What came of keeping the previous configuration for Undo; `nil` until then.
  var undo: UndoNote?
  /// What the keeper of the change notes beside it.
  package let details: Details
  /// Its part of `id` that no other change has; `nil` in records of earlier versions.
  var mark: String?

  init(
    subject: String, began: Int64, caller: String, bootID: String, trees: Trees?, modules: [ModuleChange],
    camera: CameraIdentity, revertMinutes: Int, details: Details
  ) {
    self.subject = subject
    self.began = began
    self.caller = caller
    self.bootID = bootID
    self.trees = trees
    self.modules = modules
    self.camera = camera
    self.revertMinutes = revertMinutes
    self.details = details
  }

  /// Which change it is.
  package var id: ChangeID { ChangeID(subject: subject, began: began, mark: mark) }

  /// The configuration stays as it is.
  package var isOfModulesOnly: Bool { trees == nil }

  /// The modules that do not hold their settings yet, as far as is known.
  package var pending: [PendingModule] {
    modules.filter { !$0.isSettled && (starts > 0 || $0.former == nil) }.map(\.waiting)
  }

  /// More starts than these are not counted: the third reverts.
  private static var mostStarts: Int { 1_000 }

  /// The same with this boot among its starts.
  ///
  /// - Parameter now: seconds on the boot clock.
  func counted(boot: String, now: Int64) -> ChangeIntent {
    var intent = self
    guard start?.boot != boot else {
      // The clock of another start of a container with the same name of the boot.
      if start?.at.map({ $0 > now }) ?? true { intent.start = Start(boot: boot, at: now) }
      return intent
    }
    intent.start = Start(boot: boot, at: now)
    if boot != bootID { intent.starts = min(starts + 1, Self.mostStarts) }
    return intent
  }
}

extension ChangeIntent: Codable {
  private enum CodingKeys: String, CodingKey {
    case subject = "backup"
    case began, caller, bootID, formerTree, newTree, modules, model, serial, firmware, revertMinutes
    case starts, lastStart, startedAt, isConfirmed, undo, mark
  }

  /// Every number that is used in arithmetic is within its bounds, whatever the file holds.
  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    func text(_ key: CodingKeys) throws -> String { try values.decodeIfPresent(String.self, forKey: key) ?? "" }
    let minutes = try values.decode(Int.self, forKey: .revertMinutes)
    self.init(
      subject: try values.decode(String.self, forKey: .subject),
      began: FileTime.bounded(try values.decode(Int64.self, forKey: .began)),
      caller: try values.decode(String.self, forKey: .caller),
      bootID: try values.decode(String.self, forKey: .bootID), trees: try Self.trees(in: values),
      modules: try values.decode([ModuleChange].self, forKey: .modules),
      camera: CameraIdentity(model: try text(.model), serial: try text(.serial), firmware: try text(.firmware)),
      revertMinutes: min(max(minutes, 0), Settings.revertRange.upperBound), details: try Details(from: decoder))
    starts = min(max(try values.decode(Int.self, forKey: .starts), 0), Self.mostStarts)
    let startedAt = try values.decodeIfPresent(Int64.self, forKey: .startedAt).map(FileTime.bounded)
    start = try values.decodeIfPresent(String.self, forKey: .lastStart).map { Start(boot: $0, at: startedAt) }
    isConfirmed = try values.decode(Bool.self, forKey: .isConfirmed)
    undo = try values.decodeIfPresent(UndoNote.self, forKey: .undo)
    mark = try values.decodeIfPresent(String.self, forKey: .mark)
  }

  private static func trees(in values: KeyedDecodingContainer<CodingKeys>) throws -> Trees? {
    guard values.contains(.formerTree) || values.contains(.newTree) else { return nil }
    return Trees(
      former: try values.decode(TreeIdentity.self, forKey: .formerTree),
      new: try values.decode(TreeIdentity.self, forKey: .newTree))
  }

  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(subject, forKey: .subject)
    try values.encode(began, forKey: .began)
    try values.encode(caller, forKey: .caller)
    try values.encode(bootID, forKey: .bootID)
    try values.encodeIfPresent(trees?.former, forKey: .formerTree)
    try values.encodeIfPresent(trees?.new, forKey: .newTree)
    try values.encode(modules, forKey: .modules)
    try values.encode(camera.model, forKey: .model)
    try values.encode(camera.serial, forKey: .serial)
    try values.encode(camera.firmware, forKey: .firmware)
    try values.encode(revertMinutes, forKey: .revertMinutes)
    try values.encode(starts, forKey: .starts)
    try values.encodeIfPresent(start?.boot, forKey: .lastStart)
    try values.encodeIfPresent(start?.at, forKey: .startedAt)
    try values.encode(isConfirmed, forKey: .isConfirmed)
    try values.encodeIfPresent(undo, forKey: .undo)
    try values.encodeIfPresent(mark, forKey: .mark)
    try details.encode(to: encoder)
  }
}
