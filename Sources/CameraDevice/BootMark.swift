package import FileSystem

/// What `boot` leaves in the run directory: that the init system runs it in this boot.
package struct BootMark: Sendable, Equatable {
  private static let name = "watch"
  private static let lockName = "watch.lock"

  /// How it was run.
  package enum Mode: String, Sendable {
    /// It stays while a restore waits for its confirmation.
    case stays
    /// It does what is due and ends: something runs it again and again.
    case once
  }

  /// The kernel's name of the boot.
  package let bootID: String
  /// How it was run last.
  package let mode: Mode
  /// When it ran last, in seconds on the boot clock.
  package let at: Int64

  /// - Parameter at: seconds on the boot clock.
  package init(bootID: String, mode: Mode, at seconds: Int64) {
    self.bootID = bootID
    self.mode = mode
    at = seconds
  }

  /// Reads the mark; `nil` where there is no mark, or it cannot be read.
  package init?(run: any Directory) {
    guard let bytes = try? run.readWhole(Self.name, limit: 256) else { return nil }
    let lines = bytes.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
    guard lines.count == 3, let mode = Mode(rawValue: lines[1]), let at = Int64(lines[2]), at >= 0 else { return nil }
    self.init(bootID: lines[0], mode: mode, at: at)
  }

  /// Leaves the mark. A `boot` that stays, earlier in this boot, is worth more than one that ended.
  package func save(in run: any Directory) throws(FileError) {
    if mode == .once, let former = BootMark(run: run), former.bootID == bootID, former.mode == .stays { return }
    let text = "\(bootID)\n\(mode.rawValue)\n\(at)\n"
    try DurableFile.replace(Self.name, in: run, with: Array(text.utf8).span)
  }

  /// Shows that this process watches the time of a restore, until the last reference goes.
  ///
  /// - Parameter run: the path of the run directory.
  /// - Returns: `nil` where another process does.
  package static func watch(in files: any FileRoot, run: String, now: Int64) -> ProcessLock? {
    try? ProcessLock(
      in: files, path: run + "/" + lockName, work: "the time of a restore", now: now, waitSeconds: 1)
  }

  /// Whether some process watches the time of a restore at this moment.
  package static func isWatched(in files: any FileRoot, run: String) -> Bool {
    do {
      _ = try ProcessLock(in: files, path: run + "/" + lockName, work: "a look", now: 0, waitSeconds: 0)
      return false
    } catch {
      guard case .held = error else { return false }
      return true
    }
  }
}
