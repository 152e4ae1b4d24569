internal import BackupStore
internal import CameraDevice
internal import CameraModel
internal import CameraService
internal import FileSystem

extension ServiceError {
  /// The sentence and hint of this error. Names from outside are in it as they are: who shows it cleans them.
  package var message: Message {
    switch self {
    case .settings(let error): error.message
    case .demo(let problem): problem.message
    case .systemFile(let problem): problem.message
    case .settingsWithheld:
      Message(
        "The settings of this camera are wrong, and nothing was done.",
        "camconsole settings, in a root shell on the camera, says what is wrong.")
    case .store(let error): error.message
    case .noCard(let lack): lack.message
    case .card(let error): error.message("The SD card cannot be opened", "Take it out and put it in again.")
    case .state(let error):
      error.message("The state directory cannot be used", "Run as root, or check STATE and its disk.")
    case .run(let error):
      error.message("The run directory cannot be used", "Run as root, or check RUN and its disk.")
    case .configuration(let error):
      error.message("The camera's configuration cannot be read", "Check CONFIG in the settings.")
    case .configurationWrite(let error):
      error.message(
        "The camera's configuration cannot be written", "Check its rights and disk, then look at what it holds.")
    case .bus(let error): error.busMessage
    case .modules(let modules): modules.backupMessage
    case .noSuchModule(let address):
      Message(
        "There is no module at address \(address).", "modules list shows those on the bus.",
        onScreen: "Modules in the menu shows those on the bus.")
    case .pin(let problem): problem.message
    case .pinsDiffer: Message("The two entries of the new PIN are not the same.", "Nothing was changed.")
    case .user(let error): error.message
    case .userList(let problem): problem.message
    case .logInUsers(let problem): problem.logInMessage
    case .password(let problem): problem.message
    case .passwordsDiffer:
      Message("The two entries of the new password are not the same.", "Nothing was changed.")
    case .usersChanged:
      Message(
        "Another session has changed the users meanwhile.", "Look at the users again; nothing was changed.")
    case .logIn(let problem): problem.message
    case .reload(let error): error.message
    case .secret(let problem): problem.message
    case .export(let path, let error): error.exportMessage(path)
    case .notConfirmed(let consent):
      Message(
        "\(consent.subject) was not confirmed, and nothing was changed.", "Without a terminal add --yes.",
        onScreen: "")
    case .notPermitted(let use):
      Message(
        "\(use.subject) is not permitted over SSH or sudo.", "Use it in a root shell on the camera.")
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
    case .revertNotArmed(let lack): lack.message.adding("Nothing was changed.").hinting(lack.restoreHint)
    case .rebootNeeded(let backup): .rebootNeeded(backup)
    case .restoreAwaits(let backup): .restoreAwaits(backup)
    case .revertNeedsReboot(let backup): .revertNeedsReboot(backup)
    case .undoNotKept(let problem): .undoNotKept(problem)
    case .otherRestore(let backup): .otherRestore(backup)
    case .noRestoreAwaits: .noRestoreAwaits
    case .reboot(let error): error.rebootMessage("The restore is done")
    case .rebootAfterRevert(let error): error.rebootMessage("The restore is taken back")
    case .restoreRecordDamaged: .restoreRecordDamaged
    case .screens(let problem): problem.message
    case .notReplaceable(let path):
      Message("\(path) is not a regular file, and was not replaced.", "Name a file, or a new name.")
    case .output(let error) where error.distrust != nil: error.message("", "")
    case .ownFile(let path):
      Message(
        "\(path) is where the camera and this program keep their own files, and was not replaced.",
        "Name a file in another directory.")
    case .noThread: .noThread
    case .output(let error):
      Message(
        "The output cannot be written: \(error.name): \(error.reason).",
        "Check the disk, or where it is piped to.")
    }
  }
}

extension Consent {
  /// What it is about, at the beginning of a sentence.
  fileprivate var subject: String {
    switch self {
    case .deleteBackup(let name): "The deletion of backup \(name)"
    case .deleteAllBackups: "The deletion of all backups"
    case .replacePIN: "Replacing a forgotten PIN"
    case .restore: "The restore"
    case .takeBack: "Taking the restore back"
    case .removeUsers: "The removal of users"
    case .resetUsers: "The return to the factory's user"
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

extension UsageProblem {
  fileprivate var message: Message {
    switch self {
    case .parser(let text): Message(text, "camconsole --help and camconsole help SUBCOMMAND explain.")
    case .missingSubcommand(let name, let choices):
      Message("\(name) needs a subcommand.", "There are \(choices.joined(separator: ", ")).")
    case .unknownCommand(let name, let choices):
      Message("There is no command \(name).", "There are \(choices.joined(separator: ", ")).")
    case .noArguments: Message("The program was started without arguments.", "Start it from a shell.")
    case .exportToTerminal: Message("An export does not go to a terminal.", "Name a file, or pipe it.")
    case .contradictingModule(let text):
      Message("--module \(text) contradicts another --module.", "Each module takes part once.")
    }
  }
}

extension Message {
  /// The system gives no thread.
  static let noThread = Message(
    "The system gives the program no thread. Too many processes run, or a limit is reached.",
    "End other programs, or raise the limit of processes (ulimit -u). Nothing was changed.")
}

extension ScreenProblem {
  fileprivate var message: Message {
    let commands = "Without one use subcommands, as camconsole status; camconsole --help lists them."
    return switch self {
    case .noTerminal: Message("The console needs a terminal.", commands)
    case .unusable(let type):
      Message("The console needs a terminal that can place its cursor, and TERM is \(type).", commands)
    case .commandRefused:
      Message(
        "This account has the console only: commands and file transfers are refused.",
        "Log in without a command.")
    }
  }
}

extension FileError {
  /// The system's words for an error number, or the flag or owner that is the reason.
  var reason: String {
    if let distrust { return distrust.text }
    if lock.contains(.immutable) { return "it is immutable (chattr +i)" }
    if lock.contains(.appendOnly) { return "it is append-only (chattr +a)" }
    return Self.reason(of: code)
  }

  /// What to do about a flag, or about names of open files that are not there; `nil` where none is the reason.
  var unlockHint: String? {
    guard lock != [] else {
      return isNotFound && !ThisProcess.hasDescriptorNames ? "/proc is not mounted, which this needs: mount it." : nil
    }
    return "Take the flag off: chattr -\(lock.contains(.immutable) ? "i" : "a") \(name)."
  }

  /// The message of an error with a file: what was tried, and why it failed.
  func message(_ what: String, _ hint: String, onScreen: String? = nil) -> Message {
    if let distrust { return distrust.message }
    return Message("\(what): \(name): \(reason).", unlockHint ?? hint, onScreen: onScreen)
  }

  func exportMessage(_ path: String) -> Message {
    if operation == .create, isExisting {
      return Message("\(path) exists already.", "Choose a name that does not exist; nothing is overwritten.")
    }
    return message("The export cannot be written", "Choose another place. Nothing of it was left behind.")
  }
}

extension ShellWordsProblem {
  fileprivate var message: Message {
    switch self {
    case .tooLong(let limit): Message("The command is longer than \(limit) bytes.", "Give a shorter one.")
    case .tooMany(let limit): Message("The command has more than \(limit) words.", "Give fewer.")
    case .unbalanced:
      Message("A quotation mark in the command is not closed.", "Close it, or put a backslash before it.")
    case .severalLines:
      Message("The command has more than one line.", "Give one command, and a label on one line.")
    }
  }
}

extension SecretProblem {
  fileprivate var message: Message {
    switch self {
    case .noTerminal(let option):
      Message(
        "There is no terminal to ask on.", "Give \(option) a file, or - for standard input.",
        onScreen: "")
    case .file(let path, let error):
      FileError(.open, path, code: error.code, distrust: error.distrust).message(
        "The file cannot be read", "Check its name and rights.")
    case .missingLine(let path, let line):
      Message("\(path == "-" ? "Standard input" : path) has no line \(line).", "One secret a line: old, new.")
    case .tooLong(let path, let limit):
      Message(
        "A line of \(path == "-" ? "standard input" : path) is longer than \(limit) bytes.",
        "One secret a line.")
    case .utf16(let path):
      Message(
        "\(path == "-" ? "Standard input" : path) is UTF-16, which Notepad calls Unicode.",
        "Save it as UTF-8, and try again.")
    case .noMemory: Message("There is not enough guarded memory.", "Close other programs and try again.")
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
    case .noHome: Message("There is no home directory for the demo camera.", "Name one with --demo-dir.")
    case .notADemo(let path):
      Message(
        "\(path) exists and is no demo camera.",
        "Name a directory that does not exist yet; nothing was changed.")
    case .unsuitablePath(let path):
      Message("\(path) cannot be named in a settings file.", "Choose a path of printable characters.")
    case .file(let error): error.message("The demo camera cannot be made or opened", "Name another with --demo-dir.")
    }
  }
}
