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
  var work: Work?
  var notice: Notice?
  /// A look that a busy camera did not answer, and the seconds until it is tried again.
  var retry: (request: Request, seconds: Int)?
  var size: Size
  /// The message line says that the session is about to end.
  private var isIdleTold = false

  /// Work that goes on.
  struct Work: Sendable {
    let request: Request
    /// Whether it takes so long that it is shown.
    var isShown = false
    var step: WorkStep?
    var isStopping = false
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
    guard question == nil, work == nil, isLargeEnough else { return nil }
    return screens.last?.focusedSecret
  }

  /// Whether work goes on.
  package var isWorking: Bool { work != nil }

  /// Whether `tick` is wanted.
  package var wantsTicks: Bool {
    retry != nil || context.restoreSecondsLeft != nil || (screens.last?.wantsTicks ?? false)
  }

  /// Who is logged in.
  package var session: AdministratorSession? { context.session }

  var isLargeEnough: Bool { size.columns >= Layout.smallest.columns && size.rows >= Layout.smallest.rows }

  package mutating func handle(_ event: ConsoleEvent) -> [Effect] {
    switch event {
    case .key(let key): return handle(key)
    case .resized(let size):
      self.size = size
      fit()
      return []
    case .secretEdited(let name, let count):
      forgetIdleNotice()
      return onTop { $0.setCount(of: name, to: count, $1) }
    case .secretMeasured(_, let strength):
      screens[screens.count - 1].measured(strength)
      return []
    case .progress(let step):
      work?.isShown = true
      work?.step = step
      return []
    case .decision(let decision):
      question = OpenQuestion(Question(decision))
      return [.ring]
    case .reply(let reply, let status): return receive(reply, status)
    case .sessionEnded:
      return logOut(Notice(.failure, "Your user was removed, or is no longer in admins: the session is over."))
    case .restarted:
      return logOut(
        Notice(.information, "The camera has restarted: the restore was not confirmed and is taken back."))
    case .tick: return tick()
    case .idleWarning(let seconds):
      isIdleTold = true
      notice = Notice(.information, "Without a key the session ends in \(seconds) s.")
      return [.ring]
    case .idle:
      guard work == nil else { return [] }
      return logOut(Notice(.information, "Logged out: no key for \(context.settings.idleMinutes) min."))
    }
  }

  /// Lets the top screen do something and takes its steps.
  private mutating func onTop(_ body: (inout any Screen, Context) -> [Step]) -> [Effect] {
    let effects = take(body(&screens[screens.count - 1], context))
    // Other buttons may take more rows.
    fit()
    return effects
  }
}

/// Keys.
extension Console {
  private mutating func handle(_ key: Key) -> [Effect] {
    forgetIdleNotice()
    if key == .control("l") { return [.redraw] }
    guard isLargeEnough else { return [] }
    if question != nil { return handleQuestion(key) }
    if work != nil { return handleWork(key) }
    if isHelp(key) { return take([.push(screens[screens.count - 1].help)]) }
    return onTop { $0.handle(key, $1) }
  }

  private func isHelp(_ key: Key) -> Bool {
    guard let screen = screens.last, !(screen is HelpScreen) else { return false }
    return key == .function(1) || (key == .character("?") && !screen.isTyping)
  }

  private mutating func handleWork(_ key: Key) -> [Effect] {
    guard key == .escape || key == .control("c"), let work, work.request.canBeStopped, !work.isStopping else {
      return []
    }
    self.work?.isStopping = true
    return [.stopWork]
  }

  private mutating func handleQuestion(_ key: Key) -> [Effect] {
    guard var open = question else { return [] }
    let outcome = open.handle(key)
    question = open
    switch outcome {
    case .open: return []
    case .wordMissing:
      notice = Notice(.failure, "Type \(open.question.word ?? ""), or leave with Esc.")
      return []
    case .answered(let index): return answer(open.question, index)
    }
  }

  private mutating func answer(_ question: Question, _ index: Int) -> [Effect] {
    self.question = nil
    notice = nil
    switch question.purpose {
    case .work: return [.decide(index > 0)]
    case .screen: return index == 0 ? [] : onTop { $0.answered(index, $1) }
    }
  }

  private mutating func tick() -> [Effect] {
    context.restoreSecondsLeft = context.restoreSecondsLeft.map { max($0 - 1, 0) }
    if let retry, work == nil, question == nil {
      guard retry.seconds > 1 else { return take([.perform(retry.request)]) }
      self.retry = (retry.request, retry.seconds - 1)
    }
    return onTop { $0.tick($1) }
  }
}

/// Work.
extension Console {
  private mutating func forgetIdleNotice() {
    guard isIdleTold else { return }
    isIdleTold = false
    notice = nil
  }

  private mutating func receive(_ reply: Reply, _ status: StatusReport?) -> [Effect] {
    guard let done = work else { return [] }
    work = nil
    // Of work that ended without waiting for its answer.
    if question?.question.purpose == .work { question = nil }
    if let status { context.learn(status, hasModules: false) }
    switch reply {
    case .status(let report): context.learn(report, hasModules: true)
    case .modules(let modules): context.modules = modules
    case .failed(let error):
      if done.request.isLook, error.message.code == .busy { retry = (done.request, 2) }
      return onTop { $0.failed(error, $1) }
    case .restarting: return restarted()
    case .loggedIn, .logInWait, .passwordChosen, .backups, .backupStarted, .verified, .marked, .acknowledged,
      .deleted, .pinSet, .pinChanged, .adopted, .pinGenerated, .previewed, .restored, .restoreConfirmed,
      .restoreReverted, .users,
      .passwordString, .usersSet:
      break
    }
    return onTop { $0.receive(reply, $1) }
  }

  /// The demo camera has restarted at once: its session begins again.
  private mutating func restarted() -> [Effect] {
    guard context.isDemo else { return onTop { $0.receive(.restarting, $1) } }
    return logOut(Notice(.information, "The demo camera has restarted. Log in again."))
  }

  private mutating func logOut(_ notice: Notice?) -> [Effect] {
    context.session = nil
    context.status = nil
    context.modules = nil
    question = nil
    retry = nil
    screens = [LogInScreen()]
    self.notice = notice
    fit()
    return [.endSession]
  }
}

/// Steps of screens.
extension Console {
  mutating func take(_ steps: [Step]) -> [Effect] { steps.flatMap { take($0) } }

  private mutating func take(_ step: Step) -> [Effect] {
    switch step {
    case .push(let screen):
      notice = nil
      screens.append(screen)
      return appear()
    case .pop:
      notice = nil
      return pop()
    case .popReturning(let result):
      notice = nil
      return pop() + onTop { $0.returned(result, $1) }
    case .replace(let screen):
      let wiped = wipeTop()
      screens[screens.count - 1] = screen
      return wiped + appear()
    case .popToMenu:
      var effects: [Effect] = []
      while screens.count > 1, !(screens.last is MenuScreen) { effects += removeTop() }
      return effects + appear()
    case .perform(let request):
      if !request.isLook { notice = nil }
      work = Work(request: request)
      retry = nil
      return [.perform(request)]
    case .tell(let notice):
      self.notice = notice
      return notice.kind == .failure ? [.ring] : []
    case .update(let notice):
      self.notice = notice
      return []
    case .ask(let question):
      notice = nil
      self.question = OpenQuestion(question)
      return []
    case .wipe: return wipeTop()
    case .forget(let secrets):
      screens[screens.count - 1].forget(secrets)
      return [.wipe(secrets)]
    case .begin(let session):
      context.session = session
      return []
    case .logOut(let notice): return logOut(notice)
    case .quit: return [.quit]
    }
  }

  private mutating func pop() -> [Effect] {
    guard screens.count > 1 else { return [] }
    let effects = removeTop()
    return effects + appear()
  }

  private mutating func removeTop() -> [Effect] {
    defer { screens.removeLast() }
    return wipeTop()
  }

  private mutating func wipeTop() -> [Effect] {
    let secrets = screens[screens.count - 1].secrets
    screens[screens.count - 1].forget(secrets)
    return secrets.isEmpty ? [] : [.wipe(secrets)]
  }

  private mutating func appear() -> [Effect] {
    retry = nil
    fit()
    return onTop { $0.appear($1) }
  }

  private mutating func fit() {
    guard isLargeEnough, let screen = screens.last else { return }
    let layout = Layout(size, buttonRows: screen.buttonRows(columns: size.columns))
    screens[screens.count - 1].fit(rows: layout.body.count, columns: size.columns)
  }
}
