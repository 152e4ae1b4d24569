package import BackupStore
package import CameraDevice
package import CameraModel
package import FileSystem
package import Sodium

/// Why a use case did not happen.
package indirect enum ServiceError: Error {
  /// Why there is no card to work on.
  package enum CardProblem: Sendable {
    case absent
    case notMounted(NotACard)
    case pulledOut
    /// The same, and its backups would be locked by a change of the PIN.
    case pulledOutAtChange
    /// Its file system cannot be written by anybody: which.
    case unwritable(String)
  }

  case settings(SettingsFileError)
  /// The demo camera.
  case demo(DemoProblem)
  /// A file of `system-files`.
  case systemFile(SystemFileProblem)
  /// The settings are refused, and the caller may not see them.
  case settingsWithheld(RestrictedCaller)
  case store(StoreError)
  /// A new backup would replace another one than the question named, or one though it named none.
  case replacesAnother
  case noCard(CardProblem)
  /// The file that metrics would replace is a link, a device, a pipe or a directory.
  case notReplaceable(path: String)
  /// The card's directory cannot be opened.
  case card(FileError)
  /// The state directory cannot be opened or made.
  case state(FileError)
  /// The run directory, or the lock in it.
  case run(FileError)
  /// The configuration directory or its `camera.cfg`.
  case configuration(FileError)
  /// `camera.cfg` cannot be replaced: the outcome is unknown, and the next reader takes what it finds.
  case configurationWrite(FileError)
  case bus(ModuleBusError)
  /// Modules that cannot be read, at least one, so that no backup was made.
  case modules([ModuleFailure])
  /// An address on which there is no module.
  case noSuchModule(String)
  case pin(PINProblem)
  /// The PIN that was typed twice is not the same.
  case pinsDiffer
  case user(UserError)
  /// `SECTION users` of the configuration.
  case userList(UserListProblem)
  /// The same at a login, which is possible to nobody then.
  case logInUsers(UserListProblem)
  case password(PasswordProblem)
  /// The password that was typed twice is not the same.
  case passwordsDiffer
  /// The users were changed by someone else since a draft of changes was begun.
  case usersChanged
  case logIn(LogInProblem)
  /// `RELOAD` did not do its work; what it should tell of has happened.
  case reload(CommandError)
  /// A secret cannot be read from where the options say.
  case secret(SecretProblem)
  /// A sealed copy that cannot be tried, or was not restored as it is.
  case drill(DrillProblem)
  /// The key of an escrow, or what was sealed.
  case escrow(EscrowProblem)
  /// The destination of an export.
  case export(path: String, FileError)
  /// Nobody agreed to the destruction, on a terminal or by `--yes`.
  case notConfirmed(Consent)
  /// What a person who called over SSH or `sudo` may not use.
  case notPermitted(RestrictedUse, RestrictedCaller)
  /// Modules that a restore cannot read or write, at least one.
  case restoreModules([ModuleFailure])
  /// A module that was asked for and cannot get settings of the backup.
  case moduleNotRestorable(address: String, ModuleAction)
  /// A module that does not hold what was written to it.
  case moduleDiffers(address: String)
  /// A restore failed, and these modules do not have their previous settings: why it failed; `nil`: it was interrupted.
  case notPutBack(modules: [String], cause: ServiceError?)
  /// A backup of another camera model.
  case otherModel(BackupOrigin)
  /// What shall stay at a restore, and cannot: why.
  case nothingToKeep(KeepBox, KeepObstacle)
  /// A backup of a newer firmware.
  case newerFirmware(String)
  /// A result without an administrator.
  case noAdministrator
  /// A backup of a configuration that could not be restored, because nobody could administer the camera with it, and it
  /// would remove one that can: which; and what is in the place of `camera.cfg`.
  case nothingToRestore(removes: String, MainProblem? = nil)
  /// The camera no longer says what it is, and its backup would remove one that does: which.
  case identityLost(removes: String)
  /// The configuration directory cannot be exchanged.
  case exchange(ExchangeError)
  /// A revert that nobody would do.
  case revertNotArmed(RevertLack)
  /// A restore waits for its reboot: of which backup.
  case rebootNeeded(String)
  /// A restore waits for its confirmation: of which backup.
  case restoreAwaits(String)
  /// A restore was reverted, and the camera still runs with what it restored: of which backup.
  case revertNeedsReboot(String)
  /// The last restore cannot be undone: why the previous configuration was not kept.
  case undoNotKept(UndoFailure)
  /// The person was asked about one restore, and this one came meanwhile: of which backup.
  case otherRestore(String)
  /// A restore would change something else than its preview showed: the first part that is not as it was.
  case notAsShown(ChangedPart)
  /// No restore can be confirmed or reverted.
  case noRestoreAwaits
  /// The reboot command.
  case reboot(CommandError)
  /// The same after a restore was reverted.
  case rebootAfterRevert(CommandError)
  /// The restore's record in the state directory is unreadable.
  case restoreRecordDamaged
  /// A command line that cannot be taken apart.
  case commandLine(ShellWordsProblem)
  /// Something on the command line.
  case usage(UsageProblem)
  /// There can be no screens.
  case screens(ScreenProblem)
  /// The system gives the program no thread for the work (`EAGAIN`): too many processes run, or a limit is reached.
  case noThread
  /// The output would replace a file of the program, or of the camera.
  case ownFile(path: String)
  /// The output cannot be written.
  case output(FileError)
  /// A change of the configuration that is not allowed, or not so.
  case edit(ConfigurationEditProblem)
}

extension ServiceError {
  /// An operation on a secret fails only when there is not enough guarded memory.
  package init(_ error: SodiumError) { self = .secret(.noMemory) }

  /// A look at the bus, which the person may have stopped.
  init(lookingAtBus error: ModuleBusError) { self = error == .stopped ? .store(.stopped) : .bus(error) }

  /// The backup that was made all the same: what failed came after it.
  package var madeBackup: BackupName? {
    guard case .store(.cleanUpFailed(let name, _)) = self else { return nil }
    return name
  }
}

/// Why there is no demo camera.
package enum DemoProblem: Sendable, Equatable {
  /// The environment names no home directory.
  case noHome
  /// A directory that is not a demo camera.
  case notADemo(path: String)
  /// A path that a settings file cannot name.
  case unsuitablePath(String)
  case file(FileError)
}

/// Why a file of the system was not written.
package enum SystemFileProblem: Sendable, Equatable {
  /// A file of this name has other contents.
  case exists(path: String)
  case file(FileError)
}

/// What a person can keep at a restore.
package enum KeepBox: Sendable {
  case network, users
}

/// Why nothing of the camera's configuration can be kept at a restore.
package enum KeepObstacle: Sendable, Equatable {
  /// Only modules are restored, and the whole configuration stays.
  case modulesOnly
  /// In the backup a file or a link has the name of a folder above this file.
  case blocked(file: String)
  /// The camera's `camera.cfg` cannot be read.
  case noConfiguration
  /// Nothing of the network is on either side: the sections of the settings, and whether these name files.
  case noNetwork(sections: [String], namesFiles: Bool)
  /// The users in the camera's `camera.cfg` cannot be read.
  case unreadableUsers
  /// There are no users.
  case noUsers
}

/// What a person is asked to agree to.
package enum Consent: Sendable, Equatable {
  case deleteBackup(BackupName)
  case deleteAllBackups
  /// A new Super PIN in place of one that nobody knows.
  case replacePIN
  case restore
  case changeConfiguration
  case takeBack
  case removeUsers
  case resetUsers
}

/// Why a caller may not use everything: what the environment says of how the program was started.
package enum RestrictedCaller: Sendable, Equatable {
  /// A client over SSH asked for the command.
  case ssh
  /// `sudo` started the program, or the shell from which it was started.
  case sudo
}

/// What a caller over SSH or `sudo` may not use.
package enum RestrictedUse: Sendable, Equatable {
  /// An option, as `--demo`.
  case option(String)
  /// The name of a file after an option or subcommand.
  case file(String)
  case exportInClear
  /// A command that `SSH_COMMANDS` does not have: its first words, which may be empty.
  case command(String)
}

/// Something on the command line.
package enum UsageProblem: Sendable, Equatable {
  /// What the parser says of it, a sentence.
  case parser(String)
  /// A command without one of its subcommands.
  case missingSubcommand(String, choices: [String])
  /// A word that is not one of these commands.
  case unknownCommand(String, choices: [String])
  /// The program was started without its own name.
  case noArguments
  /// An export to standard output, which is a terminal.
  case exportToTerminal
  /// A `--module` that says something else than another one.
  case contradictingModule(String)
}

/// Why nobody is logged in.
package enum LogInProblem: Error, Equatable {
  /// No such user, another password, or no administrator: which of them is not told. Seconds until the next try, 0 for
  /// none.
  case wrong(waitSeconds: Int)
  /// Too many failures: seconds until the next try.
  case mustWait(seconds: Int)
}

/// Why a secret cannot be read.
package enum SecretProblem: Error, Equatable {
  /// There is no terminal to ask on, and no option names a file.
  case noTerminal(option: String)
  case file(path: String, FileError)
  /// The file has no such line.
  case missingLine(path: String, line: Int)
  case tooLong(path: String, limit: Int)
  /// The file is UTF-16.
  case utf16(path: String)
  case noMemory
}

/// Why there are no screens.
package enum ScreenProblem: Error, Equatable {
  /// Standard input or output is not a terminal.
  case noTerminal
  /// The terminal cannot place its cursor.
  case unusable(type: String)
  /// The console is a login shell, and was given a command.
  case commandRefused
}
