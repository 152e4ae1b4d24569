internal import BackupStore
internal import CameraService
internal import Wording

extension BackupDescription {
  /// As a sentence names it, with the camera's local time.
  func words(_ context: Context) -> String { words(context.localTime) }

  /// The same as a heading.
  func title(_ context: Context) -> String {
    let words = words(context)
    return words.prefix(1).uppercased() + words.dropFirst()
  }

  /// In a choice: its time, or its number, and its label.
  func rowText(_ context: Context) -> String {
    let time = metadata.created.map(context.localTime) ?? "\(name)"
    return [time, metadata.label ?? ""].filter { !$0.isEmpty }.joined(separator: " ")
  }
}

/// The results of work on backups.
extension Notice {
  /// - Parameter former: the backups as they were listed before.
  static func started(
    _ started: StartedBackup, milliseconds: Int64, former: [BackupDescription], _ context: Context
  ) -> Notice {
    // The new one is the first of the list.
    let made = started.sentences(
      { name in
        name == started.outcome.name
          ? "backup 1" : former.first { $0.name == name }?.words(context) ?? "backup \(name)"
      }, milliseconds: milliseconds)
    let gaps = started.obstacles.map(\.message.text)
    let sentences = made.prefix(1) + gaps + made.dropFirst() + started.leftOutSentences
    return Notice(gaps.isEmpty ? .done : .failure, sentences.joined(separator: " "))
  }

  static func verified(_ backups: [BackupDescription], _ context: Context) -> Notice {
    let present = backups.filter { $0.state != .missing && $0.state != .foreign }
    let damaged = present.filter { $0.state == .damaged }
    guard damaged.isEmpty else {
      let names = damaged.map { $0.words(context) }.joined(separator: "; ")
      return Notice(.failure, "Damaged, and cannot be restored: \(names).")
    }
    guard let first = present.first else {
      return Notice(
        .failure,
        backups.contains { $0.state == .foreign }
          ? "This backup was made with another PIN. Enter that PIN to verify it."
          : "There is no backup on the card to verify.")
    }
    if present.count == 1 { return Notice(.done, "Verified, every byte is ok: \(first.words(context)).") }
    let missing = backups.count { $0.state == .missing }
    return Notice(.done, "\(present.count) backups verified, all ok." + (missing > 0 ? " \(missing) missing." : ""))
  }

  static func marked(_ backup: BackupDescription, _ context: Context) -> Notice {
    Notice(
      .done,
      backup.isKept
        ? "Kept: newer backups do not replace \(backup.words(context))."
        : "No longer kept: \(backup.words(context)).")
  }

  static func labelled(_ labelled: LabelledBackup, _ context: Context) -> Notice {
    guard !labelled.isUnchanged else { return Notice(.information, "The label is the same.") }
    let label = labelled.description.metadata.label ?? ""
    return Notice(.done, label.isEmpty ? "The label is removed." : "The label is \(label) now.")
  }

  static func deleted(_ deleted: DeletedBackup, _ context: Context) -> Notice {
    let sentence = "Deleted: \(deleted.description.words(context))."
    return Notice(.done, ([sentence] + deleted.notOverwritten.map(overwritingFailed)).joined(separator: " "))
  }

  static func deleted(_ deletion: Camera.Deletion) -> Notice {
    Notice(.done, ([deletion.sentence] + deletion.notOverwritten.map(overwritingFailed)).joined(separator: " "))
  }
}

extension Question {
  /// One of a locked card.
  static func deletion(ofLocked backup: BackupDescription, _ delete: Step) -> Question {
    let what =
      backup.state == .damaged ? "damaged backup \(backup.name)" : "backup \(backup.name), made with another PIN"
    return Question(
      ["Delete \(what)?", "Once deleted, it cannot be restored."],
      answers: [.harmful("Delete it", delete)])
  }

  /// Which one: the chosen backup, or all of them.
  ///
  /// - Parameter all: how many there are, and what asks once more about them; `nil` where there are no others.
  static func deletion(
    of backup: BackupDescription, _ context: Context, _ delete: Step, all: (count: Int, step: Step)?
  ) -> Question {
    Question(
      [
        "Delete \(backup.words(context))?",
        backup.isKept
          ? "This is a kept backup. Once deleted, it cannot be restored." : "Once deleted, it cannot be restored.",
      ],
      answers: [.harmful("Delete it", delete)] + (all.map { [.harmful("All \($0.count)...", $0.step)] } ?? []))
  }

  /// - Parameters:
  ///   - foreign: how many of them were made with another PIN; 0 where that goes without saying.
  ///   - one: where one of them is selected instead; `nil` where it was asked before, or there is one only.
  static func deletionOfAll(_ count: Int, foreign: Int, _ delete: Step, one: Step?) -> Question {
    guard count > 1 else {
      return Question(
        ["Delete the backup?", "This also deletes a kept backup, and cannot be undone."],
        answers: [.harmful("Delete it", delete)], word: "delete")
    }
    let others = foreign > 0 ? " \(foreign) of them \(foreign == 1 ? "was" : "were") made with another PIN." : ""
    return Question(
      [
        "Delete all \(counted(count, "backup"))?\(others)",
        "This includes kept backups and cannot be undone.",
      ],
      answers: (one.map { [.harmless("Select one...", $0)] } ?? []) + [.harmful("Delete all", delete)], word: "delete")
  }

  static func anotherBackup(of unchanged: BackupDescription, _ context: Context, _ start: Step) -> Question {
    Question(
      [
        nothingHasChanged(since: unchanged.words(context)),
        "Make another backup anyway?",
      ],
      answers: [.harmless("Make another", start)])
  }

  /// A restore waits for its restart.
  ///
  /// - Parameter restart: shows the restart: above the screen that asks, or in its place.
  static func reboot(after backup: String, _ restart: Step = .push(RebootScreen(.earlier))) -> Question {
    Question(
      [
        "A change waits for the camera's restart.",
        "\(changeDone(backup)). The camera has to restart before it can be changed again.",
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
