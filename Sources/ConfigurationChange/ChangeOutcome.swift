internal import FileSystem

/// How a change went that is over.
package struct ChangeOutcome<Details: ChangeDetails>: Sendable {
  /// What it brought, by name: of a backup, its own.
  package let subject: String
  /// When it was made, in seconds since 1970.
  package let began: Int64
  /// On whose behalf.
  package let caller: String
  /// Whether it was reverted; else it was confirmed, or needed no confirmation.
  package let isReverted: Bool
  /// They are written when their modules appear, until another configuration comes.
  package internal(set) var pending: [PendingModule]
  /// Of this change, or, when it was reverted, of the one before; `nil` for none.
  package internal(set) var undo: UndoNote?
  /// Whether only modules were changed.
  package let isOfModulesOnly: Bool
  /// What the keeper of the change notes beside it, of the current configuration.
  package let details: Details
  private let mark: String?

  /// Which change it is.
  package var id: ChangeID { ChangeID(subject: subject, began: began, mark: mark) }

  /// Of a change that is kept.
  ///
  /// - Parameter former: how the change before went. A change of modules alone changes nothing of what is said of it,
  ///   but which modules wait.
  static func kept(_ intent: ChangeIntent<Details>, after former: ChangeOutcome?) -> ChangeOutcome {
    guard intent.isOfModulesOnly, var former else {
      return ChangeOutcome(intent, isReverted: false, intent.pending, intent.undo, intent.details)
    }
    let addresses = intent.modules.map(\.address)
    former.pending = former.pending.filter { !addresses.contains($0.address) } + intent.pending
    former.undo = intent.undo
    return former
  }

  /// Of a change that was reverted: what waited before it waits again.
  ///
  /// - Parameter stuck: modules that did not take their previous settings.
  static func reverted(
    _ intent: ChangeIntent<Details>, _ stuck: [PendingModule], after former: ChangeOutcome?
  ) -> ChangeOutcome {
    let addresses = stuck.map(\.address)
    let pending = (former?.pending.filter { !addresses.contains($0.address) } ?? []) + stuck
    return ChangeOutcome(
      intent, isReverted: true, pending, former?.undo, intent.details.takenBack(to: former?.details))
  }

  private init(
    _ intent: ChangeIntent<Details>, isReverted: Bool, _ pending: [PendingModule], _ undo: UndoNote?, _ details: Details
  ) {
    subject = intent.subject
    began = intent.began
    caller = intent.caller
    self.isReverted = isReverted
    self.pending = pending
    self.undo = undo
    isOfModulesOnly = intent.isOfModulesOnly
    self.details = details
    mark = intent.mark
  }
}

extension ChangeOutcome: Codable {
  private enum CodingKeys: String, CodingKey {
    case subject = "backup"
    case began, caller, isReverted, pending, undo, isOfModulesOnly, mark
  }

  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    subject = try values.decode(String.self, forKey: .subject)
    began = FileTime.bounded(try values.decode(Int64.self, forKey: .began))
    caller = try values.decode(String.self, forKey: .caller)
    isReverted = try values.decode(Bool.self, forKey: .isReverted)
    pending = try values.decode([PendingModule].self, forKey: .pending)
    undo = try values.decodeIfPresent(UndoNote.self, forKey: .undo)
    // Records of earlier versions do not say it.
    isOfModulesOnly = try values.decodeIfPresent(Bool.self, forKey: .isOfModulesOnly) ?? false
    mark = try values.decodeIfPresent(String.self, forKey: .mark)
    details = try Details(from: decoder)
  }

  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(subject, forKey: .subject)
    try values.encode(began, forKey: .began)
    try values.encode(caller, forKey: .caller)
    try values.encode(isReverted, forKey: .isReverted)
    try values.encode(pending, forKey: .pending)
    try values.encodeIfPresent(undo, forKey: .undo)
    try values.encode(isOfModulesOnly, forKey: .isOfModulesOnly)
    try values.encodeIfPresent(mark, forKey: .mark)
    try details.encode(to: encoder)
  }
}
