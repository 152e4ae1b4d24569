internal import BackupStore
internal import CameraDevice
internal import CameraModel
internal import CameraService
internal import FileSystem

extension ArchivePlanError {
  var message: Message {
    switch self {
    case .refused(let path, let rule):
      Message(
        "\(path) cannot be part of a backup: \(rule.reason).",
        "Rename or remove it, or leave it out with --skip-failed. No backup was made.",
        onScreen: "Rename or remove it. No backup was made.")
    case .identity(let field):
      Message(
        "The camera's \(field.rawValue) is too long or has characters that cannot be shown.",
        "At most 48 bytes of printable text; see SECTION identity of camera.cfg.")
    case .changed(let path):
      Message("The configuration changed while it was read (\(path)).", "Try again when it is at rest.")
    case .file(let path, let error):
      Message(
        "The camera's configuration cannot be read: \(path): \(error.reason).",
        error.unlockHint ?? "Check its rights and the disk, or leave it out with --skip-failed.",
        onScreen: error.unlockHint ?? "Check its rights and the disk.")
    case .digest: Message("There is not enough guarded memory.", "Close other programs and try again.")
    }
  }
}

extension ArchiveError {
  /// Why an archive is none of this format.
  var reason: String {
    switch self {
    case .header(let offset, _): "the entry at byte \(offset) has no valid header"
    case .refused(let path, let rule): "\(path): \(rule.reason)"
    case .manifest: "its manifest is none"
    case .truncated: "it ends early"
    case .trailingData(let offset): "something follows its end at byte \(offset)"
    case .tooLong: "it is too long"
    }
  }
}

extension LeftOut.Reason {
  /// Why something is not in a backup, in brackets.
  package var words: String {
    switch self {
    case .special: "not a file, folder or link"
    case .changing: "it changed all the time"
    case .unreadable: "it could not be read"
    case .unfit: "its path or attributes are too long"
    }
  }
}

extension ArchiveRule {
  fileprivate var reason: String {
    switch self {
    case .pathTooLong: "its path has more than 4,095 bytes"
    case .pathNotUTF8: "its name is not UTF-8 and not marked so"
    case .emptyComponent: "a part of its path is empty"
    case .dotComponent: "a part of its path is . or .."
    case .unexpectedName: "nothing of this name belongs there"
    case .unexpectedKind: "it is of the wrong kind"
    case .unsupportedType: "it is neither file, folder nor symbolic link"
    case .duplicate: "it is there twice"
    case .throughNonDirectory: "its path goes through something that is no folder"
    case .contentsFirst: "its contents come before it"
    case .tooManyEntries: "there are more than 65,536 entries"
    case .tooLarge: "the backup would be larger than 4,227,858,432 bytes"
    case .moduleTooLarge: "a module has more than 1 MiB of settings, or all modules have more than 64 MiB"
    case .unexpectedSize: "it has contents and may not"
    case .badTarget: "its target is missing, too long, or not UTF-8 and not marked so"
    case .badAddress: "the module's address is none"
    case .notInManifest: "the manifest does not list it"
    case .missing: "it is missing"
    case .tooManyNames: "paths and extended attributes would have more than 16,777,216 bytes"
    case .tooManyAttributes: "its extended attributes have more than 983,040 bytes"
    case .badMap: "its map of holes is invalid"
    case .leftOut: "the manifest says that it was left out"
    }
  }
}
