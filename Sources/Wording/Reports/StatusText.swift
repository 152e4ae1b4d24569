internal import BackupStore
internal import CameraModel
package import CameraService

/// A line of a report: a label, and a text behind it.
package struct ReportLine: Sendable, Equatable {
  /// Empty where the line above goes on.
  package let label: String
  /// A sentence, a number or a list.
  package let text: String

  init(_ label: String, _ text: String) {
    self.label = label
    self.text = text
  }

  /// A sentence, and what to do in a line of its own.
  fileprivate static func lines(_ label: String, _ message: Message) -> [ReportLine] {
    [ReportLine(label, message.text)] + (message.hint.isEmpty ? [] : [ReportLine("", message.hint)])
  }
}

extension StatusReport {
  /// The report for the command line.
  ///
  /// - Parameter localTime: a moment in the camera's time zone, of seconds since 1970.
  package func lines(_ localTime: (Int64) -> String) -> [ReportLine] {
    let cardHint = isPINKnown ? card.hint(isPINSet: isPINSet) : nil
    return [
      ReportLine("Camera", cameraText), ReportLine("Super PIN", pinText(localTime)), ReportLine("SD card", card.text),
    ] + (cardHint.map { [ReportLine("", $0)] } ?? []) + [ReportLine("Backups", backupText(localTime))]
      + freshnessLines(localTime) + restoreLines(localTime) + gaps.flatMap { ReportLine.lines("Unread", $0.message) }
      + (check?.problems ?? []).flatMap { ReportLine.lines("Check", $0.message) } + moduleLines
  }

  private var cameraText: String {
    let isKnown = !identity.model.isEmpty || !identity.serial.isEmpty
    return isKnown
      ? device(identity.model, identity.serial, identity.firmware) : "unknown: its configuration does not say"
  }

  /// The Super PIN in one line.
  ///
  /// - Parameters:
  ///   - localTime: a moment in the camera's time zone, of seconds since 1970.
  ///   - saysWait: whether the text says how long the next try must wait. A text that stays on a screen does not.
  package func pinText(_ localTime: (Int64) -> String, saysWait: Bool = true) -> String {
    guard isPINKnown else { return "not known" }
    guard let pinChanged else { return "not set, so there are no backups" }
    return "set on \(localTime(pinChanged))" + (saysWait && pinWait > 0 ? ", next try in \(duration(pinWait))" : "")
  }

  /// How many backups there are, and how many of them are damaged, returned or not checked.
  ///
  /// - Parameter localTime: a moment in the camera's time zone, of seconds since 1970.
  package func backupText(_ localTime: (Int64) -> String) -> String {
    let counts = [(damaged, "damaged"), (returned, "returned"), (unchecked, "not checked"), (missing, "missing")]
    let notes = counts.filter { $0.0 > 0 }.map { ", \($0.0) \($0.1)" }.joined()
    guard backups > 0 else {
      if card.state == .locked { return "0 that can be opened" + notes }
      let isKnown = isPINKnown && card.state != .pulledOut && card.state != .error
      return (isKnown ? "0" : "not known") + notes
    }
    let last = lastBackup.map { seconds in
      ", the last of \(localTime(seconds))" + (ClockRules.isSet(seconds) ? "" : " (the clock was not set)")
    }
    return "\(backups)\(notes)" + (last ?? "")
  }

  private func freshnessLines(_ localTime: (Int64) -> String) -> [ReportLine] {
    guard isPINKnown else { return [] }
    return [
      ReportLine("Last good", freshness.good.map(localTime) ?? "never"),
      ReportLine("Attempt", freshness.attemptText(localTime)),
      ReportLine("Verified", freshness.verificationText(localTime)),
    ]
  }

  private func restoreLines(_ localTime: (Int64) -> String) -> [ReportLine] {
    guard let restore else { return [] }
    let standing = restore.standing(isWatched: check?[.revert] == nil)
    return [
      ReportLine(restore.edited == nil ? "Restore" : "Change", "\(restore.object): \(standing)"),
      ReportLine("", restore.account(localTime)),
    ]
  }

  private var moduleLines: [ReportLine] {
    let answering = modules.count { $0.state == .ok }
    return [ReportLine("Modules", "\(answering) of \(modules.count) answer")]
      + modules.filter { $0.state != .ok }.map { ReportLine("", "\($0.address.text) \($0.state.label)") }
  }
}

/// A camera or a module: `M26B 10.32.4.17, firmware 5.4.1.7`. What is not known is left out.
package func device(_ kind: String, _ serial: String, _ firmware: String) -> String {
  let name = [kind, serial].filter { !$0.isEmpty }.joined(separator: " ")
  return [name, firmware.isEmpty ? "" : "firmware \(firmware)"].filter { !$0.isEmpty }.joined(separator: ", ")
}
