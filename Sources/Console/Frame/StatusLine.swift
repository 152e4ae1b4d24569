internal import CameraModel
internal import CameraService
internal import TerminalUI
internal import Wording

/// Card, PIN and modules in one line of plain words.
enum StatusLine {
  static func text(_ context: Context) -> String {
    guard let status = context.status else { return "" }
    let pin = status.isPINSet ? "Super PIN set" : "no Super PIN"
    return [card(status.card), pin, modules(context)].filter { !$0.isEmpty }.joined(separator: ", ")
  }

  private static func card(_ card: CardReport) -> String {
    switch card.state {
    case .absent: "No SD card"
    case .notMounted: "SD card not mounted"
    case .pulledOut: "SD card pulled out"
    case .error: "SD card cannot be read"
    case .locked: "SD card locked," + room(card)
    case .open, .empty: "SD card" + room(card)
    }
  }

  private static func room(_ card: CardReport) -> String {
    var text = ""
    if let total = card.bytesTotal, let free = card.bytesFree { text = " \(size(total)), \(size(free)) free" }
    return text + (card.isWritable ? "" : ", read-only")
  }

  private static func modules(_ context: Context) -> String {
    guard let modules = context.modules else { return "" }
    let answering = modules.count { $0.state == .ok }
    guard !modules.isEmpty else { return "no modules" }
    let all = answering == modules.count
    return all ? "\(answering) modules answer" : "\(answering) of \(modules.count) modules answer"
  }
}
