import BackupStore
import CameraModel
import TerminalUI

@testable import CameraService
@testable import Console

/// The console without a world: events and keys go in, what it wants is kept, frames are looked at.
struct ConsoleDriver {
  private(set) var console: Console
  private(set) var size: Size
  /// Everything that was asked of the event loop, in order.
  private(set) var effects: [Effect] = []
  /// What looks before a secret find: they are answered at once, unless this is off.
  var answersLooks = true
  var nextPINTry = NextPINTry()
  var logInWait = 0
  /// The newest backup, where nothing has changed since it.
  var unchanged: BackupDescription?
  var events = Values.events
  /// The names for which it was looked whether they have to wait.
  private(set) var namesAsked: [String] = []

  init(isSlow: Bool = false, logInHint: String? = nil, size: Size = .usual, settings: Settings = Settings()) {
    var context = Context(
      settings: settings, identity: Values.identity, isSlow: isSlow, version: "1.0",
      localTime: Values.time, now: { Values.night + 3 * 3_600 }, zone: { _ in "UTC" })
    context.logInHint = logInHint
    self.size = size
    console = Console(context, size: size)
  }

  /// Logged in, in the admin menu.
  static func loggedIn(
    as name: String = "admin", _ status: StatusReport? = Values.status(), isSlow: Bool = false, size: Size = .usual,
    settings: Settings = Settings()
  ) -> ConsoleDriver {
    var driver = ConsoleDriver(isSlow: isSlow, size: size, settings: settings)
    driver.type(name)
    driver.press(.enter)
    driver.secret(.password, count: 6)
    driver.press(.enter)
    driver.reply(.loggedIn(as: name))
    if let status { driver.reply(.status(status)) }
    driver.forgetEffects()
    return driver
  }

  mutating func send(_ event: ConsoleEvent) {
    for effect in console.handle(event) {
      switch effect {
      case .perform(.pin(.nextTry)) where answersLooks: reply(.nextPINTry(nextPINTry))
      case .perform(.camera(.events)) where answersLooks: reply(.camera(.events(events)))
      case .perform(.backups(.findChanges)) where answersLooks: reply(.changesFound(since: unchanged))
      case .perform(.session(.wait(let name))) where answersLooks:
        namesAsked.append(name)
        reply(.logInWait(seconds: logInWait))
      case .perform, .stopWork, .decide, .wipe, .endSession, .redraw, .ring, .quit: effects.append(effect)
      }
    }
  }

  mutating func press(_ keys: Key...) {
    for key in keys { send(.key(key)) }
  }

  /// Types into a field that is no secret, or presses letters.
  mutating func type(_ text: String) {
    for scalar in text.unicodeScalars { press(.character(scalar)) }
  }

  /// Moves from *Cancel* to the answer beside it, and presses its button.
  mutating func accept() { press(.tab, .enter) }

  /// The event loop collected so many characters of a secret.
  mutating func secret(_ name: FieldName, count: Int) {
    send(.secretEdited(name, count: count))
  }

  /// The digits of a new PIN as they are typed, with their estimate.
  mutating func newPIN(_ digits: String) {
    let bytes = Array(digits.utf8)
    secret(.newPIN, count: bytes.count)
    send(.secretMeasured(.newPIN, PINStrength(of: bytes.span)))
  }

  /// What came of the work that goes on.
  ///
  /// - Parameter status: fresh, where the work changed something.
  mutating func reply(_ reply: Reply, status: StatusReport? = nil) {
    send(.reply(reply, status: status))
  }

  mutating func resize(_ size: Size) {
    self.size = size
    send(.resized(size))
  }

  /// So many seconds pass.
  mutating func pass(_ seconds: Int) {
    for _ in 0..<seconds { send(.tick) }
  }

  /// The notice before the restart was read.
  mutating func readNotice() { pass(6) }

  mutating func forgetEffects() { effects = [] }

  /// The work that was asked for, in order.
  var requests: [Operation] {
    effects.compactMap { if case .perform(let operation) = $0 { operation } else { nil } }
  }

  var isWorking: Bool { console.work != nil }

  /// The secrets that were wiped, in order.
  var wiped: [FieldName] {
    effects.flatMap { (effect) -> [FieldName] in if case .wipe(let names) = effect { names } else { [] } }
  }

  var rings: Int {
    effects.count { if case .ring = $0 { true } else { false } }
  }

  var hasEndedSession: Bool {
    effects.contains { if case .endSession = $0 { true } else { false } }
  }

  var hasQuit: Bool {
    effects.contains { if case .quit = $0 { true } else { false } }
  }

  /// The frame as it is now.
  var canvas: Canvas {
    var canvas = Canvas(size: size)
    console.draw(into: &canvas)
    return canvas
  }

  /// The frame's rows as text.
  var text: String { canvas.text }

  var lines: [String] { text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }

  /// The rows of the message.
  var message: String {
    let rows = lines.dropLast().suffix(size.columns < 80 ? 3 : 2)
    return rows.map { $0.drop { $0 == " " } }.filter { !$0.isEmpty }.joined(separator: " ")
  }
}

extension Size {
  static let usual = Size(columns: 80, rows: 24)
  static let small = Size(columns: 60, rows: 18)
}
