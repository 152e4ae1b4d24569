internal import CameraDevice
internal import CameraModel
internal import FoundationEssentials

/// Writes settings to modules and reads them back.
struct ModuleWriter {
  let bus: any ModuleBus

  /// Reads what the modules of a plan hold now.
  func formerSettings(
    _ plans: [ModulePlan], _ contents: [String: [UInt8]]
  ) throws(ServiceError) -> [RestoreIntent.Module] {
    var modules: [RestoreIntent.Module] = []
    for plan in plans where plan.action.writes {
      guard let source = plan.source, let new = contents[source] else { continue }
      try check(plan.address)
      modules.append(
        RestoreIntent.Module(address: plan.address, former: .init(try read(plan.address)), new: .init(new)))
    }
    return modules
  }

  /// What a module says of itself must be known, lest one of another kind be written.
  private func check(_ address: String) throws(ServiceError) {
    guard let module = ModuleAddress(address) else { throw .noSuchModule(address) }
    guard let error = ModuleBusError(bus.module(at: module).state) else { return }
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

  private func read(_ address: String) throws(ServiceError) -> [UInt8] {
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

  /// Gives modules back what they held, as far as they answer.
  ///
  /// - Returns: those that did not take it.
  func putBack(_ modules: [RestoreIntent.Module]) -> [String] {
    modules.filter { module in
      guard (try? read(module.address)) != Array(module.former) else { return false }
      return (try? write(Array(module.former), to: module.address)) == nil
    }.map(\.address)
  }

  /// Gives modules what the restore meant for them, as far as they answer.
  ///
  /// - Returns: those that did not take it.
  func finish(_ modules: [RestoreIntent.Module]) -> [String] {
    modules.filter { module in
      guard (try? read(module.address)) != Array(module.new) else { return false }
      return (try? write(Array(module.new), to: module.address)) == nil
    }.map(\.address)
  }
}
