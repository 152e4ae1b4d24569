/// Which module it is: where it is on the bus, and what it says of itself.
package struct ModuleIdentity: Sendable, Hashable, Codable {
  /// The address on the bus: on a bus and in a new backup that of a `ModuleAddress`, in a backup that was read any
  /// component of a path, of printable ASCII.
  package let address: String
  /// As `KeypadRFID`: at most 48 bytes of printable ASCII; empty when it could not be read.
  package let kind: String
  /// Likewise; empty also for modules without one.
  package let serial: String
  /// Likewise.
  package let firmware: String

  /// See the properties.
  package init(address: String, kind: String, serial: String, firmware: String) {
    self.address = address
    self.kind = kind
    self.serial = serial
    self.firmware = firmware
  }
}

/// What is said of one module.
package protocol OfModule {
  /// Which module.
  var identity: ModuleIdentity { get }
}

extension OfModule {
  /// See `ModuleIdentity.kind`.
  package var kind: String { identity.kind }
  /// See `ModuleIdentity.serial`.
  package var serial: String { identity.serial }
  /// See `ModuleIdentity.firmware`.
  package var firmware: String { identity.firmware }
}
