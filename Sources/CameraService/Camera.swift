package import BackupStore
package import CameraDevice
package import CameraModel
package import FileSystem
internal import Sodium

/// The camera that the use cases work on: the settings in force and the machine underneath.
package struct Camera: Sendable {
  package let settings: Settings
  package let files: any FileRoot
  package let card: any CardSlot
  package let bus: any ModuleBus
  package let time: any TimeSource
  /// Seconds to wait for another session's work.
  package let patience: Int
  /// Who watches long work.
  package let observer: WorkObserver
  /// Runs `RELOAD`.
  package let commands: any CommandRunner
  /// How passwords of users are stored and checked.
  package let passwords: PasswordHashing
  /// Where use cases are reported.
  package let log: any EventLog
  /// On whose behalf.
  package private(set) var caller: Caller

  package init(
    settings: Settings, files: any FileRoot, card: any CardSlot, bus: any ModuleBus, time: any TimeSource,
    patience: Int = 10, observer: WorkObserver = .none, commands: any CommandRunner = ProcessRunner(),
    passwords: PasswordHashing = .argon2id, log: any EventLog = NoLog(), caller: Caller = .unknown
  ) {
    self.settings = settings
    self.files = files
    self.card = card
    self.bus = bus
    self.time = time
    self.patience = patience
    self.observer = observer
    self.commands = commands
    self.passwords = passwords
    self.log = log
    self.caller = caller
  }

  /// The real machine with these settings.
  package init(
    _ settings: Settings, patience: Int, observer: WorkObserver, log: any EventLog = NoLog(), caller: Caller = .unknown
  ) {
    self.init(
      settings: settings, files: PosixFileSystem(),
      card: PosixCardSlot(path: settings.card, mustBeMounted: settings.cardMustBeMounted),
      bus: PosixModuleBus(settings, shouldStop: observer.shouldStop), time: DemoTime.clock(forRun: settings.run),
      patience: patience, observer: observer, commands: ProcessRunner(shouldStop: observer.shouldStop), log: log,
      caller: caller)
  }

  /// The same camera on behalf of someone else.
  package func acting(as caller: Caller) -> Camera {
    var camera = self
    camera.caller = caller
    return camera
  }

  /// Which camera this is.
  package func identity() throws(ServiceError) -> CameraIdentity {
    do {
      return try IdentitySource(settings, files: files).read()
    } catch {
      throw .configuration(error)
    }
  }

  /// The same, empty where camera.cfg is lost. What is there and cannot be read is a gap of a report.
  func identityIfThere() throws(ServiceError) -> CameraIdentity {
    do {
      return try identity()
    } catch .configuration(let error) where error.isNotFound {
      return CameraIdentity(model: "", serial: "", firmware: "")
    }
  }

  /// The same, empty also where camera.cfg is not a file: that is when a restore is needed most.
  func identityIfKnown() throws(ServiceError) -> CameraIdentity {
    do {
      return try identity()
    } catch .configuration(let error) where error.isNoFile {
      return CameraIdentity(model: "", serial: "", firmware: "")
    }
  }

  /// The cost of vaults made from now on.
  var cost: Argon2idCost {
    Argon2idCost(passes: UInt32(settings.argon2Passes), memoryKiB: UInt32(settings.argon2MiB) * 1_024) ?? .standard
  }
}
