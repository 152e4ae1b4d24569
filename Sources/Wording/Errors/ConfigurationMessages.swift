internal import CameraModel
internal import CameraService

/// Why the configuration cannot be changed so.
extension ConfigurationEditProblem {
  var message: Message {
    switch self {
    case .noKey(let name, let similar): .noKey(name, similar)
    case .noSection(let name, let sections): .noSection(name, sections)
    case .ambiguous(let name, let candidates): .ambiguous(name, candidates)
    case .invalidName(let name):
      Message(
        "\(name) cannot be the name of a key or a section. Nothing was changed.",
        "Use letters, digits, hyphens, underscores and dots.")
    case .invalidSection(let name):
      Message(
        "“\(name)” cannot be the name of a new section. Nothing was changed.",
        "Use letters, digits, hyphens and underscores."
          + .command("FILE: before the name must be a file with sections."))
    case .secretArgument(let name):
      Message(
        "\(name) is a secret, or contains one. Other users can read arguments. Nothing was changed.",
        .command("Give the name alone to type the value. Or use --value-file FILE, or - for standard input."))
    case .entriesDiffer: Message("The two entries of the value are not the same.", "Enter the value twice again.")
    case .users:
      Message(
        "Users cannot be changed here. Nothing was changed.",
        .command("Use camconsole users.") + .screen("Use \(.listUsers)."))
    case .identity(let name):
      Message(
        "\(name) identifies this camera and cannot be changed here. Nothing was changed.",
        "Only the firmware of the camera changes it.")
    case .masked(let name):
      Message(
        "The new value of \(name) has *** where the secret must be. Nothing was changed.",
        .command("Write the secret, or leave the line out to keep it.")
          + .screen("Type the whole value, or press Esc to keep it."))
    case .value(let name, let problem): problem.message(name)
    case .textSection(let name):
      Message(
        "SECTION \(name) is text and has no keys. Nothing was changed.",
        .command("Change the whole section with config apply."))
    case .repeated(let name):
      Message(
        "\(name) is there more than once. Nothing was changed.",
        .command("Set it with config set: the last one counts."))
    case .repeatedSection(let name):
      Message(
        "SECTION \(name) is there more than once. Nothing was changed.",
        "Write it once. NAME and camera.cfg:NAME are the same section.")
    case .emptySection(let name):
      Message(
        "SECTION \(name) is new and empty. Nothing was changed.", "Write a key into it, or remove the section.")
    case .noSections:
      Message(
        "The document has no section. Nothing was changed.", .command("\(.listConfiguration) shows the form."))
    case .tooMany(let limit):
      Message("More than \(grouped(limit)) keys would change. Nothing was changed.", "Change fewer at once.")
    case .tooLong(let limit):
      Message("The document has more than \(size(Int64(limit))). Nothing was changed.", "Apply it in parts.")
    case .utf16:
      Message("The document is UTF-16, which Notepad calls Unicode. Nothing was changed.", "Save it as UTF-8.")
    case .notUTF8: Message("The text is not UTF-8. Nothing was changed.", "Save the document as UTF-8.")
    case .outside:
      Message("Text outside all sections. Nothing was changed.", "Write each key between SECTION and ENDSECTION.")
    case .notAPair: Message("This is not KEY=VALUE. Nothing was changed.", "Correct the line, or put # before it.")
    case .structure(let problem): Message("\(problem.text) Nothing was changed.", "Correct the line.")
    case .line(let number, let problem): Message("Line \(number): \(problem.message.text)", problem.message.remedy)
    case .file(let path, let problem): problem.message(of: path)
    case .changed(let path):
      Message(
        "\(path) has changed since it was shown. Nothing was changed.", "Look at it again, then decide.")
    }
  }

  /// What is wrong with a file of the camera.
  private func message(of path: String) -> Message {
    guard case .structure(let problem) = self else {
      return Message(
        "\(path) of the camera is UTF-16, and cannot be read.",
        .command("Save \(path) as UTF-8.") + .screen("Restore a backup, or have it saved as UTF-8."))
    }
    return Message(
      "\(path) of the camera has an error in line \(problem.line): \(problem.text) Nothing was changed.",
      .command("Correct that line on the camera first.") + .screen("Restore a backup, or correct that line."))
  }
}

extension Message {
  fileprivate static func ambiguous(_ name: String, _ candidates: [ConfigurationKey]) -> Message {
    let names = candidates.map(\.name)
    guard Set(names).count < names.count else {
      return Message("\(name) can be \(names.joined(separator: " or ")). Nothing was changed.", "Give the whole name.")
    }
    // The dots in them can be read in several ways.
    let keys = candidates.map { "key \($0.key) of SECTION \($0.place.section)" }
    return Message(
      "\(name) can be \(keys.joined(separator: " or ")). Nothing was changed.",
      .command("Name the section: config show SECTION prints its keys, and config apply changes them."))
  }

  fileprivate static func noKey(_ name: String, _ similar: [String]) -> Message {
    let text = "There is no key \(name)."
    guard similar.isEmpty else { return Message(text, "Similar names: \(similar.joined(separator: ", ")).") }
    return Message(
      text,
      .command("\(.listConfiguration) shows all keys. A new key needs the name of its section: SECTION.KEY."))
  }

  fileprivate static func noSection(_ name: String, _ sections: [String]) -> Message {
    Message(
      "There is no section \(name).",
      sections.isEmpty
        ? .command("\(.listConfiguration) shows all sections.")
        : "The sections are \(sections.joined(separator: ", ")).")
  }
}

extension ConfigurationValueProblem {
  fileprivate func message(_ name: String) -> Message {
    switch self {
    case .unprintable:
      Message(
        "The value of \(name) has a control character, or one that cannot be shown. Nothing was changed.",
        "Write the value as printable text on one line.")
    case .tooLong(let limit):
      Message(
        "The value of \(name) has more than \(size(Int64(limit))). Nothing was changed.", "Write a shorter value.")
    case .notUTF8: Message("The value of \(name) is not UTF-8. Nothing was changed.", "Write it as UTF-8.")
    case .otherEncoding:
      Message(
        "The value of \(name) is not ASCII, and its file is not UTF-8. Nothing was changed.", "Use ASCII only.")
    }
  }
}

extension ConfigurationProblem {
  /// What is wrong, a sentence.
  fileprivate var text: String {
    switch self {
    case .unterminated(let section, _): "SECTION \(section) has no ENDSECTION."
    case .nested(let section, _): "SECTION \(section) begins inside another section."
    case .mismatchedEnd(let section, _): "ENDSECTION \(section) does not end the open section."
    }
  }
}
