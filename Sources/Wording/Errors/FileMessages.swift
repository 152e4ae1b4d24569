internal import FileSystem

extension FileError {
  /// The system's words for an error number, or the flag or owner that is the reason.
  var reason: String {
    if let distrust { return distrust.text }
    if lock.contains(.immutable) { return "it is immutable (chattr +i)" }
    if lock.contains(.appendOnly) { return "it is append-only (chattr +a)" }
    return Self.reason(of: code)
  }

  /// What to do about a flag, or about names of open files that are not there; `nil` for other reasons.
  var unlockHint: Hint? {
    guard lock != [] else {
      return isNotFound && !ThisProcess.hasDescriptorNames ? "/proc is not mounted. Mount it." : nil
    }
    return "Remove the flag: chattr -\(lock.contains(.immutable) ? "i" : "a") \(name)."
  }

  /// What was tried, and why it failed.
  ///
  /// - Parameter what: a sentence without its end.
  func message(_ what: String, _ hint: Hint) -> Message {
    if let distrust { return distrust.message }
    return Message("\(what): \(name): \(reason).", unlockHint ?? hint)
  }

  func exportMessage(_ path: String) -> Message {
    if operation == .create, isExisting {
      return Message("\(path) exists already. Nothing was overwritten.", "Choose a name that does not exist.")
    }
    guard path != "-" else {
      return Message(
        "The backup cannot be written to standard output: \(reason).",
        "Check what reads it. What it got is not a whole backup.")
    }
    return message("The export cannot be written", "Choose another place. The unfinished file was removed.")
  }
}

extension TrustError {
  var message: Message { Message(text + ".", hint) }

  /// What is wrong, without the period.
  var text: String {
    switch self {
    case .foreignOwner(let path, let owner):
      "\(path) belongs to user \(owner), who could change what this program does"
    case .foreignLink(let path, let owner):
      "\(path) is a link of user \(owner), who could change what this program does"
    case .writableByOthers(let path, _): "Other users can write \(path) and change what this program does"
    }
  }

  private var hint: Hint {
    switch self {
    case .foreignOwner: "Give it to root (chown root), or choose another place."
    case .foreignLink: "Remove the link, or choose another place."
    case .writableByOthers: "Remove that right (chmod go-w), or choose another place."
    }
  }
}
