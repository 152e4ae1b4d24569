internal import BackupStore
internal import CameraDevice
internal import CameraModel
internal import ConfigurationChange
internal import FileSystem

/// Seals configuration and modules from before a restore in the state directory. The confirmation stands whatever comes
/// of it.
struct UndoKeeper: FormerKeeper {
  let camera: Camera

  func keep(
    _ intent: RestoreIntent, mayPostpone: Bool, tree: () throws(ChangeError) -> (any Directory)?
  ) -> KeptFormer {
    do throws(ServiceError) {
      let session = try camera.sessionWithoutCard()
      return try keep(intent, mayPostpone, tree, in: session)
    } catch {
      return .notKept(UndoFailure(error).problem)
    }
  }

  private func keep(
    _ intent: RestoreIntent, _ mayPostpone: Bool, _ tree: () throws(ChangeError) -> (any Directory)?,
    in session: StoreSession
  ) throws(ServiceError) -> KeptFormer {
    do throws(ServiceError) {
      let request = request(intent, try configuration(tree))
      try store { () throws(StoreError) in try session.sealUndo(request, created: intent.began) }
      return .kept
    } catch {
      if mayPostpone, UndoFailure(error).mayPass { return .postponed }
      try? session.removeUndo()
      throw error
    }
  }

  private func configuration(
    _ tree: () throws(ChangeError) -> (any Directory)?
  ) throws(ServiceError) -> any Directory {
    guard let previous = try changing(tree) else { return try camera.openConfiguration() }
    return previous
  }

  private func request(_ intent: RestoreIntent, _ configuration: any Directory) -> BackupRequest {
    let modules = intent.modules.compactMap { module in
      module.former.map { previous in
        ModuleSnapshot(
          ModuleIdentity(
            address: module.address, kind: module.kind, serial: previous.serial ?? "", firmware: previous.firmware ?? ""
          ),
          configuration: Array(previous.settings))
      }
    }
    return BackupRequest(
      configuration: configuration, modules: modules, identity: ArchiveIdentity(intent.camera),
      label: intent.details.edited == nil ? "before \(intent.subject)" : "before a change of the configuration")
  }
}
