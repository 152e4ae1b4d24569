internal import FoundationEssentials

/// Settings that waited for modules that appeared.
extension ChangeEngine {
  /// Of a change that waits for its confirmation: what a module held is recorded before it is written, so that it can
  /// be reverted.
  func settleModules(_ run: inout ChangeRun<Details>) throws(ChangeError) {
    guard var intent = run.intent else { return }
    let before = intent.pending.map(\.address)
    for index in intent.modules.indices where !intent.modules[index].isSettled {
      let module = intent.modules[index]
      guard writer.isThere(module.address, ofKind: module.kind) else { continue }
      if module.former == nil {
        guard let held = try? writer.read(module.address) else { continue }
        intent.modules[index].former = .init(settings: Data(held))
        try journal.save(intent)
      }
      guard writer.settle(module.waiting) else { continue }
      intent.modules[index].isSettled = true
      try journal.save(intent)
    }
    run.intent = intent
    run.waiting = intent.pending.map(\.address)
    run.written = before.filter { !run.waiting.contains($0) }
  }

  /// Of a change that is over.
  func settleOutcome(_ run: inout ChangeRun<Details>) throws(ChangeError) {
    guard var outcome = run.outcome else { return }
    for module in outcome.pending where writer.settle(module) {
      run.written.append(module.address)
      outcome.pending.removeAll { $0.address == module.address }
      try journal.save(outcome)
    }
    run.outcome = outcome
    run.waiting = outcome.pending.map(\.address)
  }
}
