/// How a session at the console ends.
package enum SessionEnd: String, Sendable {
  case left
  case idle
  case hangUp = "hang-up"
  /// A signal asked the program to end.
  case stopped
  /// The user was removed, or is no longer in admins.
  case notAdministrator = "not an administrator"
  /// The camera restarts.
  case restart
}

extension UseCase {
  /// End of a session.
  static let logOut = UseCase("log out", .authentication)
}

extension Camera {
  /// Reports the end of a session; the caller is its administrator.
  package func reportLogOut(_ end: SessionEnd) {
    try? perform(.logOut, about: end.rawValue) {}
  }
}
