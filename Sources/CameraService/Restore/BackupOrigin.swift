package import BackupStore
package import CameraModel

/// Whose backup it is: this camera's, or another one's.
package struct BackupOrigin: Sendable, Equatable {
  /// How the camera of the backup is to this one.
  package enum Relation: Sendable, Equatable {
    /// Of this camera, or nothing says otherwise.
    case own
    /// This camera does not say which one it is.
    case unknown
    /// Of another camera of this model.
    case otherCamera
    /// Of another model, or that cannot be ruled out.
    case otherModel
  }

  /// How the camera of the backup is to this one.
  package let relation: Relation
  /// Of the camera that made the backup; empty where the backup does not say.
  package let model: String
  /// The serial number of that camera; empty where the backup does not say.
  package let serial: String
  /// This camera.
  package let camera: CameraIdentity

  /// See the properties.
  package init(relation: Relation, model: String, serial: String, camera: CameraIdentity) {
    self.relation = relation
    self.model = model
    self.serial = serial
    self.camera = camera
  }

  /// Compares what the backup says with what the camera says.
  package init(model: String, serial: String, camera: CameraIdentity) {
    self.init(
      relation: Self.relation(model, serial, camera), model: model, serial: serial, camera: camera)
  }

  private static func relation(_ model: String, _ serial: String, _ camera: CameraIdentity) -> Relation {
    let isSerialKnown = !serial.isEmpty && !camera.serial.isEmpty
    let isOtherSerial = isSerialKnown && serial != camera.serial
    switch (model.isEmpty, camera.model.isEmpty) {
    case (false, false):
      return model != camera.model ? .otherModel : isOtherSerial ? .otherCamera : .own
    case (true, true): return isOtherSerial ? .otherModel : .own
    // A serial number belongs to one camera, and a camera to one model.
    case (true, false): return isSerialKnown && !isOtherSerial ? .own : .otherModel
    case (false, true): return isOtherSerial ? .otherModel : isSerialKnown ? .own : .unknown
    }
  }

  /// Whether only a person who says so may restore it here: of another model, or of a camera that does not say its own.
  package var needsConsent: Bool { relation == .otherModel || relation == .unknown }

  /// Whether the backup is surely, or perhaps, of another camera.
  package var isOtherCamera: Bool { relation == .otherCamera || relation == .otherModel }
}

extension BackupOrigin {
  /// The keys of SECTION identity that stay as the camera has them. Where it no longer says model and serial number, as
  /// after damage to `camera.cfg`, those that it lacks come from the backup, unless that is another camera's.
  func keptKeys(_ settings: Settings, _ main: ConfigurationDocument?) -> [String] {
    let keys = CameraIdentity.keys(settings)
    func isSaid(_ key: String) -> Bool { !(main?.value(key, in: CameraIdentity.section) ?? []).isEmpty }
    let naming = keys.filter { $0 == "MODEL" || $0 == "SERIAL" }
    let isLost = !naming.isEmpty && !naming.contains(where: isSaid)
    return isLost && !isOtherCamera ? keys.filter(isSaid) : keys
  }
}

extension ListReport {
  /// Whether a listed backup was made by another camera.
  package func isOfOtherCamera(_ backup: BackupDescription) -> Bool {
    camera.map(backup.metadata.isOfOtherCamera) ?? false
  }
}

extension BackupMetadata {
  /// Whether another camera made the backup; `false` where its metadata cannot be read.
  package func isOfOtherCamera(than camera: CameraIdentity) -> Bool {
    created != nil && BackupOrigin(model: model ?? "", serial: serial ?? "", camera: camera).isOtherCamera
  }
}
