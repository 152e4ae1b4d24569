internal import CameraModel
internal import CameraService
internal import Wording

/// What the camera restarts for.
enum RebootCause: Sendable {
  case restore(RestorePreview)
  case configuration(ConfigurationPreview)
  /// A change that was made before, or one that was reverted.
  case earlier

  /// What was done, as a sentence; `nil` where it was told before.
  func done(_ context: Context) -> String? {
    switch self {
    case .restore(let preview): "Restored: \(preview.backup.words(context))."
    case .configuration(let preview): "Changed: \(EditedConfiguration(preview.names).text)."
    case .earlier: nil
    }
  }

  /// Modules that did not get their settings.
  var modulesLeft: [ModulePlan] {
    switch self {
    case .restore(let preview): preview.modules.filter(\.action.isLack)
    case .configuration, .earlier: []
    }
  }

  /// Minutes to confirm after the restart, 0 for none; `nil` where that was told before.
  fileprivate var revertMinutes: Int? {
    switch self {
    case .restore(let preview): preview.needsReboot ? preview.revertMinutes : nil
    case .configuration(let preview): preview.revertMinutes
    case .earlier: nil
    }
  }

  fileprivate func networkOutlook(_ settings: Settings) -> NetworkOutlook {
    switch self {
    case .restore(let preview): preview.networkOutlook(settings)
    case .configuration(let preview): preview.networkOutlook(settings)
    case .earlier: .same
    }
  }

  /// How the users change; `nil` where they stay.
  fileprivate var users: UserChanges? {
    switch self {
    case .restore(let preview): preview.users
    case .configuration, .earlier: nil
    }
  }
}

/// What is said before the camera restarts: only what is true for this camera.
struct RebootWords {
  let cause: RebootCause
  let context: Context

  /// What happens to this line.
  var restart: String {
    context.restartNotice == nil ? "The camera restarts, and this connection ends." : "The demo camera restarts."
  }

  /// Where to log in, as whom, and until when.
  var logIn: String {
    guard let minutes = cause.revertMinutes else { return "Log in again when the camera is back." }
    let outlook = cause.networkOutlook(context.settings)
    let log = "Log in\(place(outlook))\(user)"
    guard minutes > 0 else { return "\(log) when the camera is back." }
    var otherwise = "the camera reverts the change"
    if case .moved(let previous, _) = outlook { otherwise = "the camera returns to \(previous)" }
    return "\(log) within \(counted(minutes, "minute")) of the restart and confirm, or \(otherwise) by itself."
  }

  private func place(_ outlook: NetworkOutlook) -> String {
    switch outlook {
    case .moved(_, let new): return " at \(new)"
    case .same:
      let address = context.identity.address
      return address.isEmpty ? "" : " at \(address)"
    // An address that may change in a way which nobody can tell is not promised.
    case .gone, .changed: return ""
    }
  }

  private var user: String {
    guard let name = context.session?.name else { return "" }
    guard let users = cause.users else { return " as \(name)" }
    if users.losses.contains(where: { $0.name == name }) { return " as an administrator of the backup" }
    return " as \(name)" + (users.otherPasswords.contains(name) ? " with the password of the backup" : "")
  }
}
