internal import BackupStore
internal import CameraDevice
internal import CameraModel
internal import CameraService
internal import FileSystem

/// What a restore refuses, and the state of the last restore.
extension Message {
  static func moduleDiffers(_ address: String) -> Message {
    Message(
      "Module \(address) does not have the settings that were written to it. Nothing was changed.",
      .command("Check it, or leave it out with --skip-module \(address).") + .screen("Check it, or leave it out."))
  }

  static func notPutBack(_ modules: [String], _ cause: ServiceError?) -> Message {
    let addresses = modules.joined(separator: ", ")
    // A module was changed, whatever the cause says by itself.
    let nothing = " Nothing was changed."
    var reason = cause?.message.text ?? "The restore was interrupted."
    if reason.hasSuffix(nothing) { reason.removeLast(nothing.count) }
    return Message(
      "\(reason) The configuration was not changed. "
        + "\(modules.count == 1 ? "This module does" : "These modules do") not have the previous settings: \(addresses).",
      .command("Check the wiring. boot --once tries again. A restore with --skip-module leaves them as they are.")
        + .screen("Check the wiring. A restart tries again."))
  }

  static func networkNotKept(_ obstacle: KeepObstacle) -> Message {
    Message(
      "The network cannot be kept. \(obstacle.text) Nothing was changed.",
      .command("Leave out --keep-network, or set NETWORK_SECTIONS or NETWORK_FILES in the settings.")
        + .screen("NETWORK_SECTIONS and NETWORK_FILES in the settings name its parts."))
  }

  static func usersNotKept(_ obstacle: KeepObstacle) -> Message {
    Message(
      "The users cannot be kept. \(obstacle.text) Nothing was changed.", .command("Leave out --keep-users."))
  }

  static func newerFirmware(_ firmware: String) -> Message {
    Message(
      "The backup was made with newer firmware, \(firmware).",
      .command("Update the camera, or add --allow-newer.") + .screen("Update the camera, or allow newer firmware."))
  }

  static let noAdministrator = Message(
    "After this restore nobody could administer the camera. Nothing was changed.",
    .command("Add --keep-users to keep the current users.") + .screen("Keep the current users."))

  /// - Parameter problem: what is in the place of `camera.cfg`; `nil`: a file.
  static func nothingToRestore(removing name: String, _ problem: MainProblem?) -> Message {
    guard let problem else {
      return Message(
        "camera.cfg has no readable administrator. A new backup would replace backup \(name), so none was made.",
        "Correct SECTION users in camera.cfg." + .command("Or restore a backup."))
    }
    return Message(
      "camera.cfg \(problem.text). A new backup would replace backup \(name), so none was made.", problem.hint)
  }

  static func identityLost(removing name: String) -> Message {
    Message(
      "The model of this camera is no longer known. A new backup would replace backup \(name), so none was made.",
      "Correct SECTION identity in camera.cfg." + .command("Or correct MODEL_FILE in the settings."))
  }

  static func rebootNeeded(_ backup: String) -> Message {
    Message(
      "\(changeDone(backup)), and the camera has not restarted since.",
      "Restart the camera first.")
  }

  static func restoreAwaits(_ backup: String) -> Message {
    Message(
      "\(changeDone(backup)) and must be confirmed.",
      "Use \(.confirm) or \(.revert) first.")
  }

  static func revertNeedsReboot(_ backup: String) -> Message {
    Message(
      "\(changeName(backup, beginsSentence: true)) was reverted, and the camera has not restarted since.",
      "Restart the camera first.")
  }

  static func undoNotKept(_ failure: UndoFailure) -> Message {
    Message(
      "The last change cannot be undone. \(failure.text)",
      "Restore a backup instead.")
  }

  static func otherRestore(_ backup: String) -> Message {
    Message(
      isOfConfiguration(backup)
        ? "Another session has changed the configuration meanwhile. Nothing was changed here."
        : "Another session has restored \(restoreSource(backup)) meanwhile. Nothing was changed.",
      "Look at \(.status), then decide again.")
  }

  /// What is on the camera is not what a person agreed to change.
  static func notAsShown(_ part: ChangedPart) -> Message {
    let subject =
      switch part {
      case .backup: "The card has another backup of this name than the preview showed."
      case .file(""): "The configuration folder has changed since the preview."
      case .file(let path): "\(path) has changed since the preview."
      case .module(let address): "Module \(address) has changed since the preview."
      }
    return Message(
      "\(subject) Nothing was restored.",
      .command("Restore again: it shows a new preview.") + .screen("Look at the new preview, then decide."))
  }

  static let noRestoreAwaits = Message(
    "No restore or change waits for its confirmation.", "\(.status) shows the last one.")

  static let restoreRecordDamaged = Message(
    "The record of the last restore is damaged, or belongs to another configuration.",
    .command("Check the configuration and the modules.")
      + .command("Copy the hidden .camconsole folder beside CONFIG: it may be the previous configuration.")
      + .command("Then remove the file restore in STATE. If that does not help, remove the file restored.")
      + .screen("It must be removed in a root shell."))
}

extension KeepObstacle {
  /// Why nothing can be kept, in a sentence.
  package var text: String {
    switch self {
    case .modulesOnly: "Only modules are restored, and the whole configuration stays as it is."
    case .blocked(let file): "In the backup, a file or a link has the name of a folder above \(file)."
    case .noConfiguration: "camera.cfg of this camera cannot be read."
    case .noNetwork(let sections, let namesFiles): Self.text(sections) + " " + Self.text(namesFiles)
    case .unreadableUsers: "The users in camera.cfg of this camera cannot be read."
    case .noUsers: "camera.cfg of this camera has no users."
    }
  }

  private static func text(_ sections: [String]) -> String {
    sections.isEmpty
      ? "NETWORK_SECTIONS is empty."
      : "This camera and the backup have no SECTION \(sections.joined(separator: ", "))."
  }

  private static func text(_ namesFiles: Bool) -> String {
    namesFiles ? "NETWORK_FILES matches no file of this camera or of the backup." : "NETWORK_FILES is empty."
  }
}

extension BackupOrigin {
  /// A restore of another model is refused.
  private var refusal: String {
    guard relation != .unknown else {
      return "The model of this camera is not known. So nobody can tell whether the backup of \(text) is its own."
    }
    return switch (model.isEmpty, camera.model.isEmpty) {
    case (true, _): "The backup does not say the model of its camera."
    case (false, true): "The backup is from another camera, and the model of this camera is not known."
    case (false, false): "The backup is from a \(model). This camera is a \(camera.model)."
    }
  }

  var message: Message {
    Message(
      refusal + " Nothing was changed.", "Use a backup of this camera." + .command("Or add --other-model."))
  }
}

extension UndoFailure {
  /// Why the previous configuration could not be kept, in a sentence.
  package var text: String {
    switch self {
    case .noPIN: StoreError.noPIN.message.text
    case .noRoom: StoreError.undoNotWritten(nil).message.text
    case .readOnly: "The state directory cannot be written."
    case .undoFile(let error): StoreError.undoNotWritten(error).message.text
    case .undoDamaged: "What was written to the state directory was different when it was read back."
    case .record(let error): StoreError.record(error).message.text
    case .recordDamaged: StoreError.recordDamaged.message.text
    case .file(let error): StoreError.file(error).message.text
    case .noMemory(let kibibytes): StoreError.noMemory(kibibytes: kibibytes).message.text
    case .epochsUsedUp: StoreError.epochsUsedUp.message.text
    case .state(let error): ServiceError.state(error).message.text
    case .configuration(let error): ServiceError.configuration(error).message.text
    case .former(let error): ServiceError.exchange(.file(error)).message.text
    case .place(let path): "The previous configuration beside \(path) cannot be reached."
    case .journalDamaged: ServiceError.restoreRecordDamaged.message.text
    case .unreadable(let path, let error): ArchivePlanError.file(path: path, error).message.text
    case .changed(let path): ArchivePlanError.changed(path: path).message.text
    case .unfit(let path, let rule?): ArchivePlanError.refused(path: path, rule).message.text
    case .unfit(let path, nil): "\(path) cannot be part of a backup."
    case .identity(let field): ArchivePlanError.identity(field).message.text
    case .gone: "The file of Undo is no longer in the state directory."
    case .sentence(let sentence): sentence
    case .unexpected: "The previous configuration could not be sealed."
    }
  }
}

extension ModuleAction {
  /// A module that was asked for and cannot get settings.
  func message(_ address: String) -> Message {
    Message(
      "Module \(address) cannot be restored: it is \(obstacle). Nothing was changed.",
      .command("\(.preview) shows the modules.") + .screen("The preview shows the modules."))
  }

  /// Why a module gets no settings.
  private var obstacle: String {
    switch self {
    case .missing: "not on the bus"
    case .notInBackup: "not in the backup"
    case .otherKind: "of another kind now"
    case .same, .restore, .replaced, .skipped: "left out"
    }
  }
}
