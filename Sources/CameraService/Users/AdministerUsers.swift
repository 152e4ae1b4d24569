internal import BackupStore
package import CameraDevice
package import CameraModel
internal import FileSystem
package import Sodium

/// What came of a change of users.
package struct UserChange: Sendable {
  /// The users now in the configuration.
  package let users: UserList
  /// Whether the configuration was written; not when it says so already.
  package let isChanged: Bool
  /// Why `RELOAD` did not do its work, though the users are set.
  package let reloadFailure: CommandError?
}

extension UseCase {
  /// List of the users.
  static let listUsers = UseCase("users list", .look)
  /// Changes of the screen Users.
  static let setUsers = UseCase("users set", .authentication)
  /// New user.
  static let addUser = UseCase("users add", .authentication)
  /// New name of a user.
  static let renameUser = UseCase("users rename", .authentication)
  /// Group of a user.
  static let setUserGroup = UseCase("users set-group", .authentication)
  /// Password of a user.
  static let setUserPassword = UseCase("users set-password", .authentication)
  /// Removal of users.
  static let removeUsers = UseCase("users remove", .authentication)
  /// Factory reset of the users.
  static let resetUsers = UseCase("users factory-reset", .authentication)
}

extension Camera {
  /// The users, in the order of the configuration.
  package func users() throws(ServiceError) -> UserList {
    try perform(.listUsers) { () throws(ServiceError) in try readUsers() }
  }

  /// Tries a change of users on paper: before a person is asked for a password that would be typed for nothing. For the
  /// new password stands `PasswordHashing.nobody`.
  package func validate(_ change: (inout UserList) throws(UserError) -> Void) throws(ServiceError) {
    var users = try readUsers()
    try Self.apply(change, to: &users)
  }

  /// Adds a user.
  package func addUser(
    _ name: String, _ group: UserGroup, _ password: borrowing SecretBytes
  ) throws(ServiceError) -> UserChange {
    try perform(.addUser, about: "\(name) \(group.rawValue)") { () throws(ServiceError) in
      if let repetition = try repetition(name, group, password) { return repetition }
      let text = try passwordString(for: password)
      return try change { (users) throws(UserError) in
        try users.add(UserAccount(name: name, group: group, passwordString: text))
      }
    }
  }

  /// Gives a user another name, and the new password that this takes.
  package func renameUser(
    _ name: String, to newName: String, _ password: borrowing SecretBytes
  ) throws(ServiceError) -> UserChange {
    try perform(.renameUser, about: "\(name) \(newName)") { () throws(ServiceError) in
      if name.utf8.elementsEqual(newName.utf8), try readUsers().account(named: name) != nil {
        if let repetition = try repetition(name, nil, password) { return repetition }
        return try changePassword(of: name, to: password)
      }
      if try mayRepeatRenaming(name, to: newName), let repetition = try repetition(newName, nil, password) {
        return repetition
      }
      let text = try passwordString(for: password)
      return try change { (users) throws(UserError) in
        try users.rename(name, to: newName, passwordString: text)
      }
    }
  }

  /// Moves a user to another group.
  package func setGroup(of name: String, to group: UserGroup) throws(ServiceError) -> UserChange {
    try perform(.setUserGroup, about: "\(name) \(group.rawValue)") { () throws(ServiceError) in
      try change { (users) throws(UserError) in try users.setGroup(of: name, to: group) }
    }
  }

  /// Gives a user another password; also the one that a first login asks for.
  package func setPassword(
    of name: String, to password: borrowing SecretBytes
  ) throws(ServiceError) -> UserChange {
    try perform(.setUserPassword, about: name) { () throws(ServiceError) in
      try changePassword(of: name, to: password)
    }
  }

  private func changePassword(
    of name: String, to password: borrowing SecretBytes
  ) throws(ServiceError) -> UserChange {
    try checkNew(password)
    if let repetition = try repetition(name, nil, password) { return repetition }
    let text = try hash(password)
    return try change { (users) throws(UserError) in try users.setPassword(of: name, to: text) }
  }

  /// Removes users: all of these who are there, or none.
  package func removeUsers(_ names: [String]) throws(ServiceError) -> UserChange {
    try perform(.removeUsers, about: names.joined(separator: " ")) { () throws(ServiceError) in
      if let repetition = try repetitionOfRemoval(names) { return repetition }
      return try change { (users) throws(UserError) in
        let present = names.filter { users.account(named: $0) != nil }
        try users.remove(present)
      }
    }
  }

  /// Carries out the changes of a draft in one step.
  ///
  /// - Throws: `ServiceError.usersChanged` when the users are no longer those that the draft began from.
  package func setUsers(_ draft: UserDraft) throws(ServiceError) -> UserChange {
    try perform(.setUsers, about: draft.logText) { () throws(ServiceError) in
      try withConfiguration { (configuration) throws(ServiceError) in
        let document = try read(configuration)
        guard try users(in: document) == draft.base else { throw .usersChanged }
        let result = try mapError(ServiceError.user, try draft.apply())
        return try set(result, in: document, of: configuration)
      }
    }
  }

  /// Restores the factory's user and removes all others; malformed lines of users go too.
  package func resetUsers() throws(ServiceError) -> UserChange {
    try perform(.resetUsers) { () throws(ServiceError) in
      if let repetition = repetitionOfReset() { return repetition }
      let factory = UserList.factory(passwordString: try factoryPasswordString())
      return try withConfiguration { (configuration) throws(ServiceError) in
        var document = try read(configuration)
        let previous = document
        if (try? UserList(document)) == nil {
          try mapError(ServiceError.userList, try UserList.removeAll(from: &document))
        }
        return try set(factory, in: document, of: configuration, previous: previous)
      }
    }
  }

  /// The password string of a new password, for a draft.
  ///
  /// - Throws: `ServiceError.password` where it breaks a rule.
  package func passwordString(for password: borrowing SecretBytes) throws(ServiceError) -> String {
    try checkNew(password)
    return try hash(password)
  }

  private func checkNew(_ password: borrowing SecretBytes) throws(ServiceError) {
    let classes = settings.passwordClasses
    try mapError(
      ServiceError.password,
      try password.withBytes { (bytes) throws(PasswordProblem) in
        try PasswordRules.checkNew(bytes, classes: classes)
      })
  }

  /// The password string of the factory's password.
  package func factoryPasswordString() throws(ServiceError) -> String {
    let bytes = FactoryUser.password
    return try hash(try mapError(ServiceError.init(_:), try SecretBytes(copying: bytes.span)))
  }

  private func hash(_ password: borrowing SecretBytes) throws(ServiceError) -> String {
    let noMemory = ServiceError.store(.noMemory(kibibytes: passwords.memoryKiB))
    return try mapError({ (_: SodiumError) in noMemory }, try passwords.make(password))
  }
}

extension UseCase {
  /// `RELOAD` after a change of the users.
  static let reload = UseCase("reload", .work)
}

/// The configuration's users.
extension Camera {
  /// Who is in the configuration; not reported, for use cases that begin so.
  func readUsers() throws(ServiceError) -> UserList {
    try users(in: try read(try openMainConfiguration()))
  }

  private func change(_ edit: (inout UserList) throws(UserError) -> Void) throws(ServiceError) -> UserChange {
    try withConfiguration { (configuration) throws(ServiceError) in
      let document = try read(configuration)
      var users = try users(in: document)
      try Self.apply(edit, to: &users)
      return try set(users, in: document, of: configuration)
    }
  }

  private static func apply(
    _ edit: (inout UserList) throws(UserError) -> Void, to users: inout UserList
  ) throws(ServiceError) {
    try mapError(ServiceError.user, try edit(&users))
  }

  private func withConfiguration(
    _ body: (MainConfiguration) throws(ServiceError) -> UserChange
  ) throws(ServiceError) -> UserChange {
    try withLock(.users) { () throws(ServiceError) in
      let configuration = try openMainConfiguration()
      try? configuration.clearEarlierLeftover()
      return try body(configuration)
    }
  }

  /// Writes users into the configuration and has it taken over.
  ///
  /// - Parameter previous: what the file holds, where `document` is no longer that.
  private func set(
    _ users: UserList, in document: ConfigurationDocument, of configuration: MainConfiguration,
    previous: ConfigurationDocument? = nil
  ) throws(ServiceError) -> UserChange {
    var changed = document
    try mapError(
      { (_: ConfigurationEditError) in ServiceError.user(.badPasswordString) }, try users.write(into: &changed))
    guard changed.bytes != (previous ?? document).bytes else {
      return UserChange(users: users, isChanged: false, reloadFailure: nil)
    }
    try mapError(ServiceError.configurationWrite, try configuration.replace(with: changed))
    return UserChange(users: users, isChanged: true, reloadFailure: reload())
  }

  /// Runs `RELOAD`, where there is one.
  private func reload() -> CommandError? {
    guard !settings.reload.isEmpty else { return nil }
    var failure: CommandError?
    try? perform(.reload) { () throws(ServiceError) in
      do throws(CommandError) {
        try commands.run(settings.reload)
      } catch {
        failure = error
        throw .reload(error)
      }
    }
    return failure
  }

  private func openMainConfiguration() throws(ServiceError) -> MainConfiguration {
    try mapError(ServiceError.configuration, try MainConfiguration(settings, files: files))
  }

  private func read(_ configuration: MainConfiguration) throws(ServiceError) -> ConfigurationDocument {
    try mapError(ServiceError.configuration, try configuration.read())
  }

  private func users(in document: ConfigurationDocument) throws(ServiceError) -> UserList {
    try mapError(ServiceError.userList, try UserList(document))
  }
}
