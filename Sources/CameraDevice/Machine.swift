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

  /// The settings of the camera.
  package let settings: Settings
  /// Every file and directory, but what is behind `card` and `bus`.
  package let files: any FileRoot
  /// The slot of the SD card.
  package let card: any CardSlot
  /// The modules.
  package let bus: any ModuleBus
  /// The wall clock, the clock of the boot, and which boot this is.
  package let time: any TimeSource
  /// Runs `RELOAD` and `REBOOT`.
  package let commands: any CommandRunner
  /// Who runs `boot` when `commands` have restarted the camera.
  package let bootProgram: BootProgram

  /// See the properties.
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
