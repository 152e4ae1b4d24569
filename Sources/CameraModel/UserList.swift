/// The users of a camera. Every change keeps the rules, or does not happen.
package struct UserList: Sendable, Equatable {
  /// In the order of the configuration.
  package private(set) var accounts: [UserAccount]

  /// The users as the configuration has them; nothing is checked.
  package init(_ accounts: [UserAccount]) {
    self.accounts = accounts
  }

  /// The user of a camera fresh from the factory, and no other.
  ///
  /// - Parameter passwordString: of the factory's password.
  package static func factory(passwordString: String) -> UserList {
    UserList([UserAccount(name: FactoryUser.name, group: .admins, passwordString: passwordString)])
  }

  /// The user of this name; upper and lower case differ.
  package func account(named name: String) -> UserAccount? {
    index(of: name).map { accounts[$0] }
  }

  /// Whether this user may enter the console.
  package func isAdministrator(_ name: String) -> Bool {
    account(named: name)?.group == .admins
  }

  /// Whether somebody can log in to the console.
  package var hasUsableAdministrator: Bool { accounts.contains(where: \.isUsableAdministrator) }

  /// Adds a user at the end.
  package mutating func add(_ account: UserAccount) throws(UserError) {
    try Self.checkNew(name: account.name)
    try replace(with: accounts + [account])
  }

  /// Gives a user another name, and the new password that this takes.
  package mutating func rename(
    _ name: String, to newName: String, passwordString: String
  ) throws(UserError) {
    let index = try find(name)
    try Self.checkNew(name: newName)
    guard account(named: newName) == nil else { throw .nameTaken(newName) }
    var changed = accounts
    changed[index] = UserAccount(name: newName, group: accounts[index].group, passwordString: passwordString)
    try replace(with: changed)
  }

  /// Moves a user to another group.
  package mutating func setGroup(of name: String, to group: UserGroup) throws(UserError) {
    let index = try find(name)
    var changed = accounts
    changed[index] = UserAccount(name: name, group: group, passwordString: accounts[index].passwordString)
    try replace(with: changed)
  }

  /// Gives a user another password.
  package mutating func setPassword(of name: String, to passwordString: String) throws(UserError) {
    let index = try find(name)
    var changed = accounts
    changed[index] = UserAccount(name: name, group: accounts[index].group, passwordString: passwordString)
    try replace(with: changed)
  }

  /// Removes users: all of these, or none.
  package mutating func remove(_ names: [String]) throws(UserError) {
    for name in names { _ = try find(name) }
    try replace(with: accounts.filter { account in !names.contains { isSame($0, account.name) } })
  }

  /// Puts other users in the place of these, if all rules hold for them together.
  mutating func replace(with changed: [UserAccount]) throws(UserError) {
    // A list that was written by hand and is too long may become shorter.
    guard changed.count <= max(UserRules.limit, accounts.count) else {
      throw .tooMany(limit: UserRules.limit)
    }
    var names: Set<[UInt8]> = []
    for account in changed {
      guard UserAccount.accepts(passwordString: account.passwordString.utf8) else { throw .badPasswordString }
      guard names.insert(Array(account.name.utf8)).inserted else { throw .nameTaken(account.name) }
    }
    // One with a password string that nothing matches cannot log in, and does not count.
    guard changed.contains(where: \.isUsableAdministrator) else { throw .noAdministratorLeft }
    accounts = changed
  }

  static func checkNew(name: String) throws(UserError) {
    do {
      try UserRules.checkNew(name: name)
    } catch {
      throw .name(error)
    }
  }

  private func find(_ name: String) throws(UserError) -> Int {
    guard let index = index(of: name) else { throw .notFound(name) }
    return index
  }

  private func index(of name: String) -> Int? {
    accounts.firstIndex { isSame($0.name, name) }
  }
}

/// Whether two names are the same byte for byte.
func isSame(_ name: String, _ other: String) -> Bool {
  name.utf8.elementsEqual(other.utf8)
}
