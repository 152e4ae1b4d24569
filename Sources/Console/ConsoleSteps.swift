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
    if case .failed(let error) = reply { return failed(error, done.operation) }
    context.learn(reply)
    if case .pin(.generated) = reply { spoiledSecrets.subtract([.newPIN, .repeatedPIN]) }
    if done.operation.traits.isLook { forgetBusyNotice() }
    // Where the camera has restarted at once, the session begins again.
    if case .camera(.restarting) = reply, let restartNotice = context.restartNotice {
      return logOut(Notice(.information, restartNotice))
    }
    return onTop { $0.receive(reply, $1) }
  }

  private mutating func failed(_ error: ServiceError, _ operation: Operation) -> [Effect] {
    let traits = operation.traits
    guard !traits.isBeforeTyping else { return [] }
    let isBusyLook = traits.isLook && error.code == .busy
    if isBusyLook { retry = (operation, 2) }
    let effects = onTop { $0.failed(error, $1) }
    noteQuestion()
    if isBusyLook { busyNotice = notice }
    return effects
  }

  /// The look has succeeded: nobody else is at work any more.
  private mutating func forgetBusyNotice() {
    if notice != nil, notice == busyNotice { notice = nil }
    busyNotice = nil
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
    context.chosenBackup = nil
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
      guard screens.count > 1 else { return [] }
      return removeTop() + uncover { $0.returned(result, $1) }
    case .replace(let screen):
      let wiped = wipeTop()
      screens[screens.count - 1] = screen
      return wiped + appear()
    case .popToMenu:
      var effects: [Effect] = []
      while screens.count > 1, !(screens.last is MenuScreen) { effects += removeTop() }
      return effects + appear()
    case .redraw: return [.redraw]
    case .chooseBackup(let name):
      context.chosenBackup = name
      return []
    case .perform(let operation):
      let traits = operation.traits
      if let spoiled = traits.secrets.first(where: spoiledSecrets.contains) {
        screens[screens.count - 1].focus(on: spoiled)
        return take(.tell(.spoiled(spoiled)))
      }
      if !traits.isLook { notice = nil }
      work = Work(operation: operation)
      retry = nil
      return [.perform(operation)]
    case .tell(let notice):
      self.notice = notice
      return notice.kind == .failure ? [.ring] : []
    case .update(let notice):
      self.notice = notice
      return []
    case .clearMessage:
      notice = nil
      return []
    case .forgetComplaint:
      forgetComplaint()
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

  private mutating func appear() -> [Effect] { uncover { $0.appear($1) } }

  /// Another screen is on top.
  private mutating func uncover(_ body: (inout any Screen, Context) -> [Step]) -> [Effect] {
    retry = nil
    noteQuestion()
    fit()
    return onTop(body)
  }

  mutating func fit() {
    guard isLargeEnough, let screen = screens.last else { return }
    let layout = Layout(size, buttonRows: screen.buttonRows(columns: size.columns))
    screens[screens.count - 1].fit(rows: layout.body.count, columns: size.columns)
  }
}
