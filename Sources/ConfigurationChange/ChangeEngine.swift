package import CameraDevice
internal import CameraModel
internal import FileSystem

/// Carries out what `ChangeMachine` answers to events, one action after the other.
///
/// Who calls it holds its locks, all files in the run directory, taken in this order:
///
/// 1. `watch.lock` (`BootMark.watch`), by a `boot` that stays, from before its first event until it ends: it shows that
///    somebody watches the time. Nobody waits for it, but another `boot` for one second; others only ask whether it is
///    held, whatever they hold themselves.
/// 2. `lock`, of the store and of the configuration: for every event that changes configuration or modules, or keeps
///    the previous ones. That are all but `boot` and `confirm`.
/// 3. `restore`, of the journal: for every event. `boot` and `confirm` hold it alone, so that the count of a start and
///    a confirmation do not wait for a backup; `finish` comes later, when `lock` is free.
///
/// Who only looks (`look`, `detailsInForce`) needs none: each file of the journal is replaced whole.
package struct ChangeEngine<Details: ChangeDetails>: Sendable {
  /// What is recorded of changes.
  package let journal: ChangeJournal<Details>
  private let machine: Machine
  let keeper: any FormerKeeper<Details>
  let shouldStop: @Sendable () -> Bool
  let writer: ModuleWriter

  /// - Parameter shouldStop: whether to give up what was not exchanged yet.
  package init(
    journal: ChangeJournal<Details>, machine: Machine, keeper: any FormerKeeper<Details>,
    shouldStop: @escaping @Sendable () -> Bool
  ) {
    self.journal = journal
    self.machine = machine
    self.keeper = keeper
    self.shouldStop = shouldStop
    writer = ModuleWriter(bus: machine.bus.stoppable(by: shouldStop))
  }

  var time: any TimeSource { machine.time }

  /// Carries out what an event asks for.
  ///
  /// - Parameters:
  ///   - asked: the change that the person was asked about; `nil`: whichever it is.
  ///   - leavingOut: addresses of modules that need not get back what they held, and so need none that has gone; `nil`:
  ///     all have to.
  /// - Throws: `ChangeError.refused`, and what failed.
  package func handle(
    _ event: ChangeEvent, of asked: ChangeID? = nil, leavingOut: Set<String>? = nil
  ) throws(ChangeError) -> ChangeReport<Details> {
    let (change, run) = try latest(leavingOut, asksForOutcome: event.asksForOutcome)
    try check(asked, run.change)
    return try carryOut(change.on(event), run)
  }

  /// Changes configuration and modules, or modules alone.
  ///
  /// - Throws: after any error everything is as it was, unless it is `.notPutBack`.
  package func begin(
    _ plan: ChangePlan<Details>, modulesOnly: Bool
  ) throws(ChangeError) -> ChangeReport<Details> {
    var (change, run) = try latest()
    run.plan = plan
    return try carryOut(change.on(modulesOnly ? .beginOfModules : .begin), run)
  }

  /// The last change, if it can be undone.
  ///
  /// - Parameters:
  ///   - leavingOut: as for `handle`.
  ///   - asked: the change that the person was asked about; `nil`: whichever it is.
  /// - Throws: `ChangeError.refused`.
  package func undoable(leavingOut: Set<String>, of asked: ChangeID? = nil) throws(ChangeError) -> UndoNote {
    while true {
      switch try handle(.undo, leavingOut: leavingOut).end {
      case .undoable(let note):
        try check(asked, note.change)
        return note
      case .settled: continue
      case .refused, .nothing, .undone, .restartNeeded, .awaiting, .confirmed, .reverted: throw .journalDamaged
      }
    }
  }

  /// Which change there is to revert, and whether that has happened already.
  ///
  /// - Throws: `ChangeError.refused`.
  package func revertible() throws(ChangeError) -> (change: ChangeID, isReverted: Bool) {
    let (change, run) = try latest(asksForOutcome: true)
    guard let id = run.change else { throw .refused(.nothingAwaits, of: "") }
    switch change.on(.revert).end {
    case .refused(let refusal): throw .refused(refusal, of: run.intent?.subject ?? "")
    case .reverted(_, let isRepeated): return (id, isRepeated)
    case .nothing, .settled, .undone, .restartNeeded, .awaiting, .confirmed, .undoable: throw .journalDamaged
    }
  }

  /// Refuses what a person decided about another change than there is now.
  private func check(_ asked: ChangeID?, _ found: ChangeID?) throws(ChangeError) {
    guard let asked, let found, asked != found else { return }
    throw .refused(.anotherChange, of: found.subject)
  }

  /// The change that is to be reverted now, by its subject; `nil` for none.
  package func overdue() throws(ChangeError) -> String? {
    let (change, run) = try latest()
    return change.isOverdue ? run.intent?.subject : nil
  }

  /// How the last change stands. Where that is as before, the outcome says it; else the intent does.
  package func look() throws(ChangeError) -> (ChangeStanding, ChangeIntent<Details>?, ChangeOutcome<Details>?) {
    let (change, run) = try latest()
    guard change.standing == .asBefore else { return (change.standing, run.intent, nil) }
    return (.asBefore, run.intent, try journal.outcome())
  }

  /// What is kept beside the current configuration; `nil` where that is open, or nothing is. A change of modules alone
  /// does not count.
  package func detailsInForce() throws(ChangeError) -> Details? {
    let (standing, intent, _) = try look()
    guard let intent, !intent.isOfModulesOnly else { return try journal.outcome()?.details }
    switch standing {
    case .restartNeeded, .awaiting: return nil
    case .confirmed: return intent.details
    case .asBefore, .reverted: return try journal.outcome()?.details
    }
  }

  /// Where the tree is that could not be removed; `nil` when there is no such tree.
  package func leftBehind() -> String? {
    guard let configuration = try? place(), (try? configuration.hasSibling()) == true else { return nil }
    return configuration.siblingPath
  }
}

/// What the state machine is made of.
extension ChangeEngine {
  /// - Parameter asksForOutcome: a damaged outcome stops nothing that does not ask for it.
  private func latest(
    _ leavingOut: Set<String>? = nil, asksForOutcome: Bool = false
  ) throws(ChangeError) -> (ChangeMachine, ChangeRun<Details>) {
    let intent = try journal.intent()
    let outcome = intent == nil && asksForOutcome ? try journal.outcome() : nil
    let change = try ChangeMachine(intent, outcome, facts(intent))
    return (change, ChangeRun(intent: intent, outcome: outcome, leavingOut: leavingOut))
  }

  private func facts(_ intent: ChangeIntent<Details>?) throws(ChangeError) -> ChangeFacts {
    ChangeFacts(
      trees: try intent.flatMap { (intent) throws(ChangeError) in try trees(of: intent) }, boot: boot,
      sinceBoot: time.sinceBoot().seconds)
  }

  private var boot: Result<String, FileError> {
    do {
      return .success(try time.bootID())
    } catch {
      return .failure(error)
    }
  }

  /// - Returns: `nil` where the intent does not ask for them.
  private func trees(of intent: ChangeIntent<Details>) throws(ChangeError) -> ChangeFacts.Trees? {
    guard let trees = intent.trees, !intent.isConfirmed else { return nil }
    let configuration = try place()
    return try mapError(ChangeError.exchange) { () throws(ExchangeError) in
      let inode = try configuration.identity().inode
      // The sibling may be on its way out while somebody only looks: it is asked for where it decides.
      let isKnown = inode == trees.new.inode || inode == trees.former.inode
      return ChangeFacts.Trees(configuration: inode, sibling: isKnown ? nil : try configuration.siblingInode())
    }
  }

  func place() throws(ChangeError) -> ConfigurationDirectory {
    try mapError(ChangeError.exchange) { () throws(ExchangeError) in
      try ConfigurationDirectory(at: machine.settings.configuration, in: machine.files)
    }
  }
}

/// Steps, and what is left of them when an action fails.
extension ChangeEngine {
  private func carryOut(_ step: ChangeStep, _ start: ChangeRun<Details>) throws(ChangeError) -> ChangeReport<Details> {
    var run = start
    do throws(ChangeError) {
      for action in step.actions where !run.isPostponed { try carryOut(action, &run) }
    } catch {
      throw run.hasBegun ? giveUp(run, error) : error
    }
    if case .refused(let refusal) = step.end { throw .refused(refusal, of: run.intent?.subject ?? "") }
    return ChangeReport(step.end, run)
  }

  private func carryOut(_ action: ChangeAction, _ run: inout ChangeRun<Details>) throws(ChangeError) {
    switch action {
    case .stage: try stage(&run)
    case .record: try record(&run)
    case .writeModules: try writeModules(run)
    case .exchange:
      try checkStop()
      try exchange()
    case .countStart: try countStart(&run)
    case .settleModules: try settleModules(&run)
    case .settleOutcome: try settleOutcome(&run)
    case .markConfirmed: try markConfirmed(&run)
    case .lookAtModules:
      let modules = run.intent?.modules ?? []
      run.intent?.modules = writer.looked(at: modules)
    case .keepFormer(let mayPostpone): try keepFormer(&run, mayPostpone)
    case .recordKept: try recordKept(&run)
    case .exchangeBack: try exchange()
    case .putModulesBack: run.stuck = run.intent.map { writer.putBack($0.modules) } ?? []
    case .requireModules(let exceptReplaced): try requireModules(run, exceptReplaced)
    case .recordReverted: try recordReverted(&run)
    case .removeSibling: removeSibling()
    case .clear: try journal.clear()
    }
  }

  /// Undoes what was begun, as far as nothing has been exchanged.
  ///
  /// - Returns: the error that made it necessary, or that it could not be done because of it.
  private func giveUp(_ run: ChangeRun<Details>, _ cause: ChangeError) -> ChangeError {
    // Where it has left the journal already, it was confirmed before.
    let recorded = (try? journal.intent()).flatMap(\.self) ?? (run.isMade ? run.intent : nil)
    // Where it cannot be told whether the trees were exchanged, the next start finds out.
    guard let facts = try? facts(recorded), let change = try? ChangeMachine(recorded, nil, facts) else { return cause }
    var run = run
    run.intent = recorded
    do throws(ChangeError) {
      for action in change.on(.failed).actions { try carryOut(action, &run) }
      return cause
    } catch {
      if case .notPutBack(let modules, _) = error { return .notPutBack(modules: modules, cause: cause) }
      return cause
    }
  }
}
