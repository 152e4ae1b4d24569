/// The address of a module on the bus: 1–32 of `A–Z a–z 0–9 . _ -`, but not `.` or `..`.
package struct ModuleAddress: Sendable, Hashable, Comparable {
  /// The address as it is written.
  package let text: String

  /// - Returns: `nil` where the text is not an address.
  package init?(_ text: String) {
    let bytes = text.utf8
    guard (1...32).contains(bytes.count), text != ".", text != "..",
      bytes.allSatisfy({ ASCII.isLetter($0) || ASCII.isDigit($0) || [0x2E, 0x5F, 0x2D].contains($0) })
    else { return nil }
    self.text = text
  }

  /// By the bytes.
  package static func < (left: ModuleAddress, right: ModuleAddress) -> Bool {
    left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }
}

/// A module on the bus.
package struct BusModule: Sendable, Equatable, OfModule {
  /// Whether it answers.
  package enum State: String, Sendable, CaseIterable {
    /// It answers.
    case ok
    /// It answers with an error.
    case failed
    /// It does not answer in time.
    case hung
    /// It is no longer on the bus.
    case gone
  }

  /// Where it is.
  package let address: ModuleAddress
  package let identity: ModuleIdentity
  /// Whether it answers.
  package let state: State

  /// See `ModuleIdentity`.
  package init(address: ModuleAddress, kind: String, serial: String, firmware: String, state: State) {
    self.address = address
    identity = ModuleIdentity(address: address.text, kind: kind, serial: serial, firmware: firmware)
    self.state = state
  }
}
