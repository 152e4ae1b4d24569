internal import CameraDevice
internal import CameraModel
internal import FileSystem

/// Why a restore that nobody confirms would not be reverted at its time.
package enum RevertLack: Sendable, Equatable {
  /// `boot` has not run in this boot.
  case neverRan
  /// `boot --once` ran, and not again: so many seconds ago.
  case notAgain(seconds: Int64)
  /// A restore waits for its confirmation, and no process watches its time.
  case notWatched
}

extension Camera {
  /// What keeps a restore from being reverted at its time; `nil` where somebody does it.
  ///
  /// The mark that `boot` leaves shows that the init system runs it in this boot, and so in the next one. Of a `boot`
  /// that stays that is enough; `boot --once` counts while it runs again and again. While a restore waits for its
  /// confirmation, the process that watches its time has to be there.
  package func revertLack() -> RevertLack? {
    guard machine.bootProgram == .initSystem else { return nil }
    let mark = currentMark
    if (try? restoreStatus())??.state == .awaitingConfirmation {
      guard !BootMark.isWatched(in: files, run: settings.run) else { return nil }
      return mark?.mode == .once && mark.map(age) ?? .max <= RevertRules.onceInterval ? nil : .notWatched
    }
    guard let mark else { return .neverRan }
    switch mark.mode {
    case .stays: return nil
    case .once: return age(mark) <= RevertRules.onceInterval ? nil : .notAgain(seconds: age(mark))
    }
  }

  private func age(_ mark: BootMark) -> Int64 { max(time.sinceBoot().seconds - mark.at, 0) }

  private var currentMark: BootMark? {
    guard let run = try? files.openDirectory(at: settings.run), let mark = BootMark(run: run),
      mark.bootID == (try? time.bootID())
    else { return nil }
    return mark
  }

  /// Refuses to promise a revert that nobody does.
  ///
  /// - Throws: `.revertNotArmed`.
  func checkRevert(_ options: RestoreOptions) throws(ServiceError) {
    guard !options.modulesOnly, options.revertMinutes ?? settings.revertMinutes > 0 else { return }
    if let lack = revertLack() { throw .revertNotArmed(lack) }
  }

  /// Leaves the mark that `boot` runs in this boot, and lets waits of an earlier boot begin now. What cannot be written
  /// must not keep `boot` from its work: a restore is refused then.
  package func markBoot(once: Bool) {
    if let run = try? files.openMakingDirectories(at: settings.run), let boot = try? time.bootID() {
      try? BootMark(bootID: boot, mode: once ? .once : .stays, at: time.sinceBoot().seconds).save(in: run)
    }
    try? beginWaits()
  }
}
