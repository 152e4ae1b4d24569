internal import CameraDevice
internal import CameraModel
internal import FoundationEssentials

/// Writes settings to modules and reads them back.
struct ModuleWriter: Sendable {
  /// For what nothing has been written for yet: waiting for an answer is given up when the work is stopped.
  private let stoppable: any ModuleBus
  /// For what is written, read back, or restored.
  private let bus: any ModuleBus

  init(bus: any ModuleBus) {
    stoppable = bus
    self.bus = bus.unstoppable
  }

  /// Reads what modules hold now, side by side. One that is missing may appear later.
  func withFormerSettings<Details>(
    _ wanted: [ChangePlan<Details>.Module]
  ) throws(ChangeError) -> [ModuleChange] {
    let held = try held(by: wanted.filter(\.isThere).map(\.address))
    return wanted.map {
      ModuleChange(address: $0.address, kind: $0.kind, former: held[$0.address], new: $0.settings)
    }
  }

  /// What modules that are to be written hold. What a module says of itself must be known, so that one of another kind
  /// is never written.
  ///
  /// - Throws: `.modules` with all that cannot be read.
  private func held(by addresses: [String]) throws(ChangeError) -> [String: ModuleChange.Former] {
    guard !addresses.isEmpty else { return [:] }
    let onBus = try onBus()
    let answering = addresses.compactMap { onBus[$0] }.filter { $0.state == .ok }
    let settings = Dictionary(
      zip(answering.map(\.address.text), stoppable.configurations(of: answering.map(\.address))),
      uniquingKeysWith: { first, _ in first })
    var held: [String: ModuleChange.Former] = [:]
    var unread: [ModuleFailure] = []
    for address in addresses {
      let module = onBus[address]
      switch settings[address] {
      case .success(let bytes):
        held[address] = .init(settings: Data(bytes), serial: module?.serial, firmware: module?.firmware)
      case .failure(.stopped): throw .stopped
      case .failure(let error): unread.append(ModuleFailure(address: address, error: error))
      case nil:
        let error = module.map { stoppable.error(of: $0) } ?? .gone
        unread.append(ModuleFailure(address: address, error: error))
      }
    }
    guard unread.isEmpty else { throw .modules(unread) }
    return held
  }

  private func onBus() throws(ChangeError) -> [String: BusModule] {
    do {
      return Dictionary(uniqueKeysWithValues: try stoppable.modules(leavingOut: []).map { ($0.address.text, $0) })
    } catch .stopped {
      throw .stopped
    } catch {
      throw .bus(error)
    }
  }

  /// Whether a module is no longer on the bus.
  func isGone(_ address: String) -> Bool {
    guard let module = ModuleAddress(address) else { return true }
    do throws(ModuleBusError) {
      _ = try bus.configuration(of: module)
      return false
    } catch {
      return error == .gone
    }
  }

  func read(_ address: String) throws(ChangeError) -> [UInt8] {
    try asking(address) { (module) throws(ModuleBusError) in try bus.configuration(of: module) }
  }

  /// Writes settings, and reads them back.
  func write(_ settings: [UInt8], to address: String) throws(ChangeError) {
    try asking(address) { (module) throws(ModuleBusError) in try bus.write(settings, to: module) }
    guard try read(address) == settings else { throw .moduleDiffers(address: address) }
  }

  private func asking<Answer>(
    _ address: String, _ body: (ModuleAddress) throws(ModuleBusError) -> Answer
  ) throws(ChangeError) -> Answer {
    guard let module = ModuleAddress(address) else { throw .noSuchModule(address) }
    do {
      return try body(module)
    } catch {
      throw .modules([ModuleFailure(address: address, error: error)])
    }
  }

  /// Whether a module holds these settings, and does so after a power cut, too.
  private func holds(_ settings: Data, _ address: String) -> Bool {
    guard let held = try? read(address), held.elementsEqual(settings) else { return false }
    do throws(ChangeError) {
      try asking(address) { (module) throws(ModuleBusError) in try bus.synchronize(module) }
      return true
    } catch {
      return false
    }
  }

  /// The same modules, with those settled that hold their settings. Where `boot` did not look at them yet, most do all
  /// the same.
  func looked(at modules: [ModuleChange]) -> [ModuleChange] {
    modules.map { module in
      guard !module.isSettled else { return module }
      var module = module
      module.isSettled = holds(module.new, module.address)
      return module
    }
  }

  /// Gives modules back what they held, as far as they answer and are of their kind.
  ///
  /// - Returns: those that did not take it.
  func putBack(_ modules: [ModuleChange]) -> [PendingModule] {
    modules.compactMap { module in
      guard let former = module.former, !holds(former.settings, module.address) else { return nil }
      let settings = PendingModule(address: module.address, kind: module.kind, settings: former.settings)
      return settle(settings) ? nil : settings
    }
  }

  /// Writes settings that waited for their module, if it is there.
  ///
  /// - Returns: whether it holds them now.
  func settle(_ module: PendingModule) -> Bool {
    guard isThere(module.address, ofKind: module.kind) else { return false }
    return holds(module.settings, module.address)
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
