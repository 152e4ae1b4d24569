/// What a user may do on the camera.
package enum UserGroup: String, Sendable, CaseIterable {
  /// Everything; only they may enter the console.
  case admins
  case users
  case guests
  /// Nothing: for a user who is put aside.
  case undefined
}

/// A user of the camera.
package struct UserAccount: Sendable, Equatable {
  /// 3–16 characters of printable ASCII without spaces.
  package let name: String
  /// What the user may do.
  package let group: UserGroup
  /// libsodium's password string: 1–127 characters of printable ASCII without spaces and colons.
  package let passwordString: String

  /// A user of `camera.cfg`.
  package init(name: String, group: UserGroup, passwordString: String) {
    self.name = name
    self.group = group
    self.passwordString = passwordString
  }

  /// Whether somebody can log in to the console as this user: the group is `admins`, and a password can match.
  package var isUsableAdministrator: Bool { group == .admins && PasswordString.canMatch(passwordString) }

  /// Whether this is a password string as it can stand in the configuration.
  static func accepts(passwordString: some Collection<UInt8>) -> Bool {
    (1...127).contains(passwordString.count) && passwordString.allSatisfy { ASCII.isGraphic($0) && $0 != ASCII.colon }
  }
}

/// The user of a camera fresh from the factory, which is not a secret.
package enum FactoryUser {
  /// The name.
  package static let name = "admin"
  /// The password, in the clear as everybody knows it.
  package static let password: [UInt8] = Array("meinsm".utf8)
}

extension ASCII {
  static let colon: UInt8 = 0x3A

  /// Printable and no space.
  static func isGraphic(_ byte: UInt8) -> Bool { (0x21...0x7E).contains(byte) }
}
