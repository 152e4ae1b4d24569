internal import BackupStore
internal import CameraModel
internal import CameraService
internal import Wording

/// What home says of the camera.
enum HomeWords {
  /// `2026-11-20 16:41 CET`
  static func time(_ now: Int64, _ context: Context) -> String {
    [minute(now, context), context.zone(now)].filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// `2026-11-19 14:53 (2 failed tries since), 10.1.2.3`: a narrow screen cuts the end, which matters least.
  static func lastLogin(_ last: LastLogin, _ context: Context) -> String {
    let failures = last.failures > 0 ? " (\(failedTries(last.failures)) since)" : ""
    guard let time = last.time else { return "none before" + failures }
    let line = last.line.isEmpty ? "" : ", \(last.line)"
    return minute(time, context) + failures + line
  }

  private static func failedTries(_ count: Int) -> String {
    count == 1 ? "1 failed try" : "\(count) failed tries"
  }

  static func lastBackup(_ status: StatusReport, _ context: Context, now: Int64) -> String {
    status.lastBackup.map { withAge($0, context, now: now) } ?? "none"
  }

  static func lastCheck(_ status: StatusReport, _ context: Context, now: Int64) -> String {
    let time = status.lastCheck.map { withAge($0, context, now: now) } ?? "never"
    var notes: [String] = []
    if status.damaged > 0 { notes.append("\(status.damaged) damaged") }
    if status.unchecked > 0 { notes.append("\(status.unchecked) not checked") }
    return ([time] + notes).joined(separator: ", ")
  }

  /// `2026-10-01 11:03, commissioning`
  ///
  /// - Parameter isShort: the label alone, where there is one.
  static func backup(_ backup: BackupDescription, _ context: Context, isShort: Bool) -> String {
    let label = backup.metadata.label ?? ""
    if isShort, !label.isEmpty { return label }
    let time = backup.metadata.created.map { minute($0, context) } ?? "backup \(backup.name)"
    return label.isEmpty ? time : "\(time), \(label)"
  }

  /// What was found wrong, by the names of `camconsole check`.
  ///
  /// - Parameter isShort: the names alone.
  static func check(_ report: CheckReport, isShort: Bool) -> String {
    guard !report.isOK else { return "ok" }
    let names = report.results.filter { $0.problem != nil }.map(\.name.rawValue)
    guard !isShort else { return "\(names.joined(separator: ", ")). Press s." }
    return "\(names.count == 1 ? "problem" : "problems"): \(names.joined(separator: ", ")). Press s."
  }

  /// What a person can do here, the most urgent first.
  static func next(_ status: StatusReport, isFirstHour: Bool) -> [String] {
    var texts: [String] = []
    if let modules = status.restore?.pendingModules, !modules.isEmpty {
      texts.append(
        "Settings wait for \(modules.count == 1 ? "module" : "modules") \(modules.joined(separator: ", ")). Press m.")
    }
    switch status.card.state {
    case .absent: texts.append("Put an SD card into the slot.")
    case .notMounted, .pulledOut, .error: texts.append("The card has a problem. Press b to see it.")
    case .locked: texts.append("The card is locked. Press b for a way out.")
    case .open, .empty: texts += backups(status)
    }
    if texts.isEmpty, isFirstHour { texts.append("Ready. Press u to add users, l to log out.") }
    return texts
  }

  private static func backups(_ status: StatusReport) -> [String] {
    guard status.isPINSet || !status.isPINKnown else { return ["Press u, then p, to set the Super PIN."] }
    guard status.backups > 0 else { return ["Press b, then s, to make the first backup."] }
    var texts: [String] = []
    if status.damaged > 0 { texts.append(sentence(status.damaged, "damaged")) }
    if status.missing > 0 { texts.append(sentence(status.missing, "missing")) }
    return texts
  }

  private static func sentence(_ count: Int, _ state: String) -> String {
    "\(counted(count, "backup")) \(count == 1 ? "is" : "are") \(state). Press b to see \(count == 1 ? "it" : "them")."
  }

  /// Both ages, where a slow line has no room for the times: `3 h ago, verified 2 h ago`.
  static func ages(_ status: StatusReport, now: Int64) -> String {
    func words(_ time: Int64?) -> String { time.map { age(of: $0, now: now) } ?? "" }
    guard status.backups > 0 else { return "none" }
    let (last, check) = (words(status.lastBackup), words(status.lastCheck))
    let damage = status.damaged > 0 ? ", \(status.damaged) damaged" : ""
    return (last.isEmpty ? "unknown" : last) + (check.isEmpty ? ", not verified" : ", verified \(check)") + damage
  }

  private static func withAge(_ time: Int64, _ context: Context, now: Int64) -> String {
    [minute(time, context), age(of: time, now: now)].filter { !$0.isEmpty }.joined(separator: ", ")
  }

  /// `3 h ago`; empty where the clock cannot have been right.
  static func age(of time: Int64, now: Int64) -> String {
    guard ClockRules.isCredible(time, now: now) else { return "" }
    let minutes = max(now - time, 0) / 60
    switch minutes {
    case 0: return "just now"
    case ..<120: return "\(minutes) min ago"
    case ..<2_880: return "\(minutes / 60) h ago"
    default: return "\(minutes / 1_440) days ago"
    }
  }

  /// Without the seconds.
  private static func minute(_ time: Int64, _ context: Context) -> String { String(context.localTime(time).prefix(16)) }
}
