internal import CameraModel
package import CameraService
package import TerminalUI

/// The console: a stack of screens, the question on top of them, the work that goes on, the message line.
///
/// Events go in, effects come out, and whole frames are drawn. Nothing here touches the world.
package struct Console: Sendable {
  var context: Context
  var screens: [any Screen]
  var question: OpenQuestion?
  /// How many times something was asked. Keys that came before the frame that asks it are not for it, and are dropped.
  package private(set) var questionCount = 0
  /// The key that was pressed last.
  var lastKey: Key?
  var work: Work?
  var notice: Notice?
  /// A look that a busy camera did not answer, and the seconds until it is tried again.
  var retry: (operation: Operation, seconds: Int)?
  /// What was said of the busy camera: it goes when the look succeeds.
  var busyNotice: Notice?
  var size: Size
  /// Secrets in which a character is missing that could not be taken: they count only after they were emptied.
  package internal(set) var spoiledSecrets: Set<FieldName> = []
  /// The message line says that the session is about to end.
  var isIdleTold = false

  /// Work that goes on.
  struct Work: Sendable {
    let operation: Operation
    /// Whether it takes so long that it is shown.
    var isShown = false
    var step: WorkStep?
    var isStopping = false
    /// The session is over: what it still asks is answered *no*, and nobody hears what came of it.
    var isAbandoned = false
  }

  /// Begins at the login.
  ///
  /// - Parameter greeting: a message for the first screen.
  package init(_ context: Context, size: Size, greeting: String? = nil) {
    self.context = context
    self.size = size
    screens = [LogInScreen()]
    notice = greeting.map { Notice(.information, $0) }
  }

  /// The secret to which keys belong now; `nil`: they come here.
  package var focusedSecret: FieldName? {
    guard question == nil, work == nil, isLargeEnough, screens.last?.waitNotice == nil else { return nil }
    return screens.last?.focusedSecret
  }

  /// Whether it is up to the person: in a session, before a form with something in it, or when work waits for an
  /// answer.
  package var waitsForKeys: Bool {
    guard work == nil || asksForWork else { return false }
    return session != nil || isLogInFilled
  }

  /// Whether the question on the screen is one of the work.
  var asksForWork: Bool { work != nil && question?.question.isOfWork == true }

  mutating func ask(_ question: Question) {
    self.question = OpenQuestion(question, openedBy: lastKey)
    questionCount += 1
  }

  /// The screen on top is itself a question, or asks again.
  mutating func noteQuestion() {
    if screens.last?.isQuestion == true { questionCount += 1 }
  }

  private var isLogInFilled: Bool { (screens.last as? LogInScreen)?.isFilled ?? false }

  /// Whether `tick` is wanted.
  package var wantsTicks: Bool {
    retry != nil || context.restoreSecondsLeft != nil || screens.contains { $0.wantsTicks }
  }

  /// A restore is done, and the restart that belongs to it is not asked for yet.
  package var owesRestart: Bool { screens.contains { ($0 as? RebootScreen)?.owesRestart ?? false } }

  /// Who is logged in.
  package var session: AdministratorSession? { context.session }

  var isLargeEnough: Bool { size.columns >= Layout.smallest.columns && size.rows >= Layout.smallest.rows }

  /// Takes what has happened.
  ///
  /// - Returns: what the event loop is to do, in this order.
  package mutating func handle(_ event: ConsoleEvent) -> [Effect] {
    switch event {
    case .key(let key): return handle(key)
    case .resized(let size):
      let wasLargeEnough = isLargeEnough
      self.size = size
      // It could not be seen before.
      if question != nil, !wasLargeEnough { questionCount += 1 }
      fit()
      return []
    case .secretRefused(let name, let refusal):
      forgetIdleNotice()
      spoiledSecrets.insert(name)
      return take(.tell(Notice(refusal, of: name)))
    case .secretEdited(let name, let count):
      forgetIdleNotice()
      if count == 0 { spoiledSecrets.remove(name) }
      if !spoiledSecrets.contains(name) { forgetComplaint() }
      return onTop { $0.setCount(of: name, to: count, $1) }
    case .secretMeasured(_, let strength):
      screens[screens.count - 1].measured(strength)
      return []
    case .progress(let step):
      work?.isShown = true
      work?.step = step
      return []
    case .decision(let decision):
      guard work?.isAbandoned != true else { return [.decide(false)] }
      ask(Question(decision))
      return [.ring]
    case .reply(let reply, let status): return receive(reply, status)
    case .sessionEnded:
      if work?.isAbandoned == true {
        work = nil
        return []
      }
      work = nil
      return logOut(Notice(.failure, "Your user was removed, or is no longer in admins: the session is over."))
    case .restarted:
      return logOut(
        Notice(.information, "The camera has restarted. The change was not confirmed and is reverted."))
    case .changeWaits(let seconds): return learn(changeWaits: seconds)
    case .tick: return tick()
    case .idleWarning(let seconds):
      isIdleTold = true
      let what = session == nil ? "what you typed is deleted" : "the session ends"
      notice = Notice(.information, "Press a key, or \(what) in \(seconds) s.")
      return [.ring]
    case .idle: return idle()
    }
  }

  /// No key for too long. Work goes on, unless it waits for an answer.
  private mutating func idle() -> [Effect] {
    guard waitsForKeys else { return [] }
    isIdleTold = false
    let time = "no key for \(context.settings.idleMinutes) min"
    guard session != nil else {
      return onTop { $0.cancelled($1) + [.update(Notice(.information, "What you typed was deleted: \(time)."))] }
    }
    let answer = asksForWork ? " The question was answered: \(question?.question.cancel ?? "no")." : ""
    return logOut(Notice(.information, "Logged out: \(time)." + answer))
  }

  /// Lets the top screen do something and takes its steps.
  mutating func onTop(_ body: (inout any Screen, Context) -> [Step]) -> [Effect] {
    let effects = take(body(&screens[screens.count - 1], context))
    // Other buttons may take more rows.
    fit()
    return effects
  }

  /// Another session may have made, confirmed or reverted a change.
  private mutating func learn(changeWaits seconds: Int?) -> [Effect] {
    let former = context.restoreSecondsLeft
    let effects = setSecondsLeft(seconds)
    guard (former == nil) != (seconds == nil) else { return effects }
    return effects + onTop { $0.tick($1) }
  }

  /// At one minute the bell rings.
  private mutating func setSecondsLeft(_ seconds: Int?) -> [Effect] {
    let former = context.restoreSecondsLeft
    context.restoreSecondsLeft = seconds
    guard let former, let seconds, former > WaitingChange.lastMinute, seconds <= WaitingChange.lastMinute else {
      return []
    }
    return [.ring]
  }

  private mutating func tick() -> [Effect] {
    let effects = setSecondsLeft(context.restoreSecondsLeft.map { max($0 - 1, 0) })
    return effects + tickScreens()
  }

  private mutating func tickScreens() -> [Effect] {
    if let retry, work == nil, question == nil {
      guard retry.seconds > 1 else { return take([.perform(retry.operation)]) }
      self.retry = (retry.operation, retry.seconds - 1)
    }
    // Countdowns continue under a help, too. They work at once, and say something only when they are on top again.
    var steps: [Step] = []
    for index in screens.indices.dropLast() { steps += screens[index].tick(context).filter(\.isWork) }
    return take(steps) + onTop { $0.tick($1) }
  }
}
