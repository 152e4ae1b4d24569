internal import CameraModel
internal import CameraService
internal import Wording

/// What is said before the camera restarts: only what is true for this camera.
struct RebootWords {
  /// The restore; `nil` for one that was done before, and behind a revert.
  let preview: RestorePreview?
  let context: Context

  /// What happens to this line.
  var restart: String {
    context.restartNotice == nil ? "The camera restarts, and this connection ends." : "The demo camera restarts."
  }

  /// Where to log in, as whom, and until when.
  var logIn: String {
    guard let preview, preview.needsReboot else { return "Log in again when the camera is back." }
    let log = "Log in\(place(preview))\(user(preview))"
    let minutes = preview.revertMinutes
    guard minutes > 0 else { return "\(log) when the camera is back." }
    let former = preview.addressChange(context.settings)?.former
    let otherwise = former.map { "the camera returns to \($0)" } ?? "the camera reverts the change"
    return "\(log) within \(counted(minutes, "minute")) of the restart and confirm, or \(otherwise) by itself."
  }

  private func place(_ preview: RestorePreview) -> String {
    if let change = preview.addressChange(context.settings) { return " at \(change.new)" }
    let address = context.identity.address
    // An address that may change in a way which nobody can tell is not promised.
    return address.isEmpty || preview.networkOutlook(context.settings) != .same ? "" : " at \(address)"
  }

  private func user(_ preview: RestorePreview) -> String {
    guard let name = context.session?.name else { return "" }
    guard let users = preview.users else { return " as \(name)" }
    if users.losses.contains(where: { $0.name == name }) { return " as an administrator of the backup" }
    return " as \(name)" + (users.otherPasswords.contains(name) ? " with the password of the backup" : "")
  }
}
