internal import BackupStore
internal import CameraModel
internal import CameraService

/// What a restore would change, for people: secrets masked.
enum PreviewText {
  static func print(_ preview: RestorePreview, _ settings: Settings) throws(ServiceError) {
    try Output.line("\(restored(preview.backup.id, beginsSentence: true)), \(preview.firmwareText)")
    for line in preview.lines(settings) { try Output.line((line.sign.map { "  \($0) " } ?? "") + line.text) }
    for (old, new) in preview.offeredPairs {
      try Output.line("Module \(new) may be in the place of \(old): --module \(old)=\(new) gives it those settings.")
    }
  }
}

extension RestorePreview {
  /// The fields of the JSON: names, never values.
  var fields: [String: JSONValue] {
    [
      "backup": .text(backup.id),
      "sections": .list(documents.flatMap { document in document.difference.sections.map { $0.json(document.path) } }),
      "files": .object([
        "added": .list(files.added.map(JSONValue.text)), "removed": .list(files.removed.map(JSONValue.text)),
        "changed": .list(files.allChanged.map(JSONValue.text)),
        "attributes": .list(
          files.attributes.map {
            .object(["path": .text($0.path), "differences": .list($0.words.map(JSONValue.text))])
          }),
      ]),
      "left_out": manifest.leftOut.json,
      "not_taken": losses.json,
      "users": .object([
        "gone": .list((users?.losses ?? []).filter { $0.new == nil }.map { .text($0.name) }),
        "fewer_rights": .list((users?.losses ?? []).filter { $0.new != nil }.map { .text($0.name) }),
        "added": .list((users?.gains ?? []).filter { $0.former == nil }.map { .text($0.name) }),
        "more_rights": .list((users?.gains ?? []).filter { $0.former != nil }.map { .text($0.name) }),
        "other_password": .list((users?.otherPasswords ?? []).map(JSONValue.text)),
        "factory_password": .truth(users?.bringsFactoryPassword ?? false),
      ]),
      "modules": .list(modules.map(\.json)),
      "offered_pairs": .list(
        offeredPairs.map { .object(["old": .text($0.old), "new": .text($0.new)]) }),
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
