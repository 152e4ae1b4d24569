internal import CameraModel
internal import CameraService
package import TerminalUI
internal import Wording

/// Whole frames.
extension Console {
  /// Draws the console as it is now, into an empty canvas of the terminal's size.
  package func draw(into canvas: inout Canvas) {
    guard isLargeEnough else { return drawTooSmall(into: &canvas) }
    guard let screen = screens.last else { return }
    let layout = Layout(size, buttonRows: screen.buttonRows(columns: size.columns))
    drawHead(screen.title, into: &canvas)
    if !context.isSlow { for row in layout.rules { canvas.writeRule(row: row) } }
    let frame = frame(of: screen, layout, on: canvas)
    canvas = frame.canvas
    drawBelow(frame, screen, row: min(frame.next, layout.body.upperBound), into: &canvas)
    let buttons = layout.buttons(below: frame.next)
    screen.drawButtons(into: &canvas, row: buttons.lowerBound, highlights: frame.highlights)
    if let question { draw(question, below: buttons.upperBound, layout, into: &canvas) }
    drawKeys(screen, layout, into: &canvas)
    drawMessage(layout, wholeRow: frame.wholeRow, into: &canvas)
  }

  /// Texts of the screen on top for which there is no room.
  var hiddenTexts: [String] {
    guard isLargeEnough, let screen = screens.last else { return [] }
    return frame(of: screen, Layout(size, buttonRows: screen.buttonRows(columns: size.columns)), on: Canvas(size: size))
      .hidden
  }

  /// The row between body and buttons: what is looked for, or where the rest of the text is.
  private func drawBelow(_ frame: Frame, _ screen: any Screen, row: Int, into canvas: inout Canvas) {
    if let searched = screen as? any SearchableScreen, searched.isSearching {
      searched.drawSearch(into: &canvas, row: row)
    } else if !frame.hidden.isEmpty {
      let text = "Press \(screen.isTyping ? "F1" : "?") to read the rest."
      canvas.write(text, at: Position(column: 1, row: row))
    }
  }

  /// Where the event loop draws generated digits after `draw`; `nil` where none are to be seen.
  package var secretPlace: SecretPlace? {
    guard isLargeEnough, let screen = screens.last, screen.showsSecret else { return nil }
    let layout = Layout(size, buttonRows: screen.buttonRows(columns: size.columns))
    let frame = frame(of: screen, layout, on: Canvas(size: size))
    guard let place = frame.secretPlace, layout.body.contains(place.position.row) else { return nil }
    let hidden = question.map { rows(of: $0, below: layout.buttons(below: frame.next).upperBound, layout) } ?? 0..<0
    return hidden.contains(place.position.row) ? nil : place
  }

  private func frame(of screen: any Screen, _ layout: Layout, on canvas: Canvas) -> Frame {
    var frame = Frame(canvas: canvas, body: layout.body, isSlow: context.isSlow, isAsked: question != nil)
    screen.draw(into: &frame, context)
    return frame
  }

  private func drawTooSmall(into canvas: inout Canvas) {
    let text = "Too small: \(size.columns)x\(size.rows). The console needs 60x18. Make the window larger."
    for (row, line) in Text.wrapped(text, to: size.columns).enumerated() {
      canvas.write(line, at: Position(column: 0, row: row))
    }
    canvas.cursor = Position(column: 0, row: 0)
  }

  private func drawHead(_ title: String, into canvas: inout Canvas) {
    let user = context.session?.name ?? ""
    let columns = canvas.size.columns
    // Attributes cost a frame a twentieth of its bytes.
    let style: Style = context.session == nil || context.isSlow ? .plain : .bold
    let userStart = columns - Text.columns(user) - 1
    let titleEnd = 1 + canvas.write(title, at: Position(column: 1, row: 0), style, width: userStart - 2)
    canvas.write(user, at: Position(column: userStart, row: 0))
    drawCamera(into: &canvas, between: titleEnd + 2, and: userStart - 2)
    StatusLine.draw(context, into: &canvas)
  }

  /// The camera at the same column on all screens where there is room: a slow line writes it once.
  private func drawCamera(into canvas: inout Canvas, between start: Int, and end: Int) {
    let names = CameraTitle.variants(context.identity)
    guard start < end, let text = names.first(where: { Text.columns($0) <= end - start }) ?? names.last else { return }
    let width = min(Text.columns(text), end - start)
    let column = max(start, min(canvas.size.columns * 7 / 16, end - width))
    canvas.write(text, at: Position(column: column, row: 0), width: width)
  }

  /// The free lines under the buttons; where there are too few, the lines above the message.
  private func draw(_ question: OpenQuestion, below end: Int, _ layout: Layout, into canvas: inout Canvas) {
    let rows = rows(of: question, below: end, layout)
    for row in rows { canvas.clear(row: row) }
    question.draw(into: &canvas, row: rows.lowerBound, isSlow: context.isSlow)
  }

  private func rows(of question: OpenQuestion, below end: Int, _ layout: Layout) -> Range<Int> {
    let last = layout.end
    return max(min(end + 1, last - question.rows(columns: size.columns)), layout.body.lowerBound)..<last
  }

  private func drawKeys(_ screen: any Screen, _ layout: Layout, into canvas: inout Canvas) {
    let columns = canvas.size.columns
    let searched = context.isSlow ? screen as? any SearchableScreen : nil
    var text = searched?.restingKeyLine(columns: columns) ?? screen.keyLine(columns: columns)
    // On a slow line the keys stay as they are: to write them twice costs a tenth of a second.
    if let question, !context.isSlow { text = question.keyLine(columns: columns) }
    canvas.write(text, at: Position(column: 1, row: layout.keys), width: columns - 2)
  }

  private func drawMessage(_ layout: Layout, wholeRow: String?, into canvas: inout Canvas) {
    if let work, work.isShown, question == nil { return draw(work, layout, into: &canvas) }
    let row = question == nil ? wholeRow.map { Notice(.information, $0) } : nil
    guard let notice = notice ?? standingNotice ?? row else { return }
    let lines = Self.fitted(notice.text, to: Size(columns: canvas.size.columns - 2, rows: layout.messages.count))
    for (index, line) in lines.enumerated() {
      let row = layout.messages.upperBound - lines.count + index
      canvas.write(line, at: Position(column: 1, row: row), notice.style, width: canvas.size.columns - 2)
    }
  }

  /// The lines of a message. Where it is too long, its end says how much of it is not shown.
  private static func fitted(_ text: String, to size: Size) -> [String] {
    let lines = Text.wrapped(text, to: size.columns)
    guard lines.count > size.rows else { return lines }
    func count(_ lines: ArraySlice<String>) -> Int { lines.reduce(0) { $0 + $1.count { $0 != " " } } }
    // As wide as the number can be.
    let room = size.columns - " ... \(text.count) more characters".count
    let shown = lines.prefix(size.rows - 1) + [String(lines[size.rows - 1].prefix(room))]
    let rest = count(lines[...]) - count(shown)
    return shown.dropLast() + [shown[size.rows - 1] + " ... \(counted(rest, "more character"))"]
  }

  /// What the screen has to say, or at the login its user where that may be told.
  private var standingNotice: Notice? {
    if let notice = screens.last?.standingNotice(context) { return notice }
    guard screens.last is LogInScreen else { return nil }
    return context.logInHint.map { Notice(.information, $0) }
  }

  /// One line: what is done, how far it is, how long it takes, whether it can be stopped. The cursor rests on the
  /// figures, so that the next step is a few bytes.
  private func draw(_ work: Work, _ layout: Layout, into canvas: inout Canvas) {
    let place = Position(column: 1, row: layout.messages.upperBound - 1)
    var text = work.isStopping ? "Stopping" : work.operation.traits.words
    let stop = work.operation.traits.canBeStopped && !work.isStopping ? "Esc stops it. " : ""
    text = stop + text + (work.step == nil ? "..." : ": ")
    let column = place.column + canvas.write(text, at: place)
    canvas.cursor = Position(column: column, row: place.row)
    if let step = work.step { canvas.write(step.figures, at: Position(column: column, row: place.row)) }
  }
}
