internal import BackupStore
internal import CameraModel
internal import CameraService
internal import TerminalUI
internal import Wording

/// Sets or changes the Super PIN.
struct SuperPINScreen: Screen {
  enum Action: Hashable, Sendable {
    case save, generate, ownPIN, forgotten, tryPIN, close
    /// The old PIN is forgotten, and that was confirmed.
    case replace
  }

  /// What Save does.
  enum Purpose {
    /// Whether a PIN is set is not known yet, and nothing can be saved.
    case unknown
    case set, change
    /// Without the old PIN.
    case replace
  }

  let title = "Super PIN"
  let explanation = """
    The Super PIN encrypts the backups on the SD card, and every restore asks for it. A change re-encrypts all of \
    them. It is never part of a backup. If you lose it, you lose the backups, but you can set a new PIN.
    """
  var panel = Panel<FieldName, Action>()
  let secrets: [FieldName] = [.oldPIN, .newPIN, .repeatedPIN, .lastDigits]
  private var purpose: Purpose
  /// How many generated digits are shown in the place of the new PIN.
  private var generated: Int?
  private var strength: PINStrength?
  /// Until the old PIN may be tried again.
  private var wait = WaitCountdown()
  /// Tries of the old PIN before there is a wait; `nil` where that is not known.
  private var triesLeft: Int?

  /// - Parameter isForgotten: the old PIN is not asked for.
  init(_ context: Context, isForgotten: Bool = false) {
    purpose = isForgotten ? .replace : Purpose(context)
    compose(context)
  }

  var wantsTicks: Bool { wait.isRunning }
  var waitNotice: Notice? { wait.notice }
  var showsSecret: Bool { generated != nil }

  mutating func appear(_ context: Context) -> [Step] {
    guard context.status != nil else { return [.perform(.camera(.status))] }
    panel.setCommands(commands(context))
    return [.perform(.pin(.nextTry))]
  }

  /// Which wait matters: for the current PIN where it is asked for, for others where backups were made with them.
  private mutating func take(_ next: NextPINTry, _ context: Context) -> [Step] {
    triesLeft = next.triesBeforeWait
    let hasForeign = context.status.map { $0.card.foreign > 0 } ?? false
    let seconds = max(purpose == .change ? next.wait : 0, hasForeign ? next.foreignWait : 0)
    return wait.found(seconds, because: tooManyWrongPINs)
  }

  mutating func perform(_ action: Action, _ context: Context) -> [Step] {
    switch action {
    case .save: save(context)
    case .generate: [.perform(.pin(.generate))]
    case .ownPIN: typeOwnPIN(context)
    case .forgotten: [.ask(Self.forgetting(context))]
    case .replace: replace(context)
    case .tryPIN: [.push(TryPINScreen())]
    case .close: cancelled(context)
    }
  }

  /// Someone may have written the shown PIN down.
  mutating func cancelled(_ context: Context) -> [Step] {
    [.pop] + (generated == nil ? [] : [.tell(Notice(.warning, Self.generatedIsNotSet))])
  }

  mutating func edited(_ field: FieldName, _ context: Context) -> [Step] {
    if field == .newPIN, panel.count(.newPIN) == 0 { strength = nil }
    return field == .lastDigits && panel.count(.lastDigits) == NewPINSource.lastDigits ? save(context) : []
  }

  mutating func measured(_ strength: PINStrength) { self.strength = strength }

  private mutating func replace(_ context: Context) -> [Step] {
    purpose = .replace
    wait.end()
    compose(context)
    return [.forget([.oldPIN]), .perform(.pin(.nextTry))]
  }

  mutating func tick(_ context: Context) -> [Step] { wait.tick() }

  func draw(into frame: inout Frame, _ context: Context) {
    let isSpacious = frame.body.count >= 12
    frame.paragraph(purpose.lead(context, triesLeft: wait.isRunning ? nil : triesLeft))
    if isSpacious { frame.line() }
    drawDigits(into: &frame)
    frame.fields(panel, labelWidth: Self.labelWidth)
    if isSpacious { frame.line() }
    if purpose != .unknown { frame.line(resistance(context)) }
    if generated != nil { frame.paragraph(Self.howToSave, .ink(.accent)) }
    for text in purpose.consequences(context) { frame.paragraph(text) }
  }
}

/// Fields and buttons.
extension SuperPINScreen {
  private static let labelWidth = 15

  /// Fields and buttons for what is to be done now; what is typed stays.
  private mutating func compose(_ context: Context) {
    let focused = panel.focusedField?.name
    guard purpose != .unknown else {
      panel = Panel(commands: [closing(context)])
      return
    }
    var fields = purpose == .change ? [secret(.oldPIN, Self.isLocked(context) ? "Current PIN" : "Old PIN")] : []
    if generated == nil {
      fields += [secret(.newPIN, "New PIN"), secret(.repeatedPIN, "Again")]
    } else {
      fields.append(secret(.lastDigits, "Last four", width: NewPINSource.lastDigits + 3))
    }
    panel = Panel(fields: fields, commands: commands(context))
    if let focused { panel.focus(on: focused) }
  }

  private func secret(_ name: FieldName, _ label: String, width: Int = 32) -> Field<FieldName> {
    Field(name, label, .secret(count: panel.count(name)), width: width)
  }

  private func commands(_ context: Context) -> [Command<Action>] {
    let status = context.status
    var commands: [Command<Action>] = [
      Command(.save, nil, button: "Save", help: "Sets the Super PIN."),
      Command(
        .generate, nil, button: "Generate", help: "Shows a PIN of \(spelled(PINRules.generated)) random digits, once."),
    ]
    if generated != nil {
      commands.append(Command(.ownPIN, nil, button: "Own PIN", help: "Lets you type a PIN of your own."))
    }
    if purpose == .change {
      commands.append(
        Command(
          .forgotten, nil, button: "I do not know the old PIN...",
          help: "Sets a new PIN without the old one. The backups on the card will be locked."))
      if let card = status?.card, card.foreign > 0 {
        commands.append(
          Command(.tryPIN, nil, button: "Try PIN...", help: "Tries the current PIN on backups of other cameras."))
      }
    }
    return commands + [closing(context)]
  }

  private func closing(_ context: Context) -> Command<Action> {
    let button = context.status?.isPINSet == false ? "Later" : "Close"
    return Command(.close, nil, button: button, help: "Back. Nothing is changed.")
  }

  /// On a locked card the old PIN is that of the backups, which is typed as the new one.
  private static func isLocked(_ context: Context) -> Bool { context.status?.card.state == .locked }

  private mutating func typeOwnPIN(_ context: Context) -> [Step] {
    generated = nil
    strength = nil
    compose(context)
    panel.focus(on: .newPIN)
    return [.forget([.newPIN, .repeatedPIN, .lastDigits])]
  }

  private func drawDigits(into frame: inout Frame) {
    guard let generated else { return }
    frame.canvas.write("New PIN", at: Position(column: 1, row: frame.next))
    frame.secretPlace = SecretPlace(
      name: .newPIN, position: Position(column: 2 + Self.labelWidth, row: frame.next), count: generated)
    frame.next += 1
    frame.paragraph("Write this PIN down now. It is not shown again.", .bold)
  }
}

/// Saving.
extension SuperPINScreen {
  private mutating func save(_ context: Context) -> [Step] {
    if let notice = wait.notice { return [.tell(notice)] }
    if let (field, notice) = lack(context) {
      panel.focus(on: field)
      return [.tell(notice)]
    }
    switch purpose {
    case .unknown: return []
    case .set: return [.perform(.pin(.set(source, forgetting: false)))]
    case .change: return [.perform(.pin(.change(source)))]
    case .replace: return [.perform(.pin(.set(source, forgetting: true)))]
    }
  }

  /// Digits that the new PIN needs: fewer where it may be that of backups on the card.
  private func least(_ context: Context) -> Int {
    let mayBeFormer = purpose == .replace || context.status.map { $0.card.foreign > 0 } == true
    return mayBeFormer ? PINRules.formerMinimum : context.settings.pinMinimum
  }

  /// Of a PIN that cannot be saved the strength is not told.
  private func resistance(_ context: Context) -> String {
    let count = panel.count(.newPIN)
    let isLongEnough = generated != nil || count >= least(context)
    return Self.resistance(isLongEnough ? strength : nil, isBegun: count > 0, context.settings)
  }

  private var source: NewPINSource { generated == nil ? .typed : .generated }

  /// What is still to be typed. The current PIN, and the PIN of backups on the card, may be shorter than a new one.
  private func lack(_ context: Context) -> (FieldName, Notice)? {
    let (old, new, again) = (panel.count(.oldPIN), panel.count(.newPIN), panel.count(.repeatedPIN))
    if purpose == .change, old == 0 {
      let pin = Self.isLocked(context) ? "current" : "old"
      return (.oldPIN, Notice(.failure, "Enter the \(pin) PIN."))
    }
    guard generated == nil else {
      return panel.count(.lastDigits) == NewPINSource.lastDigits ? nil : (.lastDigits, Notice(.failure, Self.howToSave))
    }
    if new == 0 { return (.newPIN, Notice(.failure, "Enter the new PIN, or let Generate choose one.")) }
    if new < least(context), new != old {
      return (.newPIN, Notice(.pin(.tooShort(minimum: context.settings.pinMinimum))))
    }
    return again == 0 ? (.repeatedPIN, Notice(.failure, "Enter the new PIN again.")) : nil
  }

  mutating func receive(_ reply: Reply, _ context: Context) -> [Step] {
    if case .camera(.status) = reply {
      purpose = Purpose(context)
      compose(context)
      return [.perform(.pin(.nextTry))]
    }
    guard case .pin(let reply) = reply else { return [] }
    switch reply {
    case .nextTry(let next): return take(next, context)
    case .generated(let count):
      show(digits: count, context)
      return [.forget([.lastDigits])]
    case .set(let report): return [.pop, .tell(report.notice(PINReport.set))]
    case .changed(let report): return [.pop, .tell(report.notice(PINReport.changed))]
    // Its own screen tells.
    case .adopted: return []
    }
  }

  private mutating func show(digits count: Int, _ context: Context) {
    generated = count
    strength = PINStrength(digits: count)
    panel[.lastDigits] = .secret(count: 0)
    compose(context)
    // What is written down is typed, so that nobody saves a PIN that nobody knows.
    panel.focus(on: purpose == .change && panel.count(.oldPIN) == 0 ? .oldPIN : .lastDigits)
  }

  /// Only what was wrong is typed again.
  mutating func failed(_ error: ServiceError, _ context: Context) -> [Step] {
    if case .store(.wrongPIN(let seconds)) = error {
      wait.begin(seconds, because: tooManyWrongPINs)
      panel.focus(on: .oldPIN)
      triesLeft = seconds > 0 ? 1 : triesLeft
      let look: [Step] = seconds > 0 ? [] : [.perform(.pin(.nextTry))]
      return [.forget([.oldPIN]), .tell(wait.notice ?? Notice(error, context))] + look
    }
    if case .store(.mustWait(let seconds)) = error {
      wait.begin(seconds, because: tooManyWrongPINs)
      return [.tell(wait.notice ?? Notice(error, context))]
    }
    if case .pinsDiffer = error, generated != nil {
      panel.focus(on: .lastDigits)
      return [.forget([.lastDigits]), .tell(Notice(.failure, Self.otherDigits))]
    }
    if error.isOfNewPIN {
      panel.focus(on: .newPIN)
      strength = nil
      return [.forget([.newPIN, .repeatedPIN]), .tell(Notice(error, context))]
    }
    if case .store(.recordDamaged) = error {
      purpose = .replace
      compose(context)
    }
    return [.tell(Notice(error, context))]
  }
}

extension ServiceError {
  /// Whether the new PIN is wrong: it is typed again.
  fileprivate var isOfNewPIN: Bool {
    if case .pinsDiffer = self { return true }
    if case .pin = self { return true }
    return false
  }
}
