internal import BackupStore
internal import CameraService
internal import Wording

extension BackupDescription {
  /// As a sentence names it: what Undo puts back, else by its time, and its label if it has one.
  func words(_ context: Context) -> String {
    guard !isUndo else { return "what was before the last restore" }
    guard let created = metadata.created else { return "backup \(name)" }
    let label = metadata.label ?? ""
    return "the backup of \(context.localTime(created))" + (label.isEmpty ? "" : ", \(label)")
  }
}

/// What became of work on backups.
extension Notice {
  /// - Parameter former: the backups as they were listed before.
  static func started(
    _ started: StartedBackup, milliseconds: Int64, former: [BackupDescription], _ context: Context
  ) -> Notice {
    let outcome = started.outcome
    if outcome.isUnchanged {
      let sentence = "Nothing has changed since \(started.description.words(context)): no new one was made."
      let gaps = started.obstacles.map(\.message.text)
      return Notice(gaps.isEmpty ? .done : .failure, ([sentence] + gaps).joined(separator: " "))
    }
    let bytes = started.description.bytes.map { "\(size($0)) in " } ?? ""
    var sentences = ["Backup 1 created and verified: \(bytes)\(seconds(milliseconds))."]
    let gaps = started.obstacles.map(\.message.text)
    sentences += gaps
    let removed = outcome.removed.map { name in
      former.first { $0.name == name }?.words(context) ?? "backup \(name)"
    }
    if !removed.isEmpty { sentences.append("Removed: \(removed.joined(separator: "; ")).") }
    if outcome.tookOver { sentences.append("The card's backups were taken over.") }
    if let gaps = started.gaps { sentences.append(gaps) }
    if !outcome.leftOut.isEmpty {
      let names = outcome.leftOut.map { "\($0.path.text) (\($0.reason.words))" }
      sentences.append("Left out: \(names.joined(separator: ", ")).")
    }
    let kind: Kind = gaps.isEmpty ? .done : .failure
    return Notice(kind, (sentences + notOverwritten(started.notOverwritten)).joined(separator: " "))
  }

  static func verified(_ backups: [BackupDescription], _ context: Context) -> Notice {
    let present = backups.filter { $0.state != .missing && $0.state != .foreign }
    let damaged = present.filter { $0.state == .damaged }
    guard damaged.isEmpty else {
      let names = damaged.map { $0.words(context) }.joined(separator: "; ")
      return Notice(.failure, "Damaged, and cannot be restored: \(names).")
    }
    guard let first = present.first else {
      return Notice(.failure, "Of another Super PIN: it cannot be verified before its digits are set.")
    }
    if present.count == 1 { return Notice(.done, "Verified, every byte is ok: \(first.words(context)).") }
    let missing = backups.count { $0.state == .missing }
    return Notice(.done, "\(present.count) backups verified, all ok." + (missing > 0 ? " \(missing) missing." : ""))
  }

  static func marked(_ backup: BackupDescription, _ context: Context) -> Notice {
    Notice(
      .done,
      backup.isKept
        ? "Kept: newer ones do not remove \(backup.words(context))."
        : "No longer kept: \(backup.words(context)).")
  }

  static func deleted(_ deleted: DeletedBackup, _ context: Context) -> Notice {
    let sentence = "Deleted: \(deleted.description.words(context))."
    return Notice(.done, ([sentence] + notOverwritten(deleted.notOverwritten)).joined(separator: " "))
  }

  static func deleted(_ deletion: Camera.Deletion) -> Notice {
    let sentence = "\(counted(deletion.count, "backup")) deleted. The card is ready for new ones."
    return Notice(.done, ([sentence] + notOverwritten(deletion.notOverwritten)).joined(separator: " "))
  }

  private static func notOverwritten(_ names: [String]) -> [String] {
    names.isEmpty
      ? [] : ["Not overwritten: \(names.joined(separator: ", ")); if that matters, replace the card."]
  }

  /// `0.3 s`, `1 min 5 s`.
  private static func seconds(_ milliseconds: Int64) -> String {
    let tenths = (milliseconds + 50) / 100
    guard tenths >= 600 else { return "\(tenths / 10).\(tenths % 10) s" }
    return "\(tenths / 600) min \(tenths % 600 / 10) s"
  }
}

extension Question {
  static func deletion(of backup: BackupDescription, _ context: Context, _ delete: Step) -> Question {
    Question(
      [
        "Delete \(backup.words(context))?",
        "\(backup.isKept ? "This backup is kept. " : "")It cannot be restored after that.",
      ],
      answers: [.harmful("Delete", delete)])
  }

  /// A restore waits for its restart.
  ///
  /// - Parameter restart: shows the restart: above the screen that asks, or in its place.
  static func reboot(after backup: String, _ restart: Step = .push(RebootScreen(nil))) -> Question {
    Question(
      [
        "A restore waits for the camera's restart.",
        "Backup \(backup) was restored, and the camera was not restarted since. Before that nothing else is restored.",
      ],
      answers: [.harmful("Restart now", restart)])
  }
}

extension ServiceError {
  /// What is shown is not what is on the card.
  var isOfAnotherCard: Bool {
    if case .store(.otherBackups) = self { return true }
    if case .store(.deletionUnfinished) = self { return true }
    if case .store(.notFound) = self { return true }
    return false
  }
}
