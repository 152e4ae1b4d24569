internal import CameraModel
internal import CameraService
internal import TerminalUI
internal import Wording

/// The second line of every screen: card, PIN and modules, and the clock of a change that waits for its confirmation.
enum StatusLine {
  static func draw(_ context: Context, into canvas: inout Canvas) {
    let columns = canvas.size.columns
    var end = columns - 1
    if let clock = WaitingChange.clock(context) {
      end -= Text.columns(clock.text)
      canvas.write(clock.text, at: Position(column: end, row: 1), clock.style)
      // A digit without an attribute is a digit on the line, and nothing else.
      let digits = clock.digits
      canvas.write(digits, at: Position(column: columns - 1 - Text.columns(digits), row: 1))
      end -= 2
    }
    let texts = variants(context, columns: columns)
    guard let text = texts.first(where: { Text.columns($0) < end }) ?? texts.last else { return }
    canvas.write(text, at: Position(column: 1, row: 1), width: end - 1)
  }

  /// What is said where there is room, the longest first.
  private static func variants(_ context: Context, columns: Int) -> [String] {
    guard let status = context.status else { return WaitingChange.announcements(context) }
    let pin = status.isPINSet ? "Super PIN set" : "no Super PIN"
    let (card, modules) = (card(status.card), modules(context))
    // On a slow line System tells the room.
    let rooms = context.isSlow ? [] : [room(status.card, withTotal: true), room(status.card, withTotal: false)]
    return ((rooms + [""]).map { [card + $0, pin, modules] } + [[card, pin]]).map { parts in
      parts.filter { !$0.isEmpty }.joined(separator: ", ")
    }
  }

  private static func card(_ card: CardReport) -> String {
    let state =
      switch card.state {
      case .absent: "No SD card"
      case .notMounted: "SD card not mounted"
      case .pulledOut: "SD card pulled out"
      case .error: "SD card cannot be read"
      case .locked: "SD card locked"
      case .open, .empty: "SD card"
      }
    return state + (card.state.hasCard && !card.isWritable ? " read-only" : "")
  }

  private static func room(_ card: CardReport, withTotal: Bool) -> String {
    guard card.state.hasCard, let total = card.bytesTotal, let free = card.bytesFree else { return "" }
    let separator = card.state == .locked || !card.isWritable ? ", " : " "
    return separator + (withTotal ? "\(size(total)), " : "") + "\(size(free)) free"
  }

  private static func modules(_ context: Context) -> String {
    guard let modules = context.modules else { return "" }
    let answering = modules.count { $0.state == .ok }
    guard !modules.isEmpty else { return "no modules" }
    let all = answering == modules.count
    return all ? "\(answering) modules answer" : "\(answering) of \(modules.count) modules answer"
  }
}
