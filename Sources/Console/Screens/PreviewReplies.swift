internal import BackupStore
internal import CameraModel
internal import CameraService
internal import TerminalUI

extension PreviewScreen {
  /// Of a restore of modules alone.
  init(ofModules preview: RestorePreview, _ context: Context) {
    self.init(preview, context)
    options.modulesOnly = true
    asked = .preview(options)
    show(preview, context)
  }
}

/// What comes back.
extension PreviewScreen {
  mutating func receive(_ reply: Reply, _ context: Context) -> [Step] {
    switch reply {
    case .previewed(let preview):
      show(preview, context)
      return offer
    case .restored(let report):
      guard !report.needsReboot else { return [.replace(RebootScreen(report))] }
      return [.popTwice, .tell(.modulesRestored(report.preview.modules))]
    case .loggedIn, .logInWait, .nextPINTry, .passwordChosen, .status, .backups, .backupStarted, .verified, .marked,
      .acknowledged, .backupDeleted, .deleted, .pinSet, .pinChanged, .adopted, .pinGenerated, .restarting,
      .restoreConfirmed, .restoreReverted, .users,
      .passwordString, .usersSet,
      .modules, .failed:
      return []
    }
  }

  private mutating func show(_ preview: RestorePreview, _ context: Context) {
    if case .preview(let wanted) = asked { options = wanted }
    self.preview = preview
    // Nobody would revert it, and its warning says so.
    if preview.revertLack != nil { options.revertMinutes = 0 }
    text.show(preview, context)
    setBoxes(context.settings)
    setCommands()
    panel.list?.choose(0)
  }

  mutating func failed(_ error: ServiceError, _ context: Context) -> [Step] {
    switch error {
    // Another session changed the PIN, or the tries are used up: the PIN is asked for again.
    case .store(.wrongPIN), .store(.mustWait), .store(.noPIN), .store(.locked):
      return [.pop, .tell(Notice(error, context))]
    case .store(.cleanUpFailed), .store(.notFound): return [.popTwice, .tell(Notice(error, context))]
    default: break
    }
    switch asked {
    case .preview:
      setBoxes(context.settings)
      return [.tell(Notice(error, context))]
    case .restore(let wanted): return failedRestore(error, wanted, context)
    }
  }

  private mutating func failedRestore(
    _ error: ServiceError, _ wanted: RestoreOptions, _ context: Context
  ) -> [Step] {
    switch error {
    case .restoreModules(let modules): return askToLeaveOut(modules.map(\.address), error, wanted)
    case .moduleNotRestorable(let address, _), .moduleDiffers(let address):
      return askToLeaveOut([address], error, wanted)
    case .rebootNeeded(let backup):
      return [.ask(.reboot(after: backup, .replace(RebootScreen(nil))))]
    case .newerFirmware: return refuseNewer()
    case .noAdministrator:
      panel.focus(on: .keepUsers)
      return [
        .tell(
          Notice(
            .failure, "After this restore nobody could administer the camera: check Keep users. Nothing was changed."))
      ]
    case .notPutBack(let modules, _):
      return [.ask(.leaveOutStuck(error.message.text, restore(wanted, without: modules)))]
    default: return [.tell(Notice(error, context))]
    }
  }

  private mutating func askToLeaveOut(
    _ addresses: [String], _ error: ServiceError, _ wanted: RestoreOptions
  ) -> [Step] {
    [.ask(.leaveOut(addresses, error.message.text, restore(wanted, without: addresses)))]
  }

  private mutating func restore(_ wanted: RestoreOptions, without addresses: [String]) -> Step {
    var wanted = wanted
    wanted.modules.skipped.formUnion(addresses)
    return restore(wanted)
  }
}
