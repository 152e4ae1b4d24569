internal import CameraModel
internal import CameraService
internal import TerminalUI

/// The rows of the Configuration dialog: of each section its name, then its keys.
struct ConfigurationTable {
  enum Row: Sendable {
    case section(SectionPlace)
    case key(ShownKey)
    /// A line that is not `KEY=VALUE`.
    case text(SectionPlace, String)

    var place: SectionPlace {
      switch self {
      case .section(let place), .text(let place, _): place
      case .key(let shown): shown.key.place
      }
    }

    /// What a row is known by when all are read again.
    var name: String {
      switch self {
      case .section(let place): place.name
      case .key(let shown): shown.key.name
      case .text(let place, let text): "\(place.name) \(text)"
      }
    }
  }

  private(set) var rows: [Row] = []
  /// How many keys and sections there are.
  private(set) var counts = (keys: 0, sections: 0)
  /// Columns of the keys, at most so many.
  private static let widest = 22
  private var longestKey = 0

  init() {}

  init(_ sections: [ShownSection]) {
    for section in sections {
      rows.append(.section(section.place))
      rows += section.lines.map { line in
        switch line {
        case .key(let shown): .key(shown)
        case .text(let text): .text(section.place, text)
        }
      }
    }
    let keys = rows.compactMap { if case .key(let shown) = $0 { shown.key.key } else { nil } }
    counts = (keys.count, sections.count)
    longestKey = keys.map(Text.columns).max() ?? 0
  }

  /// Columns from the beginning of a key to its value.
  var keyWidth: Int { min(longestKey, Self.widest) + 2 }

  /// What is looked through for a text.
  func searched(_ draft: ConfigurationDraft) -> [String] {
    rows.map { row in
      switch row {
      case .section(let place): Self.title(place)
      case .key(let shown): "\(shown.key.key) \(ConfigurationWords.value(shown, draft[shown.key]))"
      case .text(_, let text): text
      }
    }
  }

  /// `SECTION ethernet`, `SECTION wlan of network.cfg`.
  static func title(_ place: SectionPlace) -> String { ConfigurationWords.title(place) }

  /// The section of the first row in view, where its name is not in view; empty where it is.
  func heading(above index: Int) -> String {
    guard rows.indices.contains(index) else { return "" }
    if case .section = rows[index] { return "" }
    return Self.title(rows[index].place)
  }

  /// Draws a row.
  func draw(
    _ index: Int, _ draft: ConfigurationDraft, into frame: inout Frame, isChosen: Bool, hasFocus: Bool
  ) {
    switch rows[index] {
    case .section(let place):
      let row = frame.next
      let title = Self.title(place)
      frame.row(title, isChosen: isChosen, hasFocus: hasFocus)
      if !frame.isSlow, !(isChosen && hasFocus) {
        frame.canvas.paint(row: row, columns: 3..<3 + Text.columns(title), .bold)
      }
    case .text(_, let text): frame.row("  " + text, isChosen: isChosen, hasFocus: hasFocus)
    case .key(let shown): drawKey(shown, draft[shown.key], into: &frame, isChosen: isChosen, hasFocus: hasFocus)
    }
  }

  private func drawKey(
    _ shown: ShownKey, _ change: ConfigurationDraft.Change?, into frame: inout Frame, isChosen: Bool, hasFocus: Bool
  ) {
    let start = Text.padded("  " + shown.key.key, to: keyWidth + 2)
    let note = change == nil ? "" : ConfigurationWords.note(shown)
    // The note is seen whole, however long the new value is.
    let room = frame.columns - 5 - keyWidth - 2 - Text.columns(note)
    let value = Text.fitted(ConfigurationWords.value(shown, change), to: max(room, 8))
    let text = start + value + note
    let end = Text.columns(text)
    frame.row(
      text, isChosen: isChosen, hasFocus: hasFocus,
      inks: note.isEmpty ? [] : [(keyWidth + 2..<end, .warning)])
  }
}
