import TestSupport

@testable import BackupStore

/// What a person sees of the store at a start: the PIN that is in force and the backups of the card, every byte
/// checked.
struct Picture: Equatable, CustomStringConvertible {
  /// One line of the listing.
  struct Row: Hashable, CustomStringConvertible {
    let name: BackupName
    var state: BackupDescription.State
    var isKept: Bool
    let label: String?
    /// `nil` for the backup that is being made, whose time may depend on what could be read.
    let created: Int64?

    init(_ row: BackupDescription) {
      name = row.name
      state = row.state
      isKept = row.isKept
      label = row.metadata.label
      created = row.metadata.label == "new" ? nil : row.metadata.created
    }

    var description: String { "\(name) \(state) \(label ?? "?")\(isKept ? " keep" : "")" }
  }

  /// The digits, of those that a scenario knows, that open the first vault.
  let pin: String?
  /// Newest first; also those of a locked card.
  var rows: [Row]
  /// What Undo would put back, and the digits that open it; `nil` for nothing.
  let undo: String?

  /// - Parameter pins: the digits to be tried; no failure is counted.
  init(_ session: StoreSession, pins: [String]) throws {
    let vault = session.record.vaults.first
    pin = try pins.first { pin in
      try vault?.part.open(StoreFixture.digits(pin), StoreFixture.stretch) != nil
    }
    rows = if let card = session.card { try session.describe(card, .whole).map(Row.init) } else { [] }
    undo = try Self.undo(session, pins)
  }

  /// Label and digits of what Undo would put back, every byte of it opened.
  private static func undo(_ session: StoreSession, _ pins: [String]) throws -> String? {
    guard let header = try session.undoBackup(.whole) else { return nil }
    let pin = try pins.first { pin in
      do throws(StoreError) {
        _ = try session.open(.undo, StoreFixture.digits(pin))
        return true
      } catch .wrongPIN {
        return false
      } catch {
        throw error
      }
    }
    return "\(header.metadata.label ?? "?") under \(pin ?? "none")"
  }

  var description: String {
    let rows = rows.isEmpty ? "no backups" : rows.map(\.description).joined(separator: ", ")
    return "PIN \(pin ?? "none"): \(rows); undo: \(undo ?? "none")"
  }

  /// The same without the difference between backups that a ledger lists and those that none does: one that could not
  /// be read when a card was taken over, or adopted, is not in its ledger.
  var withoutLedger: Picture {
    var picture = self
    for index in picture.rows.indices where picture.rows[index].state == .returned { picture.rows[index].state = .ok }
    for index in picture.rows.indices { picture.rows[index].isKept = false }
    return picture
  }

  func row(_ name: BackupName) -> Row? {
    rows.first { $0.name == name }
  }
}

/// What may be seen after an operation that was interrupted, beside the picture before it and the one after it.
enum Between: Sendable {
  case nothing
  /// The PIN is new, and foreign backups that it opens wait to be adopted.
  case unadopted
  /// Some files that no ledger lists are gone, those of the ledger all or none.
  case partlyDeleted

  /// - Parameter blanks: wiped files, which nobody lists; overwritten again, they may hold anything.
  func accepts(_ picture: Picture, from before: Picture, to after: Picture, blanks: Set<BackupName>) -> Bool {
    switch self {
    case .nothing:
      return false
    case .unadopted:
      guard picture.pin == after.pin, picture.rows.count == after.rows.count else { return false }
      return after.rows.allSatisfy { row in
        picture.row(row.name) == row
          || (before.row(row.name)?.state == .foreign && picture.row(row.name)?.state == .foreign)
      }
    case .partlyDeleted:
      let isListed: (Picture.Row) -> Bool = { $0.state != .foreign && $0.state != .returned }
      let listed = before.rows.filter(isListed)
      let left = listed.filter { picture.row($0.name) == $0 }
      guard picture.pin == after.pin, left.isEmpty || left.count == listed.count else { return false }
      return picture.rows.allSatisfy { row in
        guard let former = before.row(row.name) else { return row.state == .damaged && blanks.contains(row.name) }
        return row == former || (!isListed(former) && row.state == .damaged)
      }
    }
  }
}
