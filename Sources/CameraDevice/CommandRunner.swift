package import FileSystem

/// Why a command of the settings did not do its work.
package enum CommandError: Error, Equatable {
  /// It could not be started: the system's error number.
  case notStarted(program: String, code: Int32)
  /// Others could put another program in its place.
  case notTrusted(TrustError)
  /// It ended with another status than 0.
  case failed(program: String, status: Int32)
  /// A signal ended it.
  case killed(program: String, signal: Int32)
  /// The work was stopped before it ended, and so was it.
  case stopped(program: String)
  /// It did not end in time, and was ended.
  case tookTooLong(program: String, seconds: Int)
}

/// Runs commands of the settings, as `RELOAD`.
package protocol CommandRunner: Sendable {
  /// Runs a program to its end.
  ///
  /// - Parameter command: the program's absolute path and its arguments, at least the path. No shell is involved.
  func run(_ command: [String]) throws(CommandError)
  /// Runs the one that restarts the machine (`REBOOT`), likewise. Such a machine tells every program to stop: if
  /// this one is told to stop meanwhile, that is not an error, and the command is left alone.
  func restart(_ command: [String]) throws(CommandError)
  /// The same for work that may be told to stop, and ends the program it runs then.
  func stoppable(by shouldStop: @escaping @Sendable () -> Bool) -> any CommandRunner
}

extension CommandRunner {
  /// Where the machine itself restarts, its command is one as any other.
  package func restart(_ command: [String]) throws(CommandError) { try run(command) }

  package func stoppable(by shouldStop: @escaping @Sendable () -> Bool) -> any CommandRunner { self }
}

/// Runs them as processes of their own: without input and output, with a plain environment, and not longer than a time.
package struct ProcessRunner: CommandRunner {
  private static let environment = ["PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C"]
  /// Seconds within which a machine that restarts has told all its programs to stop.
  private static let secondsOfStopping = 5
  private let files: any FileRoot
  private let seconds: Int
  private let shouldStop: @Sendable () -> Bool

  /// - Parameter files: in which a program's path is looked at before it is started.
  package init(files: any FileRoot) {
    self.init(files: files, seconds: 30)
  }

  /// - Parameters:
  ///   - seconds: after which the program and what it started are ended.
  ///   - shouldStop: is asked again and again whether to end them before.
  init(files: any FileRoot, seconds: Int, shouldStop: @escaping @Sendable () -> Bool = { false }) {
    self.files = files
    self.seconds = seconds
    self.shouldStop = shouldStop
  }

  package func stoppable(by shouldStop: @escaping @Sendable () -> Bool) -> any CommandRunner {
    ProcessRunner(files: files, seconds: seconds, shouldStop: shouldStop)
  }

  package func run(_ command: [String]) throws(CommandError) {
    let process = try start(command)
    guard let end = process.wait(seconds: seconds, shouldStop: shouldStop) else {
      process.kill()
      if shouldStop() { throw .stopped(program: command[0]) }
      throw .tookTooLong(program: command[0], seconds: seconds)
    }
    try Self.check(end, of: command[0])
  }

  package func restart(_ command: [String]) throws(CommandError) {
    let process = try start(command)
    guard let end = process.wait(seconds: seconds, shouldStop: shouldStop) else {
      guard !shouldStop() else { return }
      process.kill()
      throw .tookTooLong(program: command[0], seconds: seconds)
    }
    // systemd ends the command and this program in one go, and the command may be the first.
    if case .killed = end, ChildProcess.waits(seconds: Self.secondsOfStopping, until: shouldStop) { return }
    try Self.check(end, of: command[0])
  }

  private func start(_ command: [String]) throws(CommandError) -> ChildProcess {
    do {
      // Nobody else can exchange it between this look and its start.
      try files.check(command[0], .own)
      return try ChildProcess.start(command, environment: Self.environment)
    } catch {
      if let distrust = error.distrust { throw .notTrusted(distrust) }
      throw .notStarted(program: command[0], code: error.code)
    }
  }

  private static func check(_ end: ChildProcess.End, of program: String) throws(CommandError) {
    switch end {
    case .exited(0): return
    case .exited(let status): throw .failed(program: program, status: status)
    case .killed(let signal): throw .killed(program: program, signal: signal)
    }
  }
}
