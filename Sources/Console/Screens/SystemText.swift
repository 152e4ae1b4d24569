internal import CameraModel
internal import CameraService
internal import TerminalUI
internal import Wording

/// The text of the System screen: labels with what is behind them, in parts.
struct SystemText {
  enum Part {
    case camera, check, events, settings
  }

  /// A row of the screen.
  struct Line {
    let text: String
    var style = Style.plain
    /// The part that begins here.
    var begins: Part?
    /// Which of the searched lines it belongs to.
    var source = 0
  }

  /// A text behind a label, in as many lines as it needs.
  private struct Entry {
    let label: String
    let text: String
    let width: Int
    var style = Style.plain
    var begins: Part?

    func lines(columns: Int) -> [Line] {
      let wrapped = Text.wrapped(text, to: columns - width)
      let rows = wrapped.isEmpty ? [""] : wrapped
      return rows.enumerated().map { index, row in
        let label = Text.padded(index == 0 ? label : "", to: width)
        return Line(text: label + row, style: style, begins: index == 0 ? begins : nil)
      }
    }
  }

  private var entries: [Entry] = []

  init() {}

  /// - Parameter events: the oldest first; `nil` before they were read.
  init(_ context: Context, events: [RecordedEvent]?) {
    entries = Self.camera(context)
    if let status = context.status { entries += Self.status(status, context) + Self.checks(status.check) }
    entries += Self.events(events, context) + Self.settings(context.settings)
  }

  func lines(columns: Int) -> [Line] {
    entries.enumerated().flatMap { number, entry in
      entry.lines(columns: columns).map { line in
        var line = line
        line.source = number
        return line
      }
    }
  }

  /// Labels with their texts, before they are wrapped.
  var searchedLines: [String] { entries.map { "\($0.label) \($0.text)" } }
}

extension SystemText {
  private static func entry(_ label: String, _ text: String) -> Entry { Entry(label: label, text: text, width: 12) }

  private static func heading(_ text: String, _ part: Part) -> [Entry] {
    [entry("", ""), Entry(label: "", text: text, width: 0, style: .bold, begins: part)]
  }

  private static func camera(_ context: Context) -> [Entry] {
    let identity = context.identity
    let texts = [
      ("Camera", CameraTitle.variants(identity).first ?? ""), ("Address", identity.address),
      ("Firmware", identity.firmware), ("Console", "camconsole \(context.version)"),
    ]
    return texts.filter { !$0.1.isEmpty }.map { entry($0.0, $0.1) }
  }

  private static func status(_ status: StatusReport, _ context: Context) -> [Entry] {
    let isWatched = status.check?[.revert] == nil
    let restore = status.restore.map { restore in
      [
        entry("Restore", restore.standing(isWatched: isWatched, saysTime: false)),
        entry("", restore.account(context.localTime)),
      ]
    }
    let escrow = status.escrow.map { [entry("Escrow", $0.text(context.localTime))] } ?? []
    let pin = [
      entry("SD card", status.card.text), entry("Super PIN", status.pinText(context.localTime, saysWait: false)),
    ]
    return pin + escrow + [
      entry("Backups", status.backupText(context.localTime))
    ] + (restore ?? [])
  }

  private static func checks(_ check: CheckReport?) -> [Entry] {
    guard let check else { return [] }
    let failures = check.problems.map(\.message)
    var entries = failures.map { problem in
      let hint = problem.screenHint.isEmpty ? "" : " " + problem.screenHint
      return Entry(label: "", text: problem.text + hint, width: 12, style: .ink(.bad))
    }
    if failures.isEmpty { entries = [entry("", "ok")] }
    let first = entries[0]
    entries[0] = Entry(label: "Check", text: first.text, width: 12, style: first.style, begins: .check)
    return entries
  }

  private static func events(_ events: [RecordedEvent]?, _ context: Context) -> [Entry] {
    let heading = heading("Events, the newest first", .events)
    guard let events else { return heading }
    guard !events.isEmpty else { return heading + [entry("", "none")] }
    return heading
      + events.suffix(SystemWords.mostEvents).reversed().map { event in
        let style: Style = event["result"] == SystemWords.done ? .plain : .ink(.warning)
        return Entry(label: context.localTime(event.time), text: event.text, width: 21, style: style)
      }
  }

  private static func settings(_ settings: Settings) -> [Entry] {
    heading("Settings", .settings)
      + settings.list.flatMap { setting in
        [
          Entry(label: setting.key, text: setting.value, width: 18),
          Entry(label: "", text: setting.documentation, width: 4),
        ]
      }
  }
}
