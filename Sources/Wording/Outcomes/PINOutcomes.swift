package import BackupStore
package import CameraModel
package import CameraService

/// What a person decides while the Super PIN is set or changed, or while a backup is imported.
package enum WorkQuestion: Sendable {
  /// The PIN was tried on the backups of some other PINs, and there are more.
  case goOnTrying(tried: Int, left: Int)
  case lockCard(backups: Int)
  case loseDamaged([BackupName])
  case leaveCard(CardObstacle)
  case loseUndo
  /// The backup that is imported would lock the card.
  case importLocksCard(BackupName)

  /// What is the matter, and what agreeing means.
  package var sentences: [String] {
    switch self {
    case .goOnTrying(let tried, let left):
      ["The PIN was tried on the backups of \(tried) other PINs. There are \(left) more. Each takes a second or more."]
    case .lockCard(let count):
      [
        "This PIN does not open the \(counted(count, "backup")) on the card. The card will be locked.",
        "New backups are possible after the old PIN is set again, or after all backups are deleted.",
      ]
    case .loseDamaged(let names): ["These damaged backups will be deleted: \(list(names))."]
    case .leaveCard(let obstacle): [obstacle.reason, "These backups will be locked until the old PIN is set again."]
    case .loseUndo:
      [
        "The copy that Undo needs cannot be re-encrypted: the state directory is full, or fails.",
        "After the change, the last restore cannot be undone.",
      ]
    case .importLocksCard(let name): [lockQuestion(name)]
    }
  }
}

extension CardObstacle {
  /// Why the backups on a card stay encrypted with the old PIN.
  fileprivate var reason: String {
    switch self {
    case .absent: "No card is in the slot. Backups on a card keep the old PIN."
    case .readOnly: "The card cannot be written. Its backups keep the old PIN."
    case .tooSmall(let missing):
      "Re-encrypting needs \(size(missing)) more on the card. Its backups keep the old PIN."
    case .tooFewInodes(let missing):
      "Re-encrypting needs \(counted(Int(clamping: missing), "free inode")) more on the card. Its backups keep the old PIN."
    case .otherCard(let count):
      "This is another card. \(counted(count, "backup")) on the usual card \(count == 1 ? "keeps" : "keep") the old PIN."
    }
  }
}

extension PINReport {
  /// What setting, changing or adopting did beside what was asked for.
  package var sentences: [String] {
    var texts: [String] = []
    if outcome.rewritten > 0 { texts.append("\(counted(outcome.rewritten, "backup")) re-encrypted and verified.") }
    if outcome.adopted > 0 {
      texts.append(
        "\(counted(outcome.adopted, "backup")) can be used again. \(outcome.adopted == 1 ? "It is" : "They are") no longer kept, "
          + "and changed labels are lost."
      )
    }
    if let escrow = outcome.escrow {
      texts.append("The PIN is sealed for your organisation: key \(escrow.fingerprint).")
    }
    if !outcome.lost.isEmpty { texts.append("Damaged and deleted: \(list(outcome.lost)).") }
    if outcome.locked > 0 { texts.append("Made with another PIN: \(counted(outcome.locked, "backup")) on the card.") }
    if outcome.lockedElsewhere > 0 {
      texts.append(
        "Locked until the old PIN is set again: \(counted(outcome.lockedElsewhere, "backup")) on another card.")
    }
    return texts
  }

  /// Where the PIN was the PIN already.
  package var unchangedSentence: String { outcome.escrow == nil ? Self.unchanged : Self.onlySealed }

  /// What a person should know beside it.
  package var notices: [String] {
    notOverwritten.map(overwritingFailed) + (outcome.forgotCleanUp ? [forgottenCleanUp] : [])
      + (cardFailure.map { ["\($0.text) \($0.hint)"] } ?? [])
      + (outcome.lostUndo ? ["The copy that Undo needs was lost. The last restore cannot be undone."] : [])
  }

  /// What to do where the card failed after the PIN was set.
  package var cardFailure: Message? {
    guard outcome.cardFailure != nil else { return nil }
    return Message(
      "The PIN is set, but the card failed afterwards.",
      .command("Enter the PIN again with \(.adopt) when the card works.")
        + .screen("When the card works, press \(.adopt) under \(.setPIN)."))
  }

  /// Where the new PIN was the PIN already.
  package static let unchanged = "This is the Super PIN already. Nothing was changed."
  /// The same, where the PIN was sealed for an escrow that did not have it.
  package static let onlySealed = "This is the Super PIN already. The backups were not changed."
  /// After `pin set`.
  package static let set = "The Super PIN is set."
  /// After `pin change`.
  package static let changed = "The Super PIN is changed."
  /// After `pin adopt`.
  package static let adopted = "The backups are adopted."
  /// After `pin adopt`, where it had nothing to do.
  package static let nothingAdopted = "No backup on the card was made with another PIN."
  /// After `pin check`.
  package static let right = "The Super PIN is right."
}

/// The question before a PIN is replaced that nobody knows.
package let forgottenQuestion = "The backups on all cards will be locked until the old PIN is set again."

extension PINStrength {
  /// How long the PIN resists someone who steals the card.
  package var sentence: String {
    let time = "\(digits) random digits resist a thief for \(wording(resistance))."
    return weakness == nil ? time : time + " This PIN resists less: digits like these are tried first."
  }
}
