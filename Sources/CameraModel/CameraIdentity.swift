/// Which camera this is; each text has at most 48 bytes of printable ASCII, and is empty when unknown.
package struct CameraIdentity: Sendable, Equatable {
  /// As `C100`.
  package let model: String
  /// The serial number.
  package let serial: String
  /// Its version.
  package let firmware: String
  /// What its people call it, as `gate-north`. A restore brings the name of the backup.
  package let name: String
  /// The address in its configuration.
  package let address: String

  /// A camera as it names itself.
  package init(model: String, serial: String, firmware: String, name: String = "", address: String = "") {
    self.model = model
    self.serial = serial
    self.firmware = firmware
    self.name = name
    self.address = address
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

  /// The first line without a byte order mark and without spaces at its ends, cut at 48 bytes; what is not printable
  /// ASCII becomes `?`. UTF-16 with a byte order mark is understood.
  package static func firstLine(of bytes: some Sequence<UInt8>) -> String {
    let narrow = narrowed(Array(bytes))
    let start = ByteOrderMark.end(in: narrow, from: 0)
    var line = Array(narrow[start...].prefix { $0 != ASCII.lineFeed && $0 != ASCII.carriageReturn })
    while let last = line.last, isMargin(last) { line.removeLast() }
    let text = line.drop(while: isMargin).prefix(limit)
    return String(decoding: text.map { (0x20...0x7E).contains($0) ? $0 : 0x3F }, as: UTF8.self)
  }

  /// UTF-16 in bytes, with `?` for what is not ASCII; other text as it is.
  private static func narrowed(_ bytes: [UInt8]) -> [UInt8] {
    let isBig = bytes.starts(with: [0xFE, 0xFF])
    guard isBig || bytes.starts(with: [0xFF, 0xFE]) else { return bytes }
    return stride(from: 2, to: bytes.count - 1, by: 2).map { at in
      let (high, low) = isBig ? (bytes[at], bytes[at + 1]) : (bytes[at + 1], bytes[at])
      return high == 0 && low < 0x80 ? low : 0x3F
    }
  }

  private static func isMargin(_ byte: UInt8) -> Bool {
    ASCII.isSpace(byte) || byte == ASCII.carriageReturn || byte == 0
  }
}
