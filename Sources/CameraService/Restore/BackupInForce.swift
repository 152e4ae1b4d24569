package import BackupStore
internal import CameraModel
internal import ConfigurationChange
internal import FileSystem
internal import FoundationEssentials

/// The active backup: the camera's configuration was restored from it.
package struct BackupInForce: Sendable, Equatable {
  /// As it is called now.
  package let name: BackupName
  /// Whether the configuration is another since the restore; `nil` where that cannot be told.
  package let hasChanged: Bool?
}

extension ListReport {
  /// The mark of a listed backup; `nil` for one that is not active.
  package func mark(of backup: BackupDescription) -> BackupInForce? {
    // A name alone could also be that of a missing backup in whose place another file lies.
    backup.metadata.created == nil || backup.name != inForce?.name ? nil : inForce
  }
}

/// A backup as the record of its restore knows it. A change of the Super PIN writes another file at a higher epoch,
/// with the time and the serial number of the old one, and mostly with its counter. A time alone is not enough: a
/// clock that starts in 1970 at each boot shows the same one again.
struct RestoredBackup: Codable, Sendable, Equatable {
  /// When it was made, in seconds since 1970.
  let created: Int64
  /// The camera's.
  let serial: String?
  /// The sixteen bytes that name its file; `nil` in records of earlier versions.
  let file: Data?
  /// `EEEECCCC`, as it was called then; likewise.
  let name: String?

  /// - Returns: `nil` for a backup that does not say when it was made.
  init?(_ backup: BackupDescription) {
    guard let created = backup.metadata.created else { return nil }
    self.created = created
    serial = backup.metadata.serial
    file = backup.backupID.map { Data($0.bytes) }
    name = backup.name.description
  }

  /// The listed backup that this is: the same file, or the one that a change of the Super PIN made of it.
  func find(in backups: [BackupDescription]) -> BackupDescription? {
    let alike = backups.filter { $0.metadata.created == created && $0.metadata.serial == serial }
    guard let file, let name = name.flatMap({ BackupName($0) }) else { return alike.count == 1 ? alike[0] : nil }
    if let same = alike.first(where: { $0.backupID.map { Data($0.bytes) } == file }) { return same }
    let rewritten = alike.filter { $0.name.epoch > name.epoch }
    let numbered = rewritten.filter { $0.name.counter == name.counter }
    let candidates = numbered.isEmpty ? rewritten : numbered
    return candidates.count == 1 ? candidates[0] : nil
  }
}

/// A whole configuration that came of a backup.
struct RestoredConfiguration: Codable, Sendable {
  let backup: RestoredBackup
  /// 32 bytes: of what was restored, with the sections that stayed; `nil` where it could not be read.
  let digest: Data?
}

extension Camera {
  /// The active backup: its configuration was restored last, and the restore is confirmed. Restores of modules alone do
  /// not count.
  ///
  /// - Parameter backups: those on the card.
  /// - Returns: `nil` also where that backup is not among them; what cannot be read stops no listing.
  func backupInForce(among backups: [BackupDescription]) -> BackupInForce? {
    guard let restored = try? restoredConfiguration(), let backup = restored.backup.find(in: backups) else {
      return nil
    }
    return BackupInForce(name: backup.name, hasChanged: hasChanged(since: restored))
  }

  private func restoredConfiguration() throws(ServiceError) -> RestoredConfiguration? {
    let engine = try restoreEngine()
    return try changing { () throws(ChangeError) in try engine.detailsInForce() }?.configuration
  }

  private func hasChanged(since restored: RestoredConfiguration) -> Bool? {
    guard let previous = restored.digest, let running = try? openConfiguration(), let now = digest(of: running) else {
      return nil
    }
    return now != previous
  }

  /// A digest of a configuration's names, types, modes, owners, contents and link targets.
  ///
  /// - Returns: `nil` where it cannot be read or does not come to rest.
  func digest(of configuration: any Directory) -> Data? {
    let plan = try? ArchivePlan(
      configuration: configuration, modules: [], identity: ArchiveIdentity(model: "", serial: "", firmware: ""),
      created: 0, clock: archiveClock)
    return (try? plan?.contentDigest()).map { Data($0) }
  }
}
