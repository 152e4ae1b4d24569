internal import BackupStore
internal import CameraModel
internal import CameraService
internal import TerminalUI

/// How the camera is at a glance: rows of a label and a text.
struct HomeState {
  /// Columns of the labels.
  private static let width = 15

  private struct Row {
    /// What is shown first where there is little room, from 0 on.
    let rank: Int
    let label: String
    let text: String
    var style = Style.plain
  }

  private var all: [Row] = []

  /// - Parameters:
  ///   - now: when the status was looked at, seconds since 1970.
  ///   - isFirstHour: whether the session began with the choice of a password.
  init(_ context: Context, now: Int64, isFirstHour: Bool) {
    all = Self.placeAndTime(context, now: now)
    if let last = context.session?.lastLogin {
      let style: Style = last.failures > 0 ? .ink(.warning) : .plain
      let rank = last.failures > 0 ? 1 : 7
      all.append(Row(rank: rank, label: "Last login", text: HomeWords.lastLogin(last, context), style: style))
    }
    guard let status = context.status else { return }
    all += Self.backups(status, context, now: now)
    if let check = status.check {
      let style: Style = check.isOK ? .plain : .ink(.bad)
      all.append(Row(rank: 2, label: "Check", text: HomeWords.check(check, isShort: context.isSlow), style: style))
    }
    all += HomeWords.next(status, isFirstHour: isFirstHour).prefix(1).map { text in
      Row(rank: 0, label: "Next", text: text, style: .ink(.accent))
    }
  }

  /// On a slow line one row.
  private static func placeAndTime(_ context: Context, now: Int64) -> [Row] {
    let (address, time) = (context.identity.address, HomeWords.time(now, context))
    guard !address.isEmpty else { return [Row(rank: 5, label: "Time", text: time)] }
    if context.isSlow { return [Row(rank: 5, label: "Time, address", text: "\(time), \(address)")] }
    return [Row(rank: 6, label: "Address", text: address), Row(rank: 5, label: "Time", text: time)]
  }

  private static func backups(_ status: StatusReport, _ context: Context, now: Int64) -> [Row] {
    guard status.card.state == .open || status.card.state == .empty else { return [] }
    let style: Style = status.damaged > 0 ? .ink(.bad) : .plain
    let replaced = status.nextReplaced.map { next in
      Row(rank: 8, label: "Replaced next", text: HomeWords.backup(next, context, isShort: context.isSlow))
    }
    // On a slow line both ages are one row.
    if context.isSlow {
      let ages = Row(rank: 3, label: "Last backup", text: HomeWords.ages(status, now: now), style: style)
      return [ages, replaced].compactMap(\.self)
    }
    let made = Row(rank: 3, label: "Last backup", text: HomeWords.lastBackup(status, context, now: now))
    let check = Row(rank: 4, label: "Verified", text: HomeWords.lastCheck(status, context, now: now), style: style)
    return [made, status.backups > 0 ? check : nil, replaced].compactMap(\.self)
  }

  /// Draws the rows that fit, the most important ones where not all do.
  func draw(into frame: inout Frame, room: Int) {
    let kept = Set(all.map(\.rank).sorted().prefix(max(room, 0)))
    for row in all {
      if kept.contains(row.rank) {
        let text = Text.fitted(row.text, to: frame.columns - Self.width - 2)
        frame.line(Text.padded(row.label, to: Self.width) + text, row.style)
      } else {
        frame.hide("\(row.label): \(row.text)")
      }
    }
  }
}
