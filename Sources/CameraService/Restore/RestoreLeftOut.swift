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
}
