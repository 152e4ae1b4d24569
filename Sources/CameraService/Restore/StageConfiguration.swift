internal import BackupStore
internal import CameraDevice
internal import FileSystem

extension Camera {
  /// Builds the configuration of a backup beside the running one, durably, and checks that somebody can administer it.
  ///
  /// - Returns: the directory in which it is.
  func stage(
    _ opened: OpenedBackup, _ configuration: ConfigurationDirectory, _ kept: KeptParts
  ) throws(ServiceError) -> any Directory {
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
        attributes = .init(try running.status())
      }
    } catch {
      throw .store(.staging(error))
    }
    try exchanging { () throws(ExchangeError) in try configuration.finishSibling(attributes) }
    guard root.hasAdministrator else { throw .noAdministrator }
    return root
  }

  private func exchanging<Result>(_ body: () throws(ExchangeError) -> Result) throws(ServiceError) -> Result {
    do {
      return try body()
    } catch {
      throw .exchange(error)
    }
  }
}

extension FileAttributes {
  /// Those of an entry that is there.
  init(_ status: FileStatus) {
    self.init(mode: status.mode, owner: status.owner, group: status.group, modified: status.modified)
  }
}
