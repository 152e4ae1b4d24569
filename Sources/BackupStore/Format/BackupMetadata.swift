internal import CameraModel
internal import FileSystem
internal import FoundationEssentials
internal import Sodium

/// What a backup tells the camera without the PIN (section 4.2).
package struct BackupMetadata: Sendable, Equatable {
  /// Seconds since 1970; `nil` where the field is missing, of the wrong type or out of bounds, as for every other
  /// field.
  package var created: Int64?
  /// Regular files of the configuration.
  package var files: Int64?
  /// Modules whose configuration is in the backup.
  package var modules: Int64?
  /// Modules that were on the bus; `nil` also in backups that do not say it.
  package var modulesTotal: Int64?
  /// Entries of the configuration that are not in the backup because they could not be.
  package var leftOut: Int64?
  /// What a person wrote about it.
  package var label: String?
  /// Of the camera.
  package var model: String?
  /// Of the camera.
  package var serial: String?
  /// Of the camera.
  package var firmware: String?

  /// Bytes of the padded JSON object.
  static let length = 512
  /// Seconds since 1970 that `created` may be.
  static let times = 0...FileTime.bounds.upperBound
  /// What a number of files, modules or entries may be.
  static let numbers = 0...Int64(ArchiveFormat.entryLimit)
  /// Bytes that a label may have as encoded in JSON.
  package static let longestLabel = 64
  /// Bytes that model, serial and firmware may have as encoded in JSON.
  package static let longestIdentity = 48

  /// The object padded with spaces to 512 bytes.
  ///
  /// - Throws: `StoreError.label` when the label does not fit; the identity was checked by the archive's plan.
  func encoded() throws(StoreError) -> [UInt8] {
    guard Self.fits(label ?? "", Self.longestLabel) else { throw .label }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
    guard let data = try? encoder.encode(self), data.count <= Self.length else { throw .label }
    return Array(data) + [UInt8](repeating: 0x20, count: Self.length - data.count)
  }

  /// The same with the label that was given later, if one was.
  func labelled(_ label: String?) -> BackupMetadata {
    guard let label else { return self }
    var metadata = self
    metadata.label = label
    return metadata
  }

  /// How many modules are in the backup, with the number on the bus where that is another: `5`, `4/5`; empty where
  /// nothing is known.
  package var modulesText: String {
    guard let modules else { return "" }
    guard let modulesTotal, modulesTotal != modules else { return "\(modules)" }
    return "\(modules)/\(modulesTotal)"
  }

  /// Whether `text` is printable and has at most `limit` bytes as encoded in JSON.
  package static func fits(_ text: String, _ limit: Int) -> Bool {
    guard text.unicodeScalars.allSatisfy(\.isPrintable) else { return false }
    let escapes = text.utf8.count { $0 == 0x22 || $0 == 0x5C }
    return text.utf8.count + escapes <= limit
  }

  /// Reads what the camera opened; what is not JSON shows as blank.
  init(decoding bytes: [UInt8]) {
    self = (try? JSONDecoder().decode(BackupMetadata.self, from: Data(bytes))) ?? BackupMetadata()
  }

  init(
    created: Int64? = nil, files: Int64? = nil, modules: Int64? = nil, modulesTotal: Int64? = nil,
    leftOut: Int64? = nil, label: String? = nil, model: String? = nil, serial: String? = nil, firmware: String? = nil
  ) {
    self.created = created
    self.files = files
    self.modules = modules
    self.modulesTotal = modulesTotal
    self.leftOut = leftOut
    self.label = label
    self.model = model
    self.serial = serial
    self.firmware = firmware
  }
}

extension BackupMetadata: Codable {
  private enum Key: String, CodingKey {
    case created, files, modules, label, model, serial, firmware
    case modulesTotal = "modules_total"
    case leftOut = "left_out"
  }

  package init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Key.self)
    func integer(_ key: Key, in range: ClosedRange<Int64> = Self.numbers) -> Int64? {
      (try? fields.decode(Int64.self, forKey: key)).flatMap { range.contains($0) ? $0 : nil }
    }
    func text(_ key: Key, _ limit: Int) -> String? {
      (try? fields.decode(String.self, forKey: key)).flatMap { Self.fits($0, limit) ? $0 : nil }
    }
    self.init(
      created: integer(.created, in: Self.times), files: integer(.files), modules: integer(.modules),
      modulesTotal: integer(.modulesTotal), leftOut: integer(.leftOut),
      label: text(.label, Self.longestLabel), model: text(.model, Self.longestIdentity),
      serial: text(.serial, Self.longestIdentity), firmware: text(.firmware, Self.longestIdentity))
  }

  package func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: Key.self)
    try fields.encodeIfPresent(created, forKey: .created)
    try fields.encodeIfPresent(files, forKey: .files)
    try fields.encodeIfPresent(modules, forKey: .modules)
    try fields.encodeIfPresent(modulesTotal, forKey: .modulesTotal)
    try fields.encodeIfPresent(leftOut, forKey: .leftOut)
    try fields.encodeIfPresent(label, forKey: .label)
    try fields.encodeIfPresent(model, forKey: .model)
    try fields.encodeIfPresent(serial, forKey: .serial)
    try fields.encodeIfPresent(firmware, forKey: .firmware)
  }
}
