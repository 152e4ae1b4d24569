internal import BackupStore
internal import CameraDevice
package import CameraModel
internal import ConfigurationChange
internal import FileSystem

/// What came of a change of the configuration.
package struct ConfigurationReport: Sendable {
  /// What it was about to change, read just before it.
  package let preview: ConfigurationPreview
  /// What of the configuration its copy does not have, because the file system or the account cannot.
  package let losses: RestoreLosses

  /// Whether the configuration was so already. Then the camera need not restart.
  package var isUnchanged: Bool { preview.isUnchanged }
}

/// What a change of the configuration changed, as its record says it.
package struct EditedConfiguration: Codable, Sendable, Equatable {
  /// Names that are recorded, at most.
  private static let mostNamed = 32

  /// The first names of keys and sections.
  package let names: [String]
  /// How many there are in all.
  package let count: Int

  /// - Parameter names: of keys and sections, all of them.
  package init(_ names: [String]) {
    self.names = Array(names.prefix(Self.mostNamed))
    count = names.count
  }
}

extension UseCase {
  /// Change of keys.
  static let changeConfiguration = UseCase("config change", .work)
}

extension Camera {
  /// What the record of a change calls it that is not a restore. No backup is called so.
  package static let configurationSubject = "config"

  /// Changes the configuration, all or nothing. What has to stay of it is copied with it: other files, owners, modes,
  /// attributes, links.
  ///
  /// - Parameter shown: the preview that a person agreed to; `nil`: whatever there is now is changed.
  /// - Throws: after any error nothing is changed. `.edit(.changed)`: it is not what was shown.
  package func changeConfiguration(
    _ edit: ConfigurationEdit, _ options: ConfigurationOptions, shown: ConfigurationPreview? = nil
  ) throws(ServiceError) -> ConfigurationReport {
    try perform(.changeConfiguration, about: edit.logText) { () throws(ServiceError) in
      try withLock(.changeConfiguration) { () throws(ServiceError) in
        try withRestores(.changeConfiguration) { (engine) throws(ServiceError) in
          try change(edit, options, shown, engine)
        }
      }
    }
  }

  private func change(
    _ edit: ConfigurationEdit, _ options: ConfigurationOptions, _ shown: ConfigurationPreview?,
    _ engine: RestoreEngine
  ) throws(ServiceError) -> ConfigurationReport {
    let tree = try readConfiguration()
    if let path = shown?.base.difference(in: tree.documents) { throw .edit(.changed(path)) }
    let preview = try preview(edit, tree, options)
    let told = preview.masked(settings.secretMask)
    guard !preview.isUnchanged else { return ConfigurationReport(preview: told, losses: RestoreLosses()) }
    var wanted = RestoreOptions()
    wanted.revertMinutes = options.revertMinutes
    try settleEarlier(engine, wanted)
    try checkExchangeable(wanted)
    try checkRevert(wanted)
    let plan = ChangePlan(
      subject: Self.configurationSubject, caller: caller.text, camera: try identityIfKnown(),
      revertMinutes: preview.revertMinutes, modules: [], source: EditSource(preview, self))
    let report = try changing { () throws(ChangeError) in try engine.begin(plan, modulesOnly: false) }
    return ConfigurationReport(preview: told, losses: report.intent?.details.losses ?? RestoreLosses())
  }
}
