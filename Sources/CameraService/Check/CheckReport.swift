internal import BackupStore
internal import CameraDevice
internal import CameraModel
internal import FileSystem

/// What is checked, in the order of a report.
package enum CheckName: String, Sendable, CaseIterable {
  /// A backup that is made now can be restored here.
  case restore
  /// A restore that nobody confirms is reverted at its time.
  case revert
  /// The state directory is on storage that lasts.
  case state
  /// A card is in the slot, and can be written.
  case card
  /// The PIN that is set is sealed for the key of ESCROW.
  case escrow
  /// The programs of REBOOT and RELOAD.
  case reboot, reload
  /// Something listens to the log.
  case log
  /// The clock was set.
  case clock
  /// The console finds a description of the terminal.
  case terminal
  /// The settings, and the rights of what they name.
  case settings
}

/// What a check found.
package struct CheckResult: Sendable {
  /// Which check.
  package let name: CheckName
  /// What is wrong; `nil`: nothing.
  package let problem: CheckProblem?

  init(_ name: CheckName, _ problem: CheckProblem?) {
    self.name = name
    self.problem = problem
  }
}

/// Whether the camera keeps what it promises.
package struct CheckReport: Sendable {
  /// All checks, in their order.
  package let results: [CheckResult]

  init(_ results: [CheckResult]) { self.results = results }

  /// What was found wrong, in the order of the checks.
  package var problems: [CheckProblem] { results.compactMap(\.problem) }
  /// Whether nothing was.
  package var isOK: Bool { problems.isEmpty }

  /// What a check found wrong; `nil` where nothing was, or it was not made.
  package subscript(name: CheckName) -> CheckProblem? { results.first { $0.name == name }?.problem }

  /// Settings that are refused: nothing else can be looked at.
  package init?(refusing error: ServiceError) {
    guard case .settings = error else { return nil }
    self.init([CheckResult(.settings, .error(error))])
  }
}

extension UseCase {
  /// The check of the camera.
  static let check = UseCase("check", .look)
}

extension Camera {
  /// Seconds that one check may take.
  private static let longest = 5

  /// Checks everything; the exchange of the configuration is tried also where the last trial is remembered.
  package func check() throws(ServiceError) -> CheckReport {
    try perform(.check) { () throws(ServiceError) in
      let report = checkReport(isFresh: true)
      guard !observer.shouldStop() else { throw .store(.stopped) }
      return report
    }
  }

  /// Nothing is changed, and a look that does not end costs no more than a few seconds.
  func checkReport(isFresh: Bool) -> CheckReport {
    CheckReport(CheckName.allCases.map { CheckResult($0, problemInTime($0, isFresh)) })
  }

  private func problemInTime(_ name: CheckName, _ isFresh: Bool) -> CheckProblem? {
    let camera = self
    let found: CheckProblem?? = TimeLimit.run(seconds: Self.longest, shouldStop: observer.shouldStop) {
      camera.problem(name, isFresh)
    }
    return found ?? .late(name, seconds: Self.longest)
  }

  private func problem(_ name: CheckName, _ isFresh: Bool) -> CheckProblem? {
    switch name {
    case .restore: restoreObstacles(isFresh: isFresh).first.map(CheckProblem.restore)
    case .revert: settings.revertMinutes > 0 || isRestoreAwaited ? revertLack().map(CheckProblem.revert) : nil
    case .state: storageProblem()
    case .card: cardProblem()
    case .escrow: escrowProblem()
    case .reboot: commandProblem("REBOOT", settings.reboot)
    case .reload: commandProblem("RELOAD", settings.reload)
    case .log: log.isHeard ? nil : .noLog
    case .clock: clockProblem(time.now().seconds)
    case .terminal: TerminalDescriptions.suffice(files: files) ? nil : .noTerminal
    case .settings: settingsProblem()
    }
  }

  private func clockProblem(_ now: Int64) -> CheckProblem? {
    now < ClockRules.released ? .clockNotSet(seconds: now) : nil
  }

  private var isRestoreAwaited: Bool {
    guard let status = (try? restoreStatus())?.flatMap(\.self) else { return false }
    return status.state == .awaitingConfirmation && status.revertMinutes > 0
  }
}
