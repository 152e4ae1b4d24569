package import BackupStore
package import CameraService

extension StartedBackup {
  /// What was made, and what was removed for it.
  ///
  /// - Parameters:
  ///   - name: how a backup is called, within a sentence.
  ///   - milliseconds: how long it took.
  ///   - isSent: it went to standard output, and not to the card.
  package func sentences(
    _ name: (BackupName) -> String, milliseconds: Int64, isSent: Bool = false
  ) -> [String] {
    let own = name(outcome.name)
    guard !outcome.isUnchanged else { return [nothingHasChanged(since: own) + " No backup was created."] }
    let bytes = description.bytes.map { "\(size($0)) in " } ?? ""
    let done = isSent ? "created and sent" : "created and verified"
    let first = "\(own.capitalised) \(done): \(bytes)\(elapsed(milliseconds: milliseconds))."
    return [first] + (gaps.map { [$0] } ?? []) + outcome.removed.map { "\(name($0).capitalised) was replaced." }
  }

  /// What a person should know beside it: what was left out, and why this camera could not restore it.
  package var notices: [String] {
    leftOutSentences
      + obstacles.map { [$0.message.text, $0.message.hint].filter { !$0.isEmpty }.joined(separator: " ") }
  }

  /// What was left out, and what was found on the card.
  package var leftOutSentences: [String] {
    outcome.leftOut.map { "\($0.path.text) was left out: \($0.reason.words)." }
      + leftOutModules.map { "Module \($0) was left out." }
      + (outcome.tookOver ? ["This camera does not know the card. It accepted the backups on it as they are."] : [])
      + notOverwritten.map(overwritingFailed)
  }

  /// What is not in it, counted: `4/5 modules, 2 files left out.`; `nil` when everything is.
  package var gaps: String? {
    var parts: [String] = []
    let metadata = description.metadata
    if let modules = metadata.modules, let total = metadata.modulesTotal, total != modules {
      parts.append("\(modules)/\(total) modules")
    }
    let files = outcome.leftOut.count { $0.reason != .special }
    if files > 0 { parts.append("\(counted(files, "file")) left out") }
    return parts.isEmpty ? nil : parts.joined(separator: ", ") + "."
  }
}

extension BackupComparedWithCamera {
  /// Whether anything has changed.
  package var sentence: String {
    hasChanged
      ? "The configuration or the modules have changed since backup \(backup.name)."
      : nothingHasChanged(since: "backup \(backup.name)")
  }
}

/// - Parameter backup: within a sentence.
package func nothingHasChanged(since backup: String) -> String { "Nothing has changed since \(backup)." }

/// A file that was removed, and that could be read again with the right tools.
///
/// - Parameter name: of the file.
package func overwritingFailed(_ name: String) -> String {
  "\(name) was removed but could not be overwritten. If its contents matter, replace the card."
}

/// A card whose old files are not known any more.
package let forgottenCleanUp =
  "Another card has files that were not overwritten yet. Delete all its backups if their contents matter."

extension BackupDescription {
  /// The question before a deletion.
  ///
  /// - Parameters:
  ///   - label: of the backup, without control characters.
  ///   - localTime: a moment in the camera's time zone, of seconds since 1970.
  package func deletionQuestion(label: String, _ localTime: (Int64) -> String) -> String {
    let details = [metadata.created.map(localTime), label].compactMap(\.self).filter { !$0.isEmpty }
    let which = details.isEmpty ? "" : " (\(details.joined(separator: ", ")))"
    return "This deletes backup \(name)\(which).\(deletionNote) This cannot be undone."
  }

  /// What a person has to know of it, behind the sentence that names it.
  private var deletionNote: String {
    switch state {
    case .foreign: " It was made with another PIN."
    case .damaged: " It is damaged. It may be another camera's."
    case .ok, .missing, .returned: isKept ? " It is kept." : ""
    }
  }
}

extension CardReport {
  /// The question before all backups are deleted.
  package var deletionQuestion: String {
    let what = state == .locked ? "all \(counted(foreign, "backup")) made with another PIN" : "all backups"
    return "This deletes \(what) from the card. It includes kept backups and cannot be undone."
  }
}

extension Camera.Deletion {
  /// That every backup was deleted.
  package var sentence: String {
    count == 0
      ? "There were no backups on the card. New backups are possible."
      : "\(counted(count, "backup file")) deleted. New backups are possible."
  }
}

extension MarkedBackup {
  /// Whether the backup is kept now.
  ///
  /// - Parameter name: how the backup is called, within a sentence.
  package func sentence(_ name: String) -> String {
    switch (description.isKept, isUnchanged) {
    case (true, false): "\(name.capitalised) is kept."
    case (true, true): "\(name.capitalised) is kept already. Nothing was changed."
    case (false, false): "\(name.capitalised) is no longer kept."
    case (false, true): "\(name.capitalised) was not kept. Nothing was changed."
    }
  }
}

extension String {
  /// With an upper-case letter at the beginning.
  var capitalised: String { prefix(1).uppercased() + dropFirst() }
}
