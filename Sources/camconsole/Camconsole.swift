internal import ArgumentParser
internal import BackupStore
internal import CameraService

/// The program: without a subcommand the console, with one the same functions without a screen.
struct Camconsole: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "camconsole",
    abstract: "The configuration console of a network camera.",
    discussion: """
      Backs up the camera's configuration and that of its MxBus modules into \(spelled(BackupLimits.live)) encrypted slots on the SD card, and \
      administers the Super PIN that opens them, and the users. The options --settings, --demo, --demo-dir and --wait \
      go before or after every subcommand. A PIN or password is read from the terminal, or from a file; never from an \
      argument.

      A command over SSH is permitted by SSH_COMMANDS in the settings, as a whole line. Its words are quoted as in a \
      shell: 'a label', "a label", a\\ label. Nothing is expanded: $, ` and ; stand for themselves.

      Exit codes: 0 done, 10 no-pin, 11 wrong-pin, 12 must-wait, 13 no-card, 14 locked, 15 read-only, 16 full, \
      17 damaged, 18 busy, 19 module-failed, 20 refused, 21 not-found, 22 no-memory, 23 no-terminal, \
      24 not-permitted, 64 usage, 74 io-error, 78 settings, 128+n signal n.
      """,
    version: "1.0.0",
    subcommands: [
      StatusCommand.self, CheckCommand.self, BackupCommand.self, PINCommand.self, UsersCommand.self,
      ModulesCommand.self,
      BootCommand.self, ConfirmCommand.self, RevertCommand.self, SettingsCommand.self, EventsCommand.self,
    ])

  @OptionGroup var global: GlobalOptions

  func run() throws {
    let machine = Composition.machine(try global.loadSettings())
    let isLeft = try ConsoleProgram.run(machine, isDemo: global.isDemo, patience: global.wait)
    if !isLeft { throw ExitCode(ErrorCode.stopped.rawValue + SystemCalls.signal) }
  }
}
