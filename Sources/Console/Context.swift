package import BackupStore
package import CameraModel
package import CameraService

/// What every screen knows.
package struct Context: Sendable {
  /// The settings of the camera.
  package let settings: Settings
  /// Which camera it is; empty where that cannot be read.
  package internal(set) var identity: CameraIdentity
  /// What the log-in screen tells of its user, as of a demo; `nil` on a camera, which never tells its own.
  package var logInHint: String?
  /// What is told when the camera has restarted and this program goes on; `nil` where the restart ends it.
  package var restartNotice: String?
  /// Markers instead of highlighted rows, and no rules.
  package let isSlow: Bool
  /// The version of this program.
  package let version: String
  /// A moment in the camera's time zone, `2026-11-20 02:00:03`, of seconds since 1970.
  package let localTime: @Sendable (Int64) -> String
  /// Now, seconds since 1970.
  let now: @Sendable () -> Int64
  /// The camera's time zone at a moment, as `CET`; empty where it is not known.
  let zone: @Sendable (Int64) -> String
  /// Seconds until a restore that waits for its confirmation is reverted; `nil` where none waits.
  package internal(set) var restoreSecondsLeft: Int?
  /// Who is logged in.
  package internal(set) var session: AdministratorSession?
  /// Camera, PIN and card as far as known.
  package internal(set) var status: StatusReport?
  /// The modules as they were last seen; `nil` before they were.
  package internal(set) var modules: [BusModule]?
  /// The backups as this session last read them.
  package internal(set) var backups: ListReport?
  /// The backup that was chosen last in their list: that from which modules are restored.
  package internal(set) var chosenBackup: BackupName?

  /// See the properties.
  package init(
    settings: Settings, identity: CameraIdentity, isSlow: Bool, version: String,
    localTime: @escaping @Sendable (Int64) -> String, now: @escaping @Sendable () -> Int64,
    zone: @escaping @Sendable (Int64) -> String
  ) {
    self.settings = settings
    self.identity = identity
    self.isSlow = isSlow
    self.version = version
    self.localTime = localTime
    self.now = now
    self.zone = zone
  }

  /// Takes over what every screen has to know of a reply.
  mutating func learn(_ reply: Reply) {
    if case .camera(.status(let report)) = reply { learn(report, hasModules: true) }
    if case .camera(.modules(let modules)) = reply { self.modules = modules }
    // It is not the one that is said any more.
    if case .session(.passwordChosen) = reply { logInHint = nil }
    if case .camera(.checked(let report)) = reply { status?.learn(report) }
    guard case .backups(let reply) = reply, let listing = reply.listing else { return }
    backups = listing
    // Behind a mere look the status is read again.
    if case .listed = reply { return }
    status?.learn(listing)
  }

  /// Takes over what a report says.
  ///
  /// - Parameter hasModules: whether the modules were asked; else those last seen stay.
  mutating func learn(_ report: StatusReport, hasModules: Bool) {
    status = report
    identity = report.identity
    restoreSecondsLeft = report.restore?.secondsToConfirm
    if hasModules { modules = report.modules }
  }
}
