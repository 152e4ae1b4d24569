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
  /// Whoever watches long work.
  package let observer: WorkObserver

  package init(
    settings: Settings, files: any FileRoot, card: any CardSlot, bus: any ModuleBus, time: any TimeSource,
    patience: Int = 10, observer: WorkObserver = .none
  ) {
    self.settings = settings
    self.files = files
    self.card = card
    self.bus = bus
    self.time = time
    self.patience = patience
    self.observer = observer
  }

  /// The real machine with these settings.
  package init(_ settings: Settings, patience: Int, observer: WorkObserver) {
    self.init(
      settings: settings, files: PosixFileSystem(),
      card: PosixCardSlot(path: settings.card, mustBeMounted: settings.cardMustBeMounted),
      bus: PosixModuleBus(settings), time: SystemTime(), patience: patience, observer: observer)
  }

  /// Which camera this is.
  package func identity() throws(ServiceError) -> CameraIdentity {
    do {
      return try IdentitySource(settings, files: files).read()
    } catch {
      throw .configuration(error)
    }
  }

  /// The cost of vaults made from now on.
  var cost: Argon2idCost {
    Argon2idCost(passes: UInt32(settings.argon2Passes), memoryKiB: UInt32(settings.argon2MiB) * 1_024) ?? .standard
  }
}
