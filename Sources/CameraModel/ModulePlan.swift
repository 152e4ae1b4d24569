/// What a restore does with one module.
package enum ModuleAction: String, Sendable {
  /// It has these settings already.
  case same
  /// It gets the settings of the backup.
  case restore
  /// Another module of the same kind is in its place, and gets its settings.
  case replaced
  /// It is not on the bus.
  case missing
  /// It is on the bus and not in the backup: left alone.
  case notInBackup = "not-in-backup"
  /// A module of another kind is in its place: never written.
  case otherKind = "other-kind"
  /// Left out, when the backup was made or now.
  case skipped

  /// Whether the module is written.
  package var writes: Bool { self == .restore || self == .replaced }
}

/// A module of a backup.
package struct BackupModule: Sendable, Equatable, OfModule {
  package let identity: ModuleIdentity
  /// Whether its settings are in the backup.
  package let isIncluded: Bool

  /// See the properties.
  package init(_ identity: ModuleIdentity, isIncluded: Bool) {
    self.identity = identity
    self.isIncluded = isIncluded
  }

  /// Where it was.
  package var address: String { identity.address }
}

/// Which modules a person wants restored.
package struct ModuleSelection: Sendable {
  /// Only these addresses; all when empty.
  package var only: Set<String> = []
  /// Addresses that are left alone.
  package var skipped: Set<String> = []
  /// A module of the backup whose settings go to a module at another address.
  package var pairs: [String: String] = [:]

  /// All modules, each its own settings.
  package init() {}

  /// Whether the settings of this module of the backup are asked for.
  func isAsked(source: String) -> Bool { only.contains(source) || pairs[source] != nil }
}

/// What a restore does with a module, and why.
package struct ModulePlan: Sendable, Equatable {
  /// Where the module is on the bus, or would be if it were not missing.
  package let address: String
  /// The module of the backup, from which the settings come; `nil` for one that is on the bus only.
  package let inBackup: ModuleIdentity?
  /// The module on the bus; `nil` for one that is missing.
  package let onBus: ModuleIdentity?
  /// What is done with it.
  package var action: ModuleAction

  /// See the properties.
  package init(address: String, inBackup: ModuleIdentity?, onBus: ModuleIdentity?, action: ModuleAction) {
    self.address = address
    self.inBackup = inBackup
    self.onBus = onBus
    self.action = action
  }

  /// The address in the backup, from which the settings come.
  package var source: String? { inBackup?.address }

  /// The kind in the backup, else that on the bus.
  package var kind: String { (inBackup ?? onBus)?.kind ?? "" }

  /// The serial number in the backup.
  package var serialInBackup: String? { inBackup?.serial }

  /// The serial number on the bus.
  package var serial: String? { onBus?.serial }

  /// Whether the module on the bus has another firmware than that of the backup had.
  package var firmwareDiffers: Bool {
    guard let inBackup, let onBus else { return false }
    return inBackup.firmware != onBus.firmware
  }

  /// Plans every module of backup and bus, in order of address.
  package static func make(
    backup: [BackupModule], bus: [BusModule], _ selection: ModuleSelection
  ) -> [ModulePlan] {
    let present = Dictionary(uniqueKeysWithValues: bus.map { ($0.address.text, $0) })
    let inBackup = Set(backup.map(\.address))
    let given = Set(selection.pairs.values)
    var targets: Set<String> = []
    var plans: [ModulePlan] = []
    for module in backup {
      let target = selection.pairs[module.address] ?? module.address
      // Who is given another's settings does not get its own.
      guard selection.pairs[module.address] != nil || !given.contains(target) else { continue }
      targets.insert(target)
      plans.append(plan(module, at: target, present[target], selection))
    }
    for module in bus where !targets.contains(module.address.text) {
      plans.append(
        ModulePlan(
          address: module.address.text, inBackup: nil, onBus: module.identity,
          action: inBackup.contains(module.address.text) ? .skipped : .notInBackup))
    }
    return plans.sorted { $0.address.utf8.lexicographicallyPrecedes($1.address.utf8) }
  }

  /// Whether a person asked for this module by its address, and it cannot be had.
  package func isObstacle(to selection: ModuleSelection) -> Bool {
    let isAsked = selection.only.contains(address) || source.map { selection.isAsked(source: $0) } ?? false
    return isAsked && [.missing, .notInBackup, .otherKind].contains(action)
  }

  private static func plan(
    _ module: BackupModule, at target: String, _ present: BusModule?, _ selection: ModuleSelection
  ) -> ModulePlan {
    ModulePlan(
      address: target, inBackup: module.identity, onBus: present?.identity,
      action: action(module, at: target, present, selection))
  }

  private static func action(
    _ module: BackupModule, at target: String, _ present: BusModule?, _ selection: ModuleSelection
  ) -> ModuleAction {
    let isChosen =
      selection.only.isEmpty || selection.only.contains(module.address) || selection.only.contains(target)
      || selection.pairs[module.address] != nil
    guard module.isIncluded, isChosen else { return .skipped }
    guard !selection.skipped.contains(module.address), !selection.skipped.contains(target) else { return .skipped }
    guard let present, present.state != .gone else { return .missing }
    guard present.kind == module.kind || present.state != .ok else { return .otherKind }
    return present.serial == module.serial || present.state != .ok ? .restore : .replaced
  }
}
