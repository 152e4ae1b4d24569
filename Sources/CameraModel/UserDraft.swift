/// Changes of users that are not set yet: what the dialog shows until *Set* carries all of them out in one step.
package struct UserDraft: Sendable, Equatable {
  /// A line of the dialog.
  package struct Row: Sendable, Equatable {
    /// The user as the configuration has it; `nil` for a new one.
    package let original: UserAccount?
    /// The name.
    package fileprivate(set) var name: String
    /// The group.
    package fileprivate(set) var group: UserGroup
    /// The password string that is to be set; `nil` while the password stays.
    package fileprivate(set) var newPasswordString: String?
    /// Whether the user is marked for removal.
    package fileprivate(set) var isRemoved = false

    fileprivate init(_ account: UserAccount) {
      original = account
      name = account.name
      group = account.group
    }

    fileprivate init(new account: UserAccount) {
      original = nil
      name = account.name
      group = account.group
      newPasswordString = account.passwordString
    }

    /// Whether *Set* would change something of this user.
    package var isChanged: Bool {
      guard let original else { return true }
      return isRemoved || newPasswordString != nil || group != original.group || !isSame(name, original.name)
    }

    fileprivate var account: UserAccount? {
      guard !isRemoved, let passwordString = newPasswordString ?? original?.passwordString else { return nil }
      return UserAccount(name: name, group: group, passwordString: passwordString)
    }
  }

  /// The users that the changes begin from.
  package let base: UserList
  /// The users, those to be removed as well.
  package private(set) var rows: [Row]

  /// - Parameter base: the users as they are.
  package init(_ base: UserList) {
    self.base = base
    rows = base.accounts.map { Row($0) }
  }

  /// Whether there is something to set.
  package var isChanged: Bool { rows.contains(where: \.isChanged) }

  /// Adds a user at the end.
  package mutating func add(_ account: UserAccount) throws(UserError) {
    try UserList.checkNew(name: account.name)
    try checkFree(account.name, except: nil)
    guard rows.count(where: { !$0.isRemoved }) < UserRules.limit else { throw .tooMany(limit: UserRules.limit) }
    rows.append(Row(new: account))
  }

  /// Changes a user.
  ///
  /// - Parameter newPasswordString: `nil` leaves the password, which a new name does not permit.
  package mutating func edit(
    _ index: Int, name: String, group: UserGroup, newPasswordString: String?
  ) throws(UserError) {
    let row = rows[index]
    if !isSame(name, row.name) {
      let isOriginal = row.original.map { isSame($0.name, name) } ?? false
      if !isOriginal { try UserList.checkNew(name: name) }
      guard isOriginal || newPasswordString != nil else { throw .needsPassword(name) }
      try checkFree(name, except: index)
    }
    rows[index].name = name
    rows[index].group = group
    if let newPasswordString { rows[index].newPasswordString = newPasswordString }
  }

  /// Marks a user for removal; a new one leaves the draft at once.
  package mutating func markForRemoval(_ index: Int) {
    if rows[index].original == nil {
      rows.remove(at: index)
    } else {
      rows[index].isRemoved = true
    }
  }

  /// Takes the mark back.
  package mutating func unmark(_ index: Int) throws(UserError) {
    try checkFree(rows[index].name, except: index)
    rows[index].isRemoved = false
  }

  /// Marks all users for removal but the factory's, who gets the factory's group and password.
  package mutating func resetToFactory(passwordString: String) {
    let factory = UserList.factory(passwordString: passwordString).accounts[0]
    rows = base.accounts.map { account in
      var row = Row(account)
      row.isRemoved = true
      return row
    }
    if let index = rows.firstIndex(where: { isSame($0.name, factory.name) }) {
      rows[index].isRemoved = false
      rows[index].group = factory.group
      rows[index].newPasswordString = factory.passwordString
    } else {
      rows.append(Row(new: factory))
    }
  }

  /// The users after all changes, if they keep the rules together.
  package func apply() throws(UserError) -> UserList {
    var list = base
    try list.replace(with: rows.compactMap(\.account))
    return list
  }

  private func checkFree(_ name: String, except index: Int?) throws(UserError) {
    let isTaken = rows.indices.contains { $0 != index && !rows[$0].isRemoved && isSame(rows[$0].name, name) }
    guard !isTaken else { throw .nameTaken(name) }
  }
}
