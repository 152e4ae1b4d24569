/// Which camera a backup is of, as the manifest and the metadata name it.
package struct ArchiveIdentity: Sendable, Equatable {
  /// A field of the identity.
  package enum Field: String, Sendable, CaseIterable {
    case model, serial, firmware
  }

  /// Bytes that a field may take as a JSON string, its quotation marks not counted.
  package static let fieldLimit = BackupMetadata.longestIdentity

  package let model: String
  package let serial: String
  package let firmware: String

  package init(model: String, serial: String, firmware: String) {
    self.model = model
    self.serial = serial
    self.firmware = firmware
  }

  /// The first field that holds more than printable characters, or more than `fieldLimit` bytes as encoded in JSON.
  package var unfitField: Field? {
    Field.allCases.first { !BackupMetadata.fits(value(of: $0), Self.fieldLimit) }
  }

  private func value(of field: Field) -> String {
    switch field {
    case .model: model
    case .serial: serial
    case .firmware: firmware
    }
  }
}

/// A bus module and its configuration, as read from the bus.
package struct ModuleSnapshot: Sendable, Equatable {
  /// One path component, 1 to 32 of `A–Z a–z 0–9 . _ -`, not `.` or `..`; unique in a backup.
  package let address: String
  package let kind: String
  package let serial: String
  package let firmware: String
  /// The configuration; `nil` when the module could not be read and was left out on request.
  package let configuration: [UInt8]?

  package init(address: String, kind: String, serial: String, firmware: String, configuration: [UInt8]?) {
    self.address = address
    self.kind = kind
    self.serial = serial
    self.firmware = firmware
    self.configuration = configuration
  }

  /// Whether a backup may be made of a module at `address`: stricter than what `isReadable` accepts.
  package static func isAddress(_ address: String) -> Bool {
    isReadable(address) && address.utf8.count <= 32
      && address.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
          true
        default: false
        }
      }
  }

  /// Whether `address` is one path component of printable ASCII, which is what the format asks of an archive.
  package static func isReadable(_ address: String) -> Bool {
    !address.isEmpty && address != "." && address != ".."
      && address.utf8.allSatisfy { (0x20...0x7E).contains($0) && $0 != UInt8(ascii: "/") }
  }
}
