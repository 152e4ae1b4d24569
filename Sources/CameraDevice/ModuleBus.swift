package import CameraModel
package import FileSystem

/// The bus with the camera's modules. A module can disappear at any moment.
package protocol ModuleBus: Sendable {
  /// The modules, sorted by address, all asked side by side. There are no modules when there is no bus.
  ///
  /// Names that are not addresses are ignored, and so is what has no configuration, as the bus' adapters.
  ///
  /// - Parameter leavingOut: addresses of modules whose configuration is not wanted: it is not asked for, so that one
  ///   that hangs there costs no time.
  func modules(leavingOut: Set<String>) throws(ModuleBusError) -> [BusModule]
  /// What a module says of itself; its state says whether that, and the first byte of its configuration, could be read.
  func module(at address: ModuleAddress) -> BusModule
  /// The configurations of modules, each at most 1 MiB, all asked side by side; in the order of the addresses.
  func configurations(of addresses: [ModuleAddress]) -> [Result<[UInt8], ModuleBusError>]
  /// Writes a module's configuration by one write at its beginning. Whether it holds is for the reader to tell.
  func write(_ configuration: [UInt8], to address: ModuleAddress) throws(ModuleBusError)
  /// Makes the configuration that a module holds durable. A bus of files may have it in memory only, where a process
  /// was killed behind its write.
  func synchronize(_ address: ModuleAddress) throws(ModuleBusError)
  /// The same bus for work that may be told to stop: it waits no longer for an answer then.
  func stoppable(by shouldStop: @escaping @Sendable () -> Bool) -> any ModuleBus
  /// The same bus for work that is carried through although it was told to stop: what is written to modules, and what
  /// puts them back. Each of its calls ends with the bus' own time.
  var unstoppable: any ModuleBus { get }
}

extension ModuleBus {
  package func stoppable(by shouldStop: @escaping @Sendable () -> Bool) -> any ModuleBus { self }
  package var unstoppable: any ModuleBus { self }

  /// Why a module that was listed cannot be read: one that fails is asked again, and says what is wrong.
  package func error(of module: BusModule) -> ModuleBusError {
    guard module.state == .failed, case .failure(let error) = configurations(of: [module.address])[0] else {
      return ModuleBusError(module.state) ?? .gone
    }
    return error
  }

  /// A module's configuration, at most 1 MiB.
  package func configuration(of address: ModuleAddress) throws(ModuleBusError) -> [UInt8] {
    try configurations(of: [address])[0].get()
  }
}

/// A module that cannot be read or written.
package struct ModuleFailure: Sendable, Equatable {
  /// Its address on the bus, as text.
  package let address: String
  /// Why.
  package let error: ModuleBusError

  /// - Parameters:
  ///   - address: on the bus, as text.
  ///   - error: why it cannot be read or written.
  package init(address: String, error: ModuleBusError) {
    self.address = address
    self.error = error
  }
}

/// Why a module, or the bus, cannot be read.
package enum ModuleBusError: Error, Equatable {
  /// It is no longer there (`ENOENT`, `ENODEV`, `ENXIO`).
  case gone
  /// It does not answer in time (`ETIMEDOUT`, or silence beyond `BUS_TIMEOUT`).
  case hung
  /// It answers with an error (`EIO`, any other).
  case failed(FileError)
  /// Its configuration has more than 1 MiB.
  case tooLarge
  /// Waiting for it was given up, because the work was stopped.
  case stopped
  /// The system gives no thread to ask it.
  case noThread

  init(_ error: FileError) {
    typealias Code = FileError.Code
    self =
      switch error.code {
      case Code.noEntry, Code.noDevice, Code.noAddress: .gone
      case Code.timedOut: .hung
      default: .failed(error)
      }
  }

  /// The error that put a module into a state; `nil` for one that answers.
  package init?(_ state: BusModule.State) {
    switch state {
    case .ok: return nil
    case .failed: self = .failed(FileError(.read, "", code: FileError.Code.failed))
    case .hung: self = .hung
    case .gone: self = .gone
    }
  }

  /// The state of a module that cannot be read so.
  package var state: BusModule.State {
    switch self {
    case .gone: .gone
    case .hung: .hung
    case .failed, .tooLarge, .stopped, .noThread: .failed
    }
  }
}
