package import CameraDevice

/// Runs the commands of a demo camera's settings. The one that restarts the camera begins another boot of its clock.
package struct DemoCommands: CommandRunner {
  private let inner: any CommandRunner
  private let reboot: [String]
  private let clock: DemoClock

  /// - Parameters:
  ///   - inner: runs every command, also that one.
  ///   - reboot: the command that restarts the camera (`REBOOT`).
  package init(_ inner: any CommandRunner, reboot: [String], clock: DemoClock) {
    self.inner = inner
    self.reboot = reboot
    self.clock = clock
  }

  package func run(_ command: [String]) throws(CommandError) {
    try inner.run(command)
    guard command == reboot else { return }
    // Without it the camera was not restarted, which is what the next look finds.
    try? clock.restart()
  }

  package func stoppable(by shouldStop: @escaping @Sendable () -> Bool) -> any CommandRunner {
    DemoCommands(inner.stoppable(by: shouldStop), reboot: reboot, clock: clock)
  }
}
