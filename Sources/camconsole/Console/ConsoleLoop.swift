internal import BackupStore
internal import CameraDevice
internal import CameraModel
internal import CameraService
internal import Console
internal import NcursesBackend
internal import Sodium
internal import TerminalUI
internal import Wording

/// The console at work: keys, work and time go in, frames come out.
final class ConsoleLoop {
  private let terminal: NcursesTerminal
  private let machine: Machine
  private let line: String
  private let visit: LogInVisit
  /// Where this program runs `boot`.
  private let bootLoop: BootLoop?
  /// Seconds to wait for another session's work.
  private let waitSeconds: Int
  private let worker: Worker
  private let secrets = SecretBuffers()
  private var console: Console
  private var clock: ConsoleClock
  /// When the strength of a new PIN was last told, and whether it is another since.
  private var measured = (at: 0.0, isDue: false)
  /// The questions whose frames the person has: keys that came before are not for the newest.
  private var questionsShown = 0
  /// Whether it was told that keys are dropped.
  private var hasRung = false
  /// Whether the last frame showed digits of a PIN.
  private var showsSecret = false
  /// Seconds since it was last looked whether a change waits.
  private var ticks = 0
  private var isOver = false
  /// Who is logged in, and how the session ends if it ends now.
  private var administrator: String?
  private var sessionEnd = SessionEnd.left

  init(
    _ terminal: NcursesTerminal, _ machine: Machine, _ console: Console, line: String, waitSeconds: Int
  ) {
    self.terminal = terminal
    self.machine = machine
    self.console = console
    self.line = line
    visit = Camera(machine, log: CommandLog.shared, waitSeconds: 0, caller: Invocation.caller).openVisit(line: line)
    bootLoop = machine.bootProgram == .thisProgram ? BootLoop() : nil
    self.waitSeconds = waitSeconds
    worker = Worker(isSlow: terminal.isSlow)
    clock = ConsoleClock(idleMinutes: machine.settings.idleMinutes)
  }

  /// Runs until the person leaves or the line is gone.
  ///
  /// - Returns: whether the person left.
  func run() -> Bool {
    bootLoop?.start(camera, worker)
    lookForChange()
    while !isOver, SystemCalls.signal == 0 {
      // Young work is not drawn: most of it is done before anyone could read what a frame would say of it.
      if !clock.isWorkYoung { draw() }
      let readsInput = !clock.isWorkYoung && !terminal.hasTyped
      let wait = terminal.hasTyped && !clock.isWorkYoung ? 0 : nextWait
      let hasInput = SystemCalls.waitForEvents(
        readsInput: readsInput, writesOutput: terminal.isHeld, seconds: wait)
      if hasInput, !terminal.read() { SystemCalls.noteHangUp() }
      handleResize()
      handleWork()
      handleKeys()
      handleTime()
    }
    if !isOver { sessionEnd = SystemCalls.signal == SystemCalls.hangUp ? .hangUp : .stopped }
    let owesRestart = console.owesRestart
    if owesRestart { sessionEnd = .restart }
    let camera = camera
    followSession(to: nil)
    terminal.close(erasesPicture: showsSecret)
    bootLoop?.stop()
    endWork()
    if owesRestart { try? camera.reboot() }
    secrets.wipeAll()
    return isOver
  }

  /// Work before its commit point is stopped and undone; a restore beyond it is carried through to the reboot.
  private func endWork() {
    worker.finish()
    for event in worker.takeEvents() {
      if case .console(.reply(let reply, _)) = event, reply.needsReboot { try? camera.reboot() }
    }
  }
}

/// What happens.
extension ConsoleLoop {
  private func handleResize() {
    guard SystemCalls.takeResize() else { return }
    terminal.measure()
    perform(console.handle(.resized(terminal.size)))
  }

  private func handleWork() {
    for event in worker.takeEvents() {
      switch event {
      case .generated(let digits):
        for name in [FieldName.newPIN, .repeatedPIN] { try? secrets.set(name, to: digits.bytes) }
      case .console(let event):
        note(event)
        perform(console.handle(event))
      }
    }
  }

  private func note(_ event: ConsoleEvent) {
    // The person who is asked has the whole limit for the answer.
    if case .decision = event { clock.keyPressed() }
    if case .sessionEnded = event {
      clock.workEnded()
      sessionEnd = .notAdministrator
    }
    guard case .reply(let reply, _) = event else { return }
    clock.workEnded()
    if case .camera(.restarting) = reply { sessionEnd = .restart }
  }

  /// Everything that was typed is taken before the next frame, except while young work goes on: keys typed ahead are
  /// for what comes after it.
  private func handleKeys() {
    let before = terminal.bytesTaken
    if clock.isEscapePast { terminal.forgetEscape() }
    while !clock.isWorkYoung, !isOver {
      terminal.takeKeys { key in
        take(key)
        return !clock.isWorkYoung && !isOver
      }
      guard !clock.isWorkYoung, !isOver, SystemCalls.hasInput, terminal.read() else { break }
    }
    clock.keyIsUnfinished(
      terminal.unfinishedKey, goesOn: terminal.bytesTaken > before, escapeMilliseconds: machine.settings.escapeDelay)
  }

  private func take(_ key: Key) {
    clock.keyPressed()
    guard !isQuestionUnseen else { return ringOnce() }
    guard let name = console.focusedSecret else { return perform(console.handle(.key(key))) }
    do {
      switch try secrets.edit(name, key) {
      case .notMine: perform(console.handle(.key(key)))
      case .refused(let refusal):
        // Of a paste the first refusal is told, not each.
        if case .pasted = key, console.spoiledSecrets.contains(name) { return }
        perform(console.handle(.secretRefused(name, refusal)))
      case .changed(let count):
        if name == .newPIN { measured.isDue = true }
        perform(console.handle(.secretEdited(name, count: count)))
      }
    } catch {
      terminal.ring()
    }
  }

  private var isQuestionUnseen: Bool { console.questionCount != questionsShown }

  /// A question was drawn: what was typed until its frame had left is dropped, so that nobody answers what he has not
  /// read.
  private func showQuestion() {
    guard isQuestionUnseen, !terminal.isHeld, !terminal.isSending else { return }
    let bytes = terminal.bytesTaken
    repeat { terminal.takeKeys { _ in true } } while SystemCalls.hasInput && terminal.read()
    if terminal.bytesTaken > bytes { ringOnce() }
    (questionsShown, hasRung) = (console.questionCount, false)
  }

  /// That keys are dropped is told by one ring, not by one each.
  private func ringOnce() {
    if !hasRung { terminal.ring() }
    hasRung = true
  }

  private func handleTime() {
    if clock.isKeyDue, let key = terminal.flushKeys() {
      if key == .escape { clock.escapeTaken() }
      take(key)
    }
    if clock.takeWorkDue() { perform(console.handle(.progress(nil))) }
    if console.wantsTicks {
      if clock.takeTick() { tick() }
    } else {
      clock.stopTicks()
    }
    measure()
    guard console.waitsForKeys else { return }
    switch clock.takeIdle() {
    case .none: break
    case .warning(let seconds): perform(console.handle(.idleWarning(seconds: seconds)))
    case .over:
      sessionEnd = .idle
      perform(console.handle(.idle))
    }
  }

  private func tick() {
    perform(console.handle(.tick))
    ticks += 1
    if ticks.isMultiple(of: ConsoleClock.ticksBetweenLooks) { lookForChange() }
  }

  /// Looks whether a change waits for its confirmation: another session may have made or decided it. That reads a small
  /// file, and waits for nobody.
  private func lookForChange() {
    do {
      let seconds = try camera.restoreStatus()?.secondsToConfirm
      perform(console.handle(.changeWaits(seconds: seconds)))
    } catch {
      // What is known stays: where it matters the status says why.
    }
  }

  /// Tells how strong a new PIN is: at most four times a second, so that fast typing costs a slow line one character
  /// for each digit.
  private func measure() {
    guard measured.isDue, SystemCalls.elapsed >= measured.at + ConsoleClock.measuring else { return }
    measured = (SystemCalls.elapsed, false)
    let strength = secrets.withBytes(.newPIN) { PINStrength(of: $0) }
    perform(console.handle(.secretMeasured(.newPIN, strength)))
  }

  private var nextWait: Double? {
    let measuring = measured.isDue ? measured.at + ConsoleClock.measuring - SystemCalls.elapsed : nil
    let idle = console.waitsForKeys ? clock.idleWait : nil
    let sending = isQuestionUnseen && !terminal.isHeld ? ConsoleClock.sending : nil
    return [clock.nextWait(ticks: console.wantsTicks), measuring, idle, sending].compactMap(\.self).min()
  }
}

/// What the console wants.
extension ConsoleLoop {
  private func perform(_ effects: [Effect]) {
    for effect in effects { perform(effect) }
    followSession(to: console.session?.name)
  }

  /// Reports the end of a session; its beginning is reported where the password is checked.
  private func followSession(to name: String?) {
    defer { sessionEnd = .left }
    guard name != administrator else { return }
    if let administrator { camera(of: administrator).reportLogOut(sessionEnd) }
    administrator = name
  }

  private func perform(_ effect: Effect) {
    switch effect {
    case .perform(let operation): start(operation)
    case .stopWork: worker.stop()
    case .decide(let answer): worker.answer(answer)
    case .wipe(let names): secrets.wipe(names)
    case .endSession:
      secrets.wipeAll()
      lookForChange()
    case .redraw:
      terminal.measure()
      terminal.resetModes()
      terminal.forgetScreen()
      perform(console.handle(.resized(terminal.size)))
      lookForChange()
    case .ring: terminal.ring()
    case .quit: isOver = true
    }
  }

  private func start(_ operation: Operation) {
    let traits = operation.traits
    let copies: WorkSecrets
    do {
      copies = try secrets.copies(traits.secrets)
    } catch {
      return perform(console.handle(.reply(.failed(.secret(.noMemory)), status: nil)))
    }
    clock.workBegan(holdsKeys: traits.isBeforeTyping)
    let (session, line, visit, bootLoop) = (console.session, line, visit, bootLoop)
    // A busy camera is asked again later: nobody's keys wait for a look.
    let wait = traits.isLook ? 0 : waitSeconds
    worker.start { [machine] worker, observer in
      let caller = Invocation.caller.atConsole(session?.name ?? "unknown user", line: line)
      var camera = Camera(machine, log: CommandLog.shared, waitSeconds: wait, observer: observer, caller: caller)
      camera.listsBehindWork = true
      Performer(camera: camera, secrets: copies, worker: worker, line: line, visit: visit, bootLoop: bootLoop)
        .perform(operation, for: session)
    }
  }

  private var camera: Camera { camera(of: console.session?.name ?? "unknown user") }

  private func camera(of name: String) -> Camera {
    Camera(
      machine, log: CommandLog.shared, waitSeconds: waitSeconds,
      caller: Invocation.caller.atConsole(name, line: line))
  }

  private func draw() {
    var canvas = Canvas(size: terminal.size)
    console.draw(into: &canvas)
    let place = console.secretPlace
    if let place { draw(place, into: &canvas) }
    terminal.present(canvas)
    showQuestion()
    if place != nil {
      canvas.wipe()
    } else if showsSecret {
      terminal.wipe(keepsPicture: true)
    }
    showsSecret = place != nil
  }

  /// Generated digits, straight from guarded memory into the frame.
  private func draw(_ place: SecretPlace, into canvas: inout Canvas) {
    secrets.withBytes(place.name) { digits in
      for index in 0..<min(digits.count, place.count) {
        canvas.write(byte: digits[index], at: place.position(of: index))
      }
    }
  }
}
