internal import BackupStore
internal import CameraDevice
internal import CameraModel
package import CameraService
internal import FileSystem

extension Hint {
  /// Behind a question that was not answered with yes, or could not be asked.
  static let agreeing: Hint = .command("Answer yes, or add --yes.")
}

extension ServiceError {
  /// The sentence and hint of this error. Names from outside are in it as they are: who shows it cleans them.
  package var message: Message {
    switch self {
    case .settings(let error): error.message
    case .demo(let problem): problem.message
    case .systemFile(let problem): problem.message
    case .settingsWithheld(let caller):
      Message(
        "The settings of this camera are wrong, and nothing was done.",
        "Run camconsole settings in a root shell on the camera: it says what is wrong." + caller.rootShell)
    case .store(let error): error.message
    case .replacesAnother: .replacesAnother
    case .noCard(let problem): problem.message
    case .card(let error): error.message("The SD card cannot be opened", "Take the card out and insert it again.")
    case .state(let error):
      error.message(
        "The state directory cannot be used",
        .command("Run as root, or check STATE and its disk.") + .screen("Check STATE and its disk."))
    case .run(let error):
      error.message(
        "The run directory cannot be used",
        .command("Run as root, or check RUN and its disk.") + .screen("Check RUN and its disk."))
    case .configuration(let error):
      error.message("The camera's configuration cannot be read", "Check CONFIG in the settings.")
    case .configurationWrite(let error):
      error.message("The camera's configuration cannot be written", "Check CONFIG and its disk. Then try again.")
    case .bus(let error): error.busMessage
    case .modules(let modules): modules.backupMessage
    case .noSuchModule(let address):
      Message("There is no module at address \(address).", "\(.listModules) shows the modules on the bus.")
    case .pin(let problem): problem.message
    case .pinsDiffer: Message("The two entries of the new PIN are not the same.", "Enter the new PIN twice again.")
    case .user(let error): error.message
    case .userList(let problem): problem.message
    case .logInUsers(let problem): problem.logInMessage
    case .password(let problem): problem.message
    case .passwordsDiffer:
      Message("The two entries of the new password are not the same.", "Enter the new password twice again.")
    case .usersChanged:
      Message("Another session changed the users. Nothing was changed here.", "Look at the users again.")
    case .logIn(let problem): problem.message
    case .reload(let error): error.reloadMessage
    case .secret(let problem): problem.message
    case .escrow(let problem): problem.message
    case .drill(let problem): problem.message
    case .export(let path, let error): error.exportMessage(path)
    case .notConfirmed(let consent):
      Message("\(consent.subject) was not agreed to. Nothing was changed.", .agreeing)
    case .notPermitted(let use, let caller):
      Message(
        "\(use.subject) is not permitted \(caller.way).", "Use it in a root shell on the camera." + caller.rootShell)
    case .commandLine(let problem): problem.message
    case .usage(let problem): problem.message
    case .restoreModules(let modules): modules.restoreMessage
    case .moduleNotRestorable(let address, let action): action.message(address)
    case .moduleDiffers(let address): .moduleDiffers(address)
    case .notPutBack(let modules, let cause): .notPutBack(modules, cause)
    case .otherModel(let origin): origin.message
    case .nothingToKeep(.network, let obstacle): .networkNotKept(obstacle)
    case .nothingToKeep(.users, let obstacle): .usersNotKept(obstacle)
    case .newerFirmware(let firmware): .newerFirmware(firmware)
    case .noAdministrator: .noAdministrator
    case .nothingToRestore(let name, let problem): .nothingToRestore(removing: name, problem)
    case .identityLost(let name): .identityLost(removing: name)
    case .exchange(let error): error.message
    case .revertNotArmed(let problem): problem.restoreMessage
    case .rebootNeeded(let backup): .rebootNeeded(backup)
    case .restoreAwaits(let backup): .restoreAwaits(backup)
    case .revertNeedsReboot(let backup): .revertNeedsReboot(backup)
    case .undoNotKept(let problem): .undoNotKept(problem)
    case .otherRestore(let backup): .otherRestore(backup)
    case .notAsShown(let part): .notAsShown(part)
    case .noRestoreAwaits: .noRestoreAwaits
    case .reboot(let error): error.rebootMessage("The change is complete")
    case .rebootAfterRevert(let error): error.rebootMessage("The change is reverted")
    case .restoreRecordDamaged: .restoreRecordDamaged
    case .screens(let problem): problem.message
    case .notReplaceable(let path):
      Message("\(path) is not a regular file, and was not replaced.", "Name a regular file, or a new name.")
    case .output(let error) where error.distrust != nil: error.message("", "")
    case .ownFile(let path):
      Message(
        "\(path) is in a directory of the camera or of this program, and was not replaced.",
        "Name a file in another directory.")
    case .noThread: .noThread
    case .edit(let problem): problem.message
    case .output(let error):
      Message(
        "The output cannot be written: \(error.name): \(error.reason).", "Check the disk, or the program that reads it."
      )
    }
  }
}

extension Consent {
  /// What a person was asked, at the beginning of a sentence.
  fileprivate var subject: String {
    switch self {
    case .deleteBackup(let name): "Deleting backup \(name)"
    case .deleteAllBackups: "Deleting all backups"
    case .replacePIN: "Replacing a forgotten PIN"
    case .restore: "The restore"
    case .changeConfiguration: "The change of the configuration"
    case .takeBack: "The revert"
    case .removeUsers: "Removing users"
    case .resetUsers: "The factory reset of the users"
    }
  }
}

extension RestrictedCaller {
  fileprivate var way: String {
    switch self {
    case .ssh: "over SSH"
    case .sudo: "by sudo"
    }
  }

  /// How to get a root shell that is one for the program.
  fileprivate var rootShell: Hint {
    switch self {
    case .ssh: ""
    case .sudo: "A shell of sudo -i does not count, because SUDO_UID is set there. Start it with sudo su -."
    }
  }
}

extension RestrictedUse {
  fileprivate var subject: String {
    switch self {
    case .option(let name): name
    case .file(let option): option + " with a file name"
    case .exportInClear: "An export in clear"
    case .command(let words): words.isEmpty ? "This command" : words
    }
  }
}

extension Message {
  /// The system gives no thread.
  static let noThread = Message(
    "The system cannot start a thread. Too many processes run, or a limit is reached.",
    "End other programs, or raise the limit of processes (ulimit -u).")
}

extension ScreenProblem {
  fileprivate var message: Message {
    let commands: Hint = "Use a subcommand, such as camconsole status. camconsole --help lists the subcommands."
    return switch self {
    case .noTerminal: Message("The console needs a terminal.", commands)
    case .unusable(let type):
      Message("The console needs a terminal that can move its cursor. TERM is \(type).", commands)
    case .commandRefused:
      Message(
        "This account has the console only. Commands and file transfers are refused.", "Log in without a command.")
    }
  }
}

extension SystemFileProblem {
  fileprivate var message: Message {
    switch self {
    case .exists(let path):
      Message("\(path) exists and has other contents. Nothing was written.", "Compare the two, then add --replace.")
    case .file(let error):
      error.message("The file cannot be written", "Check the directory after --into, and its disk.")
    }
  }
}

extension DemoProblem {
  fileprivate var message: Message {
    switch self {
    case .noHome: Message("There is no home directory for the demo camera.", "Name a directory with --demo-dir.")
    case .notADemo(let path):
      Message(
        "\(path) exists and is not a demo camera. Nothing was changed.", "Name a directory that does not exist yet.")
    case .unsuitablePath(let path):
      Message("\(path) cannot be named in a settings file.", "Choose a path of printable characters.")
    case .file(let error):
      error.message("The demo camera cannot be made or opened", "Name another directory with --demo-dir.")
    }
  }
}
