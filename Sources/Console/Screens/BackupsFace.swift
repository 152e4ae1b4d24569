internal import BackupStore
internal import CameraService
internal import TerminalUI
internal import Wording

/// What is shown instead of the list where there is nothing to list.
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

  /// - Parameter foreign: how many backups on the card were made with another PIN.
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
    case .empty: ("There are no backups on this card.", ["Press s to make one."])
    case .noPIN:
      (
        "No Super PIN is set. Backups need one: it encrypts them.",
        ["Press p to set it here. It is also under Users and Passwords."]
      )
    case .locked:
      (
        "The card is locked: it holds \(counted(foreign, "backup")) made with another PIN.",
        [
          "Nothing can be restored, and no new backups can be made. Two ways out:",
          "p: set the old PIN again. The backups open then.",
          "d: delete all backups on the card. New backups are possible then.",
        ]
      )
    case .absent: ("There is no SD card in the slot.", ["Put one in, then press l to look again."])
    case .notMounted:
      ("The SD card is not mounted.", ["Take it out, put it in again, then press l to look again."])
    case .pulledOut:
      (
        "The SD card was pulled out, or it no longer answers.",
        ["Put it in again, then press l to look again. The camera then finishes interrupted work."]
      )
    case .unreadable:
      (
        "The SD card cannot be read.",
        ["Take it out, put it in again, then press l. If that does not help, replace it."]
      )
    case .unread: ("The backups could not be read.", ["Press l to look again."])
    case .recordDamaged:
      (
        "The camera's record of its Super PIN and its backups cannot be read.",
        ["Press p and enter the same PIN again. The backups on the card open again."]
      )
    }
  }
}

/// What a person has to know about the card and its list, the most important first; nothing where all is as it should
/// be.
enum BackupNotes {
  /// Rows that they take under a list.
  static func rows(_ report: ListReport, columns: Int) -> Int {
    texts(report).reduce(0) { $0 + Text.wrapped($1, to: columns - 2).count }
  }

  /// - Parameter hasGap: whether an empty row is above them.
  static func draw(_ report: ListReport, hasGap: Bool, into frame: inout Frame) {
    let texts = texts(report)
    if hasGap, !texts.isEmpty { frame.next += 1 }
    for text in texts { frame.paragraph(text) }
  }

  private static func texts(_ report: ListReport) -> [String] {
    let card = report.card
    var texts: [String] = []
    if !card.isWritable {
      texts.append("The card is read-only. Check its write protection and its file system.")
    }
    if card.lacksInodes {
      texts.append(
        "The card takes no more files: it has no free inode. Delete other files, or press d to delete a backup.")
    }
    if card.isTakenAsIs {
      texts.append("The camera does not know this card. It lists the backups as it finds them.")
    } else if !card.isLastUsed {
      texts.append("This is not the card that the camera used last.")
    }
    if card.isOverfilled {
      texts.append("More than \(BackupLimits.files) files look like backups: not all are listed.")
    }
    return texts
  }
}
