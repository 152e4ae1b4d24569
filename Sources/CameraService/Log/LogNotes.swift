internal import BackupStore
internal import CameraModel

/// The words for what came of a use case. They stay as they are: programs read them.
package enum LogWord: String, Sendable, CaseIterable {
  case id, unchanged, removed, rewritten, adopted, lost, locked, damaged, missing, escrow
}

/// A detail of what was done, for the log: an id, a count, *unchanged*.
package struct LogNote: Sendable, Equatable {
  /// What it tells.
  package let name: LogWord
  /// Names from outside are in it as they are: the log cleans them.
  package let value: String

  static let unchanged = LogNote(name: .unchanged, value: "yes")

  /// Whether it tells of backups that cannot be restored.
  var isDamage: Bool { name == .damaged || name == .missing }

  fileprivate static func id(_ text: String) -> LogNote { LogNote(name: .id, value: text) }

  fileprivate static func count(_ name: LogWord, _ count: Int) -> LogNote? {
    count == 0 ? nil : LogNote(name: name, value: String(count))
  }

  fileprivate static func names(_ name: LogWord, _ backups: [BackupName]) -> LogNote? {
    ids(name, backups.map(\.description))
  }

  fileprivate static func ids(_ name: LogWord, _ ids: [String]) -> LogNote? {
    ids.isEmpty ? nil : LogNote(name: name, value: ids.joined(separator: " "))
  }
}

/// What a use case comes to, as far as the log tells it.
protocol LoggedOutcome {
  var logNotes: [LogNote] { get }
}

extension ServiceError: LoggedOutcome {
  /// What was done although the use case failed.
  var logNotes: [LogNote] {
    if case .store(.importUnfinished(let name, _)) = self { return [LogNote(name: .removed, value: name.description)] }
    return []
  }
}

extension Listed: LoggedOutcome {
  var logNotes: [LogNote] { (result as? any LoggedOutcome)?.logNotes ?? [] }
}

extension StartedBackup: LoggedOutcome {
  var logNotes: [LogNote] {
    let notes: [LogNote?] = [
      .id(outcome.name.description), outcome.isUnchanged ? .unchanged : nil, .names(.removed, outcome.removed),
    ]
    return notes.compactMap(\.self)
  }
}

extension BackupComparedWithCamera: LoggedOutcome {
  var logNotes: [LogNote] { backup.logNotes + (hasChanged ? [] : [.unchanged]) }
}

extension BackupDescription: LoggedOutcome {
  var logNotes: [LogNote] { [.id(id)] }
}

extension ShownBackup: LoggedOutcome {
  var logNotes: [LogNote] { description.logNotes }
}

extension MarkedBackup: LoggedOutcome {
  var logNotes: [LogNote] { description.logNotes + (isUnchanged ? [.unchanged] : []) }
}

extension ImportedBackup: LoggedOutcome {
  var logNotes: [LogNote] { description.logNotes + (isUnchanged ? [.unchanged] : []) }
}

extension LabelledBackup: LoggedOutcome {
  var logNotes: [LogNote] { description.logNotes + (isUnchanged ? [.unchanged] : []) }
}

/// What a use case comes to several of.
protocol LoggedElement {
  static func logNotes(of elements: [Self]) -> [LogNote]
}

extension Array: LoggedOutcome where Element: LoggedElement {
  var logNotes: [LogNote] { Element.logNotes(of: self) }
}

/// Backups that were deleted.
extension BackupName: LoggedElement {
  static func logNotes(of elements: [BackupName]) -> [LogNote] {
    LogNote.names(.removed, elements).map { [$0] } ?? [.unchanged]
  }
}

/// Backups that were verified.
extension BackupDescription: LoggedElement {
  static func logNotes(of elements: [BackupDescription]) -> [LogNote] {
    [(LogWord.damaged, BackupDescription.State.damaged), (.missing, .missing)].compactMap { word, state in
      LogNote.ids(word, elements.filter { $0.state == state }.map(\.id))
    }
  }
}

extension Camera.Deletion: LoggedOutcome {
  var logNotes: [LogNote] { LogNote.count(.removed, count).map { [$0] } ?? [.unchanged] }
}

extension UserChange: LoggedOutcome {
  var logNotes: [LogNote] { isChanged ? [] : [.unchanged] }
}

extension PINReport: LoggedOutcome {
  var logNotes: [LogNote] {
    let notes: [LogNote?] = [
      outcome.isUnchanged ? .unchanged : nil, .count(.rewritten, outcome.rewritten),
      .count(.adopted, outcome.adopted), .names(.lost, outcome.lost), .count(.locked, outcome.locked),
      outcome.escrow.map { LogNote(name: .escrow, value: $0.fingerprint) },
    ]
    return notes.compactMap(\.self)
  }
}

extension RestoreReport: LoggedOutcome {
  var logNotes: [LogNote] { [.id(preview.backup.id)] }
}

extension ConfigurationReport: LoggedOutcome {
  var logNotes: [LogNote] { isUnchanged ? [.unchanged] : [] }
}

extension RestoreStatus: LoggedOutcome {
  var logNotes: [LogNote] { [.id(backup)] + (isRepeated ? [.unchanged] : []) }
}

extension RevertReport: LoggedOutcome {
  var logNotes: [LogNote] { [.id(backup)] + (isUnchanged ? [.unchanged] : []) }
}

extension UserDraft {
  /// Whom the draft adds, changes and removes.
  var logText: String {
    func names(_ word: String, _ rows: [Row]) -> String? {
      rows.isEmpty ? nil : word + " " + rows.map { $0.original?.name ?? $0.name }.joined(separator: " ")
    }
    let changed = rows.filter(\.isChanged)
    let parts = [
      names("add", changed.filter { $0.original == nil }),
      names("change", changed.filter { $0.original != nil && !$0.isRemoved }),
      names("remove", changed.filter(\.isRemoved)),
    ]
    return parts.compactMap(\.self).joined(separator: ", ")
  }
}
