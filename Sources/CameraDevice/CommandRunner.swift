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
  /// The same for work that may be told to stop, and ends the program it runs then.
  func stoppable(by shouldStop: @escaping @Sendable () -> Bool) -> any CommandRunner
}

extension CommandRunner {
  package func stoppable(by shouldStop: @escaping @Sendable () -> Bool) -> any CommandRunner { self }
}

/// Runs them as processes of their own: without input and output, with a plain environment, and not longer than a time.
package struct ProcessRunner: CommandRunner {
  private static let environment = ["PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C"]
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
    let program = command[0]
    let process: ChildProcess
    do {
      // Nobody else can exchange it between this look and its start.
      try files.check(program, .own)
      process = try ChildProcess.start(command, environment: Self.environment)
    } catch {
      if let distrust = error.distrust { throw .notTrusted(distrust) }
      throw .notStarted(program: program, code: error.code)
    }
    guard let end = process.wait(seconds: seconds, shouldStop: shouldStop) else {
      process.kill()
      if shouldStop() { throw .stopped(program: program) }
      throw .tookTooLong(program: program, seconds: seconds)
    }
    switch end {
    case .exited(0): return
    case .exited(let status): throw .failed(program: program, status: status)
    case .killed(let signal): throw .killed(program: program, signal: signal)
    }
  }
}
