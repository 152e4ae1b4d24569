internal import BackupStore
internal import CameraDevice
package import CameraModel
internal import ConfigurationChange
internal import FileSystem

/// How a person wants a change of the configuration to be made.
package struct ConfigurationOptions: Sendable {
  /// Minutes after the restart in which an administrator has to confirm, 0 for none; `nil`: as the settings say.
  package var revertMinutes: Int?

  /// As the settings of the camera say.
  package init() {}
}

/// What a change of the configuration would do.
package struct ConfigurationPreview: Sendable {
  /// What is changed, by the names of keys and sections.
  package let names: [String]
  /// The documents that change, section by section. Secrets in it are stars where it is only looked at.
  package private(set) var contents: ContentDifferences
  /// Minutes to confirm after the restart, 0 for none.
  package let revertMinutes: Int
  /// Why nothing reverts it when nobody confirms it; `nil` when something does.
  package let revertLack: RevertLack?
  /// Why this camera cannot exchange its configuration; `nil` when it can, as far as that is known.
  package let exchangeObstacle: RestoreObstacle?
  /// Why it could not be undone, as far as that is known before; `nil` when it could. Without a PIN nothing is sealed.
  package let undoObstacle: ServiceError?
  /// Entries that lose a flag of `chattr`, because a copy of the configuration does not have them.
  package let flagsLost: RestoreLosses
  /// The addresses in files of the network, before and after.
  let networkAddresses: [AddressChange]
  /// The new documents; none where it is only looked at, because they have secrets in clear.
  private(set) var documents: [ConfigurationFiles.File]
  /// Whether the configuration is so already.
  package let isUnchanged: Bool
  /// What the files were of which it was made.
  let base: ConfigurationBase

  /// The most that is known of the network after the change.
  package func networkOutlook(_ settings: Settings) -> NetworkOutlook {
    contents.networkOutlook(networkAddresses, settings)
  }

  /// The same to be looked at, as long as somebody thinks about it: without the secrets that it would bring.
  func masked(_ mask: SecretMask) -> ConfigurationPreview {
    var preview = self
    preview.documents = []
    preview.contents = ContentDifferences(
      documents: contents.documents.map { DocumentDifference(path: $0.path, difference: $0.difference.masked(mask)) })
    return preview
  }
}

/// What files held at one time: digests, so that no secret is kept.
struct ConfigurationBase: Sendable {
  /// By the bytes of the paths.
  private var digests: [[UInt8]: [UInt8]] = [:]

  /// - Parameter files: to be remembered, by their paths.
  init(_ files: [String], in documents: ConfigurationFiles) {
    for path in files { digests[Array(path.utf8)] = Self.digest(documents.document(of: path)?.bytes) }
  }

  /// The first file that holds something else; `nil` where all are the same.
  func difference(in documents: ConfigurationFiles) -> String? {
    digests.keys.sorted { $0.lexicographicallyPrecedes($1) }.map { String(decoding: $0, as: UTF8.self) }
      .first { Self.digest(documents.document(of: $0)?.bytes) != digests[Array($0.utf8)] }
  }

  /// Whether a file still holds what it held.
  func isSame(_ path: String, _ bytes: [UInt8]) -> Bool { digests[Array(path.utf8)] == Self.digest(bytes) }

  /// Empty for a file that is not there.
  private static func digest(_ bytes: [UInt8]?) -> [UInt8] {
    guard let bytes, let digest = try? FileDigest() else { return [] }
    digest.update(bytes.span)
    return digest.finish()
  }
}

extension UseCase {
  /// Preview of a change of keys.
  static let previewConfiguration = UseCase("config preview", .look)
}

extension Camera {
  /// What a change would do; nothing is changed.
  ///
  /// - Throws: `.edit`: it is not allowed; `.rebootNeeded`, `.restoreAwaits`: an earlier change waits.
  package func previewConfiguration(
    _ edit: ConfigurationEdit, _ options: ConfigurationOptions
  ) throws(ServiceError) -> ConfigurationPreview {
    try perform(.previewConfiguration, about: edit.logText) { () throws(ServiceError) in
      try withLock(.preview) { () throws(ServiceError) in
        let preview = try preview(edit, try readConfiguration(), options)
        if !preview.isUnchanged { try checkNothingWaits() }
        return preview.masked(settings.secretMask)
      }
    }
  }

  /// The same under the lock of the configuration.
  func preview(
    _ edit: ConfigurationEdit, _ tree: ConfigurationTree, _ options: ConfigurationOptions
  ) throws(ServiceError) -> ConfigurationPreview {
    let changed = try mapError(ServiceError.edit) { () throws(ConfigurationEditProblem) in
      try tree.documents.changed(by: edit)
    }
    let differences = changed.compactMap { file in
      tree.documents.document(of: file.path).map {
        DocumentDifference(
          path: file.path,
          difference: ConfigurationDifference(from: $0, to: file.document, masking: settings.secretMask))
      }
    }
    return ConfigurationPreview(
      names: edit.names, contents: ContentDifferences(documents: differences),
      revertMinutes: options.revertMinutes ?? settings.revertMinutes, revertLack: revertLack(),
      exchangeObstacle: exchangeObstacle(), undoObstacle: undoObstacle(), flagsLost: tree.flagged,
      networkAddresses: addresses(changed, tree.documents), documents: changed, isUnchanged: changed.isEmpty,
      base: ConfigurationBase(changed.map(\.path), in: tree.documents))
  }

  /// Refuses another change while one waits for its restart or its confirmation.
  private func checkNothingWaits() throws(ServiceError) {
    guard let status = try restoreStatus() else { return }
    switch status.state {
    case .rebootNeeded: throw .rebootNeeded(status.backup)
    case .awaitingConfirmation: throw .restoreAwaits(status.backup)
    case .confirmed, .reverted: break
    }
  }

  private func undoObstacle() -> ServiceError? {
    do throws(ServiceError) {
      return undoObstacle(try identityIfKnown(), in: try sessionWithoutCard())
    } catch {
      return error
    }
  }

  private func addresses(
    _ changed: [ConfigurationFiles.File], _ documents: ConfigurationFiles
  ) -> [AddressChange] {
    changed.filter { settings.isNetworkFile($0.path) }.map { file in
      AddressChange(
        NetworkAddress.first(in: documents.document(of: file.path)?.bytes ?? []),
        NetworkAddress.first(in: file.document.bytes))
    }
  }
}

extension ContentDifferences {
  fileprivate init(documents: [DocumentDifference]) {
    self.init(documents: documents, files: FileDifferences(), texts: [], attributes: AttributeDifferences())
  }
}

extension ConfigurationEdit {
  /// Names that the log has, at most.
  private static var logged: Int { 8 }

  /// What it changes, for the log: never a value.
  var logText: String {
    let shown = names.prefix(Self.logged).joined(separator: " ")
    return names.count > Self.logged ? "\(shown) and \(names.count - Self.logged) more" : shown
  }
}
