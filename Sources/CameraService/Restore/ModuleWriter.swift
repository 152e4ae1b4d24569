internal import BackupStore
internal import CameraDevice
internal import CameraModel
internal import FoundationEssentials

/// Writes settings to modules and reads them back.
struct ModuleWriter {
  /// For what nothing has been written for yet: waiting for an answer is given up when the work is stopped.
  private let stoppable: any ModuleBus
  /// For what is written, read back, or put back.
  let bus: any ModuleBus

  init(bus: any ModuleBus) {
    stoppable = bus
    self.bus = bus.unstoppable
  }

  /// Reads what the modules of a plan hold now, side by side. One that is missing may appear later.
  func formerSettings(
    _ plans: [ModulePlan], _ contents: [String: [UInt8]]
  ) throws(ServiceError) -> [RestoreIntent.Module] {
    let present = try present(plans.filter { $0.action.writes && $0.source.flatMap { contents[$0] } != nil })
    var modules: [RestoreIntent.Module] = []
    for plan in plans where plan.action.writes || plan.action == .missing {
      guard let source = plan.source, let new = contents[source] else { continue }
      let held = present[plan.address]
      modules.append(
        RestoreIntent.Module(
          address: plan.address, kind: plan.kind, serial: held?.module.serial, firmware: held?.module.firmware,
          former: held.map { Data($0.settings) }, new: Data(new)))
    }
    return modules
  }

  /// Modules that are to be written, with what they hold. What a module says of itself must be known, so that one of
  /// another kind is never written.
  ///
  /// - Throws: `ServiceError.restoreModules` with all that cannot be read.
  private func present(
    _ plans: [ModulePlan]
  ) throws(ServiceError) -> [String: (module: BusModule, settings: [UInt8])] {
    guard !plans.isEmpty else { return [:] }
    let onBus: [String: BusModule]
    do {
      onBus = Dictionary(uniqueKeysWithValues: try stoppable.modules(leavingOut: []).map { ($0.address.text, $0) })
    } catch .stopped {
      throw .store(.stopped)
    } catch {
      throw .bus(error)
    }
    let answering = plans.compactMap { onBus[$0.address] }.filter { $0.state == .ok }
    let settings = Dictionary(
      zip(answering.map(\.address.text), stoppable.configurations(of: answering.map(\.address))),
      uniquingKeysWith: { first, _ in first })
    var present: [String: (module: BusModule, settings: [UInt8])] = [:]
    var unread: [UnreadModule] = []
    for plan in plans {
      let module = onBus[plan.address]
      switch settings[plan.address] {
      case .success(let bytes): present[plan.address] = module.map { ($0, bytes) }
      case .failure(.stopped): throw .store(.stopped)
      case .failure(.noThread): throw .noThread
      case .failure(let error): unread.append(UnreadModule(address: plan.address, error: error))
      case nil:
        let error = module.map { stoppable.error(of: $0) } ?? .gone
        unread.append(UnreadModule(address: plan.address, error: error))
      }
    }
    guard unread.isEmpty else { throw .restoreModules(unread) }
    return present
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

  func read(_ address: String) throws(ServiceError) -> [UInt8] {
    guard let module = ModuleAddress(address) else { throw .noSuchModule(address) }
    do {
      return try bus.configuration(of: module)
    } catch {
      throw .restoreModules([UnreadModule(address: address, error: error)])
    }
  }

  /// Writes settings, and reads them back.
  func write(_ settings: [UInt8], to address: String) throws(ServiceError) {
    guard let module = ModuleAddress(address) else { throw .noSuchModule(address) }
    do {
      try bus.write(settings, to: module)
    } catch {
      throw .restoreModules([UnreadModule(address: address, error: error)])
    }
    guard try read(address) == settings else { throw .moduleDiffers(address: address) }
  }

  func holds(_ settings: [UInt8], _ address: String) -> Bool { (try? read(address)) == settings }

  /// Gives modules back what they held, as far as they answer and are of their kind.
  ///
  /// - Returns: those that did not take it.
  func putBack(_ modules: [RestoreIntent.Module]) -> [PendingModule] {
    modules.compactMap { module in
      guard let former = module.former, !holds(Array(former), module.address) else { return nil }
      let settings = PendingModule(address: module.address, kind: module.kind, settings: former)
      return settle(settings) ? nil : settings
    }
  }
}
