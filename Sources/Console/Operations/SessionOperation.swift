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
    case .logIn(let name):
      OperationTraits(words: "Logging in", secrets: [.password], needsSession: false) { (work) throws(ServiceError) in
        .session(
          .loggedIn(try work.camera.authenticate(name, work[.password].bytes, line: work.line, visit: work.visit)))
      }
    case .wait(let name):
      OperationTraits(words: "Logging in", isLook: true, isBeforeTyping: true, needsSession: false) {
        (work) throws(ServiceError) in
        .session(.wait(seconds: try work.camera.logInWait(name, line: work.line, visit: work.visit)))
      }
    case .choosePassword(let name):
      OperationTraits(words: "Hashing the password", secrets: [.newPassword, .repeatedPassword]) {
        (work) throws(ServiceError) in
        .session(.passwordChosen(try work.camera.setPassword(of: name, to: work.newPassword().bytes)))
      }
    }
  }
}

/// What came of it.
package enum SessionReply: Sendable {
  case loggedIn(AdministratorSession)
  case wait(seconds: Int)
  case passwordChosen(UserChange)
}
