package import CameraService

extension ConfigurationPreview {
  /// The question before a change.
  ///
  /// - Parameter restarts: whether the camera restarts by itself.
  package func question(restarts: Bool) -> String {
    "This changes the configuration" + (restarts ? " and restarts the camera." : ".")
  }

  /// That nothing was changed, because nothing differs or only a look was wanted.
  package var unmadeSentence: String {
    isUnchanged ? configurationUnchanged : "Nothing was changed: this was a dry run."
  }
}

extension ConfigurationReport {
  /// What was done, and what happens next.
  ///
  /// - Parameter restarts: whether the camera restarts by itself.
  package func sentences(restarts: Bool) -> [String] {
    guard !isUnchanged else { return [configurationUnchanged] }
    let done = "The configuration was changed." + (restarts ? "" : " Restart the camera.")
    return [done] + (preview.revertMinutes > 0 ? [confirmation(within: preview.revertMinutes)] : [])
  }

  /// What a person should know beside it.
  package var notices: [String] {
    losses.isEmpty ? [] : ["This file system or account could not store: \(losses.text)."]
  }
}

/// Nothing is to be changed.
private let configurationUnchanged = "The configuration has these values already. Nothing was changed."

/// How a change is kept.
func confirmation(within minutes: Int) -> String {
  "Confirm it with camconsole confirm within \(minutes) min of the restart, or the camera reverts it."
}

/// That a list of sections is not whole.
package func unnamedSection(in file: String) -> String {
  "\(file) has a section whose name is not UTF-8. It is not shown."
}
