package import BackupStore
internal import CameraDevice
internal import CameraModel
package import FileSystem
package import Sodium

/// Why a sealed copy cannot be tried.
package enum DrillProblem: Sendable {
  /// The file with the sealed copy cannot be read.
  case unreadable(FileError)
  /// The file is not the copy of a backup, or not a whole one.
  case copy(IncomingFault)
  /// The PIN does not open it.
  case wrongPIN
  /// The directory for the drill cannot be made or used: which.
  case place(path: String, FileError)
  /// What was restored is not what the archive holds: how many entries differ.
  case differs(Int)
}

/// What came of a drill: a backup was restored into a camera that is thrown away, and compared.
package struct DrillReport: Sendable {
  /// The backup as it is listed.
  package let backup: BackupDescription
  /// What its archive says is in it.
  package let manifest: ArchiveManifest
  /// Files, folders and links that were compared.
  package let entries: Int
  /// Modules whose settings were compared.
  package let modules: Int
  /// Bytes of contents that were compared.
  package let bytes: Int64
  /// Where the restored configuration or a module is not what the archive holds.
  package let differences: [DrillDifference]
  /// What the configuration did not take here, as owners where the caller is not root.
  package let losses: RestoreLosses
}

/// An entry or module that is not what the archive holds.
package struct DrillDifference: Sendable, Equatable {
  /// What differs. The words are those of JSON.
  package enum Kind: String, Sendable {
    case missing, added, kind, contents, attributes
  }

  /// The path in the archive, such as `config/camera.cfg` or `modules/01`.
  package let path: String
  /// What differs.
  package let kind: Kind
}

extension Camera {
  /// Opens the only backup on the card of a camera that has no PIN yet: its PIN becomes that of the camera.
  package func openForDrill(_ digits: borrowing SecretBytes) throws(ServiceError) -> ShownBackup {
    do {
      _ = try setPIN(digits, forgetting: false, PINDecisions())
    } catch .store(.wouldLock), .store(.opensNothing) {
      throw .drill(.wrongPIN)
    }
    return try ofCopy { () throws(ServiceError) in try showBackup(.latest, digits) }
  }

  /// What is damaged is the copy: there is no other backup here.
  private func ofCopy<Result>(_ body: () throws(ServiceError) -> Result) throws(ServiceError) -> Result {
    do {
      return try body()
    } catch .store(.damaged), .store(.vaultDamaged) {
      throw .drill(.copy(.damaged))
    }
  }

  /// Restores the backup as any camera does, restarts the camera, and compares what is there then with the archive.
  package func drill(_ digits: borrowing SecretBytes) throws(ServiceError) -> DrillReport {
    var options = RestoreOptions()
    options.allowsNewer = true
    options.allowsOtherModel = true
    options.revertMinutes = 0
    let restored = try ofCopy { () throws(ServiceError) in try restore(.latest, digits, options) }
    try reboot()
    _ = try finishRestore()
    return try withStore(.compare, needsCard: true) { (session, _) throws(ServiceError) in
      let opened = try store { () throws(StoreError) in try session.open(.latest, digits) }
      return try compare(opened, restored.losses)
    }
  }

  private func compare(_ opened: OpenedBackup, _ losses: RestoreLosses) throws(ServiceError) -> DrillReport {
    let configuration = try openConfiguration()
    let addresses = opened.manifest.modules.compactMap { ModuleAddress($0.address) }
    let settings = zip(addresses.map(\.text), bus.configurations(of: addresses)).compactMap { address, result in
      (try? result.get()).map { (address, $0) }
    }
    var reader = try store { () throws(StoreError) in
      try opened.read(
        into: DrillReader(configuration, Dictionary(settings) { first, _ in first }))
    }
    try mapError(ServiceError.configuration) { () throws(FileError) in try reader.findAdded() }
    return DrillReport(
      backup: opened.description, manifest: opened.manifest, entries: reader.entries, modules: reader.modules,
      bytes: reader.bytes, differences: reader.differences, losses: losses)
  }
}
