package import CameraModel

/// Which camera a backup is of, as the manifest and the metadata name it.
package struct ArchiveIdentity: Sendable, Equatable {
  /// A field of the identity.
  package enum Field: String, Sendable, CaseIterable {
    case model, serial, firmware
  }

  /// Bytes that a field may take as a JSON string, its quotation marks not counted.
  package static let fieldLimit = BackupMetadata.longestIdentity

  /// Printable characters; empty when unknown.
  package let model: String
  /// Likewise.
  package let serial: String
  /// Likewise.
  package let firmware: String

  /// A camera; whether a backup can name it so, `unfitField` tells.
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
package struct ModuleSnapshot: Sendable, Equatable, OfModule {
  /// Its address is that of a `ModuleAddress`, and unique in a backup.
  package let identity: ModuleIdentity
  /// The configuration; `nil` when the module could not be read and was left out on request.
  package let configuration: [UInt8]?

  /// See the properties.
  package init(_ identity: ModuleIdentity, configuration: [UInt8]?) {
    self.identity = identity
    self.configuration = configuration
  }

  /// Its address on the bus.
  package var address: String { identity.address }

  /// Whether an address is one path component of printable ASCII, which is what the format asks of an archive.
  package static func isReadable(_ address: String) -> Bool {
    !address.isEmpty && address != "." && address != ".."
      && address.utf8.allSatisfy { (0x20...0x7E).contains($0) && $0 != UInt8(ascii: "/") }
  }
}
