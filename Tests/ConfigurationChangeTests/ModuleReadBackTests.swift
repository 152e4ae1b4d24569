import CameraDevice
import CameraModel
import FoundationEssentials
import Synchronization
import Testing

@testable import ConfigurationChange

/// What a module holds is compared with what was written to it.
struct ModuleReadBackTests {
  @Test func aModuleThatStoresSomethingElse() throws {
    let writer = ModuleWriter(bus: StoringBus { bytes in Array(bytes.dropLast()) })
    #expect(throws: ChangeError.self) { try writer.write([1, 2, 3], to: "03") }
  }

  @Test func aModuleThatStoresNothing() throws {
    let writer = ModuleWriter(bus: StoringBus { _ in nil })
    #expect(throws: ChangeError.self) { try writer.write([1, 2, 3], to: "03") }
  }

  @Test func aModuleThatStoresIt() throws {
    let bus = StoringBus { $0 }
    try ModuleWriter(bus: bus).write([1, 2, 3], to: "03")
    #expect(try bus.configuration(of: try #require(ModuleAddress("03"))) == [1, 2, 3])
  }

  private let data = Data([9])

  /// Where nothing is written nothing is asked: there may be no bus.
  @Test func noModule() throws {
    let writer = ModuleWriter(bus: StoringBus(isThere: false) { $0 })
    #expect(try writer.withFormerSettings([ChangePlan<NoDetails>.Module]()).isEmpty)
  }

  /// What it held is known, or it is not written.
  @Test func aModuleThatWentSinceItWasSeen() throws {
    let module = ChangePlan<NoDetails>.Module(address: "03", kind: "lens", settings: data, isThere: true)
    #expect(throws: ChangeError.self) {
      try ModuleWriter(bus: StoringBus { $0 }).withFormerSettings([module])
    }
  }

  @Test func aModuleOfAnotherKind() throws {
    let bus = StoringBus { $0 }
    let settings = PendingModule(address: "03", kind: "sensor", settings: Data([1]))
    #expect(!ModuleWriter(bus: bus).settle(settings))
    #expect(try bus.configuration(of: try #require(ModuleAddress("03"))) == [9])
  }

  /// What is held already is not put back, whatever holds it.
  @Test func aModuleThatHoldsTheFormerSettings() {
    let change = ModuleChange(address: "03", kind: "sensor", former: .init(settings: data), new: Data([1]))
    #expect(ModuleWriter(bus: StoringBus { $0 }).putBack([change]).isEmpty)
  }
}

/// A bus with one module, which says that every write succeeds and stores what it likes.
private final class StoringBus: ModuleBus {
  private let stored = Mutex<[UInt8]>([9])
  private let stores: @Sendable ([UInt8]) -> [UInt8]?
  private let isThere: Bool

  /// - Parameters:
  ///   - isThere: whether the bus can list its modules; it lists none.
  ///   - stores: what the module holds after a write of these bytes; `nil`: what it held before.
  init(isThere: Bool = true, _ stores: @escaping @Sendable ([UInt8]) -> [UInt8]?) {
    self.isThere = isThere
    self.stores = stores
  }

  func modules(leavingOut: Set<String>) throws(ModuleBusError) -> [BusModule] {
    if !isThere { throw .gone }
    return []
  }

  func module(at address: ModuleAddress) -> BusModule {
    BusModule(address: address, kind: "lens", serial: "1", firmware: "1", state: .ok)
  }

  func configurations(of addresses: [ModuleAddress]) -> [Result<[UInt8], ModuleBusError>] {
    addresses.map { _ in .success(stored.withLock { $0 }) }
  }

  func write(_ configuration: [UInt8], to address: ModuleAddress) throws(ModuleBusError) {
    guard let kept = stores(configuration) else { return }
    stored.withLock { $0 = kept }
  }

  func synchronize(_ address: ModuleAddress) throws(ModuleBusError) {}
}
