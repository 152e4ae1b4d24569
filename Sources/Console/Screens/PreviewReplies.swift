internal import BackupStore
internal import CameraModel
internal import CameraService
internal import TerminalUI
internal import Wording

/// What comes back.
extension PreviewScreen {
  mutating func receive(_ reply: Reply, _ context: Context) -> [Step] {
    guard case .restore(let reply) = reply else { return [] }
    switch reply {
    case .previewed(let preview):
      show(preview, context)
      return offer
    case .restored(let report):
      guard !report.needsReboot else { return [.replace(RebootScreen(.restore(report.preview)))] }
      return [.popTwice, .tell(.modulesRestored(report.preview.modules))]
    case .compared, .confirmed, .reverted: return []
    }
  }

  private mutating func show(_ preview: RestorePreview, _ context: Context) {
    if case .preview(let wanted) = asked { options = wanted }
    self.preview = preview
    // Nobody would revert it, and its warning says so.
    if preview.revertLack != nil { options.revertMinutes = 0 }
    text.show(Self.view(preview, context))
    search.forgetMatch()
    setBoxes(context.settings)
    setCommands()
    panel.list?.choose(0)
  }

  mutating func failed(_ error: ServiceError, _ context: Context) -> [Step] {
    if let back = Self.back(error) { return [back, .tell(Notice(error, context))] }
    switch asked {
    case .preview:
      setBoxes(context.settings)
      return [.tell(Notice(error, context))]
    case .restore(let wanted): return failedRestore(error, wanted, context)
    }
  }

  /// Where an error leads that ends the preview: past the PIN where the list is another.
  private static func back(_ error: ServiceError) -> Step? {
    guard case .store(let problem) = error else { return nil }
    if case .cleanUpFailed = problem { return .popTwice }
    if case .notFound = problem { return .popTwice }
    // Another session changed the PIN, or the tries are used up: the PIN is asked for again.
    return problem.concernsPIN ? .pop : nil
  }

  private mutating func failedRestore(
    _ error: ServiceError, _ wanted: RestoreOptions, _ context: Context
  ) -> [Step] {
    let text = error.message.text
    if let addresses = error.modulesInTheWay {
      return [.ask(.leaveOut(addresses, text, restore(wanted, without: addresses)))]
    }
    if case .notPutBack(let modules, _) = error {
      return [.ask(.leaveOutStuck(text, restore(wanted, without: modules)))]
    }
    if case .rebootNeeded(let backup) = error {
      return [.ask(.reboot(after: backup, .replace(RebootScreen(.earlier))))]
    }
    if case .newerFirmware = error { return refuseNewer() }
    if case .notAsShown = error { return look(wanted) + [.tell(Notice(error, context))] }
    guard case .noAdministrator = error else { return [.tell(Notice(error, context))] }
    panel.focus(on: .keepUsers)
    let advice = "After this restore nobody could administer the camera: check Keep users. Nothing was changed."
    return [.tell(Notice(.failure, advice))]
  }

  private mutating func restore(_ wanted: RestoreOptions, without addresses: [String]) -> Step {
    var wanted = wanted
    wanted.modules.skipped.formUnion(addresses)
    return restore(wanted)
  }
}

extension ServiceError {
  /// The modules that stopped a restore before it changed anything.
  fileprivate var modulesInTheWay: [String]? {
    if case .restoreModules(let modules) = self { return modules.addresses }
    if case .moduleNotRestorable(let address, _) = self { return [address] }
    if case .moduleDiffers(let address) = self { return [address] }
    return nil
  }
}

extension StoreError {
  /// Whether another PIN, or a later try, is needed.
  fileprivate var concernsPIN: Bool {
    if case .wrongPIN = self { return true }
    if case .mustWait = self { return true }
    if case .noPIN = self { return true }
    if case .locked = self { return true }
    return false
  }
}
