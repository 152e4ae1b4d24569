package import CameraService

/// Who sits before the console.
package enum SessionOperation: Sendable {
  case logIn(name: String)
  /// How long a user name still has to wait.
  case wait(name: String)
  /// The first password in the place of the factory's.
  case choosePassword(name: String)

  var traits: OperationTraits {
    switch self {
    case .logIn: OperationTraits(words: "Logging in", secrets: [.password], needsSession: false)
    case .wait: OperationTraits(words: "Logging in", isLook: true, isBeforeTyping: true, needsSession: false)
    case .choosePassword:
      OperationTraits(words: "Hashing the password", secrets: [.newPassword, .repeatedPassword])
    }
  }
}

/// What came of it.
package enum SessionReply: Sendable {
  case loggedIn(AdministratorSession)
  case wait(seconds: Int)
  case passwordChosen(UserChange)
}
