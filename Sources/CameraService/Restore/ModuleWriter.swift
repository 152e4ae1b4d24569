internal import CameraDevice
internal import CameraModel
internal import FoundationEssentials

/// Writes settings to modules and reads them back.
struct ModuleWriter {
  let bus: any ModuleBus

  /// Reads what the modules of a plan hold now. One that is missing may appear later.
  func formerSettings(
    _ plans: [ModulePlan], _ contents: [String: [UInt8]]
  ) throws(ServiceError) -> [RestoreIntent.Module] {
    var modules: [RestoreIntent.Module] = []
    for plan in plans where plan.action.writes || plan.action == .missing {
      guard let source = plan.source, let new = contents[source] else { continue }
      let present = plan.action.writes ? try check(plan.address) : nil
      modules.append(
        RestoreIntent.Module(
          address: plan.address, kind: plan.kind, serial: present?.serial, firmware: present?.firmware,
          former: plan.action.writes ? Data(try read(plan.address)) : nil, new: Data(new)))
    }
    return modules
  }

  /// What a module says of itself must be known, lest one of another kind be written.
  private func check(_ address: String) throws(ServiceError) -> BusModule {
    guard let place = ModuleAddress(address) else { throw .noSuchModule(address) }
    let module = bus.module(at: place)
    guard let error = ModuleBusError(module.state) else { return module }
    throw .restoreModule(address: address, error)
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
      throw .restoreModule(address: address, error)
    }
  }

  /// Writes settings, and reads them back.
  func write(_ settings: [UInt8], to address: String) throws(ServiceError) {
    guard let module = ModuleAddress(address) else { throw .noSuchModule(address) }
    do {
      try bus.write(settings, to: module)
    } catch {
      throw .restoreModule(address: address, error)
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
