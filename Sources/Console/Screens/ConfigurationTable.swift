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
  /// Keys that are added, and not in the configuration yet.
  private var added: Set<ConfigurationKey> = []
  /// The row of each key that counts: of several lines the last.
  private var last: [ConfigurationKey: Int] = [:]

  init() {}

  /// - Parameter added: keys that are not in the configuration yet.
  init(_ sections: [ShownSection], adding added: [ShownKey] = []) {
    self.added = Set(added.map(\.key))
    for section in sections {
      rows.append(.section(section.place))
      rows += section.lines.map { line in
        switch line {
        case .key(let shown): .key(shown)
        case .text(let text): .text(section.place, text)
        }
      }
      rows += added.filter { $0.key.place == section.place }.map(Row.key)
    }
    var places = sections.map(\.place)
    for key in added where !places.contains(key.key.place) {
      places.append(key.key.place)
      rows.append(.section(key.key.place))
      rows += added.filter { $0.key.place == key.key.place }.map(Row.key)
    }
    for (index, row) in rows.enumerated() { if case .key(let shown) = row { last[shown.key] = index } }
    let keys = rows.compactMap { if case .key(let shown) = $0 { shown.key.key } else { nil } }
    counts = (keys.count, places.count)
    longestKey = keys.map(Text.columns).max() ?? 0
  }

  /// Columns from the beginning of a key to its value.
  var keyWidth: Int { min(longestKey, Self.widest) + 2 }

  /// Whether a row is that of a key which is added.
  func isNew(_ key: ConfigurationKey) -> Bool { added.contains(key) }

  /// Whether another line of the same key comes later, and so this one has no effect.
  func isUnused(_ index: Int) -> Bool {
    if case .key(let shown) = rows[index] { last[shown.key] != index } else { false }
  }

  /// The row that counts for a key.
  func row(of key: ConfigurationKey) -> Int? { last[key] }

  /// What a row shows of the change of its key: a new value is written into the last line, and a removal removes all.
  private func change(of index: Int, _ shown: ShownKey, _ draft: ConfigurationDraft) -> ConfigurationDraft.Change? {
    let change = draft[shown.key]
    return isUnused(index) && change?.isRemoved != true ? nil : change
  }

  /// What is looked through for a text.
  func searched(_ draft: ConfigurationDraft) -> [String] {
    rows.enumerated().map { index, row in
      switch row {
      case .section(let place): Self.title(place)
      case .key(let shown): "\(shown.key.key) \(ConfigurationWords.value(shown, change(of: index, shown, draft)))"
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
    case .key(let shown):
      let change = change(of: index, shown, draft)
      let note =
        isUnused(index) && change == nil
        ? ConfigurationWords.unused : change == nil ? "" : ConfigurationWords.note(shown, isNew: isNew(shown.key))
      drawKey(shown, change, note, into: &frame, isChosen: isChosen, hasFocus: hasFocus)
    }
  }

  private func drawKey(
    _ shown: ShownKey, _ change: ConfigurationDraft.Change?, _ note: String, into frame: inout Frame, isChosen: Bool,
    hasFocus: Bool
  ) {
    let start = Text.padded("  " + shown.key.key, to: keyWidth + 2)
    // The note is seen whole, however long the new value is.
    let room = max(frame.columns - 4 - keyWidth - 2 - Text.columns(note), 8)
    let whole = ConfigurationWords.value(shown, change)
    let value = Text.fitted(whole, to: room)
    let text = start + value + note
    let end = Text.columns(text)
    frame.row(
      text, isChosen: isChosen, hasFocus: hasFocus,
      inks: note.isEmpty ? [] : [(keyWidth + 2..<end, .warning)])
    if isChosen, Text.columns(whole) > room { frame.wholeRow = "\(shown.key.key)=\(whole)" }
  }
}
