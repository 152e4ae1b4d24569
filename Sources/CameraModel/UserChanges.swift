/// How the users change when others replace them, without their password strings.
package struct UserChanges: Sendable, Equatable {
  /// A user who may do less afterwards, or nothing.
  package struct Loss: Sendable, Equatable {
    /// Of the user.
    package let name: String
    /// The group before.
    package let former: UserGroup
    /// `nil`: the user is gone.
    package let new: UserGroup?
  }

  /// A user who may do more afterwards, or is new.
  package struct Gain: Sendable, Equatable {
    /// Of the user.
    package let name: String
    /// `nil`: there was no such user.
    package let former: UserGroup?
    /// The group afterwards.
    package let new: UserGroup
  }

  /// In the order of the previous users.
  package let losses: [Loss]
  /// In the order of the new users.
  package let gains: [Gain]
  /// Who stays and has another password string, in the order of the previous users.
  package let otherPasswords: [String]
  /// The factory's user has the factory's password, and had not before.
  package let bringsFactoryPassword: Bool

  /// - Parameter isFactoryPassword: whether a password string is of the factory's password; asked only for the
  ///   factory's user, and only where its password string is another one.
  package init(from former: UserList, to new: UserList, isFactoryPassword: (String) -> Bool) {
    var (losses, otherPasswords): ([Loss], [String]) = ([], [])
    for account in former.accounts {
      let successor = new.account(named: account.name)
      if successor?.group.mayLess(than: account.group) ?? true {
        losses.append(Loss(name: account.name, former: account.group, new: successor?.group))
      }
      if let successor, successor.passwordString != account.passwordString {
        otherPasswords.append(account.name)
      }
    }
    self.losses = losses
    gains = new.accounts.compactMap { account in
      let group = former.account(named: account.name)?.group
      guard group?.mayLess(than: account.group) ?? true else { return nil }
      return Gain(name: account.name, former: group, new: account.group)
    }
    self.otherPasswords = otherPasswords
    let own = former.account(named: FactoryUser.name)?.passwordString
    let text = new.account(named: FactoryUser.name)?.passwordString
    bringsFactoryPassword = text != nil && text != own && text.map(isFactoryPassword) == true
  }

  /// Whether nothing changes for anybody.
  package var isEmpty: Bool { losses.isEmpty && gains.isEmpty && otherPasswords.isEmpty && !bringsFactoryPassword }
}

extension UserGroup {
  /// Whether the rights of this group are fewer.
  package func mayLess(than other: UserGroup) -> Bool { rights < other.rights }

  private var rights: Int {
    switch self {
    case .admins: 3
    case .users: 2
    case .guests: 1
    case .undefined: 0
    }
  }
}
