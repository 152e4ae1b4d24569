internal import CameraDevice
internal import CameraModel
package import CameraService
internal import FileSystem

extension CheckProblem {
  /// The sentence and what to do.
  package var message: Message {
    switch self {
    case .error(let error): error.message
    case .restore(let obstacle): obstacle.message
    case .revert(let problem): problem.message
    case .storage(let storage, let path): storage.message(path)
    case .readOnlyCard: Message("The SD card is read-only. No backup can be made.", Message.readOnlyHint)
    case .program(let key, let path, let problem): problem.message(key, path)
    case .noLog:
      Message(
        "No log daemon is running. Events are recorded on this camera only.",
        "Start a log daemon that serves /dev/log.")
    case .clockNotSet(let seconds):
      Message(
        "The clock is not set: it shows \(UTC.text(seconds)).",
        "Set the clock, or let the camera get its time from the network.")
    case .noTerminal:
      Message(
        "The console cannot be opened: this system has no description of a terminal.",
        "Install the terminfo entry of vt100.")
    case .noNetworkFile(let pattern):
      Message(
        "NETWORK_FILES: \(pattern) matches no file in CONFIG. So Keep network keeps no file for it.",
        "Correct NETWORK_FILES in the settings.")
    case .escrow(let report): report.gapMessage
    case .late(let name, let seconds):
      Message(
        "The check of \(name.subject) did not end within \(seconds) s.",
        "Check the disk or the network disk on which it is.")
    }
  }
}

extension Storage {
  /// Storage for what must be there after a restart.
  fileprivate func message(_ path: String) -> Message {
    let hint: Hint = "Set STATE to a directory on flash."
    return switch self {
    case .memory(let kind):
      Message("\(path) is in memory (\(kind)). A restart loses the PIN, and a restore is not reverted.", hint)
    case .readOnly: Message("\(path) is on a file system that cannot be written.", hint)
    case .unknown, .lasting:
      Message("\(path) is on an overlay. It may be lost at a restart.", hint)
    }
  }
}

extension CheckName {
  /// What is checked, within a sentence.
  fileprivate var subject: String {
    switch self {
    case .restore: "CONFIG"
    case .revert: "the revert of a restore"
    case .state: "STATE"
    case .card: "CARD"
    case .escrow: "the escrow of the PIN"
    case .reboot: "REBOOT"
    case .reload: "RELOAD"
    case .log: "the log"
    case .clock: "the clock"
    case .terminal: "the terminal"
    case .settings: "the settings"
    }
  }
}

extension ProgramProblem {
  fileprivate func message(_ key: String, _ path: String) -> Message {
    switch self {
    case .missing: Message("\(key): \(path) does not exist.", "Set \(key) to a program of this camera.")
    case .notRegular: Message("\(key): \(path) is not a program.", "Set \(key) to a program of this camera.")
    case .notExecutable: Message("\(key): \(path) cannot be executed.", "Make it executable (chmod +x).")
    case .notTrusted(let error): error.message
    case .unreadable(let error): error.message("\(key) cannot be checked", "Check \(key) and its disk.")
    case .empty: Message("\(key): \(path) is empty and cannot be run.", Self.formatHint(key))
    case .unknownFormat:
      Message(
        "\(key): \(path) cannot be run: it is not a program, and does not begin with #!.", Self.formatHint(key))
    case .noInterpreter(let interpreter):
      Message(
        "\(key): \(path) cannot be run: its interpreter \(interpreter) is not a program of this camera.",
        "Correct its first line, or set \(key) to another program.")
    }
  }

  private static func formatHint(_ key: String) -> Hint {
    "Begin a script with #!/bin/sh, or set \(key) to a program of this camera."
  }
}

extension RevertLack {
  /// The sentence and what to do.
  package var message: Message {
    switch self {
    case .neverRan:
      Message(
        "Nothing on this camera reverts a restore: camconsole boot has not run since the start.",
        .command("Let the init system run camconsole boot at every start.") + .screen("It must run at every start."))
    case .notAgain(let seconds):
      Message(
        "Nothing on this camera reverts a restore in time: camconsole boot --once last ran "
          + "\(duration(Int(clamping: seconds))) ago.",
        "It must run every minute." + .command("Or let the init system run camconsole boot without --once."))
    case .notWatched:
      Message(
        "Nothing reverts the waiting restore at its time: camconsole boot does not run.",
        .command("Start camconsole boot, or use confirm or revert.") + .screen("Confirm the restore, or revert it."))
    }
  }

  /// The same where a restore is refused for it.
  var restoreMessage: Message {
    switch self {
    case .neverRan, .notAgain:
      Message(
        message.text + " Nothing was changed.",
        message.remedy + .command("--revert-after 0 restores without a revert."))
    case .notWatched: message.adding("Nothing was changed.")
    }
  }
}
