package import CameraDevice
internal import CameraModel
internal import FileSystem

/// What a check found wrong.
package enum CheckProblem: Sendable {
  /// What could not be looked at, or cannot be used.
  case error(ServiceError)
  /// A backup that is made now cannot be restored here.
  case restore(RestoreObstacle)
  /// Nothing reverts a restore that nobody confirms.
  case revert(RevertLack)
  /// The state directory does not last, or cannot be written: its path.
  case storage(Storage, path: String)
  /// The card cannot be written, though its file system could be.
  case readOnlyCard
  /// A program of the settings cannot be run: which setting names it, and its path.
  case program(setting: String, path: String, ProgramProblem)
  /// Nothing listens to the log.
  case noLog
  /// The clock was never set: seconds since 1970, as it shows.
  case clockNotSet(seconds: Int64)
  /// No description of a terminal is installed.
  case noTerminal
  /// A pattern of `NETWORK_FILES` matches nothing.
  case noNetworkFile(pattern: String)
  /// The PIN that is set is not in the escrow that the settings ask for.
  case escrow(EscrowReport)
  /// The check did not end in time.
  case late(CheckName, seconds: Int)
}
