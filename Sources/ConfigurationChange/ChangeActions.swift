internal import CameraDevice
internal import FileSystem

/// The actions of `ChangeMachine`, one function each.
extension ChangeEngine {
  func checkStop() throws(ChangeError) {
    if shouldStop() { throw .stopped }
  }

  func stage(_ run: inout ChangeRun<Details>) throws(ChangeError) {
    run.hasBegun = true
    guard var plan = run.plan else { return }
    let configuration = try place()
    let root = try mapError(ChangeError.exchange) { () throws(ExchangeError) in try configuration.makeSibling() }
    let attributes = try plan.source.build(in: root)
    let losses = try mapError(ChangeError.exchange) { () throws(ExchangeError) in
      try configuration.finishSibling(attributes)
    }
    run.plan = plan
    run.staged = (root, losses)
  }

  func record(_ run: inout ChangeRun<Details>) throws(ChangeError) {
    run.hasBegun = true
    guard let plan = run.plan else { return }
    let former = (try? journal.outcome()).flatMap(\.self)?.details
    var intent = ChangeIntent(
      subject: plan.subject, began: time.now().seconds, caller: plan.caller,
      bootID: try mapError(ChangeError.clock) { () throws(FileError) in try time.bootID() },
      trees: run.staged == nil ? nil : try stagedTrees(), modules: try writer.withFormerSettings(plan.modules),
      camera: plan.camera, revertMinutes: plan.revertMinutes,
      details: plan.source.details(of: run.staged?.root, losing: run.staged?.losses ?? [], after: former))
    intent.mark = ChangeID.newMark()
    run.isMade = true
    run.intent = intent
    try journal.save(intent)
  }

  private func stagedTrees() throws(ChangeError) -> ChangeIntent<Details>.Trees {
    let configuration = try place()
    return try mapError(ChangeError.exchange) { () throws(ExchangeError) in
      .init(former: try configuration.identity(), new: try configuration.siblingIdentity())
    }
  }

  func writeModules(_ run: ChangeRun<Details>) throws(ChangeError) {
    for module in run.intent?.modules ?? [] where module.former != nil {
      try checkStop()
      try writer.write(Array(module.new), to: module.address)
    }
  }

  func exchange() throws(ChangeError) {
    let configuration = try place()
    try mapError(ChangeError.exchange) { () throws(ExchangeError) in try configuration.exchange() }
  }

  private func counted(_ intent: ChangeIntent<Details>) throws(ChangeError) -> ChangeIntent<Details> {
    let boot = try mapError(ChangeError.clock) { () throws(FileError) in try time.bootID() }
    return intent.counted(boot: boot, now: time.sinceBoot().seconds)
  }

  func countStart(_ run: inout ChangeRun<Details>) throws(ChangeError) {
    guard let intent = run.intent else { return }
    let counted = try counted(intent)
    guard counted.start != intent.start else { return }
    run.intent = counted
    try journal.save(counted)
  }

  func markConfirmed(_ run: inout ChangeRun<Details>) throws(ChangeError) {
    guard let intent = run.intent else { return }
    var marked = try counted(intent)
    marked.isConfirmed = true
    run.intent = marked
    try journal.save(marked)
  }

  func keepFormer(_ run: inout ChangeRun<Details>, _ mayPostpone: Bool) throws(ChangeError) {
    guard var intent = run.intent else { return }
    let isModulesOnly = intent.isOfModulesOnly
    let kept = keeper.keep(intent, mayPostpone: mayPostpone) { () throws(ChangeError) in try openFormer(intent) }
    switch kept {
    case .kept: intent.undo = UndoNote(of: intent.id, isModulesOnly: isModulesOnly)
    case .notKept(let problem): intent.undo = UndoNote(of: intent.id, isModulesOnly: isModulesOnly, problem: problem)
    case .postponed:
      run.isPostponed = true
      return
    }
    run.intent = intent
    // From here on the previous configuration is not needed, and may be gone in part.
    try journal.save(intent)
  }

  /// The configuration before a change: the sibling after the exchange, the running one where none was exchanged.
  private func openFormer(_ intent: ChangeIntent<Details>) throws(ChangeError) -> (any Directory)? {
    guard let trees = intent.trees else { return nil }
    let configuration = try place()
    let inode = try mapError(ChangeError.exchange) { () throws(ExchangeError) in
      try configuration.siblingIdentity().inode
    }
    guard inode == trees.former.inode else { throw .journalDamaged }
    return try mapError(ChangeError.exchange) { () throws(ExchangeError) in try configuration.openSibling() }
  }

  func recordKept(_ run: inout ChangeRun<Details>) throws(ChangeError) {
    guard let intent = run.intent else { return }
    let outcome = ChangeOutcome.kept(intent, after: intent.isOfModulesOnly ? try journal.outcome() : nil)
    try journal.save(outcome)
    run.outcome = outcome
  }

  func requireModules(_ run: ChangeRun<Details>, _ exceptReplaced: Bool) throws(ChangeError) {
    let stuck = run.stuck.filter { module in
      guard exceptReplaced else { return true }
      return !writer.isOfOtherKind(module) && !isGivenUp(module.address, run.leavingOut)
    }
    guard stuck.isEmpty else { throw .notPutBack(modules: stuck.map(\.address), cause: nil) }
  }

  private func isGivenUp(_ address: String, _ leavingOut: Set<String>?) -> Bool {
    leavingOut.map { $0.contains(address) || writer.isGone(address) } ?? false
  }

  func recordReverted(_ run: inout ChangeRun<Details>) throws(ChangeError) {
    guard let intent = run.intent else { return }
    let outcome = ChangeOutcome.reverted(intent, run.stuck, after: try journal.outcome())
    try journal.save(outcome)
    run.outcome = outcome
  }

  /// Removes the tree that is not under the configuration's name, in which secrets are in clear. What cannot be removed
  /// now is tried again by the next change and at the next start.
  func removeSibling() {
    guard let configuration = try? place(), (try? configuration.identity()) != nil else { return }
    try? configuration.removeSibling()
    try? configuration.removeTrial()
  }
}
