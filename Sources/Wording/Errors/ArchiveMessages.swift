internal import BackupStore
internal import CameraModel
internal import FileSystem

extension ArchivePlanError {
  var message: Message {
    switch self {
    case .refused(let path, let rule):
      Message(
        "\(path) cannot be part of a backup: \(rule.reason). No backup was made.",
        "Rename or remove it." + .command("Or leave it out with --skip-failed."))
    case .identity(let field):
      Message(
        "The camera's \(field.rawValue) is too long or has characters that cannot be shown.",
        "Use at most 48 bytes of printable text in SECTION identity of camera.cfg.")
    case .changed(let path):
      Message("The configuration changed while it was read (\(path)).", "Try again when nothing writes to it.")
    case .file(let path, let error):
      Message(
        "The camera's configuration cannot be read: \(path): \(error.reason).",
        error.unlockHint ?? "Check its rights and the disk." + .command("Or leave it out with --skip-failed."))
    case .digest: .noGuardedMemory
    }
  }
}

extension ArchiveError {
  func message(of name: BackupName) -> Message {
    Message("Backup \(name) opens, but its contents are not valid: \(reason).", "Use another backup.")
  }

  /// What is not valid in an archive.
  private var reason: String {
    switch self {
    case .header(let offset, _): "the entry at byte \(offset) has no valid header"
    case .refused(let path, let rule): "\(path): \(rule.reason)"
    case .manifest: "its manifest is invalid"
    case .truncated: "it ends early"
    case .trailingData(let offset): "there is data after its end at byte \(offset)"
    case .tooLong: "it is too long"
    }
  }
}

extension LeftOut.Reason {
  /// Why something is not in a backup, in brackets.
  package var words: String {
    switch self {
    case .special: "not a file, folder or link"
    case .changing: "it changed in every reading"
    case .unreadable: "it could not be read"
    case .unfit: "its path or attributes are too long"
    }
  }
}

extension LeftOut {
  /// Something that every backup must have.
  var message: Message {
    Message(
      "\(path.text) cannot be left out of a backup (\(reason.words)).",
      "Stop the program that writes to it, or check its rights.")
  }
}

extension ArchiveRule {
  fileprivate var reason: String {
    switch self {
    case .pathTooLong: "its path has more than 4,095 bytes"
    case .pathNotUTF8: "its name is not UTF-8, and the archive does not say so"
    case .emptyComponent: "a part of its path is empty"
    case .dotComponent: "a part of its path is . or .."
    case .unexpectedName: "this name is not allowed there"
    case .unexpectedKind: "it is of the wrong kind"
    case .unsupportedType: "it is not a file, a folder or a symbolic link"
    case .duplicate: "it is there twice"
    case .throughNonDirectory: "its path goes through something that is not a folder"
    case .contentsFirst: "its contents come before it"
    case .tooManyEntries: "there are more than 65,536 entries"
    case .tooLarge: "the backup would be larger than 4,227,858,432 bytes"
    case .moduleTooLarge: "a module has more than 1 MiB of settings, or all modules have more than 64 MiB"
    case .unexpectedSize: "it has contents and must not have any"
    case .badTarget: "its target is missing or too long, or it is not UTF-8 and the archive does not say so"
    case .badAddress: "the module's address is invalid"
    case .notInManifest: "the manifest does not list it"
    case .missing: "it is missing"
    case .tooManyNames: "paths and extended attributes have more than 16,777,216 bytes"
    case .tooManyAttributes: "its extended attributes have more than 983,040 bytes"
    case .badMap: "its map of holes is invalid"
    case .leftOut: "the manifest says that it was left out"
    }
  }
}
