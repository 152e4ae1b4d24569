internal import CameraModel
internal import CameraService
package import FileSystem

extension LockHolder {
  var message: Message {
    Message(sentence(UTC.text), "Try again in a moment." + .command("Or wait for it with --wait SECONDS."))
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
    case .confirm: "confirming a restore"
    case .revert: "reverting a restore"
    case .status: "a status report"
    case .list: "listing the backups"
    case .backup: "a backup"
    case .verify: "verifying backups"
    case .find: "finding a backup"
    case .open: "opening a backup"
    case .export: "an export"
    case .keep: "keeping a backup"
    case .label: "changing a label"
    case .compare: "comparing backups"
    case .acknowledge: "an acknowledgement"
    case .delete: "deleting a backup"
    case .deleteAll: "deleting all backups"
    case .lookAtPIN: "a look at the PIN"
    case .changePIN: "a change of the PIN"
    case .adopt: "adopting backups"
    case .checkPIN: "checking the PIN"
    case .logIn: "a login"
    case .users: "a change of users"
    case .changeConfiguration: "a change of the configuration"
    }
  }
}
