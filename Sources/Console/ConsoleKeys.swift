internal import TerminalUI

/// Keys.
extension Console {
  mutating func handle(_ key: Key) -> [Effect] {
    forgetIdleNotice()
    if key == .control("l") { return [.redraw] }
    // Someone with a larger terminal may have plugged it in.
    guard isLargeEnough else { return key == .enter ? [.redraw] : [] }
    lastKey = key
    if question != nil { return handleQuestion(key) }
    if work != nil { return handleWork(key) }
    if notice?.isPassing == true { notice = nil }
    if isHelp(key) { return take([.push(screens[screens.count - 1].help(hiddenTexts))]) }
    let former = notice
    let effects = waitNotice(key).map { take(.tell($0)) } ?? onTop { $0.handle(key, $1) }
    // Of a paste the first refusal rings, not each.
    guard case .pasted = key, notice == former else { return effects }
    return effects.filter { if case .ring = $0 { false } else { true } }
  }

  /// What is said of a key that would change a secret while none is taken.
  private func waitNotice(_ key: Key) -> Notice? {
    guard let screen = screens.last, screen.focusedSecret != nil else { return nil }
    return SecretEdit(key) == nil ? nil : screen.waitNotice
  }

  private func isHelp(_ key: Key) -> Bool {
    guard let screen = screens.last, !(screen is HelpScreen) else { return false }
    return key == .function(1) || (key == .character("?") && !screen.isTyping)
  }

  private mutating func handleWork(_ key: Key) -> [Effect] {
    guard key == .escape || key == .control("c"), let work, work.operation.traits.canBeStopped, !work.isStopping else {
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
    case .open:
      // What was wrong with the key before is over.
      if notice == .howToAnswer || notice == open.wordMissing { notice = nil }
      return []
    case .ignored: return take(.tell(.howToAnswer))
    case .wordMissing: return take(.tell(open.wordMissing))
    case .answered(let steps):
      self.question = nil
      notice = nil
      return take(steps)
    }
  }

  /// Something else is typed: what was wrong before may be right now. A time to wait stays.
  mutating func forgetComplaint() {
    guard let notice, notice.kind == .failure, !notice.isRefusal, screens.last?.waitNotice == nil else { return }
    self.notice = nil
  }

  mutating func forgetIdleNotice() {
    guard isIdleTold else { return }
    isIdleTold = false
    notice = nil
  }
}
