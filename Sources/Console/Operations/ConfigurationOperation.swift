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
    case .list: OperationTraits(words: "Reading the configuration", isLook: true)
    case .takeSecret: OperationTraits(words: "Taking the value", secrets: [.secretValue])
    case .preview: OperationTraits(words: "Looking what changes", canBeStopped: true)
    case .change: OperationTraits(words: "Changing the configuration", canBeStopped: true, status: .always)
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
