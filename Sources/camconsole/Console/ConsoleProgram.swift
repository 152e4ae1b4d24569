internal import ArgumentParser
internal import BackupStore
internal import CameraDevice
internal import CameraModel
internal import CameraService
internal import Console
internal import FileSystem
internal import NcursesBackend
internal import TerminalUI

/// The console on the terminal of this process.
enum ConsoleProgram {
  /// Runs it until the person leaves.
  ///
  /// - Returns: `false` when a signal, or the end of the line, ended it.
  /// - Throws: `ServiceError.screens` where there is no terminal for it.
  static func run(_ machine: Machine, isDemo: Bool, waitSeconds: Int) throws(ServiceError) -> Bool {
    SystemCalls.watchTerminalSize()
    let terminal = try open(machine.settings)
    var greeting: String?
    if let type = terminal.replacedType {
      let name = type.isEmpty ? "TERM is not set" : "The terminal type \(Text.fitted(type, to: 24)) is not known"
      greeting = "\(name). The console uses vt100."
    }
    let loop = ConsoleLoop(
      terminal, machine, makeConsole(machine, isDemo, terminal, greeting), line: line, waitSeconds: waitSeconds)
    return loop.run()
  }

  private static func open(_ settings: Settings) throws(ServiceError) -> NcursesTerminal {
    var options = TerminalOptions()
    options.type = ThisProcess.environment("TERM")
    options.usesColour = (ThisProcess.environment("NO_COLOR") ?? "").isEmpty
    options.slowBelow = settings.slowBelow
    options.asksSize = settings.cursorReport
    options.rules =
      switch settings.rules {
      case .automatic: .automatic
      case .ascii: .ascii
      case .acs: .acs
      }
    do {
      return try NcursesTerminal(options: options)
    } catch {
      switch error {
      case .notATerminal: throw .screens(.noTerminal)
      case .unusable(let type): throw .screens(.unusable(type: type))
      }
    }
  }

  private static func makeConsole(
    _ machine: Machine, _ isDemo: Bool, _ terminal: NcursesTerminal, _ greeting: String?
  ) -> Console {
    let camera = Camera(machine, log: CommandLog.shared, waitSeconds: 0, caller: Invocation.caller)
    var context = Context(
      settings: machine.settings,
      identity: (try? camera.identity()) ?? CameraIdentity(model: "", serial: "", firmware: ""),
      isSlow: terminal.isSlow, version: Camconsole.configuration.version,
      localTime: { machine.time.localTime($0) }, now: { machine.time.now().seconds }, zone: { machine.time.zone($0) })
    if isDemo { context.logInHint = "Demo: user admin, first password meinsm." }
    if machine.bootProgram == .thisProgram {
      context.restartNotice = "The demo camera has restarted. Log in again."
    }
    return Console(context, size: terminal.size, greeting: greeting)
  }

  /// Where the person is: the client's address, or the serial line.
  private static var line: String {
    Invocation.address ?? SystemCalls.terminalName ?? "unknown"
  }
}
