internal import ArgumentParser
internal import BackupStore
internal import CameraDevice
internal import CameraModel
internal import CameraService
internal import Wording

struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Show the camera, the Super PIN, the card and the modules.",
    discussion: """
      Exits with 0 whenever it could report, also without a card; what could not be read is named, and what check \
      finds wrong. With --prometheus it prints metrics as text, or replaces FILE with them at once, readable for \
      everyone, for a collector of text files; the directory may be the collector's own. An alarm on the age of camconsole_last_good_backup_timestamp_seconds \
      goes off when there is no good backup, or when none was made or found unchanged in time.
      """)

  @OptionGroup var global: GlobalOptions

  @Flag(help: "Print JSON.")
  var json = false

  @Flag(help: "Print metrics for Prometheus.")
  var prometheus = false

  @Argument(help: "Where the metrics go, with --prometheus; standard output if it is left out.")
  var file: String?

  func validate() throws {
    guard !(json && prometheus) else { throw ValidationError("--json and --prometheus exclude each other.") }
    guard file == nil || prometheus else { throw ValidationError("A FILE goes with --prometheus only.") }
  }

  func run() throws {
    try Permission.check("--prometheus", file)
    let report = try global.onCamera { (camera) throws(ServiceError) in try camera.status(withGaps: true) }
    if prometheus {
      let (settings, own) = (try global.loadSettings(), try global.settingsPath())
      try MetricsReport.write(report, to: file, of: Composition.files) { (path) throws(ServiceError) in
        if Composition.settingsFile(isDemo: global.isDemo).isOwn(path, settings, own) { throw .ownFile(path: path) }
      }
    } else if json {
      try Output.json(report.json)
    } else {
      try print(report)
    }
  }

  private func print(_ report: StatusReport) throws(ServiceError) {
    let identity = report.identity
    let isKnown = !identity.model.isEmpty || !identity.serial.isEmpty
    let camera = Output.device(identity.model, identity.serial, identity.firmware)
    try Output.line("Camera     \(isKnown ? camera : "unknown: its configuration does not say")")
    try Output.line("Super PIN  \(pinText(report))")
    try Output.line("SD card    \(report.card.text)")
    if report.isPINKnown, let hint = report.card.hint(isPINSet: report.isPINSet) {
      try Output.line("           \(hint)")
    }
    try Output.line("Backups    \(backupText(report))")
    if report.isPINKnown { try print(report.freshness) }
    if let restore = report.restore {
      try Output.line("Restore    \(restored(restore.backup)), \(restoreText(restore, report))")
      try Output.line("           \(restore.account { Composition.time.localTime($0) })")
    }
    for gap in report.gaps { try print("Unread     ", gap.message) }
    for problem in report.check?.problems ?? [] { try print("Check      ", problem.message) }
    let answering = report.modules.count { $0.state == .ok }
    try Output.line("Modules    \(answering) of \(report.modules.count) answer")
    for module in report.modules where module.state != .ok {
      try Output.line("           \(module.address.text): \(module.state.rawValue)")
    }
  }

  private func print(_ label: String, _ message: Message) throws(ServiceError) {
    try Output.line(label + message.text)
    if !message.hint.isEmpty { try Output.line("           " + message.hint) }
  }

  private func restoreText(_ restore: RestoreStatus, _ report: StatusReport) -> String {
    switch restore.state {
    case .rebootNeeded: "done: restart the camera"
    case .awaitingConfirmation where restore.isOverdue: "not confirmed in time, and not reverted yet"
    case .awaitingConfirmation where report.check?[.revert] != nil: "to be confirmed; nothing reverts it at its time"
    case .awaitingConfirmation:
      "to be confirmed" + (restore.untilSeconds.map { " within \(duration($0)), else taken back" } ?? "")
    case .confirmed: "complete"
    case .reverted: "taken back"
    }
  }

  private func pinText(_ report: StatusReport) -> String {
    guard report.isPINKnown else { return "not known" }
    guard let changed = report.pinChanged else { return "not set: there are no backups without it" }
    let wait = report.pinWait > 0 ? ", next try in \(duration(report.pinWait))" : ""
    return "set on \(Composition.time.localTime(changed))\(wait)"
  }

  private func print(_ freshness: Freshness) throws(ServiceError) {
    try Output.line("Last good  \(freshness.good.map { Composition.time.localTime($0) } ?? "none")")
    try Output.line("Attempt    \(freshness.attemptText)")
    try Output.line("Verified   \(freshness.verificationText)")
  }

  private func backupText(_ report: StatusReport) -> String {
    let counts = [
      (report.damaged, "damaged"), (report.returned, "returned"), (report.unchecked, "not checked"),
      (report.missing, "missing"),
    ]
    let notes = counts.filter { $0.0 > 0 }.map { ", \($0.0) \($0.1)" }.joined()
    guard report.backups > 0 else {
      if report.card.state == .locked { return "none that can be opened" + notes }
      let isKnown = report.isPINKnown && report.card.state != .pulledOut && report.card.state != .error
      return (isKnown ? "none" : "not known") + notes
    }
    return "\(report.backups)\(notes)" + (report.lastBackup.map { ", the last of \(moment($0))" } ?? "")
  }

  private func moment(_ seconds: Int64) -> String {
    Composition.time.localTime(seconds) + (ClockRules.isSet(seconds) ? "" : " (the clock was not set)")
  }
}

extension Freshness {
  /// The last attempt to make a backup.
  var attemptText: String {
    guard let attempt else { return "never" }
    let result =
      switch attempt.result {
      case Self.ok: "a backup was made"
      case Self.unchanged: "nothing had changed"
      case Self.unfinished: "it did not finish"
      default: "failed (\(attempt.result))"
      }
    return "\(attempt.timeText): \(result)"
  }

  /// The last verification that was asked for.
  var verificationText: String {
    guard let verification else { return "never" }
    return "\(verification.timeText): \(verification.isGood ? "ok" : "a backup is damaged or missing")"
  }
}

extension Freshness.Event {
  fileprivate var timeText: String {
    time.map { Composition.time.localTime($0) } ?? "at an unknown time (the clock was wrong)"
  }
}

extension CardReport {
  /// The card in one line.
  var text: String {
    var parts = [stateText]
    if let filesystem { parts.append(filesystem) }
    if let bytesTotal, let bytesFree { parts.append("\(size(bytesTotal)), \(size(bytesFree)) free") }
    if lacksInodes { parts.append("no free inode for another file") }
    if !isWritable, state.hasCard { parts.append("read-only") }
    if isOverfilled {
      parts.append("more than \(BackupLimits.files) files of backups: only \(BackupLimits.files) are read")
    }
    if !isLastUsed, state == .open || state == .empty { parts.append("not the card last used") }
    if isTakenAsIs { parts.append("its backups are taken as they are") }
    return parts.joined(separator: ", ")
  }

  /// What to do about the card; `nil` when there is nothing.
  func hint(isPINSet: Bool) -> String? {
    if let problem = problem?.message { return "\(problem.text) \(problem.hint)" }
    return switch state {
    case .locked: isPINSet ? Self.lockedHint : "Set the old PIN with pin set, or delete them with backup delete-all."
    case .error: "Take it out and put it in again."
    case .open, .empty, .absent, .notMounted, .pulledOut: nil
    }
  }

  private static let lockedHint =
    "If they have the PIN of this camera, use pin adopt. Otherwise set the old PIN with pin change, or delete them with "
    + "backup delete-all."

  private var stateText: String {
    switch state {
    case .open: "open"
    case .empty: "empty"
    case .locked: "locked: \(foreign) of another Super PIN"
    case .absent: "none in the slot"
    case .notMounted: "not mounted"
    case .pulledOut: "pulled out"
    case .error: "cannot be read"
    }
  }
}
