package import CameraModel
package import Sodium

/// A value of the configuration that was typed as a secret: in guarded memory until it is written.
package final class SecretValue: Sendable {
  fileprivate let bytes: SecretBytes

  /// - Parameter bytes: printable ASCII.
  package init(_ bytes: consuming SecretBytes) {
    self.bytes = bytes
  }
}

/// Changes of the configuration that a person has collected: nothing but *Apply* carries them out.
package struct ConfigurationDraft: Sendable {
  /// What is to happen to a key.
  package enum Change: Sendable {
    case value(String)
    case secret(SecretValue)
    case removed
  }

  private struct Entry: Sendable {
    let key: ConfigurationKey
    let change: Change
  }

  /// In the order in which they were made, each key once.
  private var entries: [Entry] = []

  /// No changes.
  package init() {}

  /// Whether nothing is to be changed.
  package var isEmpty: Bool { entries.isEmpty }
  /// The keys that change, in the order in which they were changed.
  package var keys: [ConfigurationKey] { entries.map(\.key) }

  /// What is to happen to a key; `nil` where it stays as it is.
  package subscript(_ key: ConfigurationKey) -> Change? {
    get { entries.first { $0.key == key }?.change }
    set {
      entries.removeAll { $0.key == key }
      if let newValue { entries.append(Entry(key: key, change: newValue)) }
    }
  }

  /// The same for `previewConfiguration` and `changeConfiguration`.
  ///
  /// Secrets leave guarded memory here, on their way into a file that holds them in clear.
  package var edit: ConfigurationEdit {
    var edit = ConfigurationEdit()
    for entry in entries {
      switch entry.change {
      case .value(let text): edit.set(entry.key, to: Array(text.utf8))
      case .secret(let secret):
        edit.set(entry.key, to: secret.bytes.withBytes { bytes in bytes.indices.map { bytes[$0] } })
      case .removed: edit.unset(entry.key)
      }
    }
    return edit
  }
}

extension Camera {
  /// All sections of the configuration as they are shown: sorted, with stars for secrets. No secret is in what is
  /// returned.
  ///
  /// - Throws: `.configuration`; `.edit` for a `camera.cfg` in UTF-16.
  package func shownConfiguration() throws(ServiceError) -> [ShownSection] {
    let files = try configurationFiles()
    var sections: [ShownSection] = []
    for place in files.places {
      do throws(ConfigurationEditProblem) {
        sections.append(try files.shown(place))
      } catch {
        throw .edit(error)
      }
    }
    return sections
  }
}
