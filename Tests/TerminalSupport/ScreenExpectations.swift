import TestSupport

/// Waiting for what must be seen: no time is slept, a limit only says when something is wrong.
extension ScreenTerminal {
  /// Longer than any program needs that does not hang, on a machine with much else to do.
  package static let patience: Duration = .seconds(300)

  /// Waits until the screen shows a text, within one row.
  ///
  /// - Throws: `ScreenError` with the screen, when it does not, or when the program ended before.
  package func expect(
    _ text: String, within limit: Duration = ScreenTerminal.patience, line: Int = #line, file: String = #fileID
  ) throws {
    try expect("shows \(text.debugDescription)", within: limit, line: line, file: file) { $0.text.contains(text) }
  }

  /// Waits until the screen does not show a text.
  ///
  /// - Throws: as `expect`.
  package func expectGone(
    _ text: String, within limit: Duration = ScreenTerminal.patience, line: Int = #line, file: String = #fileID
  ) throws {
    try expect("shows no \(text.debugDescription)", within: limit, line: line, file: file) { !$0.text.contains(text) }
  }

  /// Waits until the cursor stands in a row that holds a text.
  ///
  /// - Throws: as `expect`.
  package func expectCursor(
    on text: String, within limit: Duration = ScreenTerminal.patience, line: Int = #line, file: String = #fileID
  ) throws {
    try expect("has its cursor on \(text.debugDescription)", within: limit, line: line, file: file) {
      $0.line($0.cursor.row).contains(text)
    }
  }

  /// Waits until the screen is as a test wants it, and then until the program has drawn the rest of its frame.
  ///
  /// - Parameter what: follows *the screen*, for the error.
  /// - Throws: `ScreenError` with the screen, when it does not become so, or when the program ended before.
  package func expect(
    _ what: String, within limit: Duration = ScreenTerminal.patience, line: Int = #line, file: String = #fileID,
    _ isSo: (VirtualTerminal) -> Bool
  ) throws {
    let deadline = ContinuousClock.now + limit
    drain()
    while !isSo(screen) {
      guard ContinuousClock.now < deadline else { throw error("within \(limit) the screen \(what)", line, file) }
      guard take(milliseconds: 20) != nil else {
        guard !isSo(screen) else { return }
        throw error("before its end the screen \(what)", line, file)
      }
    }
    takeRestOfFrame()
  }

  /// Takes what the program still writes of a frame that has begun: until the thread that draws waits.
  private func takeRestOfFrame() {
    let deadline = ContinuousClock.now + .seconds(20)
    repeat {
      drain()
    } while ProcessState.isFirstThreadAtWork(identifier) && ContinuousClock.now < deadline
      && take(milliseconds: 2) != nil
    drain()
  }

  /// Does something that must have no effect, makes the program draw all again to know that it has seen it, and
  /// compares the screens.
  ///
  /// - Parameters:
  ///   - redraw: a key after which the program writes something and which changes nothing.
  ///   - quiet: longer than a program waits after an Esc for the rest of a sequence.
  /// - Throws: `ScreenError`, when the screen is another, or nothing was drawn again.
  package func expectStill(
    redraw: Keystroke = .control("l"), quiet: Duration = .milliseconds(300), line: Int = #line,
    file: String = #fileID, _ action: () throws -> Void
  ) throws {
    settle()
    let before = screen.picture
    try action()
    settle(quiet: quiet)
    guard screen.picture == before else { throw error("the screen stays as it is", line, file) }
    let count = transcript.count
    press(redraw)
    try expect("is drawn again", line: line, file: file) { _ in transcript.count > count }
    settle()
    guard screen.picture == before else { throw error("the screen is drawn again as it is", line, file) }
  }

  /// What the program writes because of something, up to the moment when it has gone quiet; its count is the budget's.
  ///
  /// Quiet before the program got to work is not the end: something has to be written first.
  ///
  /// - Parameters:
  ///   - text: shown as the effect; without one, the first byte is the effect.
  ///   - action: types keys.
  /// - Throws: as `expect`.
  package func written(
    until text: String? = nil, line: Int = #line, file: String = #fileID, _ action: () throws -> Void
  ) throws -> [UInt8] {
    settle()
    let count = transcript.count
    try action()
    if let text {
      try expect(text, line: line, file: file)
    } else {
      try expect("changes", line: line, file: file) { _ in transcript.count > count }
    }
    settle()
    return Array(transcript[count...])
  }

  /// Takes all until nothing was written for so long and the program waits. One that computes, or that no processor is
  /// free for, is not done. One that wakes up now and then, as a clock does, and writes nothing, is quiet all the same.
  ///
  /// - Parameter limit: the longest to wait: a program may never be quiet.
  /// - Returns: whether it was quiet for so long within the limit.
  @discardableResult
  package func settle(quiet: Duration = .milliseconds(150), limit: Duration = .seconds(20)) -> Bool {
    let deadline = ContinuousClock.now + limit
    let rest = min(quiet, .milliseconds(150))
    var (written, worked) = (ContinuousClock.now, ContinuousClock.now)
    while ContinuousClock.now - written < quiet || ContinuousClock.now - worked < rest {
      guard ContinuousClock.now < deadline else { return false }
      guard let count = take(milliseconds: 10) else { return false }
      if count > 0 { written = .now }
      if ProcessState.isAtWork(identifier) { worked = .now }
    }
    return true
  }

  /// How many bytes each update of a part of the screen took, one by one, however many of them were read at once.
  ///
  /// What was written is shown again, byte by byte. An update is done when the part is another one and the cursor is
  /// back where it was at the start.
  ///
  /// - Parameters:
  ///   - count: how many bytes of the transcript were written before.
  ///   - part: what an update changes.
  package func updates<Part: Equatable>(
    since count: Int, of part: (VirtualTerminal) -> Part
  ) -> [(part: Part, bytes: Int)] {
    let replay = VirtualTerminal(columns: screen.columns, rows: screen.rows, isUTF8: setup.isUTF8)
    replay.feed(transcript[..<count])
    let rest = replay.cursor
    var (last, begin) = (part(replay), count)
    var updates: [(part: Part, bytes: Int)] = []
    for index in count..<transcript.count {
      replay.feed(transcript[index...index])
      guard replay.cursor == rest else { continue }
      let now = part(replay)
      guard now != last else { continue }
      updates.append((now, index + 1 - begin))
      (last, begin) = (now, index + 1)
    }
    return updates
  }

  /// Takes all that was written until now.
  func drain() {
    while take(milliseconds: 0) ?? 0 > 0 {}
  }

  /// Waits for the program's end.
  ///
  /// - Returns: its exit status, or 128 and the number of the signal that ended it.
  /// - Throws: `ScreenError` when it goes on.
  @discardableResult
  package func end(
    within limit: Duration = ScreenTerminal.patience, line: Int = #line, file: String = #fileID
  ) throws -> Int32 {
    let deadline = ContinuousClock.now + limit
    repeat {
      let isOver = take(milliseconds: 20) == nil
      if let status = try status(within: isOver ? 1 : 0) {
        drain()
        return status
      }
    } while ContinuousClock.now < deadline
    throw error("within \(limit) the program ends", line, file)
  }

  func error(_ what: String, _ line: Int, _ file: String) -> ScreenError {
    ScreenError(
      what: "expected that \(what)", place: "\(file):\(line)", picture: screen.picture, last: transcript.suffix(200))
  }
}
