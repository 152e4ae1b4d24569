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
    #expect(panel.buttonRows(columns: 14) == 1)
    #expect(panel.buttonRows(columns: 13) == 2)
    var canvas = Canvas(size: Size(columns: 13, rows: 2))
    panel.drawButtons(into: &canvas, row: 0, isSlow: true)
    #expect(canvas.text == " [Save]\n [More]")
    #expect(canvas.cursor == Position(column: 2, row: 1))
    #expect(!canvas.cells.contains { $0.style.isReversed })
    panel.drawButtons(into: &canvas, row: 0, isSlow: false)
    #expect(canvas.cells.contains { $0.style.isReversed })
  }
}
