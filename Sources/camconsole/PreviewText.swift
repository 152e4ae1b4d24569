internal import BackupStore
internal import CameraModel
internal import CameraService
internal import Wording

/// Prints what a restore would change, with secrets masked.
enum PreviewText {
  static func print(_ preview: RestorePreview, _ settings: Settings) throws(ServiceError) {
    try Output.line(preview.title)
    for line in preview.lines(settings) { try Output.line((line.sign.map { "  \($0) " } ?? "") + line.text) }
    for sentence in preview.pairSentences { try Output.line(sentence) }
  }
}

extension RestorePreview {
  /// The fields of the JSON: names, and lines of texts with their secrets masked, but no values of keys.
  var fields: [String: JSONValue] {
    [
      "backup": .text(backup.id),
      "model": .text(origin.model), "serial": .text(origin.serial), "other_camera": .truth(origin.isOtherCamera),
      "other_model": .truth(origin.relation == .otherModel),
      "can_keep": .object(["network": network.json, "users": keepableUsers.json]),
      "kept": .list(kept.map(\.json)),
      "sections": .list(documents.flatMap { document in document.difference.sections.map { $0.json(document.path) } }),
      "files": .object([
        "added": .texts(files.added),
        "removed": .texts(files.removed + files.special),
        "changed": .texts(changedPaths),
      ]),
      "texts": .list(texts.map(\.json)), "layout": .list(documents.compactMap(\.layoutJSON)),
      "attributes": .list(attributes.list.map(\.json)), "attributes_left_out": JSONValue(attributes.leftOut),
      "same": .truth(isSame),
      "left_out": manifest.leftOut.json,
      "not_taken": losses.json, "flags_lost": flagsLost.json,
      "users": .object([
        "gone": .list((users?.losses ?? []).filter { $0.new == nil }.map { .text($0.name) }),
        "fewer_rights": .list((users?.losses ?? []).filter { $0.new != nil }.map { .text($0.name) }),
        "added": .list((users?.gains ?? []).filter { $0.former == nil }.map { .text($0.name) }),
        "more_rights": .list((users?.gains ?? []).filter { $0.former != nil }.map { .text($0.name) }),
        "other_password": .texts(users?.otherPasswords ?? []),
        "factory_password": .truth(users?.bringsFactoryPassword ?? false),
      ]),
      "modules": .list(modules.map(\.json)),
      "offered_pairs": .list(
        offeredPairs.map { .object(["old": .text($0.old), "new": .text($0.new)]) }),
    ]
  }
}

extension Keepable {
  /// What there is to keep, or why it is nothing.
  fileprivate var json: JSONValue {
    .object(["parts": .list(parts.map(\.json)), "obstacle": JSONValue(obstacle.map { Output.clean($0.text) })])
  }
}

extension KeptPart {
  /// A section, or a whole file where that is null.
  var json: JSONValue {
    .object(["file": .text(file), "section": JSONValue(section), "only_in_backup": .truth(isOnlyInBackup)])
  }
}

extension RestorePreview {
  /// Files whose contents or attributes differ.
  private var changedPaths: [String] {
    let paths = Set(files.changed + attributes.list.map(\.path).filter { !$0.isEmpty })
    return paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}

extension TextDifference {
  /// How many lines differ, and those that are shown; in `left_out` how many are not.
  fileprivate var fields: [String: JSONValue] {
    [
      "lines_added": JSONValue(added), "lines_removed": JSONValue(removed), "lines_changed": JSONValue(changed),
      "replaced": .truth(isReplaced), "left_out": JSONValue(leftOut),
      "lines": .list(
        lines.map {
          .object([
            "line": JSONValue($0.number), "camera": JSONValue($0.former), "backup": JSONValue($0.new),
          ])
        }),
    ]
  }
}

extension TextFileDifference {
  fileprivate var json: JSONValue {
    var fields = difference?.fields ?? [:]
    fields["file"] = .text(path)
    fields["differs"] = .texts(layout.map(\.rawValue))
    return .object(fields)
  }
}

extension DocumentDifference {
  fileprivate var layoutJSON: JSONValue? {
    guard !difference.layout.isEmpty else { return nil }
    return .object([
      "file": .text(path), "differs": .texts(difference.layout.map(\.rawValue)),
      "comments": difference.comments.map { .object($0.fields) } ?? .null,
    ])
  }
}

extension AttributeDifference {
  fileprivate var json: JSONValue {
    .object([
      "path": .text(path.isEmpty ? "." : path),
      "changes": .list(
        changes.map {
          .object(["attribute": .text($0.name), "camera": .text($0.former), "backup": .text($0.new)])
        }),
    ])
  }
}

extension SectionDifference {
  fileprivate func json(_ path: String) -> JSONValue {
    .object([
      "name": .text(name), "file": .text(path), "added": .texts(keys(.added)),
      "removed": .texts(keys(.removed)), "changed": .texts(keys(.changed)),
      "text": .truth(textDiffers), "lines": text.map { .object($0.fields) } ?? .null,
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
