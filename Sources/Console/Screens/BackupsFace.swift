internal import BackupStore
internal import CameraService
internal import TerminalUI

/// What stands in the place of the list where there is none.
enum BackupsFace: Equatable, Sendable {
  /// Not looked at yet.
  case unknown
  case list, empty, noPIN, locked, absent, notMounted
  /// The card fails.
  case unreadable
  /// The look at the card failed.
  case unread

  init(_ report: ListReport, isPINSet: Bool) {
    switch report.card.state {
    case .absent: self = .absent
    case .notMounted: self = .notMounted
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
    case .empty: ("There are no backups on this card yet.", ["s makes the first one."])
    case .noPIN:
      (
        "No Super PIN is set: without it there are no backups.",
        ["It encrypts them. p sets it here; it is also under Users and Passwords."]
      )
    case .locked:
      (
        foreign == 1
          ? "The card is locked: its backup needs another Super PIN."
          : "The card is locked: its \(foreign) backups need another Super PIN.",
        [
          "Until one of these is done they cannot be restored, and no new ones can be made:",
          "p  Set the Super PIN to the former digits: the backups open again.",
          "d  Delete all backups on the card, and begin afresh.",
        ]
      )
    case .absent: ("There is no SD card in the slot.", ["Put one in, then press l to look again."])
    case .notMounted:
      ("The SD card is not mounted.", ["Take it out, put it in again, then press l to look again."])
    case .unreadable:
      ("The SD card cannot be read.", ["Take it out, put it in again, then press l. If that does not help, replace it."])
    case .unread: ("The backups could not be read.", ["Press l to look again."])
    }
  }
}

/// What a person has to know about the card and its list; nothing where all is as it should be.
enum BackupNotes {
  static func lines(_ report: ListReport, columns: Int) -> [String] {
    texts(report).flatMap { Text.wrapped($0, to: columns - 2) }
  }

  private static func texts(_ report: ListReport) -> [String] {
    let card = report.card
    let states = Set(report.backups.map(\.state))
    var texts: [String] = []
    if !card.isWritable { texts.append("Read-only card: it takes no backup and no mark. Move its lock switch.") }
    if card.isTakenAsIs {
      texts.append("The camera does not know this card: it takes its backups as they are.")
    } else if !card.isLastUsed {
      texts.append("This is not the card that the camera used last.")
    }
    if card.isOverfilled {
      texts.append("More than 64 files look like backups: only some are listed. Remove what does not belong here.")
    }
    if states.contains(.missing) { texts.append("Missing: gone from the card without the camera. a acknowledges that.") }
    if states.contains(.returned) { texts.append("Returned: put back on the card from elsewhere; it can be restored.") }
    if states.contains(.foreign) { texts.append("Other PIN: p, and set the former digits, opens it.") }
    return texts
  }
}
