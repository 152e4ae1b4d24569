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
      Message("There is a user \(name) already.", "Choose another name; upper and lower case differ.")
    case .tooMany(let limit):
      Message("There are \(limit) users already, and no more are possible.", "Remove one first.")
    case .notFound(let name):
      Message(
        "There is no user \(name).", "users list shows them; upper and lower case differ.",
        onScreen: "Upper and lower case differ.")
    case .noAdministratorLeft:
      Message(
        "Nobody would be left in admins who can log in, and nothing was changed.",
        "Put another user with a password into admins first.")
    case .needsPassword(let name):
      Message("\(name) needs a new password.", "A new user or a new name takes one, typed twice.")
    case .badPasswordString:
      Message("The password cannot be stored.", "Nothing was changed.")
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
        "A user name has letters, digits and signs of ASCII only, and no spaces.", "Choose another name.")
    case .reserved(let character):
      Message(
        "A user name cannot have “\(character)”: the configuration file needs =, : and # for itself.",
        "Choose another name.")
    }
  }
}

extension PasswordProblem {
  var message: Message {
    switch self {
    case .notPrintable:
      Message(
        "A password has letters, digits and signs of ASCII only, and no spaces.", "Choose another one.")
    case .tooShort(let minimum):
      Message("A password has at least \(minimum) characters.", "Choose a longer one.")
    case .tooLong(let maximum):
      Message("A password has at most \(maximum) characters.", "Choose a shorter one.")
    case .tooFewClasses(let required, let missing):
      Message(
        "The password has \(Self.list(missing, "no")).",
        required == CharacterClass.allCases.count
          ? "It needs \(Self.list(CharacterClass.allCases, "a"))."
          : "It needs at least \(required) of these four: \(Self.list(CharacterClass.allCases, "a")).",
        onScreen: required == CharacterClass.allCases.count
          ? "It needs all of them." : "It needs \(required) of the four.")
    case .factoryDefault:
      Message("That is the password of every camera from the factory.", "Choose another one.")
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
      ? Message(
        text, "Correct it, or restore a backup; nothing was changed.",
        onScreen: "Correct it, or restore a backup.")
      : Message(
        text, "Correct the line, or let users factory-reset replace all users; nothing was changed.",
        onScreen: "Correct it, or let Factory reset replace all users.")
  }

  /// The same for somebody who is not logged in, and cannot be: only root has a way out.
  var logInMessage: Message {
    if case .utf16 = self { return Message(text, "As root: save it as UTF-8, or camconsole backup restore.") }
    return Message(
      text,
      isOfSection
        ? "As root: camconsole backup restore, or correct it."
        : "As root: camconsole users factory-reset or backup restore.")
  }

  private var text: String {
    if case .utf16 = self {
      return "camera.cfg is saved as UTF-16, which Notepad calls Unicode: its users cannot be read."
    }
    return "camera.cfg, \(place): \(reason)."
  }

  /// Where users begin and end is not known, so that a factory reset cannot replace them.
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
    case .malformed: "that is no user; a line of SECTION users is USERn=GROUP:HASH:NAME"
    // The group is not shown: in a line with its parts in another order it is a password string.
    case .unknownGroup: "there is no such group; the groups are admins, users, guests and undefined"
    case .badName:
      "the name is none of \(UserRules.nameLengths.lowerBound) to \(UserRules.nameLengths.upperBound) characters without spaces"
    case .badPasswordString: "between the colons is no password string"
    case .gap(let missing, _): "USER\(missing) is missing before it"
    case .duplicateNumber(let number, _): "USER\(number) is there already"
    case .duplicateName(let name, _): "another user is called \(name)"
    case .tooMany(let limit, _): "there are more than \(limit) users"
    case .brokenSection: "SECTION users does not end, or lies in another section"
    case .utf16: ""
    }
  }
}

extension LogInProblem {
  var message: Message {
    switch self {
    case .wrong(let wait):
      Message(
        "The user name or the password is wrong, or the user is no administrator.",
        wait > 0 ? "The next try is possible in \(duration(wait))." : "")
    case .mustWait(let seconds):
      .mustWait("Too many failed logins.", seconds)
    }
  }
}

extension CommandError {
  var message: Message {
    Message(
      "The users are set, but RELOAD \(reason).", "Check RELOAD in the settings, and restart what it reloads."
    )
  }

  /// What became of the command.
  var reason: String {
    switch self {
    case .notStarted(let program, let code): "could not be started (\(program): \(FileError.reason(of: code)))"
    case .notTrusted(let error): "was not started (\(error.text))"
    case .failed(let program, let status): "failed (\(program) ended with \(status))"
    case .killed(let program, let signal): "failed (signal \(signal) ended \(program))"
    case .stopped(let program): "was stopped (\(program))"
    case .tookTooLong(let program, let seconds): "did not end within \(seconds) s (\(program))"
    }
  }
}
