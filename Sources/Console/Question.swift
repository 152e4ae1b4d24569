internal import BackupStore
internal import CameraService
internal import TerminalUI

/// Asked under the screen before something is done that destroys, or that a person has to decide.
package struct Question: Sendable {
  /// Sentences: what will be lost, or what follows.
  let lines: [String]
  /// The answers; the first is *Cancel*, on which the focus begins.
  let answers: [String]
  /// A word to type before any other answer than the first is taken.
  let word: String?
  let purpose: Purpose

  /// Whom the answer is for.
  enum Purpose: Sendable {
    /// The screen, in its `answered`.
    case screen
    /// The work that asked.
    case work
  }

  init(_ lines: [String], answers: [String], word: String? = nil, purpose: Purpose = .screen) {
    self.lines = lines
    self.answers = answers
    self.word = word
    self.purpose = purpose
  }
}

/// A question with the state of its answer.
struct OpenQuestion: Sendable {
  enum Action: Hashable, Sendable {
    case answer(Int)
  }

  let question: Question
  var panel: Panel<FieldName, Action>

  init(_ question: Question) {
    self.question = question
    let fields = question.word.map { word in
      [Field(FieldName.word, "Type \(word):", .text(TextField(limit: 16, characters: .name)), width: 12)]
    }
    panel = Panel(
      fields: fields ?? [],
      commands: question.answers.enumerated().map { index, text in
        Command(
          .answer(index), question.word == nil ? text.first : nil, button: text,
          help: index == 0 ? "Goes back without effect." : "Does it.")
      })
  }

  enum Outcome: Equatable {
    case answered(Int)
    case wordMissing
    case open
  }

  mutating func handle(_ key: Key) -> Outcome {
    // The word is typed, so that nobody confirms by accident.
    if case .pasted = key { return .open }
    // Enter after the word is the answer that needs it.
    if key == .enter, case .field = panel.focus { return confirmed(question.answers.count - 1) }
    switch panel.handle(key) {
    case .cancelled: return .answered(0)
    case .command(.answer(let index)): return index == 0 ? .answered(0) : confirmed(index)
    case .refused: return .wordMissing
    case .edited, .moved, .nothing: return .open
    }
  }

  private func confirmed(_ index: Int) -> Outcome {
    guard let word = question.word, panel.text(.word) != word else { return .answered(index) }
    return .wordMissing
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
      labelWidth: (panel.fields.first.map { Text.columns($0.label) } ?? 0) + 1)
    panel.drawButtons(into: &canvas, row: row, isSlow: isSlow)
  }

  private func lines(_ columns: Int) -> [String] {
    question.lines.flatMap { Text.wrapped($0, to: columns - 2) }
  }
}

extension Question {
  /// What the work on a Super PIN asks, with the consequence.
  init(_ decision: Decision) {
    switch decision {
    case .goOnTrying(let tried, let left):
      self.init(
        [
          "The digits were tried on the backups of \(tried) other Super PINs; \(left) are left.",
          "Each takes a second or more.",
        ],
        answers: ["Stop", "Go on trying"], purpose: .work)
    case .lockCard(let count):
      self.init(
        [
          "These digits do not open the \(counted(count, "backup")) on the card: it will be locked,",
          "and makes no new backups until the former digits are set or all backups are deleted.",
        ],
        answers: ["Cancel", "Set and lock the card"], purpose: .work)
    case .loseDamaged(let names):
      self.init(
        ["Damaged, and lost at a change of the PIN: \(names.map(\.description).joined(separator: ", "))."],
        answers: ["Cancel", "Lose them"], purpose: .work)
    case .loseUndo:
      self.init(
        [
          "What Undo would put back cannot be re-encrypted: the state directory lacks room, or fails.",
          "It is lost with the change.",
        ],
        answers: ["Cancel", "Lose it"], purpose: .work)
    case .leaveCard(let obstacle):
      self.init([Self.text(obstacle)], answers: ["Cancel", "Change without the card"], purpose: .work)
    }
  }

  private static func text(_ obstacle: CardObstacle) -> String {
    let locked = "stay under the old PIN: they are locked until those digits are set again."
    return switch obstacle {
    case .absent: "No card is in the slot. The backups on a card written under the old PIN \(locked)"
    case .readOnly: "The card cannot be written. Its backups \(locked)"
    case .tooSmall(let missing): "Re-encrypting needs \(size(missing)) more on the card. Its backups \(locked)"
    case .tooFewInodes(let missing):
      "Re-encrypting needs \(missing) more free inodes on the card. Its backups \(locked)"
    case .otherCard(let count): "This is another card. \(counted(count, "backup")) on the usual card \(locked)"
    }
  }
}

/// `1 backup`, `5 backups`.
func counted(_ count: Int, _ noun: String) -> String { count == 1 ? "1 \(noun)" : "\(count) \(noun)s" }
