internal import ArgumentParser
internal import CameraDevice
internal import CameraModel
internal import CameraService
internal import FileSystem
internal import Wording

/// The status as metrics in Prometheus' text format.
enum MetricsReport {
  /// Prints the metrics, or replaces a file with them at once.
  ///
  /// - Parameters:
  ///   - path: of the file; `nil` or `-` for standard output.
  ///   - files: where it is.
  ///   - check: refuses a path where the program's own files are.
  static func write(
    _ report: StatusReport, to path: String?, of files: any FileRoot, _ check: (String) throws(ServiceError) -> Void
  ) throws(ServiceError) {
    try publish(text(report), to: path, of: files, check)
  }

  /// Prints metrics, or replaces a file with them at once: see `write`.
  static func publish(
    _ text: String, to path: String?, of files: any FileRoot, _ check: (String) throws(ServiceError) -> Void
  ) throws(ServiceError) {
    guard let path, path != "-" else { return try Output.write(text, to: 1) }
    try check(ThisProcess.absolute(path))
    let isReplaced = try mapError(ServiceError.output) { () throws(FileError) in
      guard let place = SplitPath(ThisProcess.absolute(path)) else { throw FileError.noName(path) }
      let directory = try files.openDirectory(at: place.directory, .foreign)
      return try PublishedFile.replace(
        place.name, in: directory, with: Array(text.utf8).span, now: Composition.time.now().seconds)
    }
    guard isReplaced else { throw .notReplaceable(path: path) }
  }

  static func text(_ report: StatusReport) -> String {
    var text = MetricsText(of: report.identity)
    text.add("build_info", "The version of camconsole.", [([("version", Camconsole.configuration.version)], 1)])
    text.add("camera_info", "The firmware of the camera.", [([("firmware", report.identity.firmware)], 1)])
    text.add("report_gaps", "How many parts of this report could not be read.", Int64(report.gaps.count))
    addChecks(report.check, &text)
    if report.isPINKnown {
      text.add("pin_set", "Whether a Super PIN is set.", report.isPINSet ? 1 : 0)
      text.add("pin_wait_seconds", "Seconds until the Super PIN may be tried again.", Int64(report.pinWait))
    }
    addCard(report.card, &text)
    addBackups(report, &text)
    addFreshness(report.freshness, &text)
    let isPending = report.restore.map { $0.state == .rebootNeeded || $0.state == .awaitingConfirmation } ?? false
    text.add(
      "restore_overdue", "Whether a restore was not confirmed in time and is not reverted yet.",
      report.restore?.isOverdue == true ? 1 : 0)
    text.add("restore_pending", "Whether a restore waits for its restart or confirmation.", isPending ? 1 : 0)
    text.add(
      "module_ok", "Whether a module answers.",
      report.modules.map { ([("address", $0.address.text)], $0.state == .ok ? 1 : 0) })
    return text.lines.joined(separator: "\n") + "\n"
  }

  /// What `check` found.
  private static func addChecks(_ check: CheckReport?, _ text: inout MetricsText) {
    guard let check else { return }
    text.add("check_failures", "Checks that found a problem.", Int64(check.problems.count))
    text.add(
      "check_ok", "Whether a check found no problem.",
      check.results.map { ([("check", $0.name.rawValue)], $0.problem == nil ? 1 : 0) })
  }

  private static func addCard(_ card: CardReport, _ text: inout MetricsText) {
    text.add(
      "card_state", "The state of the SD card.",
      CardReport.State.allCases.map { ([("state", $0.rawValue)], $0 == card.state ? 1 : 0) })
    text.add("card_writable", "Whether the SD card can be written.", card.isWritable ? 1 : 0)
    text.add("card_free_bytes", "Free bytes on the SD card.", card.bytesFree)
    text.add("card_size_bytes", "Size of the SD card.", card.bytesTotal)
    text.add("card_foreign", "Backups on the card made with another PIN.", Int64(card.foreign))
  }

  private static func addBackups(_ report: StatusReport, _ text: inout MetricsText) {
    text.add("backups", "Backups on the SD card.", Int64(report.backups))
    text.add("backups_damaged", "Damaged backups on the SD card, as far as is known.", Int64(report.damaged))
    text.add("backups_returned", "Returned backups on the SD card.", Int64(report.returned))
    text.add(
      "backups_not_checked", "Backups on the SD card that this camera has never read whole.", Int64(report.unchecked))
    text.add(
      "backups_missing", "Missing backups: the camera knows them, and the SD card does not have them.",
      Int64(report.missing))
    text.add(
      "last_backup_timestamp_seconds", "When the newest backup of this camera on the SD card was made.",
      report.lastBackup)
  }

  private static func addFreshness(_ freshness: Freshness, _ text: inout MetricsText) {
    text.add(
      "last_good_backup",
      "When the configuration was last known to be in a good backup.",
      time: freshness.good)
    text.add("last_success", "When a backup was last made.", time: freshness.success)
    text.add("last_unchanged", "When nothing was last found to have changed.", time: freshness.lastUnchanged)
    text.add("last_attempt", "When a backup was last attempted.", time: freshness.attempt?.time)
    text.add(
      "last_attempt_ok", "Whether the last attempt made a backup or found nothing changed.",
      freshness.attempt.map { $0.isGood ? 1 : 0 })
    text.add(
      "last_attempt_info", "The result of the last attempt.",
      freshness.attempt.map { [([("result", $0.result)], 1)] } ?? [])
    text.add("last_verification", "When backups were last verified.", time: freshness.verification?.time)
    text.add(
      "last_verification_ok", "Whether the last verification found no damaged or missing backup.",
      freshness.verification.map { $0.isGood ? 1 : 0 })
  }
}
