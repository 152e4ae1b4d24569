internal import BackupStore
package import CameraModel
internal import Sodium

/// A change of users that was made before, as by a script that runs again: it succeeds, and writes nothing.
extension Camera {
  /// Whether there is such a user of this group already, so that only the password can tell whether adding is a
  /// repetition.
  package func mayRepeatAdding(_ name: String, _ group: UserGroup) throws(ServiceError) -> Bool {
    try readUsers().account(named: name)?.group == group
  }

  /// Whether a user was renamed already, so that only the password can tell.
  package func mayRepeatRenaming(_ name: String, to newName: String) throws(ServiceError) -> Bool {
    let users = try readUsers()
    return users.account(named: name) == nil && users.account(named: newName) != nil
  }

  /// What a repetition comes to; `nil` where the user, the group or the password is another. Costs a derivation.
  ///
  /// - Parameter group: `nil`: whatever group the user is in.
  func repetition(
    _ name: String, _ group: UserGroup?, _ password: borrowing SecretBytes
  ) throws(ServiceError) -> UserChange? {
    let users = try readUsers()
    guard let account = users.account(named: name), group == nil || account.group == group,
      PasswordHashing.isDerived(account.passwordString), passwords.verify(password, account.passwordString)
    else { return nil }
    return UserChange(users: users, isChanged: false, reloadFailure: nil)
  }

  /// A name that is the user's already, where no password is given with it.
  ///
  /// - Throws: `ServiceError.user` where there is no such user.
  package func keepName(of name: String) throws(ServiceError) -> UserChange {
    let users = try readUsers()
    guard users.account(named: name) != nil else { throw .user(.notFound(name)) }
    return UserChange(users: users, isChanged: false, reloadFailure: nil)
  }

  /// Those of these users who are there: the others were removed before.
  package func present(_ names: [String]) throws(ServiceError) -> [String] {
    let users = try readUsers()
    return names.filter { users.account(named: $0) != nil }
  }

  /// What removing comes to where none of these users is there.
  func repetitionOfRemoval(_ names: [String]) throws(ServiceError) -> UserChange? {
    let users = try readUsers()
    guard !names.contains(where: { users.account(named: $0) != nil }) else { return nil }
    return UserChange(users: users, isChanged: false, reloadFailure: nil)
  }

  /// The same of a factory reset.
  func repetitionOfReset() -> UserChange? {
    guard let users = try? readUsers(), users.accounts.count == 1, let only = users.accounts.first,
      only.name.utf8.elementsEqual(FactoryUser.name.utf8), only.group == .admins,
      passwords.isFactory(only.passwordString)
    else { return nil }
    return UserChange(users: users, isChanged: false, reloadFailure: nil)
  }
}
