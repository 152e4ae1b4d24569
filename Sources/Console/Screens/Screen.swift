internal import BackupStore
internal import CameraModel
internal import CameraService
internal import TerminalUI
internal import Wording

/// A dialog as a value: events go in, steps come out, and it draws itself. No secret is in it: of those it knows names
/// and lengths.
protocol Screen: Sendable {
  associatedtype Action: Hashable & Sendable

  /// The first line's text.
  var title: String { get }
  /// What this screen is for, in a few sentences, for its help.
  var explanation: String { get }
  /// Fields, list, buttons and keys.
  var panel: Panel<FieldName, Action> { get set }
  /// Secrets that are wiped when the screen is left.
  var secrets: [FieldName] { get }
  /// Whether it wants to hear of every second.
  var wantsTicks: Bool { get }
  /// Why no secret is taken now: the time to wait after wrong ones.
  var waitNotice: Notice? { get }
  /// Whether it is a question as a whole: keys that came before it was drawn are not for it.
  var isQuestion: Bool { get }
  /// Whether it leaves a place in its frame for a secret that the event loop draws.
  var showsSecret: Bool { get }

  /// What the message line says while nothing else is to be told.
  func standingNotice(_ context: Context) -> Notice?

  /// It is on top: for the first time, or again.
  mutating func appear(_ context: Context) -> [Step]
  mutating func handle(_ key: Key, _ context: Context) -> [Step]
  /// A button was pressed, or its letter.
  mutating func perform(_ action: Action, _ context: Context) -> [Step]
  /// Another text is in a field, or a secret has another length.
  mutating func edited(_ field: FieldName, _ context: Context) -> [Step]
  /// Another row of the list is chosen.
  mutating func moved(_ context: Context)
  /// Esc: back without effect.
  mutating func cancelled(_ context: Context) -> [Step]
  /// How strong the digits of a new PIN are.
  mutating func measured(_ strength: PINStrength)
  /// What came of an operation, if it did not fail.
  mutating func receive(_ reply: Reply, _ context: Context) -> [Step]
  /// An operation failed.
  mutating func failed(_ error: ServiceError, _ context: Context) -> [Step]
  /// The screen above is left with a result, and this one is on top again.
  mutating func returned(_ result: Returned, _ context: Context) -> [Step]
  mutating func tick(_ context: Context) -> [Step]
  /// The body will have so many rows and columns.
  mutating func fit(rows: Int, columns: Int)
  /// The last line: the keys that work.
  func keyLine(columns: Int) -> String
  /// Draws the body; `frame.next` is left below what was drawn.
  func draw(into frame: inout Frame, _ context: Context)
}

extension Screen {
  var secrets: [FieldName] { [] }
  var wantsTicks: Bool { false }
  var waitNotice: Notice? { nil }
  var isQuestion: Bool { false }
  var showsSecret: Bool { false }

  func standingNotice(_ context: Context) -> Notice? { nil }

  mutating func appear(_ context: Context) -> [Step] { [] }
  mutating func edited(_ field: FieldName, _ context: Context) -> [Step] { [] }
  mutating func moved(_ context: Context) {}
  mutating func cancelled(_ context: Context) -> [Step] { [.pop] }
  mutating func measured(_ strength: PINStrength) {}
  mutating func receive(_ reply: Reply, _ context: Context) -> [Step] { [] }
  mutating func failed(_ error: ServiceError, _ context: Context) -> [Step] { [.tell(Notice(error, context))] }
  mutating func returned(_ result: Returned, _ context: Context) -> [Step] { [] }
  mutating func tick(_ context: Context) -> [Step] { [] }
  mutating func fit(rows: Int, columns: Int) { panel.list?.setPage(rows) }
}

extension Screen {
  /// The name of the focused field if it is a secret: the event loop keeps its keys.
  var focusedSecret: FieldName? {
    guard let field = panel.focusedField, case .secret = field.content else { return nil }
    return field.name
  }

  /// Whether letters are typed into a field.
  var isTyping: Bool { panel.isTyping }

  /// Every key of this screen.
  ///
  /// - Parameter rest: what it says and has no room for.
  func help(_ rest: [String]) -> HelpScreen { HelpScreen(self, rest: rest) }

  func buttonRows(columns: Int) -> Int { panel.buttonRows(columns: columns) }

  func drawButtons(into canvas: inout Canvas, row: Int, highlights: Bool) {
    panel.drawButtons(into: &canvas, row: row, highlights: highlights)
  }

  func keyLine(columns: Int) -> String { KeyLine.text(panel, columns: columns) }

  mutating func handle(_ key: Key, _ context: Context) -> [Step] { take(panel.handle(key), context) }

  /// Does what came of a key.
  mutating func take(_ event: Panel<FieldName, Action>.Event, _ context: Context) -> [Step] {
    switch event {
    case .command(let action): return perform(action, context)
    case .edited(let field): return [.forgetComplaint] + edited(field, context)
    case .refused(let field, let refusal): return [.tell(Notice(refusal, of: panel[field]))]
    case .moved:
      moved(context)
      return []
    case .cancelled: return cancelled(context)
    case .nothing: return []
    }
  }

  /// A step that does an action of this screen, for the answer to its question.
  static func step(_ action: Action) -> Step {
    .act { screen, context in
      guard var own = screen as? Self else { return [] }
      defer { screen = own }
      return own.perform(action, context)
    }
  }

  mutating func setCount(of secret: FieldName, to count: Int, _ context: Context) -> [Step] {
    panel[secret] = .secret(count: count)
    return edited(secret, context)
  }

  mutating func focus(on field: FieldName) { panel.focus(on: field) }

  /// For secrets that were wiped.
  mutating func forget(_ secrets: [FieldName]) {
    for name in secrets { panel[name] = .secret(count: 0) }
  }
}

/// What a screen asks of the console.
enum Step: Sendable {
  case push(any Screen)
  /// Back to the screen below.
  case pop
  /// Back past the screen below.
  case popTwice
  /// Back to the screen below, with something for its `returned`: it does not look again.
  case popReturning(Returned)
  /// Another screen in the place of this one.
  case replace(any Screen)
  /// Draws everything again.
  case redraw
  /// From this backup modules are restored.
  case chooseBackup(BackupName?)
  /// Back to the admin menu.
  case popToMenu
  case perform(Operation)
  /// Shows a message; an error rings.
  case tell(Notice)
  /// Shows it without a sound: it only says something newer.
  case update(Notice)
  /// What the message line says is over.
  case clearMessage
  /// What was wrong with what was typed before is over.
  case forgetComplaint
  /// Asks before it goes on; the answer has its steps.
  case ask(Question)
  /// Answers the work's question.
  case decide(Bool)
  /// Lets the screen on top act: for an answer that changes the screen itself.
  case act(@Sendable (inout any Screen, Context) -> [Step])
  /// Wipes the screen's secrets and sets their fields to empty.
  case wipe
  /// Wipes these secrets of the screen.
  case forget([FieldName])
  /// The session begins.
  case begin(AdministratorSession)
  /// The session is over.
  case logOut(Notice?)
  case quit

  /// Whether it begins work.
  var isWork: Bool { if case .perform = self { true } else { false } }
}

/// What a screen hands to the one below.
enum Returned: Sendable {
  case users(UserDraft)
  /// The backups as they are now.
  case backups(ListReport)
  /// The backup to choose in the list, which is read again.
  case backup(BackupName)
  /// A backup was imported, or was there already, with the backups as they are now; `nil` where they could not be
  /// listed.
  case imported(BackupName, ListReport?)
  /// A key to add to the configuration, or one that is there already.
  case key(ShownKey)
}
