internal import BackupStore
internal import CameraDevice
internal import CameraModel

/// What of the current configuration stays at a restore, whatever the backup has.
struct KeptParts: Sendable {
  /// The sections of which the current lines stay, in every file of sections.
  var sections: [String] = []
  /// Files and directories that stay, and of which nothing is restored.
  var keepsNetworkFiles = false
  /// The keys of SECTION identity that stay.
  var identityKeys: [String] = []
  let settings: Settings

  init(_ options: RestoreOptions, identityKeys: [String], _ settings: Settings) {
    self.settings = settings
    sections = (options.keepsNetwork ? settings.networkSections : []) + (options.keepsUsers ? [UserList.section] : [])
    keepsNetworkFiles = options.keepsNetwork
    self.identityKeys = identityKeys
  }

  /// Whether an entry of the current configuration stays as it is, and one of the backup is not restored.
  ///
  /// - Parameter path: in the configuration directory.
  func keepsFile(_ path: String) -> Bool { keepsNetworkFiles && settings.isNetworkFile(path) }

  /// Whether the contents of a file can be others than those in the backup.
  func mayChange(_ path: String) -> Bool { !sections.isEmpty || Self.isMain(path) && !identityKeys.isEmpty }

  /// A file of the backup with what stays of the current one.
  ///
  /// - Parameters:
  ///   - new: of the backup; `nil` where it has no such file.
  ///   - current: of the camera; `nil` where it has no such file.
  /// - Returns: `nil` where nothing of the current file has to stay: then the backup's is restored as it is.
  func merged(
    _ new: ConfigurationDocument?, with current: ConfigurationDocument?, at path: String
  ) -> ConfigurationDocument? {
    let isMain = Self.isMain(path)
    guard isMain || [new, current].allSatisfy({ $0?.isDocument ?? true }) else { return nil }
    var document = new ?? ConfigurationDocument()
    let current = current ?? ConfigurationDocument()
    let names = sections.filter { document.contains(section: $0) || current.contains(section: $0) }
    for name in names { document.replaceSection(name, from: current) }
    guard isMain else { return names.isEmpty ? nil : document }
    for key in identityKeys { try? document.replaceKey(key, in: CameraIdentity.section, from: current) }
    return document
  }

  static func isMain(_ path: String) -> Bool { path.utf8.elementsEqual(MainConfiguration.name.utf8) }
}

/// A part of the configuration that stays at a restore: a section, or a whole file.
package struct KeptPart: Codable, Sendable, Equatable {
  /// The path in the configuration directory.
  package let file: String
  /// `nil` for the whole file.
  package let section: String?
  /// Only the backup has it, so that the restored configuration does not.
  package let isOnlyInBackup: Bool

  /// See the properties.
  package init(file: String, section: String? = nil, isOnlyInBackup: Bool = false) {
    self.file = file
    self.section = section
    self.isOnlyInBackup = isOnlyInBackup
  }
}

/// What the boxes of a restore can keep.
struct KeepableParts: Sendable {
  var network = Keepable()
  var users = Keepable()

  /// Refuses to keep what is not there.
  func check(_ options: RestoreOptions) throws(ServiceError) {
    if options.keepsNetwork, let obstacle = network.obstacle { throw .nothingToKeep(.network, obstacle) }
    if options.keepsUsers, let obstacle = users.obstacle { throw .nothingToKeep(.users, obstacle) }
  }
}

/// The camera's address in a file before and after a restore; `nil` where the file has no address.
struct AddressChange: Sendable, Equatable {
  let former: String?
  let new: String?

  init(_ former: String?, _ new: String?) {
    self.former = former
    self.new = new
  }
}

/// What one box of a restore can keep.
package struct Keepable: Sendable, Equatable {
  /// The sections and files that can be kept; empty where `obstacle` says why.
  package internal(set) var parts: [KeptPart] = []
  /// Why nothing can be kept; `nil` where something can.
  package internal(set) var obstacle: KeepObstacle?

  /// See the properties.
  package init(parts: [KeptPart] = [], obstacle: KeepObstacle? = nil) {
    self.parts = parts
    self.obstacle = obstacle
  }
}
