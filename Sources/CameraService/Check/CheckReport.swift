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
package struct CheckResult: Sendable, Equatable {
  package let name: CheckName
  /// What is wrong and what to do; `nil`: nothing.
  package let problem: Message?

  package init(_ name: CheckName, _ problem: Message?) {
    self.name = name
    self.problem = problem
  }
}

/// Whether the camera keeps what it promises.
package struct CheckReport: Sendable, Equatable {
  package let results: [CheckResult]

  package init(_ results: [CheckResult]) { self.results = results }

  package var failures: [CheckResult] { results.filter { $0.problem != nil } }
  package var isOK: Bool { failures.isEmpty }

  /// What a check found wrong; `nil` where nothing was, or it was not made.
  package subscript(name: CheckName) -> Message? { results.first { $0.name == name }?.problem }

  /// Settings that are refused: nothing else can be looked at.
  package init?(refusing error: ServiceError) {
    guard case .settings = error else { return nil }
    self.init([CheckResult(.settings, error.message)])
  }
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

  private func problemInTime(_ name: CheckName, _ isFresh: Bool) -> Message? {
    let camera = self
    let found: Message?? = TimeLimit.run(seconds: Self.longest, shouldStop: observer.shouldStop) {
      camera.problem(name, isFresh)
    }
    return found ?? CheckMessages.late(name, seconds: Self.longest)
  }

  private func problem(_ name: CheckName, _ isFresh: Bool) -> Message? {
    switch name {
    case .restore: restoreObstacles(isFresh: isFresh).first?.message
    case .revert: settings.revertMinutes > 0 || isRestoreAwaited ? revertLack()?.message : nil
    case .state: storageProblem()
    case .card: cardProblem()
    case .reboot: commandProblem("REBOOT", settings.reboot)
    case .reload: commandProblem("RELOAD", settings.reload)
    case .log: log.isHeard ? nil : CheckMessages.log
    case .clock: time.now().seconds < BuildDate.seconds ? CheckMessages.clock(time.now().seconds) : nil
    case .terminal: TerminalDescriptions.suffice(files: files) ? nil : CheckMessages.terminal
    case .settings: settingsProblem()
    }
  }

  private var isRestoreAwaited: Bool {
    guard let status = (try? restoreStatus())?.flatMap(\.self) else { return false }
    return status.state == .awaitingConfirmation && status.revertMinutes > 0
  }
}

/// A clock that is earlier than this was never set.
enum BuildDate {
  /// 2026-11-01T00:00:00Z: the month of this version. A constant, so that the same source gives the same program.
  static let seconds: Int64 = 1_793_491_200
}
