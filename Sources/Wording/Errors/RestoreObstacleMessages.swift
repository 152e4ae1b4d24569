internal import CameraDevice
internal import CameraModel
package import CameraService
internal import FileSystem

extension RestoreObstacle {
  /// The sentence and what to do.
  package var message: Message {
    switch self {
    case .exchange(let path, let obstacle): obstacle.message(path)
    case .room(let path, let missing): missing.message(path)
    case .users:
      Message(
        "\(Self.lead) the users in camera.cfg cannot be read, or no user is in admins.",
        "Correct SECTION users in camera.cfg.")
    case .usersInUTF16:
      Message(
        "\(Self.lead) camera.cfg is saved as UTF-16, and its users cannot be read.", "Save camera.cfg as UTF-8.")
    case .identity:
      Message(
        "The model of this camera is not known. A backup made now cannot be restored when it is known again.",
        "Correct SECTION identity in camera.cfg." + .command("Or set MODEL_FILE."))
    case .main(let problem): Message("\(Self.lead) camera.cfg \(problem.text).", problem.hint)
    case .bus(let path):
      Message(
        "BUS: \(path) does not exist. Backups contain no modules.",
        "Check the bus, and BUS in the settings." + .command("Leave BUS empty on a camera without modules."))
    case .noConfiguration(let path):
      Message("CONFIG: \(path) does not exist.", "Set CONFIG to the directory of the camera's configuration.")
    case .unread(let error): error.message
    }
  }

  private static let lead = "A new backup cannot be restored:"
}

extension MainProblem {
  /// What is wrong, after the name of the file.
  var text: String {
    switch self {
    case .missing: "does not exist"
    case .link: "is a link"
    case .directory: "is a folder"
    case .special: "is a pipe, socket or device"
    }
  }

  var hint: Hint { "Put the file there again, or restore a backup." }
}

extension MissingRoom {
  fileprivate func message(_ path: String) -> Message {
    Message(
      "\(ExchangeObstacle.lead) there is no room for a second copy of \(path). \(text).",
      "Make room there, or move CONFIG.")
  }

  /// `3.4 MB are missing`, `3.4 MB and 12 files are missing`.
  private var text: String {
    let parts = (bytes > 0 ? [size(bytes)] : []) + (files > 0 ? [counted(Int(clamping: files), "file")] : [])
    return parts.joined(separator: " and ") + (bytes > 0 || files > 1 ? " are missing" : " is missing")
  }
}

extension ExchangeObstacle {
  fileprivate static let lead = "A backup cannot be restored here:"

  fileprivate func message(_ path: String) -> Message {
    guard case .untried(let filesystem) = self else { return Message("\(Self.lead) \(reason(path)).", hint) }
    return Message(
      "A restore could not be tried here: \(path) is on \(filesystem).", "Try a restore before you rely on it.")
  }

  /// What is wrong with the directory, after the colon.
  private func reason(_ path: String) -> String {
    switch self {
    case .noParent: "\(path) has no directory above it"
    case .link: "\(path) is a link"
    case .notDirectory: "\(path) is not a directory"
    case .mountPoint: "\(path) is a mount point"
    case .holdsMount(let place): "a file system is mounted on \(place)"
    case .otherDevice: "\(path) is a file system or subvolume of its own"
    case .lowerLayer: "\(path) is on the lower layer of an overlay"
    case .filesystemCannot(let filesystem):
      "\(path) is on \(filesystem.isEmpty ? "a file system that" : "\(filesystem), which") cannot exchange directories"
    case .memory(let kind): "\(path) is in memory (\(kind)), and a restart loses it"
    case .readOnly: "the file system of \(path) is read-only"
    case .fixed(let place): "\(place) is immutable or append-only"
    case .notPermitted(let place): "this user may not write in \(place)"
    case .untried: ""
    }
  }

  private var hint: Hint {
    switch self {
    case .noParent, .notDirectory: "Set CONFIG to the directory of the configuration."
    case .link: "Set CONFIG to the directory that the link names."
    case .mountPoint: "Set CONFIG to a directory inside that file system."
    case .holdsMount: "Mount it outside CONFIG."
    case .otherDevice: "Make CONFIG a plain directory."
    case .lowerLayer: "Replace CONFIG by a copy of itself." + .command("Or mount the overlay with redirect_dir=on.")
    case .filesystemCannot: "Move CONFIG to ext4 or f2fs."
    case .memory: "Set CONFIG to a directory on flash."
    case .readOnly: "Mount it for writing."
    case .fixed(let place): "Remove that attribute." + .command("Use chattr -i -a \(place).")
    case .notPermitted: .command("Run as root, or check its rights.") + .screen("Check its rights.")
    case .untried: ""
    }
  }
}

extension ExchangeError {
  var message: Message {
    switch self {
    case .notExchangeable(let path, let obstacle):
      obstacle.message(path).adding("Nothing was changed.")
    case .noRoom(let path, let missing): missing.message(path).adding("Nothing was changed.")
    case .file(let error):
      error.message("The configuration directory cannot be exchanged", "Check CONFIG and the disk.")
    }
  }
}
