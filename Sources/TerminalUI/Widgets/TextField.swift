/// Why a field does not take a character.
package enum Refusal: Sendable, Equatable {
  /// It is not one of those that may be in it.
  case character
  /// The field is full: the bytes that it holds at most.
  case full(limit: Int)
}

/// What a key does to a field.
package enum FieldEdit: Sendable, Equatable {
  /// The key is not one of the field's.
  case notMine
  case done
  case refused(Refusal)
}

/// A line of text that a person edits.
package struct TextField: Sendable, Equatable {
  /// What may be typed.
  package enum Characters: Sendable {
    /// Printable ASCII without blanks.
    case name
    /// Whatever a terminal shows.
    case any
  }

  private var scalars: [Unicode.Scalar]
  /// Scalars before the cursor.
  package private(set) var cursor: Int
  /// Bytes of UTF-8 at most.
  package let limit: Int
  /// What may be typed.
  package let characters: Characters

  /// A field with the cursor behind its text.
  package init(_ text: String = "", limit: Int, characters: Characters = .any) {
    scalars = Array(text.unicodeScalars)
    cursor = scalars.count
    self.limit = limit
    self.characters = characters
  }

  /// What has been typed.
  package var text: String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  /// Edits; Ctrl-A, E, U, K and W as in a shell.
  package mutating func handle(_ key: Key) -> FieldEdit {
    switch key {
    case .character(let scalar), .pasted(let scalar?): return insert(scalar)
    case .pasted(nil), .unreadable: return .refused(.character)
    case .backspace: remove(cursor - 1..<cursor)
    case .delete: remove(cursor..<cursor + 1)
    case .left: cursor = max(cursor - 1, 0)
    case .right: cursor = min(cursor + 1, scalars.count)
    case .home: cursor = 0
    case .end: cursor = scalars.count
    case .control(let letter): return handle(control: letter)
    case .enter, .escape, .tab, .backTab, .insert, .up, .down, .pageUp, .pageDown, .function: return .notMine
    }
    return .done
  }

  private mutating func handle(control letter: Unicode.Scalar) -> FieldEdit {
    switch letter {
    case "a": cursor = 0
    case "e": cursor = scalars.count
    case "u": remove(0..<cursor)
    case "k": remove(cursor..<scalars.count)
    case "w": remove(wordStart..<cursor)
    default: return .notMine
    }
    return .done
  }

  /// Draws `[text   ]` in `width` columns, the cursor in it when it has the focus.
  package func draw(into canvas: inout Canvas, at place: Position, width: Int, isFocused: Bool) {
    let room = width - 2
    guard room > 0 else { return }
    var first = 0
    while columns(first..<cursor) >= room { first += 1 }
    canvas.write("[", at: place)
    var column = place.column + 1
    for scalar in scalars[first...].map(\.shown) {
      guard column + scalar.columns <= place.column + 1 + room else { break }
      column += canvas.write(String(scalar), at: Position(column: column, row: place.row))
    }
    canvas.write("]", at: Position(column: place.column + width - 1, row: place.row))
    if isFocused {
      canvas.cursor = Position(column: place.column + 1 + columns(first..<cursor), row: place.row)
    }
  }

  private mutating func insert(_ scalar: Unicode.Scalar) -> FieldEdit {
    guard characters == .any || (0x21...0x7E).contains(scalar.value), scalar.shown == scalar else {
      return .refused(.character)
    }
    guard text.utf8.count + UTF8.width(scalar) <= limit else { return .refused(.full(limit: limit)) }
    scalars.insert(scalar, at: cursor)
    cursor += 1
    return .done
  }

  private mutating func remove(_ range: Range<Int>) {
    let range = range.clamped(to: 0..<scalars.count)
    scalars.removeSubrange(range)
    cursor = min(cursor, range.lowerBound)
  }

  private var wordStart: Int {
    var start = cursor
    while start > 0, scalars[start - 1] == " " { start -= 1 }
    while start > 0, scalars[start - 1] != " " { start -= 1 }
    return start
  }

  private func columns(_ range: Range<Int>) -> Int { scalars[range].reduce(0) { $0 + $1.shown.columns } }
}
