internal import BackupStore
internal import CameraDevice
package import CameraModel

/// What would lock somebody out, or let somebody in.
extension RestorePreview {
  /// Sentences, the most urgent first.
  func warnings(_ settings: Settings) -> [String] {
    [
      exchangeObstacle?.message.text, origin.warning, revertWarning(settings), addressWarning(settings), ownWarning,
    ].compactMap(\.self)
      + (users.map { warnings($0) } ?? []) + moduleWarnings
      + (undoObstacle.map { ["What was restored could not be undone: \($0.message.text)"] } ?? [])
      + (flagsLost.isEmpty ? [] : ["These flags (chattr) are not in a backup and will be lost: \(flagsLost.text)."])
  }

  /// A revert that is usual here and that nobody would do.
  private func revertWarning(_ settings: Settings) -> String? {
    guard settings.revertMinutes > 0, let revertLack else { return nil }
    return revertLack.message.text + " If you cannot reach the camera after it, it stays as restored."
  }

  /// The camera's address before and after, if one of the network's sections or files changes it.
  package func addressChange(_ settings: Settings) -> (former: String, new: String)? {
    for key in addressDifferences(settings) {
      guard let former = key.former, let new = key.new else { continue }
      let mask = settings.secretMask
      return (TextEncoding.text(mask.masked(former)), TextEncoding.text(mask.masked(new)))
    }
    let (former, new) = fileAddresses
    if let former, let new, former != new { return (former, new) }
    return nil
  }

  /// Whether the camera may have another address afterwards.
  package func mayChangeAddress(_ settings: Settings) -> Bool { addressWarning(settings) != nil }

  /// The camera's addresses in the files of the network that change: those of one file, if it has both.
  private var fileAddresses: (former: String?, new: String?) {
    let changes = networkAddresses.filter { $0.former != $0.new }
    if let change = changes.first(where: { $0.former != nil && $0.new != nil }) { return (change.former, change.new) }
    return (changes.lazy.compactMap(\.former).first, changes.lazy.compactMap(\.new).first)
  }

  private func addressDifferences(_ settings: Settings) -> [KeyDifference] {
    documents.flatMap { document in
      document.difference.sections.filter { settings.isNetworkSection($0.name, of: document.path) }
    }.flatMap(\.keys).filter { NetworkAddress.isKey($0.key) }
  }

  private func addressWarning(_ settings: Settings) -> String? {
    if let change = addressChange(settings) {
      return "The address changes from \(change.former) to \(change.new): this connection will be lost."
    }
    if let former = addressDifferences(settings).lazy.compactMap(\.former).first {
      return Self.addressGone(TextEncoding.text(settings.secretMask.masked(former)))
    }
    let (former, new) = fileAddresses
    if let former, new == nil { return Self.addressGone(former) }
    guard let file = networkFiles(settings).first else { return nil }
    return "The network changes in \(file): this connection may be lost."
  }

  private static func addressGone(_ address: String) -> String {
    "The backup has no address in the place of \(address): this connection will be lost."
  }

  /// The files of the network that do not stay as they are.
  func networkFiles(_ settings: Settings) -> [String] {
    (files.changed + files.removed + files.added + documents.map(\.path)).filter { settings.isNetworkFile($0) }
  }

  /// Modules that are to get settings and cannot be read: the restore stops at them.
  private var moduleWarnings: [String] {
    modules.filter { $0.action.writes && unreadModules[$0.address] != nil }.map { plan in
      let error = unreadModules[plan.address].flatMap { ModuleBusError($0) }
      return "Module \(plan.address) \(error?.what ?? ""): nothing is restored unless it is left out."
    }
  }

  /// How the person at the console is locked out.
  private var ownWarning: String? {
    guard let users, let ownLogin else { return nil }
    if let loss = users.losses.first(where: { $0.name == ownLogin }) {
      return loss.new.map { "Your own login \(ownLogin) will be in \($0.rawValue), and cannot enter the console." }
        ?? "Your own login \(ownLogin) will be gone."
    }
    guard users.otherPasswords.contains(ownLogin) else { return nil }
    return "Your own login \(ownLogin) will have another password."
  }

  private func warnings(_ users: UserChanges) -> [String] {
    var warnings: [String] = []
    if users.bringsFactoryPassword {
      warnings.append("The factory password of \(FactoryUser.name) comes back, which everybody knows.")
    }
    // The own login is told already.
    let losses = users.losses.filter { $0.name != ownLogin }
    let gone = losses.filter { $0.new == nil }.map { "\($0.name) (\($0.former.rawValue))" }
    if !gone.isEmpty { warnings.append("Users who will be gone: \(gone.joined(separator: ", ")).") }
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
