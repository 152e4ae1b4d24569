package import CameraModel
package import CameraService

/// Sections and keys of the configuration.
package enum ConfigurationOperation: Sendable {
  case list
  /// Takes what was typed as the new value of a key whose value is a secret.
  case takeSecret(ConfigurationKey)
  case preview(ConfigurationDraft, ConfigurationOptions)
  /// Carries it out, if the configuration is still what the preview was made of.
  case change(ConfigurationDraft, ConfigurationOptions, shown: ConfigurationPreview)

  var traits: OperationTraits {
    switch self {
    case .list:
      OperationTraits(words: "Reading the configuration", isLook: true) { (work) throws(ServiceError) in
        .configuration(.listed(try work.camera.shownConfiguration()))
      }
    case .takeSecret(let key):
      OperationTraits(words: "Taking the value", secrets: [.secretValue]) { (work) throws(ServiceError) in
        .configuration(.secretTaken(key, try work.typedValue()))
      }
    case .preview(let draft, let options):
      OperationTraits(words: "Looking what changes", canBeStopped: true) { (work) throws(ServiceError) in
        .configuration(.previewed(try work.camera.previewConfiguration(draft.edit, options)))
      }
    case .change(let draft, let options, let shown):
      OperationTraits(words: "Changing the configuration", canBeStopped: true, status: .always) {
        (work) throws(ServiceError) in
        .configuration(.changed(try work.camera.changeConfiguration(draft.edit, options, shown: shown)))
      }
    }
  }
}

/// What came of it.
package enum ConfigurationReply: Sendable {
  case listed([ShownSection])
  case secretTaken(ConfigurationKey, SecretValue)
  case previewed(ConfigurationPreview)
  case changed(ConfigurationReport)
}
