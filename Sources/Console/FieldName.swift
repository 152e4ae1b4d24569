/// Every field of every screen. Secrets are named by it too: their bytes lie in the event loop's guarded buffers.
package enum FieldName: String, Sendable, Hashable, CaseIterable {
  case userName, password, newPassword, repeatedPassword, group
  case oldPIN, newPIN, repeatedPIN, lastDigits, pin
  case label, keep
  /// The camera, or another backup.
  case comparedWith
  /// A value of the configuration, in clear or not.
  case value, secretValue
  /// The names of a new key.
  case section, key
  case keepNetwork, keepUsers, modulesOnly, allowNewer
  /// Take the restore back unless it is confirmed.
  case revert
  /// A word that is typed to confirm.
  case word
  /// What is looked for in a long text.
  case search

  /// Whether it is a Super PIN: nothing but digits is typed into it.
  package var takesDigits: Bool {
    [.oldPIN, .newPIN, .repeatedPIN, .lastDigits, .pin].contains(self)
  }
}
