internal import BackupStore
internal import CameraModel
internal import CameraService
internal import Wording

/// Prints what a restore would change, with secrets masked.
enum PreviewText {
  static func print(_ preview: RestorePreview, _ settings: Settings) throws(ServiceError) {
    try Output.line(preview.title)
    try print(preview.lines(settings))
    for sentence in preview.pairSentences { try Output.line(sentence) }
  }

  /// What differs between two backups.
  static func print(_ comparison: BackupComparison, _ settings: Settings) throws(ServiceError) {
    let second = restoreSource(comparison.second.id, beginsSentence: true)
    try Output.line("\(second), compared with \(restoreSource(comparison.first.id))")
    let lines = comparison.lines(settings)
    try print(lines)
    if lines.isEmpty { try Output.line("Nothing differs.") }
  }

  static func print(_ lines: [PreviewLine]) throws(ServiceError) {
    for line in lines { try Output.line((line.sign.map { "  \($0) " } ?? "") + line.text) }
  }
}

/// What a backup is compared with, as JSON names it beside `backup`.
enum OtherSide: String {
  case camera
  /// Another backup.
  case with
}

extension ContentDifferences {
  /// The fields that every comparison has.
  func fields(_ side: OtherSide) -> [String: JSONValue] {
    [
      "sections": .list(
        documents.flatMap { document in document.difference.sections.map { $0.json(document.path, side) } }),
      "files": .object([
        "added": .texts(files.added), "removed": .texts(files.removed + files.special),
        "changed": .texts(changedPaths),
      ]),
      "texts": .list(texts.map { $0.json(side) }), "layout": .list(documents.compactMap { $0.layoutJSON(side) }),
      "attributes": .list(attributes.list.map { $0.json(side) }),
      "attributes_left_out": JSONValue(attributes.leftOut),
    ]
  }

  /// Files whose contents or attributes differ.
  private var changedPaths: [String] {
    let paths = Set(files.changed + attributes.list.map(\.path).filter { !$0.isEmpty })
    return paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}

extension BackupComparison {
  /// The fields of the JSON: names, and lines of texts with their secrets masked, but no values of keys.
  var fields: [String: JSONValue] {
    contents.fields(.with).merging([
      "backup": .text(second.id), "with": .text(first.id), "same": .truth(isSame),
      "left_out": leftOut.second.json, "left_out_with": leftOut.first.json,
      "modules": .list(modules.map(\.json)),
    ]) { $1 }
  }
}

extension ModuleDifference {
  fileprivate var json: JSONValue {
    .object([
      "address": .text(address), "kind": .text((new ?? previous)?.kind ?? ""),
      "difference": .text(previous == nil ? "added" : new == nil ? "removed" : "changed"),
      "settings": .text(settings.rawValue), "serial": JSONValue(new?.serial),
      "serial_with": JSONValue(previous?.serial),
      "firmware": JSONValue(new?.firmware), "firmware_with": JSONValue(previous?.firmware),
    ])
  }
}

extension RestorePreview {
  /// The fields of the JSON: names, and lines of texts with their secrets masked, but no values of keys.
  var fields: [String: JSONValue] {
    contents.fields(.camera).merging([
      "backup": .text(backup.id), "with": .null,
      "model": .text(origin.model), "serial": .text(origin.serial), "other_camera": .truth(origin.isOtherCamera),
      "other_model": .truth(origin.relation == .otherModel),
      "can_keep": .object(["network": network.json, "users": keepableUsers.json]),
      "kept": .list(kept.map(\.json)),
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
    ]) { $1 }
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

extension TextDifference {
  /// How many lines differ, and those that are shown; in `left_out` how many are not.
  fileprivate func fields(_ side: OtherSide) -> [String: JSONValue] {
    [
      "lines_added": JSONValue(added), "lines_removed": JSONValue(removed), "lines_changed": JSONValue(changed),
      "replaced": .truth(isReplaced), "left_out": JSONValue(leftOut),
      "lines": .list(
        lines.map {
          .object([
            "line": JSONValue($0.number), side.rawValue: JSONValue($0.former), "backup": JSONValue($0.new),
          ])
        }),
    ]
  }
}

extension TextFileDifference {
  fileprivate func json(_ side: OtherSide) -> JSONValue {
    var fields = difference?.fields(side) ?? [:]
    fields["file"] = .text(path)
    fields["differs"] = .texts(layout.map(\.rawValue))
    return .object(fields)
  }
}

extension DocumentDifference {
  fileprivate func layoutJSON(_ side: OtherSide) -> JSONValue? {
    guard !difference.layout.isEmpty else { return nil }
    return .object([
      "file": .text(path), "differs": .texts(difference.layout.map(\.rawValue)),
      "comments": difference.comments.map { .object($0.fields(side)) } ?? .null,
    ])
  }
}

extension AttributeDifference {
  fileprivate func json(_ side: OtherSide) -> JSONValue {
    .object([
      "path": .text(path.isEmpty ? "." : path),
      "changes": .list(
        changes.map {
          .object(["attribute": .text($0.name), side.rawValue: .text($0.former), "backup": .text($0.new)])
        }),
    ])
  }
}

extension SectionDifference {
  fileprivate func json(_ path: String, _ side: OtherSide) -> JSONValue {
    .object([
      "name": .text(name), "file": .text(path), "added": .texts(keys(.added)),
      "removed": .texts(keys(.removed)), "changed": .texts(keys(.changed)),
      "text": .truth(textDiffers), "lines": text.map { .object($0.fields(side)) } ?? .null,
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
