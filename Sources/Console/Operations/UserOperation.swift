package import CameraModel
package import CameraService

/// Users and their passwords.
package enum UserOperation: Sendable {
  case list
  /// The password string for a draft of changes.
  case hashPassword
  case hashFactoryPassword
  case set(UserDraft)
  /// Users that cannot be read are replaced by the factory's.
  case reset

  var traits: OperationTraits {
    switch self {
    case .list:
      OperationTraits(words: "Reading the users", isLook: true) { (work) throws(ServiceError) in
        .users(.listed(try work.camera.users()))
      }
    case .hashPassword:
      OperationTraits(words: "Hashing the password", secrets: [.newPassword, .repeatedPassword]) {
        (work) throws(ServiceError) in
        .users(.passwordString(try work.camera.passwordString(for: work.newPassword().bytes)))
      }
    case .hashFactoryPassword:
      OperationTraits(words: "Hashing the password") { (work) throws(ServiceError) in
        .users(.passwordString(try work.camera.factoryPasswordString()))
      }
    case .set(let draft):
      OperationTraits(words: "Setting the users") { (work) throws(ServiceError) in
        .users(.set(try work.camera.setUsers(draft)))
      }
    case .reset:
      OperationTraits(words: "Setting the users") { (work) throws(ServiceError) in
        .users(.set(try work.camera.resetUsers()))
      }
    }
  }
}

/// What came of it.
package enum UserReply: Sendable {
  case listed(UserList)
  case passwordString(String)
  case set(UserChange)
}
