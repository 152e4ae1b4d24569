internal import CameraDevice
internal import CameraModel
internal import CameraService
internal import DemoCamera
internal import FileSystem

/// Where the program is put together: nothing else names the system's own files, clocks and commands.
enum Composition {
  /// The system's files. What belongs to root or to this user is trusted.
  static let files = PosixFileSystem(trust: .rootOrCaller)
  /// The system's clocks.
  static let time = SystemTime(files: files)
  /// Where passwords and PINs of the command line are read.
  static let secrets = SecretInput(files: files)

  /// The settings file and what it names, of a camera that only root administers, or of a demo camera.
  static func settingsFile(isDemo: Bool) -> SettingsFile {
    let trust: Trust = isDemo ? .rootOrCaller : .root
    return SettingsFile(files: PosixFileSystem(trust: trust), trust: trust)
  }

  /// From now on events are kept on this camera, also those of a command that was refused before the settings were
  /// read. A machine without a settings file is not a camera.
  static func recordEvents() {
    let file = settingsFile(isDemo: false)
    guard !CommandLog.shared.isRecording, let settings = try? file.load(SettingsFile.defaultPath),
      (try? file.check(settings)) != nil
    else { return }
    _ = machine(settings)
  }

  /// The machine with these settings: this one, or a demo camera on it.
  static func machine(_ settings: Settings) -> Machine {
    let machine = machineOfItsOwn(settings)
    CommandLog.shared.record(in: EventJournal(machine))
    return machine
  }

  /// The same, and nothing is recorded in its state directory of what this process does elsewhere.
  static func machineOfItsOwn(_ settings: Settings) -> Machine {
    let isDemo = DemoDirectory.isAround(run: settings.run, in: files)
    let clock = DemoClock(run: settings.run, files: files, machine: time)
    let commands = ProcessRunner(files: files)
    return Machine(
      settings: settings, files: files,
      card: PosixCardSlot(path: settings.card, mustBeMounted: settings.cardMustBeMounted, files: files),
      bus: PosixModuleBus(settings, files: files), time: isDemo ? clock : time,
      commands: isDemo ? DemoCommands(commands, clock: clock) : commands,
      bootProgram: isDemo ? .thisProgram : .initSystem)
  }
}
