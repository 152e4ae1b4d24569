internal import BackupStore
internal import CameraDevice
internal import CameraModel
internal import CameraService
internal import FileSystem

/// Who can no longer log in after the restore, and who can.
extension RestorePreview {
  /// Sentences, the most urgent first.
  func warnings(_ settings: Settings) -> [String] {
    [
      exchangeObstacle?.message.text, origin.warning, revertWarning(settings), addressWarning(settings), ownWarning,
    ].compactMap(\.self)
      + (users.map { warnings($0) } ?? []) + moduleWarnings
      + (undoObstacle.map { ["This restore cannot be undone afterwards: \($0.message.text)"] } ?? [])
      + (flagsLost.isEmpty
        ? [] : ["A backup does not contain the flags of chattr. These will be lost: \(flagsLost.text)."])
  }

  /// The restore should be reverted without a confirmation, and no program would do that.
  private func revertWarning(_ settings: Settings) -> String? {
    guard settings.revertMinutes > 0, let revertLack else { return nil }
    return revertLack.message.text + " If you cannot reach the camera afterwards, nothing reverts the restore."
  }

  private func addressWarning(_ settings: Settings) -> String? {
    switch networkOutlook(settings) {
    case .same: nil
    case .moved(let previous, let new): "The address changes from \(previous) to \(new). This connection will be lost."
    case .gone(let previous): "The address \(previous) is not in the backup. This connection will be lost."
    case .changed(let file): "The network changes in \(file). This connection may be lost."
    }
  }

  /// Modules that should get settings and cannot be read: the restore stops at them.
  private var moduleWarnings: [String] {
    modules.filter { $0.action.writes && unreadModules[$0.address] != nil }.map { plan in
      let error = unreadModules[plan.address].flatMap { ModuleBusError($0) }
      return "Module \(plan.address) \(error?.what ?? ""). The restore stops unless you leave it out."
    }
  }

  /// Why the person at the console could not log in again.
  private var ownWarning: String? {
    guard let users, let ownLogin else { return nil }
    if let loss = users.losses.first(where: { $0.name == ownLogin }) {
      return loss.new.map { "Your own user \(ownLogin) will be in \($0.rawValue), and cannot log in to the console." }
        ?? "Your own user \(ownLogin) will be removed."
    }
    guard users.otherPasswords.contains(ownLogin) else { return nil }
    return "Your own user \(ownLogin) will have another password."
  }

  private func warnings(_ users: UserChanges) -> [String] {
    var warnings: [String] = []
    if users.bringsFactoryPassword {
      warnings.append("\(FactoryUser.name) will have the factory password, which everybody knows.")
    }
    // The own user has a warning already.
    let losses = users.losses.filter { $0.name != ownLogin }
    let gone = losses.filter { $0.new == nil }.map { "\($0.name) (\($0.former.rawValue))" }
    if !gone.isEmpty { warnings.append("Users who will be removed: \(gone.joined(separator: ", ")).") }
    let fewer = losses.compactMap { loss in
      loss.new.map { "\(loss.name) (\($0.rawValue) instead of \(loss.former.rawValue))" }
    }
    if !fewer.isEmpty { warnings.append("Users who will have fewer rights: \(fewer.joined(separator: ", ")).") }
    let added = users.gains.filter { $0.former == nil }.map { "\($0.name) (\($0.new.rawValue))" }
    if !added.isEmpty { warnings.append("Users who will be added: \(added.joined(separator: ", ")).") }
    let more = users.gains.compactMap { gain in
      gain.former.map { "\(gain.name) (\(gain.new.rawValue) instead of \($0.rawValue))" }
    }
    if !more.isEmpty { warnings.append("Users who will have more rights: \(more.joined(separator: ", ")).") }
    let others = users.otherPasswords.filter { $0 != ownLogin }
    if !others.isEmpty { warnings.append("Users who will have another password: \(others.joined(separator: ", ")).") }
    return warnings
  }
}
