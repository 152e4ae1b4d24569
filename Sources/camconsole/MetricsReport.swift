internal import CameraModel
internal import CameraService
internal import FileSystem

/// The status as metrics in Prometheus' text format.
enum MetricsReport {
  /// Prints the metrics, or replaces a file with them at once.
  static func write(_ report: StatusReport, to path: String?) throws(ServiceError) {
    let text = text(report)
    guard let path, path != "-" else { return try Output.write(text, to: 1) }
    let absolute = SystemCalls.absolute(path)
    let temporary = absolute + ".new"
    SystemCalls.remove(temporary)
    do throws(FileError) {
      let descriptor = try SystemCalls.createExclusively(temporary)
      try SystemCalls.write(Array(text.utf8).span, to: descriptor, name: path)
      try SystemCalls.finish(descriptor, path)
      try SystemCalls.publish(temporary, as: absolute)
    } catch {
      SystemCalls.remove(temporary)
      throw .output(error)
    }
  }

  /// What check found, and a restore whose time is over.
  private static func addCheck(
    _ report: StatusReport, _ add: (String, String, [(labels: String, value: Int64)]) -> Void
  ) {
    if let check = report.check {
      add("check_failures", "Checks that found something wrong.", [("", Int64(check.failures.count))])
      add(
        "check_ok", "Whether a check found nothing wrong.",
        check.results.map { ("{check=\"\($0.name.rawValue)\"}", $0.problem == nil ? 1 : 0) })
    }
    add(
      "restore_overdue", "Whether a restore was not confirmed in time and not reverted yet.",
      [("", report.restore?.isOverdue == true ? 1 : 0)])
  }

  static func text(_ report: StatusReport) -> String {
    var lines: [String] = []
    func add(_ name: String, _ help: String, _ samples: [(labels: String, value: Int64)]) {
      guard !samples.isEmpty else { return }
      lines.append("# HELP camconsole_\(name) \(help)")
      lines.append("# TYPE camconsole_\(name) gauge")
      for sample in samples { lines.append("camconsole_\(name)\(sample.labels) \(sample.value)") }
    }
    add("report_gaps", "What could not be read for this report.", [("", Int64(report.gaps.count))])
    if report.isPINKnown {
      add("pin_set", "Whether a Super PIN is set.", [("", report.isPINSet ? 1 : 0)])
      add("pin_wait_seconds", "Time until the Super PIN may be tried again.", [("", Int64(report.pinWait))])
    }
    let states: [CardReport.State] = [.open, .empty, .locked, .absent, .notMounted, .pulledOut, .error]
    add(
      "card_state", "The state of the SD card.",
      states.map { ("{state=\"\($0.rawValue)\"}", $0 == report.card.state ? 1 : 0) })
    add("card_writable", "Whether the SD card can be written.", [("", report.card.isWritable ? 1 : 0)])
    add("card_free_bytes", "Room on the SD card.", report.card.bytesFree.map { [("", $0)] } ?? [])
    add("card_size_bytes", "Size of the SD card.", report.card.bytesTotal.map { [("", $0)] } ?? [])
    add("card_foreign", "Backups of another Super PIN on the card.", [("", Int64(report.card.foreign))])
    add("backups", "Backups on the SD card.", [("", Int64(report.backups))])
    add("backups_damaged", "Damaged ones among them.", [("", Int64(report.damaged))])
    add(
      "last_backup_timestamp_seconds", "When the last backup was made.", report.lastBackup.map { [("", $0)] } ?? [])
    add(
      "module_ok", "Whether a module answers.",
      report.modules.map { ("{address=\"\($0.address.text)\"}", $0.state == .ok ? 1 : 0) })
    addCheck(report, add)
    return lines.joined(separator: "\n") + "\n"
  }
}
