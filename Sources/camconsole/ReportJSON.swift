internal import BackupStore
internal import CameraModel
internal import CameraService
internal import Wording

extension StatusReport {
  var json: JSONValue {
    .object(
      [
        "camera": .object([
          "model": .text(identity.model), "serial": .text(identity.serial), "firmware": .text(identity.firmware),
        ]),
        "pin": .object([
          "set": isPINKnown ? .truth(isPINSet) : .null, "changed": JSONValue(time: pinChanged),
          "wait_seconds": JSONValue(pinWait),
        ]),
        "card": card.json,
        "backups": JSONValue(backups),
        "damaged": JSONValue(damaged),
        "missing": JSONValue(missing),
        "returned": JSONValue(returned),
        "not_checked": JSONValue(unchecked),
        "last_backup": JSONValue(time: lastBackup),
        "modules": .list(modules.map(\.json)),
        "restore": restore?.json(isWatched: check?[.revert] == nil) ?? .null,
        "gaps": .list(gaps.map { .object($0.fields) } + (check?.results ?? []).compactMap(\.gap)),
      ].merging(freshness.fields) { own, _ in own })
  }
}

extension Freshness {
  /// The fields of status and list: null for what never happened, and for times that the clock was wrong about.
  fileprivate var fields: [String: JSONValue] {
    [
      "last_attempt": attempt?.json ?? .null, "last_success": JSONValue(time: success),
      "last_unchanged": JSONValue(time: lastUnchanged),
      "last_verification": verification?.json ?? .null, "last_good": JSONValue(time: good),
    ]
  }
}

extension Freshness.Event {
  fileprivate var json: JSONValue {
    .object(["time": JSONValue(time: time), "result": .text(result)])
  }
}

extension ServiceError {
  /// Code, sentence and hint; the reason where the code has several.
  var fields: [String: JSONValue] { message.fields(code, reason) }
}

extension Message {
  fileprivate func fields(_ code: ErrorCode, _ reason: String?) -> [String: JSONValue] {
    var fields: [String: JSONValue] = [
      "code": .text(code.word), "message": .text(Output.clean(text)), "hint": .text(Output.clean(hint)),
    ]
    if let reason { fields["reason"] = .text(reason) }
    return fields
  }
}

extension CheckProblem {
  fileprivate var fields: [String: JSONValue] { message.fields(code, reason) }
}

extension RestoreObstacle {
  fileprivate var fields: [String: JSONValue] { message.fields(code, nil) }
}

extension CheckReport {
  var json: JSONValue { .object(["ok": .truth(isOK), "checks": .list(results.map(\.json))]) }
}

extension CheckResult {
  fileprivate var json: JSONValue {
    let none: [String: JSONValue] = ["code": .null, "message": .null, "hint": .null]
    return .object(
      (problem?.fields ?? none).merging(["name": .text(name.rawValue), "ok": .truth(problem == nil)]) { $1 })
  }

  /// As one of a report's gaps.
  fileprivate var gap: JSONValue? {
    (problem?.fields).map { .object($0.merging(["check": .text(name.rawValue)]) { $1 }) }
  }
}

extension RestoreStatus {
  /// - Parameter isWatched: whether it is reverted at its time; else no time is promised.
  func json(isWatched: Bool = true) -> JSONValue {
    .object([
      "backup": .text(backup), "restored": JSONValue(time: restored), "by": .text(caller),
      "state": .text(state.rawValue),
      "until_seconds": JSONValue((isWatched || isOverdue ? untilSeconds : nil).map(Int64.init)),
      "overdue": .truth(isOverdue),
      "changed": .texts(edited?.names ?? []), "pending_modules": .texts(pendingModules), "undo": JSONValue(undo.word),
      "left_behind": JSONValue(leftBehind),
      "not_taken": losses.json,
      "left_out": .object([
        "network": .truth(leftOut.network), "users": .truth(leftOut.users),
        "modules": .texts(leftOut.modules.map(\.address)), "kept": .list(leftOut.kept.map(\.json)),
      ]),
    ])
  }
}

extension RestoreStatus.Undo {
  fileprivate var word: String? {
    switch self {
    case .none: nil
    case .pending: "pending"
    case .possible: "possible"
    case .failed: "failed"
    }
  }
}

extension CardReport {
  var json: JSONValue {
    .object([
      "state": .text(state.rawValue), "writable": .truth(isWritable), "filesystem": JSONValue(filesystem),
      "bytes_total": JSONValue(bytesTotal), "bytes_free": JSONValue(bytesFree),
      "inodes_free": JSONValue(inodesFree), "foreign": JSONValue(foreign),
      "last_used": .truth(isLastUsed), "overfilled": .truth(isOverfilled),
      "problem": problem.map { .text(Output.clean($0.message.text)) } ?? .null,
    ])
  }
}

extension BusModule {
  var json: JSONValue {
    .object([
      "address": .text(address.text), "kind": .text(kind), "serial": .text(serial), "firmware": .text(firmware),
      "state": .text(state.rawValue),
    ])
  }
}

extension ListReport {
  var json: JSONValue {
    .object(
      [
        "card": card.json, "backups": .list(backups.map(json)), "next_removed": JSONValue(nextRemoved?.description),
        "in_force": inForce?.json ?? .null,
      ].merging(freshness.fields) { own, _ in own })
  }

  private func json(_ backup: BackupDescription) -> JSONValue {
    var fields = backup.fields
    fields["in_force"] = .truth(mark(of: backup) != nil)
    fields["other_camera"] = .truth(isOfOtherCamera(backup))
    return .object(fields)
  }
}

extension BackupInForce {
  var json: JSONValue {
    .object(["id": .text(name.description), "changed": hasChanged.map(JSONValue.truth) ?? .null])
  }
}

extension BackupDescription {
  /// The fields of BACKUP; null where the backup cannot be read.
  var fields: [String: JSONValue] {
    [
      "id": .text(id), "created": JSONValue(time: metadata.created),
      "label": JSONValue(metadata.label), "keep": .truth(isKept), "bytes": JSONValue(bytes),
      "files": JSONValue(metadata.files), "modules": JSONValue(metadata.modules),
      "modules_total": JSONValue(metadata.modulesTotal), "files_left_out": JSONValue(metadata.leftOut),
      "model": JSONValue(metadata.model),
      "serial": JSONValue(metadata.serial), "firmware": JSONValue(metadata.firmware),
      "state": .text(state.rawValue), "checked": JSONValue(time: check?.time),
      "check_result": JSONValue(check.map { $0.isDamaged ? Freshness.damaged : Freshness.ok }),
    ]
  }
}

extension StartedBackup {
  var json: JSONValue {
    var fields = description.fields
    fields["unchanged"] = .truth(outcome.isUnchanged)
    fields["removed"] = .texts(outcome.removed.map(\.description))
    fields["restorable"] = isRestorable.map(JSONValue.truth) ?? .null
    fields["gaps"] = .list(obstacles.map { .object($0.fields) })
    fields["left_out"] = outcome.leftOut.json
    fields["left_out_modules"] = .texts(leftOutModules)
    return .object(fields)
  }
}

extension DeletedBackup {
  var json: JSONValue {
    .object([
      "id": .text(description.name.description), "kept": .truth(description.isKept),
      "not_overwritten": .texts(notOverwritten),
    ])
  }
}

extension [LeftOut] {
  /// Paths below the configuration directory. A byte that is not UTF-8 is `\xNN` there, and a backslash `\\`.
  var json: JSONValue {
    .list(map { .object(["path": .text($0.name), "reason": .text($0.reason.rawValue)]) })
  }
}

extension RestoreLosses {
  /// The first entries that lost something, and how many did.
  var json: JSONValue {
    .object(["count": JSONValue(count), "entries": .texts(named)])
  }
}

extension PINReport {
  var json: JSONValue {
    .object([
      "unchanged": .truth(outcome.isUnchanged), "rewritten": JSONValue(outcome.rewritten),
      "adopted": JSONValue(outcome.adopted), "lost": .texts(outcome.lost.map(\.description)),
      "locked": JSONValue(outcome.locked), "locked_elsewhere": JSONValue(outcome.lockedElsewhere),
    ])
  }
}

extension JSONValue {
  /// An object with more fields.
  func adding(_ more: [String: JSONValue]) -> JSONValue {
    guard case .object(let fields) = self else { return self }
    return .object(fields.merging(more) { $1 })
  }
}

extension MarkedBackup {
  var json: JSONValue { JSONValue.object(description.fields).adding(["unchanged": .truth(isUnchanged)]) }
}
