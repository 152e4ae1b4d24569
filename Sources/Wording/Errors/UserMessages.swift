internal import BackupStore
internal import CameraDevice
internal import CameraModel
internal import CameraService
internal import FileSystem

extension UserError {
  var message: Message {
    switch self {
    case .name(let problem): problem.message
    case .nameTaken(let name):
      Message("There is a user \(name) already.", "Choose another name.")
    case .tooMany(let limit):
      Message("There are \(limit) users already, and more are not possible.", "Remove a user first.")
    case .notFound(let name):
      Message(
        "There is no user \(name).",
        "Check upper and lower case." + .command("\(.listUsers) shows the users."))
    case .noAdministratorLeft:
      Message(
        "After this change no user in admins could log in. Nothing was changed.",
        "Put another user with a password into admins first.")
    case .needsPassword(let name):
      Message("\(name) needs a new password.", "Type it twice: a new user or a new name needs one.")
    case .badPasswordString:
      Message("The password cannot be stored. Nothing was changed.", "Choose another password.")
    }
  }
}

extension UserNameProblem {
  fileprivate var message: Message {
    switch self {
    case .tooShort(let minimum):
      Message("A user name has at least \(minimum) characters.", "Choose a longer one.")
    case .tooLong(let maximum):
      Message("A user name has at most \(maximum) characters.", "Choose a shorter one.")
    case .notPrintable:
      Message(
        "A user name has only ASCII letters, digits and signs, without spaces.", "Choose another name.")
    case .reserved(let character):
      Message(
        "A user name cannot have “\(character)”: =, : and # have a meaning in camera.cfg.",
        "Choose another name.")
    }
  }
}

extension PasswordProblem {
  var message: Message {
    switch self {
    case .notPrintable:
      Message(
        "A password has only ASCII letters, digits and signs, without spaces.", "Choose another password.")
    case .tooShort(let minimum):
      Message("A password has at least \(minimum) characters.", "Choose a longer one.")
    case .tooLong(let maximum):
      Message("A password has at most \(maximum) characters.", "Choose a shorter one.")
    case .tooFewClasses(let required, let missing):
      Message(
        "The password has \(Self.list(missing, "no")).",
        required == CharacterClass.allCases.count
          ? .command("It needs \(Self.list(CharacterClass.allCases, "a")).") + .screen("It needs all four kinds.")
          : .command("It needs at least \(required) of these: \(Self.list(CharacterClass.allCases, "a")).")
            + .screen("It needs \(required) of the four kinds."))
    case .factoryDefault:
      Message("This is the factory password, which everybody knows.", "Choose another password.")
    }
  }

  /// `no digit, no letter and no sign`, or the same with other articles.
  private static func list(_ classes: [CharacterClass], _ article: String) -> String {
    let words = classes.map { kind in
      article == "a" && kind == .upperCase ? "an \(kind.text)" : "\(article) \(kind.text)"
    }
    guard let final = words.last, words.count > 1 else { return words.joined() }
    return words.dropLast().joined(separator: ", ") + " and " + final
  }
}

extension CharacterClass {
  fileprivate var text: String {
    switch self {
    case .upperCase: "upper-case letter"
    case .lowerCase: "lower-case letter"
    case .digit: "digit"
    case .special: "special character"
    }
  }
}

extension UserListProblem {
  var message: Message {
    if case .utf16 = self { return Message(text, "Save it as UTF-8, or restore a backup.") }
    return isOfSection
      ? Message(text, "Correct it, or restore a backup.")
      : Message(
        text, "Correct it, or replace all users with \(.factoryReset).")
  }

  /// The same for somebody who is not logged in and cannot log in: only root can help.
  var logInMessage: Message {
    if case .utf16 = self { return Message(text, "As root, save it as UTF-8, or use camconsole backup restore.") }
    return Message(
      text,
      isOfSection
        ? "As root, correct it, or use camconsole backup restore."
        : "As root, use camconsole users factory-reset or camconsole backup restore.")
  }

  private var text: String {
    if case .utf16 = self {
      return "camera.cfg is saved as UTF-16, which Notepad calls Unicode. Its users cannot be read."
    }
    return "camera.cfg, \(place): \(reason)."
  }

  /// It is not known where the users begin and end, so a factory reset cannot replace them.
  private var isOfSection: Bool {
    if case .brokenSection = self { true } else { false }
  }

  private var place: String {
    switch self {
    case .malformed(let line), .unknownGroup(_, let line), .badName(let line), .badPasswordString(let line),
      .gap(_, let line), .duplicateNumber(_, let line), .duplicateName(_, let line), .tooMany(_, let line),
      .brokenSection(let line):
      "line \(line)"
    case .utf16: ""
    }
  }

  private var reason: String {
    switch self {
    case .malformed: "this is not a user. A line of SECTION users is USERn=GROUP:HASH:NAME"
    // The group is not shown: in a line with its parts in another order it is a password string.
    case .unknownGroup: "the group must be admins, users, guests or undefined"
    case .badName:
      "the name must have \(UserRules.nameLengths.lowerBound) to \(UserRules.nameLengths.upperBound) characters without spaces"
    case .badPasswordString: "the text between the colons is not a password string"
    case .gap(let missing, _): "USER\(missing) is missing before it"
    case .duplicateNumber(let number, _): "USER\(number) is there already"
    case .duplicateName(let name, _): "there is another user \(name)"
    case .tooMany(let limit, _): "there are more than \(limit) users"
    case .brokenSection: "SECTION users does not end, or is inside another section"
    case .utf16: ""
    }
  }
}

/// Why a login has to wait.
package let tooManyFailedLogins = "Too many failed logins."

extension LogInProblem {
  var message: Message {
    switch self {
    case .wrong(let wait):
      Message(
        "The user name or the password is wrong, or the user is not an administrator.",
        wait > 0 ? "Try again in \(duration(wait))." : "")
    case .mustWait(let seconds):
      .mustWait(tooManyFailedLogins, seconds)
    }
  }
}
