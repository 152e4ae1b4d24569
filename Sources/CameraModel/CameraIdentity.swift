/// Which camera this is; each at most 48 bytes of printable ASCII, empty when unknown.
package struct CameraIdentity: Sendable, Equatable {
  package let model: String
  package let serial: String
  package let firmware: String

  package init(model: String, serial: String, firmware: String) {
    self.model = model
    self.serial = serial
    self.firmware = firmware
  }
}

extension CameraIdentity {
  /// The section of `camera.cfg` with the identity.
  package static let section = "identity"

  /// The keys of that section that say which camera this is, and that no restore brings: those of which the settings
  /// name no file, and the hardware revision.
  package static func keys(_ settings: Settings) -> [String] {
    [
      ("MODEL", settings.modelFile), ("SERIAL", settings.serialFile), ("FIRMWARE", settings.firmwareFile),
      ("HARDWARE", ""),
    ]
    .filter { $0.1.isEmpty }.map(\.0)
  }
}

/// A short text that a device says of itself.
package enum DeviceText {
  /// Bytes of it that are kept.
  package static let limit = 48

  /// The first line without spaces at its ends, cut at 48 bytes; what is no printable ASCII becomes `?`.
  package static func firstLine(of bytes: some Sequence<UInt8>) -> String {
    var line = Array(bytes.prefix { $0 != ASCII.lineFeed })
    while let last = line.last, isMargin(last) { line.removeLast() }
    let text = line.drop(while: isMargin).prefix(limit)
    return String(decoding: text.map { (0x20...0x7E).contains($0) ? $0 : 0x3F }, as: UTF8.self)
  }

  private static func isMargin(_ byte: UInt8) -> Bool {
    ASCII.isSpace(byte) || byte == ASCII.carriageReturn || byte == 0
  }
}
