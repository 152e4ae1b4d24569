package import FoundationEssentials

/// The settings of a module before and after a change.
package struct ModuleChange: Sendable, Equatable {
  /// What it held before, and what it said of itself.
  package struct Former: Sendable, Equatable {
    /// The settings that it held.
    package let settings: Data
    /// `nil` where it was not asked, as in the next.
    package let serial: String?
    /// Its firmware; `nil` where it was not asked.
    package let firmware: String?

    init(settings: Data, serial: String? = nil, firmware: String? = nil) {
      self.settings = settings
      self.serial = serial
      self.firmware = firmware
    }
  }

  /// Its address on the bus.
  package let address: String
  /// Its kind: a module of another kind in its place is never written.
  package let kind: String
  /// `nil` for one that was not there so far.
  package internal(set) var former: Former?
  /// The settings that it gets.
  let new: Data
  /// Whether it was seen to hold the new settings after the restart.
  var isSettled: Bool

  init(address: String, kind: String, former: Former?, new: Data, isSettled: Bool = false) {
    self.address = address
    self.kind = kind
    self.former = former
    self.new = new
    self.isSettled = isSettled
  }

  /// The new settings, which wait for it.
  var waiting: PendingModule { PendingModule(address: address, kind: kind, settings: new) }
}

/// Settings that wait for their module.
package struct PendingModule: Codable, Sendable, Equatable {
  /// The address of the module on the bus.
  package let address: String
  /// The kind that it must be of.
  let kind: String
  /// The settings that it gets when it appears.
  let settings: Data
}

extension ModuleChange: Codable {
  private enum CodingKeys: String, CodingKey {
    case address, kind, serial, firmware, former, new, isSettled
  }

  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    let (serial, firmware) = (
      try values.decodeIfPresent(String.self, forKey: .serial),
      try values.decodeIfPresent(String.self, forKey: .firmware)
    )
    self.init(
      address: try values.decode(String.self, forKey: .address), kind: try values.decode(String.self, forKey: .kind),
      former: try values.decodeIfPresent(Data.self, forKey: .former)
        .map { Former(settings: $0, serial: serial, firmware: firmware) },
      new: try values.decode(Data.self, forKey: .new), isSettled: try values.decode(Bool.self, forKey: .isSettled))
  }

  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(address, forKey: .address)
    try values.encode(kind, forKey: .kind)
    try values.encodeIfPresent(former?.serial, forKey: .serial)
    try values.encodeIfPresent(former?.firmware, forKey: .firmware)
    try values.encodeIfPresent(former?.settings, forKey: .former)
    try values.encode(new, forKey: .new)
    try values.encode(isSettled, forKey: .isSettled)
  }
}
