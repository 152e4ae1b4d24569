internal import CameraService
internal import TerminalUI

/// Work.
extension Console {
  mutating func receive(_ reply: Reply, _ status: StatusReport?) -> [Effect] {
    guard let done = work else { return [] }
    work = nil
    guard !done.isAbandoned else { return [] }
    // Of work that ended without waiting for its answer.
    if question?.question.isOfWork == true { question = nil }
    if let status { context.learn(status, hasModules: false) }
    switch reply {
    case .status(let report): context.learn(report, hasModules: true)
    case .modules(let modules): context.modules = modules
    case .backups(let report): context.backups = report
    case .failed where done.request.isBeforeSecret: return []
    case .failed(let error):
      let isBusyLook = done.request.isLook && error.message.code == .busy
      if isBusyLook { retry = (done.request, 2) }
      let effects = onTop { $0.failed(error, $1) }
      noteQuestion()
      if isBusyLook { busyNotice = notice }
      return effects
    case .restarting: return restarted()
    case .pinGenerated: spoiledSecrets.subtract([.newPIN, .repeatedPIN])
    case .loggedIn, .logInWait, .nextPINTry, .passwordChosen, .backupStarted, .verified, .marked, .acknowledged,
      .backupDeleted, .deleted, .pinSet, .pinChanged, .adopted, .previewed, .restored, .restoreConfirmed,
      .restoreReverted, .users,
      .passwordString, .usersSet:
      break
    }
    if done.request.isLook { forgetBusyNotice() }
    return onTop { $0.receive(reply, $1) }
  }

  /// The look has succeeded: nobody else is at work any more.
  private mutating func forgetBusyNotice() {
    if notice != nil, notice == busyNotice { notice = nil }
    busyNotice = nil
  }

  /// Where the camera has restarted at once, the session begins again.
  private mutating func restarted() -> [Effect] {
    guard let restartNotice = context.restartNotice else { return onTop { $0.receive(.restarting, $1) } }
    return logOut(Notice(.information, restartNotice))
  }

  mutating func logOut(_ notice: Notice?) -> [Effect] {
    // Work that waits for an answer holds the camera's lock.
    let answers: [Effect] = asksForWork ? [.decide(false)] : []
    work?.isAbandoned = true
    work?.isShown = false
    context.session = nil
    context.status = nil
    context.modules = nil
    context.backups = nil
    question = nil
    retry = nil
    busyNotice = nil
    spoiledSecrets = []
    screens = [LogInScreen()]
    self.notice = notice
    fit()
    return answers + [.endSession]
  }
}

/// Steps of screens.
extension Console {
  mutating func take(_ steps: [Step]) -> [Effect] { steps.flatMap { take($0) } }

  mutating func take(_ step: Step) -> [Effect] {
    switch step {
    case .push(let screen):
      notice = nil
      screens.append(screen)
      return appear()
    case .pop:
      notice = nil
      return pop()
    case .popTwice:
      notice = nil
      let effects = screens.count > 2 ? removeTop() : []
      return effects + pop()
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
    case .redraw: return [.redraw]
    case .perform(let request):
      if let spoiled = request.secrets.first(where: spoiledSecrets.contains) {
        screens[screens.count - 1].focus(on: spoiled)
        return take(.tell(.spoiled(spoiled)))
      }
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
      ask(question)
      return []
    case .decide(let answer): return [.decide(answer)]
    case .act(let action): return onTop(action)
    case .wipe: return wipeTop()
    case .forget(let secrets):
      screens[screens.count - 1].forget(secrets)
      spoiledSecrets.subtract(secrets)
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
    spoiledSecrets.subtract(secrets)
    return secrets.isEmpty ? [] : [.wipe(secrets)]
  }

  private mutating func appear() -> [Effect] {
    retry = nil
    noteQuestion()
    fit()
    return onTop { $0.appear($1) }
  }

  mutating func fit() {
    guard isLargeEnough, let screen = screens.last else { return }
    let layout = Layout(size, buttonRows: screen.buttonRows(columns: size.columns))
    screens[screens.count - 1].fit(rows: layout.body.count, columns: size.columns)
  }
}
