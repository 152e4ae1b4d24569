package import CameraModel
package import FileSystem

/// What a camera runs on: the current settings, and everything of the machine underneath that is touched.
///
/// The program puts it together once, from the system's own or, in tests, from what takes its place. What needs a
/// part of it is given that part.
package struct Machine: Sendable {
  /// Who runs `boot` after a restart of the camera.
  package enum BootProgram: Sendable {
    /// The init system. What is only in memory is lost by then.
    case initSystem
    /// This program, because only the camera restarts and the machine does not: it goes on, and so does what is in its
    /// memory.
    case thisProgram
  }

  package let settings: Settings
  package let files: any FileRoot
  package let card: any CardSlot
  package let bus: any ModuleBus
  package let time: any TimeSource
  /// Runs `RELOAD` and `REBOOT`.
  package let commands: any CommandRunner
  package let bootProgram: BootProgram

  package init(
    settings: Settings, files: any FileRoot, card: any CardSlot, bus: any ModuleBus, time: any TimeSource,
    commands: any CommandRunner, bootProgram: BootProgram = .initSystem
  ) {
    self.settings = settings
    self.files = files
    self.card = card
    self.bus = bus
    self.time = time
    self.commands = commands
    self.bootProgram = bootProgram
  }
}
