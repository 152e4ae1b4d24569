internal import BackupStore
internal import CameraService
internal import TerminalUI
internal import Wording

/// What stands in the place of the list where there is none.
enum BackupsFace: Equatable, Sendable {
  /// Not looked at yet.
  case unknown
  case list, empty, noPIN, locked, absent, notMounted, pulledOut
  /// The card fails.
  case unreadable
  /// The look at the card failed.
  case unread
  /// What the camera remembers of its backups cannot be read.
  case recordDamaged

  init(_ report: ListReport, isPINSet: Bool) {
    switch report.card.state {
    case .absent: self = .absent
    case .notMounted: self = .notMounted
    case .pulledOut: self = .pulledOut
    case .error: self = .unreadable
    case .locked: self = .locked
    case .open, .empty: self = !report.backups.isEmpty ? .list : isPINSet ? .empty : .noPIN
    }
  }

  var hasList: Bool { self == .list || self == .unknown }

  /// - Parameter foreign: backups of another Super PIN on the card.
  func draw(into frame: inout Frame, foreign: Int) {
    guard self != .unknown, self != .list else { return }
    frame.next += 1
    let text = text(foreign)
    frame.paragraph(text.first, .bold)
    frame.next += 1
    for line in text.rest { frame.paragraph(line) }
  }

  private func text(_ foreign: Int) -> (first: String, rest: [String]) {
    switch self {
    case .unknown, .list: ("", [])
    case .empty: ("There are no backups on this card yet.", ["Press s to make the first one."])
    case .noPIN:
      (
        "No Super PIN is set: without it there are no backups.",
        ["It encrypts them. Press p to set it here; it is also under Users and Passwords."]
      )
    case .locked:
      (
        foreign == 1
          ? "The card is locked: its backup needs another Super PIN."
          : "The card is locked: its \(foreign) backups need another Super PIN.",
        [
          "They cannot be restored and no new ones can be made, until you do one of these:",
          "p: set the Super PIN to the former digits. The backups open again.",
          "d: delete all backups on the card, and begin afresh.",
        ]
      )
    case .absent: ("There is no SD card in the slot.", ["Put one in, then press l to look again."])
    case .notMounted:
      ("The SD card is not mounted.", ["Take it out, put it in again, then press l to look again."])
    case .pulledOut:
      (
        "The SD card was pulled out, or it no longer answers.",
        ["Put it in again, then press l to look again. What is left to do is finished then."]
      )
    case .unreadable:
      (
        "The SD card cannot be read.",
        ["Take it out, put it in again, then press l. If that does not help, replace it."]
      )
    case .unread: ("The backups could not be read.", ["Press l to look again."])
    case .recordDamaged:
      (
        "What this camera remembers of its Super PIN and its backups cannot be read.",
        ["Press p and set the former digits again: the backups on the card open again."]
      )
    }
  }
}

/// What a person has to know about the card and its list, the most important first; nothing where all is as it should
/// be.
enum BackupNotes {
  /// Rows that they take under a list, with the empty one above.
  static func rows(_ report: ListReport, columns: Int) -> Int {
    let count = texts(report, columns).reduce(0) { $0 + Text.wrapped($1, to: columns - 2).count }
    return count == 0 ? 0 : count + 1
  }

  /// Draws those that fit.
  static func draw(_ report: ListReport, into frame: inout Frame) {
    if rows(report, columns: frame.columns) < frame.body.upperBound - frame.next { frame.next += 1 }
    for text in texts(report, frame.columns) {
      guard Text.wrapped(text, to: frame.columns - 2).count <= frame.body.upperBound - frame.next else { return }
      frame.paragraph(text)
    }
  }

  private static func texts(_ report: ListReport, _ columns: Int) -> [String] {
    let card = report.card
    let states = Set(report.backups.map(\.state))
    var texts: [String] = []
    if !card.isWritable {
      texts.append("Read-only: check its write protection (microSD has none) and file system.")
    }
    if card.lacksInodes {
      texts.append("The card takes no more files: it has no free inode. Delete other files, or a backup with x.")
    }
    if card.isTakenAsIs {
      texts.append("The camera does not know this card; its backups are taken as they are.")
    } else if !card.isLastUsed {
      texts.append("This is not the card that the camera used last.")
    }
    if card.isOverfilled {
      texts.append("More than \(BackupLimits.files) files look like backups: not all are listed.")
    }
    if states.contains(.missing) { texts.append("Missing: removed outside this camera. Press a to acknowledge.") }
    if states.contains(.returned) { texts.append("Returned: it was put back on the card, and can be restored.") }
    if states.contains(.foreign) { texts.append("Other PIN: press p and set the former digits to open it.") }
    if report.backups.contains(where: report.isOfOtherCamera) {
      texts.append("Other camera: this backup was made by another camera.")
    }
    if let change = report.inForce?.changeNote, !BackupTable.saysChange(report, columns: columns) {
      texts.append(change)
    }
    return texts
  }
}
