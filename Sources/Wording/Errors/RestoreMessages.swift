internal import BackupStore
internal import CameraDevice
internal import CameraModel
internal import CameraService
internal import FileSystem

/// What a restore refuses, and how the last one stands.
extension Message {
  static func moduleDiffers(_ address: String) -> Message {
    Message(
      "Module \(address) does not hold what was written to it.",
      "Nothing was changed. Check it, or leave it out with --skip-module \(address).",
      onScreen: "Nothing was changed. Check it, or leave it out.")
  }

  static func notPutBack(_ modules: [String], _ cause: ServiceError?) -> Message {
    Message(
      "\(cause?.message.text ?? "The restore was interrupted.") The configuration is untouched, but these modules could "
        + "not be given back their settings: \(modules.joined(separator: ", ")).",
      "Check them; boot --once tries again, and a restore with --skip-module leaves them as they are.",
      onScreen: "Check them; a restart tries again.")
  }

  static func networkNotKept(_ obstacle: KeepObstacle) -> Message {
    Message(
      "The network cannot be kept. \(obstacle.text)",
      "Nothing was changed. Leave out --keep-network, or set NETWORK_SECTIONS or NETWORK_FILES in the settings.",
      onScreen: "Nothing was changed. NETWORK_SECTIONS and NETWORK_FILES in the settings say what belongs to it.")
  }

  static func usersNotKept(_ obstacle: KeepObstacle) -> Message {
    Message(
      "The users cannot be kept. \(obstacle.text)", "Nothing was changed. Leave out --keep-users.",
      onScreen: "Nothing was changed.")
  }

  static func newerFirmware(_ firmware: String) -> Message {
    Message(
      "The backup is of the newer firmware \(firmware).", "Update the camera, or add --allow-newer.",
      onScreen: "Update the camera, or allow newer firmware.")
  }

  static let noAdministrator = Message(
    "After this restore nobody could administer the camera. Nothing was changed.",
    "Add --keep-users to keep the users of now.", onScreen: "Keep the users of now.")

  /// - Parameter problem: what is in the place of `camera.cfg`; `nil`: a file.
  static func nothingToRestore(removing name: String, _ problem: MainProblem?) -> Message {
    guard let problem else {
      return Message(
        "No administrator can be read from camera.cfg, and the backup would replace \(name). None was made.",
        "Correct SECTION users in camera.cfg, or restore a backup.", onScreen: "Correct SECTION users in camera.cfg.")
    }
    return Message(
      "camera.cfg \(problem.text), and the backup would replace \(name). None was made.",
      "Put the camera's settings into camera.cfg as a file, or restore a backup.",
      onScreen: "Put a file there, or restore a backup.")
  }

  static func identityLost(removing name: String) -> Message {
    Message(
      "The camera no longer says which model it is, and a backup would remove \(name), which does. None was made.",
      "Correct SECTION identity of camera.cfg, or MODEL_FILE in the settings.",
      onScreen: "Correct SECTION identity of camera.cfg.")
  }

  static func rebootNeeded(_ backup: String) -> Message {
    Message(
      "\(restored(backup, beginsSentence: true)) was restored, and the camera was not restarted since.",
      "Restart it first.")
  }

  static func restoreAwaits(_ backup: String) -> Message {
    Message(
      "\(restored(backup, beginsSentence: true)) was restored and waits for its confirmation.",
      "confirm keeps it, revert takes it back.")
  }

  static func revertNeedsReboot(_ backup: String) -> Message {
    Message(
      "The restore of \(restored(backup)) was taken back, and the camera was not restarted since.",
      "Restart it first.")
  }

  static func undoNotKept(_ failure: UndoFailure) -> Message {
    Message(
      "The last restore cannot be undone: what was before it could not be kept. \(failure.text)",
      "Restore a backup instead.")
  }

  static func otherRestore(_ backup: String) -> Message {
    Message(
      "Another session has restored \(restored(backup)) meanwhile. Nothing was changed.",
      "Look at the status, then decide again.")
  }

  static let noRestoreAwaits = Message(
    "No restore waits for its confirmation.", "status tells how the last one stands.")

  static let restoreRecordDamaged = Message(
    "The record of a restore in the state directory is unreadable, or of another configuration.",
    "Check the configuration and the modules, and copy the hidden .camconsole folder beside CONFIG, which may be "
      + "the former one; then remove the file restore, and if that does not help, the file restored.",
    onScreen: "It has to be removed in a shell.")
}

extension CommandError {
  /// The command to restart failed.
  ///
  /// - Parameter done: what has happened all the same, a sentence without its end.
  func rebootMessage(_ done: String) -> Message {
    Message("\(done), but the command to restart \(reason).", "Restart it by hand.")
  }
}

extension KeepObstacle {
  /// Why nothing can be kept, in a sentence.
  package var text: String {
    switch self {
    case .modulesOnly: "Only modules are restored, and the whole configuration remains as it is."
    case .blocked(let file): "In the backup a file or a link has the name of a folder above \(file)."
    case .noConfiguration: "camera.cfg of this camera cannot be read."
    case .noNetwork(let sections, let namesFiles): Self.text(sections) + " " + Self.text(namesFiles)
    case .unreadableUsers: "The users in camera.cfg of this camera cannot be read."
    case .noUsers: "camera.cfg of this camera has no users."
    }
  }

  private static func text(_ sections: [String]) -> String {
    sections.isEmpty
      ? "NETWORK_SECTIONS is empty."
      : "This camera and the backup have no SECTION \(sections.joined(separator: ", ")) in a file of sections."
  }

  private static func text(_ namesFiles: Bool) -> String {
    namesFiles ? "NETWORK_FILES matches no file of this camera or of the backup." : "NETWORK_FILES is empty."
  }
}

extension BackupOrigin {
  /// A restore of another model is refused.
  fileprivate var refusal: String {
    guard relation != .unknown else {
      return "This camera does not say its model: whether the backup of \(text) is its own cannot be checked."
    }
    return switch (model.isEmpty, camera.model.isEmpty) {
    case (true, _): "The backup does not say of which model it is."
    case (false, true): "The backup is of another camera, and this camera does not say its model."
    case (false, false): "The backup is of a \(model), this camera is a \(camera.model)."
    }
  }

  var message: Message {
    Message(
      refusal, "Nothing was changed. Use a backup of this camera, or add --other-model.",
      onScreen: "Nothing was changed. Use a backup of this camera.")
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
    case .undoDamaged: "What was written to the state directory reads back different."
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
      "Module \(address) cannot be restored: it is \(obstacle).",
      "Nothing was changed. backup diff shows the modules.",
      onScreen: "Nothing was changed. The preview shows the modules.")
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
