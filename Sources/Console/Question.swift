internal import TerminalUI
internal import Wording

/// Asked under the screen before something is done that destroys, or that a person has to decide. Each answer carries
/// what it does. Nothing is done until one is chosen.
package struct Question: Sendable {
  /// An answer other than *Cancel*.
  struct Answer: Sendable {
    /// The button's text, which names what is done.
    let button: String
    /// Whether nothing is destroyed or restarted by it: then its first letter answers, too.
    let isHarmless: Bool
    let steps: [Step]

    /// Destroys something or restarts the camera: only its button does it.
    static func harmful(_ button: String, _ steps: Step...) -> Answer {
      Answer(button: button, isHarmless: false, steps: steps)
    }

    static func harmless(_ button: String, _ steps: Step...) -> Answer {
      Answer(button: button, isHarmless: true, steps: steps)
    }
  }

  /// Sentences: what will be lost, or what follows.
  let lines: [String]
  /// The button that goes back without effect, on which the focus begins.
  let cancel: String
  /// What tells the work that asked; nothing where a screen asks.
  let cancelled: [Step]
  let answers: [Answer]
  /// A word to type before an answer is taken that destroys something. The last answer is the one that Enter behind the
  /// word gives.
  let word: String?

  /// Asked by a screen.
  init(_ lines: [String], cancel: String = "Cancel", answers: [Answer], word: String? = nil) {
    self.init(lines, cancel: cancel, cancelled: [], answers, word: word)
  }

  /// Asked by the work, which waits for the answer.
  init(_ lines: [String], cancel: String = "Cancel", accept: (Step) -> Answer) {
    self.init(lines, cancel: cancel, cancelled: [.decide(false)], [accept(.decide(true))], word: nil)
  }

  private init(_ lines: [String], cancel: String, cancelled: [Step], _ answers: [Answer], word: String?) {
    self.lines = lines
    self.cancel = cancel
    self.cancelled = cancelled
    self.answers = answers
    self.word = word
  }

  /// Whether work waits for the answer.
  var isOfWork: Bool { !cancelled.isEmpty }
}

/// A question with the state of its answer.
struct OpenQuestion: Sendable {
  enum Action: Hashable, Sendable {
    case cancel
    /// One of the answers, from 0.
    case answer(Int)
  }

  let question: Question
  var panel: Panel<FieldName, Action>
  /// The key that opened it, as long as no other was pressed: held down, or pressed once too often, it answers nothing.
  private var opener: Key?

  /// - Parameter opener: the key that was pressed last.
  init(_ question: Question, openedBy opener: Key?) {
    self.question = question
    self.opener = opener
    let fields = question.word.map { word in
      [Field(FieldName.word, "Type \(word):", .text(TextField(limit: 16, characters: .name)), width: 12)]
    }
    let answers = question.answers.enumerated().map { index, answer in
      Command(
        Action.answer(index), question.word == nil && answer.isHarmless ? answer.button.first : nil,
        button: answer.button, help: "Does it.")
    }
    panel = Panel(
      fields: fields ?? [],
      commands: [
        Command(
          .cancel, question.word == nil ? question.cancel.first : nil, button: question.cancel,
          help: "Goes back without effect.")
      ] + answers)
  }

  enum Outcome {
    case answered([Step])
    case wordMissing
    /// The key that opened it was pressed again, or a letter that answers nothing.
    case ignored
    case open
  }

  mutating func handle(_ key: Key) -> Outcome {
    // The word is typed, so that nobody confirms by accident.
    if case .pasted = key { return .open }
    if isOpener(key) { return .ignored }
    opener = nil
    // Enter after the word is the answer that needs it.
    if key == .enter, case .field = panel.focus { return confirmed(question.answers.count - 1) }
    switch panel.handle(key) {
    case .cancelled, .command(.cancel): return .answered(question.cancelled)
    case .command(.answer(let index)): return confirmed(index)
    case .refused: return .wordMissing
    case .nothing: return isCommand(key) ? .ignored : .open
    case .edited, .moved: return .open
    }
  }

  /// Esc goes back without effect whatever opened the question, and into a word everything is typed.
  private func isOpener(_ key: Key) -> Bool {
    key == opener && key != .escape && key != .control("c") && !panel.isTyping
  }

  /// Whether it does something elsewhere: F1, or a letter.
  private func isCommand(_ key: Key) -> Bool {
    switch key {
    case .character, .function: true
    case .pasted, .unreadable, .enter, .escape, .tab, .backTab, .up, .down, .left, .right, .home, .end, .pageUp,
      .pageDown, .insert, .delete, .backspace, .control:
      false
    }
  }

  /// The word was not typed.
  var wordMissing: Notice { Notice(.failure, "Type \(question.word ?? ""), or leave with Esc.") }

  private func confirmed(_ index: Int) -> Outcome {
    let answer = question.answers[index]
    guard let word = question.word, !answer.isHarmless, panel.text(.word) != word else {
      return .answered(answer.steps)
    }
    return .wordMissing
  }

  /// The keys that answer it.
  func keyLine(columns: Int) -> String {
    let letters = panel.commands.compactMap { command in command.letter.map { "\($0.lowercased()) \(command.button)" } }
    return KeyLine.fitted(["Tab choose", "Enter \(press)"] + letters, last: "Esc cancel", columns: columns)
  }

  /// What Enter does: behind the word it is an answer.
  private var press: String {
    guard panel.focusedField != nil, let answer = question.answers.last else { return "select" }
    return answer.button
  }

  /// Rows that it takes in so many columns.
  func rows(columns: Int) -> Int {
    lines(columns).count + panel.fields.count + panel.buttonRows(columns: columns)
  }

  func draw(into canvas: inout Canvas, row: Int, isSlow: Bool) {
    var row = row
    for (index, line) in lines(canvas.size.columns).enumerated() {
      canvas.write(line, at: Position(column: 1, row: row), index == 0 ? .bold : .plain)
      row += 1
    }
    row = panel.drawFields(
      into: &canvas, at: Position(column: 1, row: row),
      labelWidth: (panel.fields.first.map { Text.columns($0.label) } ?? 0) + 1, highlights: !isSlow)
    panel.drawButtons(into: &canvas, row: row, highlights: !isSlow)
  }

  private func lines(_ columns: Int) -> [String] {
    question.lines.flatMap { Text.wrapped($0, to: columns - 2) }
  }
}

extension Question {
  /// What the work on a Super PIN, or an import, asks, with the consequence.
  init(_ decision: Decision) {
    let lines = decision.sentences
    switch decision {
    case .goOnTrying: self.init(lines, cancel: "Stop", accept: { .harmless("Continue", $0) })
    case .lockCard: self.init(lines, accept: { .harmful("Set PIN and lock the card", $0) })
    case .loseDamaged: self.init(lines, accept: { .harmful("Change PIN and delete them", $0) })
    case .loseUndo: self.init(lines, accept: { .harmful("Change PIN without Undo", $0) })
    case .leaveCard: self.init(lines, accept: { .harmful("Change PIN without the card", $0) })
    case .importLocksCard: self.init(lines, accept: { .harmful("Import and lock the card", $0) })
    }
  }
}
