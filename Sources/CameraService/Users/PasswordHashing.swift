internal import CameraModel
internal import Sodium

/// How passwords of users are stored and checked.
package struct PasswordHashing: Sendable {
  /// KiB of memory that either needs.
  let memoryKiB: UInt32
  /// Makes a password string.
  let make: @Sendable (borrowing SecretBytes) throws(SodiumError) -> String
  /// Whether a password is the one that a password string was made from.
  let verify: @Sendable (borrowing SecretBytes, String) -> Bool

  /// libsodium's password strings with the interactive limits. One that costs too much matches nothing, after the time
  /// of any other.
  package static let argon2id = PasswordHashing(
    memoryKiB: 65_536,
    make: { (password) throws(SodiumError) in try Argon2id.passwordString(for: password) },
    verify: { (password, text) in
      let isAffordable = Argon2id.isAffordable(text)
      return Argon2id.verify(password, against: isAffordable ? text : nobody) && isAffordable
    })

  /// The password string that is used where a user has no password, so that the check costs the same time. It was made
  /// from 64 random bytes that nobody knows.
  package static let nobody =
    "$argon2id$v=19$m=65536,t=2,p=1$NVLs/z8myvaSf6zfJE9v0A$P+was1t6kTURnCviQhnsmj+lI+wFLKP+BJ/NqnBuxWs"

  /// Whether checking against this costs a derivation; anything else would be told from a wrong password by the time.
  package static func isDerived(_ passwordString: String) -> Bool {
    passwordString.utf8.starts(with: "$argon2id$".utf8)
  }

  /// Whether a password string is of the factory's password; costs a derivation. Not, where memory for it is missing.
  func isFactory(_ passwordString: String) -> Bool {
    let bytes = FactoryUser.password
    guard Self.isDerived(passwordString), let password = try? SecretBytes(copying: bytes.span) else { return false }
    return verify(password, passwordString)
  }
}
