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
    case .list: OperationTraits(words: "Reading the users", isLook: true)
    case .hashPassword: OperationTraits(words: "Hashing the password", secrets: [.newPassword, .repeatedPassword])
    case .hashFactoryPassword: OperationTraits(words: "Hashing the password")
    case .set: OperationTraits(words: "Setting the users")
    case .reset: OperationTraits(words: "Setting the users")
    }
  }
}

/// What came of it.
package enum UserReply: Sendable {
  case listed(UserList)
  case passwordString(String)
  case set(UserChange)
}
