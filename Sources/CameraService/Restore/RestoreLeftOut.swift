internal import BackupStore
internal import CameraModel

/// What a restore left as it was.
package struct RestoreLeftOut: Codable, Sendable, Equatable {
  /// A module that does not get the backup's settings.
  package struct Module: Codable, Sendable, Equatable {
    /// Its address on the bus.
    package let address: String
    /// A module of another kind is in its place; else a person left it out, now or when the backup was made.
    package let isOfOtherKind: Bool

    /// See the properties.
    package init(address: String, isOfOtherKind: Bool = false) {
      self.address = address
      self.isOfOtherKind = isOfOtherKind
    }
  }

  /// The running values of the network's sections stayed.
  package let network: Bool
  /// The running users stayed.
  package let users: Bool
  /// The modules that do not get the settings of the backup.
  package let modules: [Module]
  /// The sections and files that stayed.
  package let kept: [KeptPart]

  /// See the properties.
  package init(network: Bool = false, users: Bool = false, modules: [Module] = [], kept: [KeptPart] = []) {
    self.network = network
    self.users = users
    self.modules = modules
    self.kept = kept
  }

  /// Of a record of an earlier version, too.
  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      network: try values.decode(Bool.self, forKey: .network), users: try values.decode(Bool.self, forKey: .users),
      modules: try values.decode([Module].self, forKey: .modules),
      kept: try values.decodeIfPresent([KeptPart].self, forKey: .kept) ?? [])
  }

  init(_ plans: [ModulePlan], _ kept: [KeptPart], _ options: RestoreOptions) {
    let modules = plans.filter { $0.action == .skipped || $0.action == .otherKind }
    self.init(
      network: options.keepsNetwork, users: options.keepsUsers,
      modules: modules.map { Module(address: $0.address, isOfOtherKind: $0.action == .otherKind) }, kept: kept)
  }

  /// `module 4, module 0-0052 (other kind)`; empty where no module was left out.
  package var text: String {
    modules.map { "module \($0.address)" + ($0.isOfOtherKind ? " (other kind)" : "") }.joined(separator: ", ")
  }

  /// Parts that a sentence names; of more it says how many.
  private static let namedParts = 8

  /// `SECTION ethernet, network/interfaces`; empty where nothing was kept.
  package var keptText: String {
    let names = kept.prefix(Self.namedParts).map(\.keptText)
    let rest = kept.count - names.count
    return names.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
  }
}

extension RestoreStatus {
  /// Which backup was restored when and by whom: `00020003 of 2026-11-20 02:00:03 on 2026-11-23 10:01:17 by dora`.
  ///
  /// - Parameter localTime: a moment in the camera's time zone, of seconds since 1970.
  package func text(_ localTime: (Int64) -> String) -> String {
    let created = created.map { " of \(localTime($0))" } ?? ""
    let restored = restored > 0 ? " on \(localTime(restored))" : ""
    let what = BackupSelector(backup) == .undo ? CameraService.restored(backup) : backup
    return what + created + restored + (caller.isEmpty ? "" : " by \(caller)")
  }

  /// Modules whose settings wait for them: `module 0-0053`; empty for none.
  package var pendingText: String { pendingModules.map { "module \($0)" }.joined(separator: ", ") }

  /// What was restored, what was kept and left out, and what is pending, as a sentence.
  ///
  /// - Parameter localTime: a moment in the camera's time zone, of seconds since 1970.
  package func account(_ localTime: (Int64) -> String) -> String {
    let what = isOfModulesOnly ? "Restored modules of " : "Restored "
    let parts = [
      what + text(localTime), leftOut.keptText.isEmpty ? "" : "kept: \(leftOut.keptText)",
      leftOut.text.isEmpty ? "" : "left out: \(leftOut.text)",
      pendingText.isEmpty ? "" : "pending: \(pendingText)",
      losses.isEmpty ? "" : "not taken by this file system or account: \(losses.text)",
      leftBehind.map { "the former configuration could not be removed: see \($0)" } ?? "",
    ]
    return parts.filter { !$0.isEmpty }.joined(separator: "; ") + "."
  }
}
