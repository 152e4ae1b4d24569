/// The address of a module on the bus: 1–32 of `A–Z a–z 0–9 . _ -`, but not `.` or `..`.
package struct ModuleAddress: Sendable, Hashable, Comparable {
  package let text: String

  /// - Returns: `nil` where the text is no address.
  package init?(_ text: String) {
    let bytes = text.utf8
    guard (1...32).contains(bytes.count), text != ".", text != "..",
      bytes.allSatisfy({ ASCII.isLetter($0) || ASCII.isDigit($0) || [0x2E, 0x5F, 0x2D].contains($0) })
    else { return nil }
    self.text = text
  }

  package static func < (left: ModuleAddress, right: ModuleAddress) -> Bool {
    left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }
}

/// A module on the bus.
package struct BusModule: Sendable, Equatable {
  package enum State: String, Sendable, CaseIterable {
    case ok
    /// It answers with an error.
    case failed
    /// It does not answer in time.
    case hung
    /// It is no longer on the bus.
    case gone
  }

  package let address: ModuleAddress
  /// As `KeypadRFID`: at most 48 bytes of printable ASCII; empty when it could not be read.
  package let kind: String
  /// Likewise; empty also for modules without one.
  package let serial: String
  /// Likewise.
  package let firmware: String
  package let state: State

  package init(address: ModuleAddress, kind: String, serial: String, firmware: String, state: State) {
    self.address = address
    self.kind = kind
    self.serial = serial
    self.firmware = firmware
    self.state = state
  }
}
