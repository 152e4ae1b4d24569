internal import BackupStore
internal import CameraModel

/// A detail of what was done, for the log: an id, a count, *unchanged*.
package struct LogNote: Sendable, Equatable {
  /// A word of lower-case letters.
  package let name: String
  /// Names from outside are in it as they are: the log cleans them.
  package let value: String

  static let unchanged = LogNote(name: "unchanged", value: "yes")

  fileprivate static func id(_ text: String) -> LogNote { LogNote(name: "id", value: text) }

  fileprivate static func count(_ name: String, _ count: Int) -> LogNote? {
    count == 0 ? nil : LogNote(name: name, value: String(count))
  }

  fileprivate static func names(_ name: String, _ backups: [BackupName]) -> LogNote? {
    backups.isEmpty ? nil : LogNote(name: name, value: backups.map(\.description).joined(separator: " "))
  }
}

/// What a use case comes to, as far as the log tells it.
protocol LoggedOutcome {
  var logNotes: [LogNote] { get }
}

extension Listed: LoggedOutcome {
  var logNotes: [LogNote] { (result as? any LoggedOutcome)?.logNotes ?? [] }
}

extension StartedBackup: LoggedOutcome {
  var logNotes: [LogNote] {
    let notes: [LogNote?] = [
      .id(outcome.name.description), outcome.isUnchanged ? .unchanged : nil, .names("removed", outcome.removed),
    ]
    return notes.compactMap(\.self)
  }
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

extension LabelledBackup: LoggedOutcome {
  var logNotes: [LogNote] { description.logNotes + (isUnchanged ? [.unchanged] : []) }
}

extension [BackupName]: LoggedOutcome {
  var logNotes: [LogNote] { LogNote.names("removed", self).map { [$0] } ?? [.unchanged] }
}

extension Camera.Deletion: LoggedOutcome {
  var logNotes: [LogNote] { LogNote.count("removed", count).map { [$0] } ?? [.unchanged] }
}

extension UserChange: LoggedOutcome {
  var logNotes: [LogNote] { isChanged ? [] : [.unchanged] }
}

extension PINReport: LoggedOutcome {
  var logNotes: [LogNote] {
    let notes: [LogNote?] = [
      outcome.isUnchanged ? .unchanged : nil, .count("rewritten", outcome.rewritten),
      .count("adopted", outcome.adopted), .names("lost", outcome.lost), .count("locked", outcome.locked),
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
