import TerminalUI
import Testing

/// A line of text.
struct TextFieldTests {
  private func field(_ text: String, _ keys: Key..., limit: Int = 16, characters: TextField.Characters = .any)
    -> TextField
  {
    var field = TextField(text, limit: limit, characters: characters)
    for key in keys { _ = field.handle(key) }
    return field
  }

  @Test(arguments: [
    ([Key.left, .character("X")], "one twXo", 7), ([.home, .delete], "ne two", 0), ([.backspace], "one tw", 6),
    ([.control("a"), .character("X")], "Xone two", 1), ([.control("a"), .control("e"), .backspace], "one tw", 6),
    ([.control("w")], "one ", 4), ([.control("w"), .control("w")], "", 0), ([.left, .left, .control("u")], "wo", 0),
    ([.left, .left, .control("k")], "one t", 5), ([.home, .backspace], "one two", 0), ([.delete], "one two", 7),
    ([.home, .left], "one two", 0), ([.end, .right], "one two", 7),
  ])
  func editing(keys: [Key], text: String, cursor: Int) {
    var field = TextField("one two", limit: 16)
    for key in keys { #expect(field.handle(key) == .done) }
    #expect(field.text == text)
    #expect(field.cursor == cursor)
  }

  @Test func keysOfOthers() {
    var field = TextField("one", limit: 16)
    for key: Key in [.up, .down, .tab, .enter, .escape, .pageUp, .function(1), .control("l")] {
      #expect(field.handle(key) == .notMine)
    }
    #expect(field.text == "one")
  }

  @Test func theLimitIsInBytes() {
    #expect(field("", .character("ä"), .character("ä"), limit: 3).text == "ä")
    #expect(field("", .character("ä"), .character("a"), limit: 3).text == "äa")
  }

  @Test func namesAreASCIIWithoutBlanks() {
    #expect(
      field("", .character("a"), .character(" "), .character("ä"), .character("~"), characters: .name).text == "a~")
  }

  @Test func whatCouldSteerATerminalIsNotTaken() {
    #expect(field("a", .character("\u{202E}"), .character("\u{1B}")).text == "a")
  }

  @Test func aLongTextShowsWhereTheCursorIs() {
    var canvas = Canvas(size: Size(columns: 12, rows: 1))
    field("abcdefghij").draw(into: &canvas, at: Position(column: 0, row: 0), width: 8, isFocused: true)
    #expect(canvas.text == "[fghij ]")
    #expect(canvas.cursor == Position(column: 6, row: 0))
    canvas = Canvas(size: Size(columns: 12, rows: 1))
    field("abcdefghij", .home).draw(into: &canvas, at: Position(column: 0, row: 0), width: 8, isFocused: true)
    #expect(canvas.text == "[abcdef]")
    #expect(canvas.cursor == Position(column: 1, row: 0))
  }
}

/// A row of a form.
struct FieldTests {
  private func drawn(_ content: Field<String>.Content, isFocused: Bool = true) -> Canvas {
    var canvas = Canvas(size: Size(columns: 30, rows: 1))
    Field("name", "Label", content, width: 8)
      .draw(into: &canvas, at: Position(column: 1, row: 0), labelWidth: 7, isFocused: isFocused, highlights: false)
    return canvas
  }

  @Test func aSecretIsDots() {
    #expect(drawn(.secret(count: 0)).text == " Label  [      ]")
    #expect(drawn(.secret(count: 3)).text == " Label  [***   ]")
    #expect(drawn(.secret(count: 3)).cursor == Position(column: 12, row: 0))
    #expect(drawn(.secret(count: 99)).text == " Label  [***** ]")
    #expect(drawn(.secret(count: 3), isFocused: false).cursor == nil)
  }

  @Test func aSecretTakesNoKey() {
    var field = Field("name", "Label", .secret(count: 3))
    #expect(field.handle(.character("1")) == .notMine)
    #expect(field.handle(.backspace) == .notMine)
    #expect(field.takesText)
  }

  @Test func aBox() {
    var field = Field("name", "Keep it", .box(isChecked: false))
    #expect(field.handle(.character(" ")) == .done)
    var canvas = Canvas(size: Size(columns: 30, rows: 1))
    field.draw(into: &canvas, at: Position(column: 1, row: 0), labelWidth: 7, isFocused: true, highlights: true)
    #expect(canvas.text == " [x] Keep it" && canvas.cells.filter(\.style.isReversed).count == 3)
    #expect(canvas.cursor == Position(column: 2, row: 0))
    #expect(field.handle(.character("k")) == .notMine)
    #expect(!field.takesText)
  }

  @Test func aChoice() {
    var field = Field("name", "Label", .choice(["one", "two", "three"], chosen: 0))
    var chosen: [Int] = []
    for key: Key in [.right, .character("t"), .character("T"), .left, .left, .left, .character(" ")] {
      #expect(field.handle(key) == .done)
      if case .choice(_, let index) = field.content { chosen.append(index) }
    }
    #expect(chosen == [1, 2, 1, 0, 2, 1, 2])
    #expect(field.handle(.character("x")) == .notMine)
    #expect(field.handle(.down) == .notMine)
    #expect(drawn(field.content).text == " Label  < three >")
  }
}

/// A list.
struct ListSelectionTests {
  private func list(_ count: Int, page: Int, _ keys: Key...) -> ListSelection {
    var list = ListSelection(count: count)
    list.setPage(page)
    for key in keys { #expect(list.handle(key) == true) }
    return list
  }

  @Test func moving() {
    #expect(list(10, page: 4, .down, .down).visible == 0..<4)
    let third = list(10, page: 4, .down, .down, .down, .down)
    #expect(third.index == 4)
    #expect(third.visible == 1..<5)
    #expect(list(10, page: 4, .end).visible == 6..<10)
    #expect(list(10, page: 4, .end, .home).visible == 0..<4)
    #expect(list(10, page: 4, .pageDown).index == 4)
    #expect(list(10, page: 4, .end, .pageUp).index == 5)
    #expect(list(10, page: 4, .up).index == 0)
    #expect(list(10, page: 4, .end, .down).index == 9)
  }

  @Test func anEmptyList() {
    let empty = list(0, page: 4, .down, .end, .pageUp)
    #expect(empty.isEmpty)
    #expect(empty.index == 0)
    #expect(empty.visible.isEmpty)
  }

  @Test func rowsThatGo() {
    var list = list(10, page: 4, .end)
    list.setCount(3)
    #expect(list.index == 2)
    #expect(list.visible == 0..<3)
    list.setCount(20)
    list.choose(15)
    list.setPage(8)
    #expect(list.visible.contains(15))
    list.setPage(0)
    #expect(list.visible == 15..<16)
  }
}
