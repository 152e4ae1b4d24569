internal import ArgumentParser
internal import BackupStore
internal import CameraService
internal import Wording

/// The program: without a subcommand the console, with one the same functions without a screen.
struct Camconsole: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "camconsole",
    abstract: "The configuration console of a network camera.",
    discussion: """
      Keeps up to \(spelled(BackupLimits.live)) encrypted backups of the camera and of its MxBus modules on the SD card. Administers the \
      users, and the Super PIN that opens the backups. Write the options --settings, --demo, --demo-dir and --wait \
      before or after a subcommand. A PIN or password is read from the terminal or from a file, never from an \
      argument.

      SSH_COMMANDS in the settings permits commands over SSH, as whole lines. Words are quoted as in a shell: \
      'a label', "a label", a\\ label. Nothing is expanded: $, ` and ; have no special meaning.

      Exit codes: 0 done, 1 different (backup changed, and backup diff --exit-code), 10 no-pin, 11 wrong-pin, \
      12 must-wait, 13 no-card, 14 locked, 15 read-only, 16 full, 17 damaged, 18 busy, 19 module-failed, 20 refused, \
      21 not-found, 22 no-memory, 23 no-terminal, 24 not-permitted, 64 usage, 74 io-error, 78 settings, 128+n signal n.
      """,
    version: "1.0.0",
    subcommands: [
      StatusCommand.self, CheckCommand.self, BackupCommand.self, PINCommand.self, UsersCommand.self,
      ConfigCommand.self, ModulesCommand.self,
      BootCommand.self, ConfirmCommand.self, RevertCommand.self, SettingsCommand.self, EventsCommand.self,
      EscrowCommand.self, DrillCommand.self,
      SystemFilesCommand.self,
    ])

  @OptionGroup var global: GlobalOptions

  func run() throws {
    let machine = Composition.machine(try global.loadSettings())
    let isLeft = try ConsoleProgram.run(machine, isDemo: global.isDemo, waitSeconds: global.wait)
    if !isLeft { throw ExitCode(ErrorCode.stopped.rawValue + SystemCalls.signal) }
  }
}
