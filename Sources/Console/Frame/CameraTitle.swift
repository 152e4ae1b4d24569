internal import CameraModel

/// The camera in the first line of every screen.
enum CameraTitle {
  /// Name, model and serial number, and what of them is told where there is less room: the longest first.
  static func variants(_ identity: CameraIdentity) -> [String] {
    let (name, model, serial) = (identity.name, identity.model, identity.serial)
    guard !name.isEmpty else { return [joined(model, serial)].filter { !$0.isEmpty } }
    return [joined(name, model, serial), joined(name, serial), name]
  }

  private static func joined(_ parts: String...) -> String {
    parts.filter { !$0.isEmpty }.joined(separator: " ")
  }
}
