package import BackupStore
package import CameraDevice
package import CameraModel
internal import FileSystem
internal import Sodium

/// The camera that the use cases work on: a machine, and the session of someone who does something with it.
package struct Camera: Sendable {
  let machine: Machine
  /// How passwords of users are stored and checked.
  let passwords: PasswordHashing
  /// How the digits of a PIN become a key; `nil`: by Argon2id, as far as there is memory for it.
  let stretch: KeyStretching?
  /// Where use cases are reported.
  let log: any EventLog
  /// Seconds to wait for another session's work.
  let waitSeconds: Int
  /// Who watches long work.
  let observer: WorkObserver
  /// On whose behalf.
  private(set) var caller: Caller
  /// Whether work on the backups brings their new listing: it reads the whole configuration, which is for a screen.
  package var listsBehindWork = false

  /// - Parameters:
  ///   - log: where use cases are reported.
  ///   - waitSeconds: seconds to wait for another session's work, 0 or more.
  ///   - observer: watches long work, and may stop it.
  package init(
    _ machine: Machine, log: any EventLog, waitSeconds: Int, observer: WorkObserver = .none, caller: Caller
  ) {
    self.init(machine, passwords: .argon2id, log: log, waitSeconds: waitSeconds, observer: observer, caller: caller)
  }

  /// - Parameters:
  ///   - passwords: how passwords of users are stored and checked.
  ///   - stretch: how the digits of a PIN become a key; `nil`: by Argon2id.
  init(
    _ machine: Machine, passwords: PasswordHashing, stretch: KeyStretching? = nil, log: any EventLog,
    waitSeconds: Int = 10, observer: WorkObserver = .none, caller: Caller
  ) {
    self.machine = machine
    self.passwords = passwords
    self.stretch = stretch
    self.log = log
    self.waitSeconds = waitSeconds
    self.observer = observer
    self.caller = caller
  }

  /// The same camera on behalf of someone else.
  package func acting(as caller: Caller) -> Camera {
    var camera = self
    camera.caller = caller
    return camera
  }

  var settings: Settings { machine.settings }
  var time: any TimeSource { machine.time }
  var files: any FileRoot { machine.files }
  var card: any CardSlot { machine.card }

  /// The bus. While it is waited for an answer the session's work can be stopped.
  var bus: any ModuleBus { machine.bus.stoppable(by: observer.shouldStop) }

  /// Runs `RELOAD` and `REBOOT`, which a stop of the session's work ends.
  var commands: any CommandRunner { machine.commands.stoppable(by: observer.shouldStop) }

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
