internal import BackupStore
internal import CameraDevice
internal import CameraModel
internal import FileSystem

extension ServiceError {
  /// The sentences of what a restore refuses.
  var restoreMessage: Message {
    switch self {
    case .restoreModules(let modules): modules.restoreMessage
    case .moduleNotRestorable(let address, let action):
      Message(
        .refused, "Module \(address) cannot be restored: it is \(action.obstacle).",
        "Nothing was changed. backup diff shows the modules.",
        onScreen: "Nothing was changed. The preview shows the modules.")
    case .moduleDiffers(let address):
      Message(
        .moduleFailed, "Module \(address) does not hold what was written to it.",
        "Nothing was changed. Check it, or leave it out with --skip-module \(address).",
        onScreen: "Nothing was changed. Check it, or leave it out.")
    case .notPutBack(let modules, let cause):
      Message(
        .moduleFailed,
        "\(cause) The configuration is untouched, but these modules could not be given back their settings: "
          + modules.joined(separator: ", ") + ".",
        "Check them; boot --once tries again, and a restore with --skip-module leaves them as they are.",
        onScreen: "Check them; a restart tries again.")
    case .otherModel(let origin):
      Message(
        .refused, Self.otherModelText(origin),
        "Nothing was changed. Use a backup of this camera, or add --other-model.",
        onScreen: "Nothing was changed. Use a backup of this camera.")
    case .nothingToKeep(.network, let reason):
      Message(
        .refused, "The network cannot be kept. \(reason)",
        "Nothing was changed. Leave out --keep-network, or set NETWORK_SECTIONS or NETWORK_FILES in the settings.",
        onScreen: "Nothing was changed. NETWORK_SECTIONS and NETWORK_FILES in the settings say what belongs to it.")
    case .nothingToKeep(.users, let reason):
      Message(
        .refused, "The users cannot be kept. \(reason)", "Nothing was changed. Leave out --keep-users.",
        onScreen: "Nothing was changed.")
    case .newerFirmware(let firmware):
      Message(
        .refused, "The backup is of the newer firmware \(firmware).", "Update the camera, or add --allow-newer.",
        onScreen: "Update the camera, or allow newer firmware.")
    case .noAdministrator:
      Message(
        .refused, "After this restore nobody could administer the camera. Nothing was changed.",
        "Add --keep-users to keep the users of now.", onScreen: "Keep the users of now.")
    case .nothingToRestore(let name, let problem?):
      Message(
        .refused, "camera.cfg \(problem.text), and the backup would replace \(name). None was made.",
        "Put the camera's settings into camera.cfg as a file, or restore a backup.",
        onScreen: "Put a file there, or restore a backup.")
    case .nothingToRestore(let name, nil):
      Message(
        .refused,
        "No administrator can be read from camera.cfg, and the backup would replace \(name). None was made.",
        "Correct SECTION users in camera.cfg, or restore a backup.", onScreen: "Correct SECTION users in camera.cfg.")
    case .identityLost(let name):
      Message(
        .refused,
        "The camera no longer says which model it is, and a backup would remove \(name), which does. None was made.",
        "Correct SECTION identity of camera.cfg, or MODEL_FILE in the settings.",
        onScreen: "Correct SECTION identity of camera.cfg.")
    case .exchange(let error): error.message
    case .revertNotArmed(let lack): lack.message.adding("Nothing was changed.").hinting(lack.restoreHint)
    case .rebootNeeded(let backup):
      Message(
        .refused, "\(restored(backup, beginsSentence: true)) was restored, and the camera was not restarted since.",
        "Restart it first.")
    case .restoreAwaits(let backup):
      Message(
        .refused, "\(restored(backup, beginsSentence: true)) was restored and waits for its confirmation.",
        "confirm keeps it, revert takes it back.")
    case .revertNeedsReboot(let backup):
      Message(
        .refused, "The restore of \(restored(backup)) was taken back, and the camera was not restarted since.",
        "Restart it first.")
    case .noRestoreAwaits:
      Message(.notFound, "No restore waits for its confirmation.", "status tells how the last one stands.")
    case .undoNotKept(let problem):
      Message(
        .refused, "The last restore cannot be undone: what was before it could not be kept. \(problem)",
        "Restore a backup instead.")
    case .reboot(let error):
      Message(
        .ioError, "The restore is done, but the command to restart \(error.reason).", "Restart it by hand.")
    case .rebootAfterRevert(let error):
      Message(
        .ioError, "The restore is taken back, but the command to restart \(error.reason).", "Restart it by hand.")
    default:
      Message(
        .ioError, "The record of a restore in the state directory is unreadable, or of another configuration.",
        "Check the configuration and the modules, and copy the hidden .camconsole folder beside CONFIG, which may be "
          + "the former one; then remove the file restore.",
        onScreen: "It has to be removed in a shell.")
    }
  }
}

extension ServiceError {
  fileprivate static func otherModelText(_ origin: BackupOrigin) -> String {
    let (backup, camera) = (origin.model, origin.camera.model)
    guard origin.relation != .unknown else {
      return "This camera does not say its model: whether the backup of \(origin.text) is its own cannot be checked."
    }
    return switch (backup.isEmpty, camera.isEmpty) {
    case (true, _): "The backup does not say of which model it is."
    case (false, true): "The backup is of another camera, and this camera does not say its model."
    case (false, false): "The backup is of a \(backup), this camera is a \(camera)."
    }
  }
}

extension ModuleAction {
  /// Why a module gets no settings.
  fileprivate var obstacle: String {
    switch self {
    case .missing: "not on the bus"
    case .notInBackup: "not in the backup"
    case .otherKind: "of another kind now"
    case .same, .restore, .replaced, .skipped: "left out"
    }
  }
}
