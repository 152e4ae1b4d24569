package import BackupStore

/// What has to be deleted from a full card so that a new backup has room.
package enum RoomByDeletion: Sendable, Equatable {
  /// Any one of its backups, as far as that is known.
  case anyOne
  /// One that has at least so many bytes.
  case one(bytes: Int64)
  /// So many of them, at least.
  case several(Int)
  /// All of them are too small.
  case notEnough

  /// - Parameters:
  ///   - backups: as they are listed.
  ///   - error: why a backup was not made.
  package init(_ backups: [BackupDescription], _ error: StoreError) {
    guard case .full(let needed?, let free?) = error else {
      self = .anyOne
      return
    }
    self.init(backups.filter { $0.state != .missing }.map { $0.bytes ?? 0 }, lack: needed - free)
  }

  private init(_ sizes: [Int64], lack: Int64) {
    var (rest, count) = (lack, 0)
    for size in sizes.sorted(by: >) where rest > 0 { (rest, count) = (rest - size, count + 1) }
    if rest > 0 {
      self = .notEnough
    } else if count > 1 {
      self = .several(count)
    } else {
      self = sizes.allSatisfy { $0 >= lack } ? .anyOne : .one(bytes: lack)
    }
  }
}
