package import CameraModel
package import CameraService

extension UserChange {
  /// A user was added to a group.
  package func added(_ name: String, to group: UserGroup) -> String {
    isChanged
      ? "User \(name) was added to \(group.rawValue)."
      : "User \(name) is in \(group.rawValue) already, with this password. Nothing was changed."
  }

  /// A user is in a group.
  package func moved(_ name: String, to group: UserGroup) -> String {
    "User \(name) is in \(group.rawValue)\(isChanged ? "" : " already")."
  }

  /// A user has another name.
  package func renamed(_ name: String, to new: String) -> String {
    isChanged ? "User \(name) has the name \(new) now." : "The user has the name \(new) already. Nothing was changed."
  }

  /// A user has another password.
  package func gotPassword(_ name: String) -> String {
    "User \(name) has \(isChanged ? "a new password" : "this password already")."
  }

  /// Users were removed; others were not there.
  package func removed(_ names: [String], absent: [String]) -> String {
    let sentences = [
      names.isEmpty ? nil : "Removed: \(names.joined(separator: ", ")).",
      absent.isEmpty ? nil : "These users do not exist: \(absent.joined(separator: ", ")).",
    ]
    return sentences.compactMap(\.self).joined(separator: " ")
  }

  /// The users are those of a new camera.
  package var reset: String {
    "The only user is \(FactoryUser.name)\(isChanged ? "" : " already"), with the factory password. Choose another "
      + "password now."
  }

  /// The question before users are removed.
  package static func removalQuestion(_ names: String) -> String {
    "This removes users from the camera and cannot be undone: \(names)."
  }

  /// The question before all users are replaced.
  package static let resetQuestion =
    "This removes all users but \(FactoryUser.name). \(FactoryUser.name) gets the factory password, which everybody knows."
}
