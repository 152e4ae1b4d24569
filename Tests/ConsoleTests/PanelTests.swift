import TerminalUI
import Testing

/// Fields, a list and buttons together.
struct PanelTests {
  private enum Action: Hashable, Sendable {
    case save, more, hidden
  }

  private static let commands = [
    Command(Action.save, "s", button: "Save", help: ""), Command(.more, "m", button: "More", help: ""),
    Command(.hidden, "h", button: "", help: ""),
  ]

  private func form() -> Panel<String, Action> {
    Panel(
      fields: [Field("one", "One", .text(TextField(limit: 8))), Field("two", "Two", .box(isChecked: false))],
      commands: Self.commands)
  }

  private func rows(_ count: Int, listAction: Action? = nil) -> Panel<String, Action> {
    Panel(list: ListSelection(count: count), commands: Self.commands, listAction: listAction)
  }

  @Test func tabGoesRound() {
    var panel = form()
    let stops = (0..<5).map { _ in
      defer { _ = panel.handle(.tab) }
      return panel.focus
    }
    #expect(stops == [.field(0), .field(1), .button(0), .button(1), .field(0)])
    _ = panel.handle(.control("b"))
    #expect(panel.focus == .field(0))
    _ = panel.handle(.backTab)
    #expect(panel.focus == .button(1))
    _ = panel.handle(.control("f"))
    #expect(panel.focus == .field(0))
  }

  @Test func anEmptyListIsPassedOver() {
    var panel = rows(0)
    _ = panel.handle(.tab)
    #expect(panel.focus == .button(0))
    _ = panel.handle(.backTab)
    #expect(panel.focus == .button(1))
  }

  @Test func enter() {
    var panel = form()
    #expect(panel.handle(.enter) == .nothing)
    #expect(panel.focus == .field(1))
    #expect(panel.handle(.enter) == .nothing, "a box begins nothing")
    #expect(panel.focus == .button(0))
    #expect(panel.handle(.enter) == .command(.save))
    panel.focus = .button(1)
    #expect(panel.handle(.enter) == .command(.more))
    #expect(panel.handle(.character(" ")) == .command(.more))
    var list = rows(3)
    #expect(list.handle(.enter) == .command(.save))
    list = rows(3, listAction: .more)
    #expect(list.handle(.enter) == .command(.more))
  }

  @Test func lettersAreCommandsWhereNothingIsTyped() {
    var panel = form()
    #expect(panel.handle(.character("s")) == .edited("one"))
    #expect(panel.text("one") == "s")
    panel.focus(on: "two")
    #expect(panel.handle(.character("S")) == .command(.save))
    #expect(panel.handle(.character("h")) == .command(.hidden))
    #expect(panel.handle(.character("q")) == .nothing)
    #expect(panel.handle(.character("x")) == .edited("two"))
    #expect(panel.isChecked("two"))
  }

  @Test func escape() {
    var panel = form()
    #expect(panel.handle(.escape) == .cancelled)
    #expect(panel.handle(.control("c")) == .cancelled)
  }

  @Test func arrows() {
    var list = rows(3)
    #expect(list.handle(.down) == .moved)
    #expect(list.handle(.left) == .nothing)
    #expect(list.focus == .list)
    var panel = form()
    _ = panel.handle(.down)
    #expect(panel.focus == .field(1))
    _ = panel.handle(.down)
    _ = panel.handle(.right)
    #expect(panel.focus == .button(1))
    _ = panel.handle(.down)
    #expect(panel.focus == .button(1))
    _ = panel.handle(.left)
    _ = panel.handle(.up)
    #expect(panel.focus == .field(1))
  }

  /// Whatever button or box has the focus, which stays.
  @Test(arguments: [Key.down, .up, .home, .end, .pageUp, .pageDown])
  func theListMovesFromAButton(_ key: Key) {
    var panel = Panel(
      fields: [Field("box", "Box", .box(isChecked: false))], list: ListSelection(count: 30), commands: Self.commands)
    panel.list?.setPage(5)
    for focus in [Panel<String, Action>.Focus.field(0), .button(0), .button(1)] {
      panel.list?.choose(12)
      panel.focus = focus
      #expect(panel.handle(key) == .moved && panel.focus == focus)
      let rows: [Key: Int] = [.down: 13, .up: 11, .home: 0, .end: 29, .pageUp: 7, .pageDown: 17]
      #expect(panel.list?.index == rows[key])
    }
  }

  /// Where text is typed Up and Down leave the field, as in a form without a list.
  @Test func theListDoesNotMoveFromAText() {
    var panel = Panel(
      fields: [Field("text", "Text", .text(TextField(limit: 8)))], list: ListSelection(count: 3),
      commands: Self.commands)
    #expect(panel.handle(.down) == .nothing && panel.focus == .list && panel.list?.index == 0)
  }

  @Test func leftAndRightMoveBetweenButtons() {
    var panel = rows(3)
    panel.focus = .button(0)
    #expect(panel.handle(.right) == .nothing && panel.focus == .button(1))
    #expect(panel.handle(.left) == .nothing && panel.focus == .button(0))
    #expect(panel.list?.index == 0)
  }

  /// `n` and `N` are two keys; any other letter is the same with Shift or Caps Lock.
  @Test func aLetterMayHaveAnotherCommandWithShift() {
    var panel = Panel<String, Action>(commands: [
      Command(.save, "n", button: "", help: ""), Command(.more, "N", button: "", help: ""),
      Command(.hidden, "h", button: "", help: ""),
    ])
    #expect(panel.handle(.character("n")) == .command(.save))
    #expect(panel.handle(.character("N")) == .command(.more))
    #expect(panel.handle(.character("H")) == .command(.hidden))
  }

  @Test func boxesShowTheirLetters() {
    let panel = Panel<String, Action>(
      fields: [
        Field("one", "First", .box(isChecked: true), letter: "f"),
        Field("two", "Second", .box(isChecked: false), canBeChecked: false, letter: "s"),
        Field("three", "Third", .box(isChecked: false)),
      ], commands: Self.commands)
    var canvas = Canvas(size: Size(columns: 32, rows: 3))
    #expect(panel.drawBoxes(into: &canvas, at: Position(column: 0, row: 0), highlights: false) == 2)
    #expect(canvas.text == "[x] First (f)   [-] Second (s)\n[ ] Third\n")
  }

  /// A field behind them has a row of its own.
  @Test func onlyBoxesAreSideBySide() {
    let panel = Panel<String, Action>(
      fields: [Field("one", "First", .box(isChecked: true)), Field("two", "Name", .text(TextField(limit: 8)))],
      commands: Self.commands)
    var canvas = Canvas(size: Size(columns: 30, rows: 2))
    #expect(panel.drawBoxes(into: &canvas, at: Position(column: 0, row: 0), highlights: false) == 1)
    #expect(canvas.text == "[x] First\n")
  }

  @Test func otherCommandsKeepTheFocusedAction() {
    var panel = rows(3)
    panel.focus = .button(1)
    panel.setCommands(Array(Self.commands.dropFirst()))
    #expect(panel.focus == .button(0))
    panel.setCommands([Self.commands[0]])
    #expect(panel.focus == .button(0))
    #expect(panel.handle(.enter) == .command(.save))
  }

  @Test func buttonsWrap() {
    var panel = rows(3)
    panel.focus = .button(1)
    #expect(panel.buttonRows(columns: 15) == 1, "and the last column is free")
    #expect(panel.buttonRows(columns: 14) == 2)
    var canvas = Canvas(size: Size(columns: 14, rows: 2))
    panel.drawButtons(into: &canvas, row: 0, highlights: false)
    #expect(canvas.text == " [Save]\n [More]")
    #expect(canvas.cursor == Position(column: 2, row: 1))
    #expect(!canvas.cells.contains { $0.style.isReversed })
    panel.drawButtons(into: &canvas, row: 0, highlights: true)
    #expect(canvas.cells.contains { $0.style.isReversed })
  }
}
