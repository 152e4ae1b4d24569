internal import CameraDevice
internal import CameraModel
internal import FoundationEssentials

extension ModuleWriter {
  /// Writes settings that waited for their module, if it is there.
  ///
  /// - Returns: whether it holds them now.
  func settle(_ module: PendingModule) -> Bool {
    guard isThere(module.address, ofKind: module.kind) else { return false }
    return holds(Array(module.settings), module.address)
      || (try? write(Array(module.settings), to: module.address)) != nil
  }

  /// Whether a module of another kind is in its place.
  func isOfOtherKind(_ module: PendingModule) -> Bool {
    guard let place = ModuleAddress(module.address) else { return false }
    let present = bus.module(at: place)
    return present.state == .ok && present.kind != module.kind
  }

  /// Whether a module of this kind answers at an address: another kind is never written.
  func isThere(_ address: String, ofKind kind: String) -> Bool {
    guard let place = ModuleAddress(address) else { return false }
    let module = bus.module(at: place)
    return module.state == .ok && module.kind == kind
  }
}

extension Camera {
  /// Gives modules that appeared the settings that waited for them.
  ///
  /// - Returns: the addresses of those that took them, and of those that still wait.
  package func writePendingModules() throws(ServiceError) -> (written: [String], pending: [String]) {
    try perform(.writePendingModules) { () throws(ServiceError) in
      try withLock("writing to modules") { () throws(ServiceError) in
        try withRecord("writing to modules") { (record) throws(ServiceError) in
          guard let intent = try record.intent() else { return try settleOutcome(record) }
          guard case .awaiting = try phase(of: intent) else { return ([], intent.pending.map(\.address)) }
          let before = intent.pending.map(\.address)
          let after = try settleModules(intent, record).pending.map(\.address)
          return (before.filter { !after.contains($0) }, after)
        }
      }
    }
  }

  /// Of a restore that waits for its confirmation: what a module held is recorded before it is written, so that it can
  /// be taken back.
  func settleModules(_ intent: RestoreIntent, _ record: RestoreRecord) throws(ServiceError) -> RestoreIntent {
    let writer = ModuleWriter(bus: bus)
    var intent = intent
    for index in intent.modules.indices where !intent.modules[index].isSettled {
      let module = intent.modules[index]
      guard writer.isThere(module.address, ofKind: module.kind) else { continue }
      if module.former == nil {
        guard let held = try? writer.read(module.address) else { continue }
        intent.modules[index].former = Data(held)
        try record.save(intent)
      }
      guard writer.settle(PendingModule(address: module.address, kind: module.kind, settings: module.new)) else {
        continue
      }
      intent.modules[index].isSettled = true
      try record.save(intent)
    }
    return intent
  }

  /// Of a restore that is over.
  func settleOutcome(_ record: RestoreRecord) throws(ServiceError) -> (written: [String], pending: [String]) {
    guard var outcome = try record.outcome(), !outcome.pending.isEmpty else { return ([], []) }
    let writer = ModuleWriter(bus: bus)
    var written: [String] = []
    for module in outcome.pending where writer.settle(module) {
      written.append(module.address)
      outcome.pending.removeAll { $0.address == module.address }
      try record.save(outcome)
    }
    return (written, outcome.pending.map(\.address))
  }
}
