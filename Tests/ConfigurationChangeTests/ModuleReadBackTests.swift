import CameraDevice
import CameraModel
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
}

/// A bus with one module, which says that every write succeeds and stores what it likes.
private final class StoringBus: ModuleBus {
  private let stored = Mutex<[UInt8]>([9])
  private let stores: @Sendable ([UInt8]) -> [UInt8]?

  /// - Parameter stores: what the module holds after a write of these bytes; `nil`: what it held before.
  init(_ stores: @escaping @Sendable ([UInt8]) -> [UInt8]?) { self.stores = stores }

  func modules(leavingOut: Set<String>) throws(ModuleBusError) -> [BusModule] { [] }

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
