internal import BackupStore
internal import CameraModel
package import CameraService

extension BackupOrigin {
  /// The camera that made it: `M26B 10.32.4.17`.
  package var text: String { Self.text(model, serial) }

  /// This camera likewise.
  package var cameraText: String { Self.text(camera.model, camera.serial) }

  private static func text(_ model: String, _ serial: String) -> String {
    let parts = [model, serial].filter { !$0.isEmpty }
    return parts.isEmpty ? "an unknown camera" : parts.joined(separator: " ")
  }

  /// What a person must know before anything else; `nil` for the camera's own backup.
  package var warning: String? {
    switch relation {
    case .own: nil
    case .unknown:
      "The model of this camera is not known. Check that this backup of \(text) was made by this camera."
    case .otherCamera:
      "This backup is from another camera, \(text). This camera, \(cameraText), keeps its own identity."
    case .otherModel where model.isEmpty:
      "This backup does not say the model of its camera. This camera is \(cameraText)."
    case .otherModel where camera.model.isEmpty:
      "This backup is from another camera, \(text). The model of this camera, \(cameraText), is not known."
    case .otherModel:
      "This backup is from another model, \(text). This camera, \(cameraText), keeps its own identity."
    }
  }
}
