package import CameraDevice

/// Runs the commands of a demo camera's settings. The one that restarts the camera begins another boot of its clock.
package struct DemoCommands: CommandRunner {
  private let inner: any CommandRunner
  private let clock: DemoClock

  /// - Parameters:
  ///   - inner: runs every command, also that one.
  ///   - clock: begins another boot.
  package init(_ inner: any CommandRunner, clock: DemoClock) {
    self.inner = inner
    self.clock = clock
  }

  /// Runs a command, which restarts nothing.
  package func run(_ command: [String]) throws(CommandError) { try inner.run(command) }

  /// Runs the command that restarts the camera, and restarts the clock.
  package func restart(_ command: [String]) throws(CommandError) {
    try inner.restart(command)
    // Without it the camera was not restarted, which is what the next look finds.
    try? clock.restart()
  }

  package func stoppable(by shouldStop: @escaping @Sendable () -> Bool) -> any CommandRunner {
    DemoCommands(inner.stoppable(by: shouldStop), clock: clock)
  }
}
