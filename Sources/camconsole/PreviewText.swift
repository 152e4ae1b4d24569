internal import BackupStore
internal import CameraModel
internal import CameraService

/// What a restore would change, for people: secrets masked.
enum PreviewText {
  static func print(_ preview: RestorePreview, _ mask: SecretMask) throws(ServiceError) {
    try Output.line(
      "Backup \(preview.backup.name), firmware \(preview.manifest.identity.firmware)\(note(preview.firmware))")
    for document in preview.documents {
      for section in document.difference.sections { try print(section, document.path, mask) }
    }
    try print("added", preview.files.added)
    try print("removed", preview.files.removed)
    try print("changed", preview.files.changed)
    if preview.documents.isEmpty, preview.files.isEmpty { try Output.line("The configuration is the same.") }
    for module in preview.modules { try Output.line(text(module)) }
  }

  private static func note(_ relation: FirmwareRelation) -> String {
    switch relation {
    case .same: ""
    case .backupIsOlder: ", older than the camera's"
    case .backupIsNewer: ", newer than the camera's"
    }
  }

  private static func print(
    _ section: SectionDifference, _ path: String, _ mask: SecretMask
  ) throws(ServiceError) {
    let place = path == "camera.cfg" ? "" : " of \(path)"
    let name = section.name.isEmpty ? "Lines outside all sections" : "SECTION \(section.name)"
    try Output.line("\(name)\(place) (\(word(section.change)))")
    for key in section.keys {
      let isHidden = mask.hides(key.key, in: section.name)
      let (former, new) = (value(key.former, isHidden), value(key.new, isHidden))
      try Output.line("  \(sign(key.change)) \(key.key): \(former) -> \(new)")
    }
    if section.textDiffers { try Output.line("  ~ other lines differ") }
  }

  private static func value(_ bytes: [UInt8]?, _ isHidden: Bool) -> String {
    guard let bytes else { return "(none)" }
    return isHidden ? "***" : String(decoding: bytes, as: UTF8.self)
  }

  private static func word(_ change: SectionDifference.Change) -> String {
    switch change {
    case .added: "added"
    case .removed: "removed"
    case .changed: "changed"
    }
  }

  private static func sign(_ change: SectionDifference.Change) -> String {
    switch change {
    case .added: "+"
    case .removed: "-"
    case .changed: "~"
    }
  }

  private static func print(_ what: String, _ paths: [String]) throws(ServiceError) {
    for path in paths { try Output.line("File \(path) (\(what))") }
  }

  private static func text(_ module: ModulePlan) -> String {
    let firmware = module.firmwareDiffers ? ", with other firmware" : ""
    let words =
      switch module.action {
      case .same: "has these settings already"
      case .restore: "gets its settings back\(firmware)"
      case .replaced:
        "is another one (\(module.serial ?? "") instead of \(module.serialInBackup ?? "")) and gets its settings\(firmware)"
      case .missing: "is not on the bus: left out"
      case .notInBackup: "is not in the backup: left alone"
      case .otherKind: "is of another kind now: not written"
      case .skipped: "is left out"
      }
    return "Module \(module.address) (\(module.kind)) \(words)"
  }
}

extension RestorePreview {
  /// The fields of the JSON: names, never values.
  var fields: [String: JSONValue] {
    [
      "backup": .text(backup.name.description),
      "sections": .list(documents.flatMap { document in document.difference.sections.map { $0.json(document.path) } }),
      "files": .object([
        "added": .list(files.added.map(JSONValue.text)), "removed": .list(files.removed.map(JSONValue.text)),
        "changed": .list(files.changed.map(JSONValue.text)),
      ]),
      "modules": .list(modules.map(\.json)),
    ]
  }
}

extension SectionDifference {
  fileprivate func json(_ path: String) -> JSONValue {
    .object([
      "name": .text(name), "file": .text(path), "added": .list(keys(.added).map(JSONValue.text)),
      "removed": .list(keys(.removed).map(JSONValue.text)), "changed": .list(keys(.changed).map(JSONValue.text)),
      "text": .truth(textDiffers),
    ])
  }
}

extension ModulePlan {
  fileprivate var json: JSONValue {
    .object([
      "address": .text(address), "kind": .text(kind), "plan": .text(action.rawValue),
      "firmware_differs": .truth(firmwareDiffers), "serial_backup": JSONValue(serialInBackup),
      "serial": JSONValue(serial),
    ])
  }
}
