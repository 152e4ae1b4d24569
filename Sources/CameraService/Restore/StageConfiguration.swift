internal import BackupStore
internal import CameraDevice
internal import FileSystem

extension Camera {
  /// Builds the configuration of a backup beside the running one, durably, and checks that somebody can administer it.
  ///
  /// - Returns: the directory in which it is, and what it does not have.
  func stage(
    _ opened: OpenedBackup, _ configuration: ConfigurationDirectory, _ kept: KeptParts
  ) throws(ServiceError) -> (root: any Directory, losses: RestoreLosses) {
    let running = try openConfiguration()
    let root = try exchanging { () throws(ExchangeError) in try configuration.makeSibling() }
    var writer = try store { () throws(StoreError) in
      try opened.read(into: StagingWriter(root: root, running: running, kept: kept))
    }
    let attributes: FileAttributes
    do {
      try writer.finish()
      if let archived = writer.rootAttributes {
        attributes = archived
      } else {
        attributes = .init(try running.status(), extended: try running.extendedAttributes(of: nil))
      }
    } catch {
      throw .store(.staging(error))
    }
    let own = try exchanging { () throws(ExchangeError) in try configuration.finishSibling(attributes) }
    guard root.hasAdministrator else { throw .noAdministrator }
    var losses = writer.losses
    losses.add(own, of: "")
    return (root, losses)
  }

  private func exchanging<Result>(_ body: () throws(ExchangeError) -> Result) throws(ServiceError) -> Result {
    do {
      return try body()
    } catch {
      throw .exchange(error)
    }
  }
}
