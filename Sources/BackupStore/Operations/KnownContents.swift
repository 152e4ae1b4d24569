internal import FileSystem

/// The newest backup, and the digest of what is in it, which the record keeps: to compare with without the PIN.
package struct KnownContents: Sendable {
  /// As it is listed; not read whole.
  package let backup: BackupDescription
  fileprivate let digest: [UInt8]
}

extension StoreSession {
  /// What the record tells of the contents of the newest backup. Only headers are read.
  ///
  /// - Throws: `StoreError.noPIN`, `.noCard`, `.locked`; `.damaged` for a backup that is known to be damaged;
  ///   `.nothingToCompare`.
  package func knownContents() throws(StoreError) -> KnownContents {
    _ = try currentVault()
    let listing = try listing(.headers)
    guard listing.condition != .locked else { throw .locked(foreign: listing.foreign) }
    guard let first = listing.backups.first(where: { $0.state != .foreign }) else { throw .nothingToCompare(.noBackup) }
    guard let (row, newest) = newestContents(listing.backups) else {
      throw .nothingToCompare(first.state == .missing ? .missing(first.name) : .notKnown(first.name))
    }
    if let missing = listing.backups.first(where: { $0.state == .missing && $0.backupID == newest.backupID }) {
      throw .nothingToCompare(.missing(missing.name))
    }
    guard row.backupID == newest.backupID else { throw .nothingToCompare(.notKnown(row.name)) }
    guard row.state != .damaged else { throw .damaged([row.name]) }
    return KnownContents(backup: row.withoutFile, digest: newest.digest)
  }
}

extension BackupRequest {
  /// Whether a backup made now would have the contents of that backup. Needs no session, and so no lock.
  ///
  /// - Parameter clock: the one that stamps the configuration's files.
  /// - Throws: as the creation of a backup: `StoreError.plan`, `.configurationKeepsChanging`, `.requiredLeftOut`.
  package func hasContents(of known: KnownContents, clock: ArchiveClock) throws(StoreError) -> Bool {
    let digest = try BackupPlanner(request: self, clock: clock).withPlan(created: { 0 }) {
      (plan, _) throws(StoreError) in try mapError(StoreError.plan, try plan.contentDigest())
    }
    return digest == known.digest
  }
}
