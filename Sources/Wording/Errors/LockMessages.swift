internal import CameraModel
internal import CameraService
package import FileSystem

extension LockHolder {
  var message: Message {
    Message(
      sentence(UTC.text), "Try again in a moment, or give it --wait SECONDS.",
      onScreen: "Try again in a moment.")
  }

  /// Who is at work, and since when.
  ///
  /// - Parameter time: a moment as it is shown, of seconds since 1970.
  package func sentence(_ time: (Int64) -> String) -> String {
    // Another version of the program may name work that this one does not know.
    guard let work = LockedWork(rawValue: work) else { return "Another session is at work." }
    return "Another session is at work: \(work.words)\(since.map { ", since \(time($0))" } ?? "")."
  }
}

extension LockedWork {
  /// What is done, within a sentence.
  fileprivate var words: String {
    switch self {
    case .restore: "a restore"
    case .preview: "a preview"
    case .start: "the start of the camera"
    case .endOfRestore: "the end of a restore"
    case .writeModules: "writing to modules"
    case .confirm: "a confirmation"
    case .revert: "taking a restore back"
    case .status: "a status report"
    case .list: "a listing"
    case .backup: "a backup"
    case .verify: "a verification"
    case .find: "a look for a backup"
    case .open: "the opening of a backup"
    case .export: "an export"
    case .keep: "a change of a mark"
    case .acknowledge: "an acknowledgement"
    case .delete: "the deletion of a backup"
    case .deleteAll: "the deletion of all backups"
    case .lookAtPIN: "a look at the Super PIN"
    case .changePIN: "a change of the Super PIN"
    case .adopt: "an adoption"
    case .checkPIN: "a check of the Super PIN"
    case .logIn: "a login"
    case .users: "a change of users"
    }
  }
}
