internal import BackupStore
internal import CameraModel
package import CameraService

extension RestorePreview {
  /// The question before a restore.
  ///
  /// - Parameter restarts: whether the camera restarts by itself.
  package func question(restarts: Bool) -> String {
    let replacing = "This replaces the configuration" + (restarts ? " and restarts the camera." : ".")
    let what = needsReboot ? replacing : "This writes to the modules."
    return (origin.warning.map { $0 + " " } ?? "") + what
  }

  /// What is restored: `Backup 00010002, firmware 5.4.1.7`.
  package var title: String { "\(restoreSource(backup.id, beginsSentence: true)), \(firmwareText)" }

  /// Modules that could get the settings of missing ones, with the option that does it.
  package var pairSentences: [String] {
    offeredPairs.map { old, new in
      "Module \(new) may replace module \(old): --module \(old)=\(new) gives it those settings."
    }
  }
}

extension RestoreReport {
  /// What was done, and what happens next.
  ///
  /// - Parameter restarts: whether the camera restarts by itself.
  package func sentences(restarts: Bool) -> [String] {
    let backup = preview.backup.id
    guard needsReboot else { return ["The modules of \(restoreSource(backup)) were restored."] }
    let done = "\(restoreSource(backup, beginsSentence: true)) was restored." + (restarts ? "" : " Restart the camera.")
    let minutes = preview.revertMinutes
    guard minutes > 0 else { return [done] }
    return [done, confirmation(within: minutes)]
  }

  /// What a person should know beside it.
  package var notices: [String] {
    losses.isEmpty ? [] : ["This file system or account could not store: \(losses.text)."]
  }
}

extension RestoreStatus {
  /// That the restore is confirmed.
  package var confirmation: String {
    "\(changeName(backup, beginsSentence: true)) is confirmed\(isRepeated ? " already" : "")."
  }

  /// What a person should know beside it.
  package var confirmationNotices: [String] {
    var texts: [String] = []
    if case .failed(let problem) = undo { texts.append("It cannot be undone: \(problem.text)") }
    if let leftBehind {
      texts.append(
        "The previous configuration could not be removed: it is in clear in \(leftBehind). A restart tries again.")
    }
    return texts + pendingModules.map { "Module \($0) gets its settings when it is on the bus again." }
  }
}

extension RevertReport {
  /// That the restore is reverted.
  package var sentence: String {
    "\(changeName(backup, beginsSentence: true)) is reverted\(isUnchanged ? " already" : "")."
  }

  /// Modules that could not be written.
  package var notices: [String] {
    pendingModules.map { "Module \($0) gets its previous settings when it is on the bus again." }
  }
}

/// The question before a restore or a change is reverted.
///
/// - Parameter subject: what its record names.
package func revertQuestion(_ subject: String) -> String {
  "This reverts \(changeName(subject)): the previous configuration is used again."
}

/// After whatever needs a restart.
package let restarting = "The camera restarts."

extension BootReport {
  /// What happened to a restore at the start of the camera; empty where its error says it.
  package var sentences: [String] {
    switch self {
    case .nothing: ["No restore was interrupted."]
    case .undone(let backup): ["\(changeName(backup, beginsSentence: true)) was interrupted and is undone."]
    case .rebootNeeded: []
    case .waiting(let backup, let seconds, _):
      [
        "\(changeName(backup, beginsSentence: true)) must be confirmed within \(duration(seconds)), or the camera reverts it."
      ]
    case .finished(let backup, _): ["\(changeName(backup, beginsSentence: true)) is complete."]
    case .reverted(let report): [report.sentence + (report.needsReboot ? " " + restarting : "")]
    case .modules(let written, _): written.map { "Module \($0) took the settings that waited for it." }
    }
  }

  /// Modules that did not take their settings.
  package var notices: [String] {
    let pending =
      switch self {
      case .nothing, .undone, .rebootNeeded: [String]()
      case .waiting(_, _, let pending), .finished(_, let pending), .modules(_, let pending): pending
      case .reverted(let report): report.pendingModules
      }
    return pending.map { "Module \($0) did not take its settings." }
  }
}
