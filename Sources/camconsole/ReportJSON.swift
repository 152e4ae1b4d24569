internal import BackupStore
internal import CameraModel
internal import CameraService

extension StatusReport {
  var json: JSONValue {
    .object([
      "camera": .object([
        "model": .text(identity.model), "serial": .text(identity.serial), "firmware": .text(identity.firmware),
      ]),
      "pin": .object([
        "set": isPINKnown ? .truth(isPINSet) : .null, "changed": JSONValue(pinChanged.map(UTCTime.iso8601)),
        "wait_seconds": JSONValue(pinWait),
      ]),
      "card": card.json,
      "backups": JSONValue(backups),
      "damaged": JSONValue(damaged),
      "last_backup": JSONValue(lastBackup.map(UTCTime.iso8601)),
      "modules": .list(modules.map(\.json)),
      "restore": restore?.json ?? .null,
      "gaps": .list(
        gaps.map { gap in
          .object([
            "code": .text(gap.code.word), "message": .text(Output.clean(gap.text)),
            "hint": .text(Output.clean(gap.hint)),
          ])
        }),
    ])
  }
}

extension RestoreStatus {
  var json: JSONValue {
    .object([
      "backup": .text(backup), "restored": .text(UTCTime.iso8601(restored)), "by": .text(caller),
      "state": .text(state.rawValue), "until_seconds": JSONValue(untilSeconds.map(Int64.init)),
      "pending_modules": .list(pendingModules.map(JSONValue.text)), "undo": JSONValue(undo.word),
      "left_behind": JSONValue(leftBehind),
      "not_taken": losses.json,
      "left_out": .object([
        "network": .truth(leftOut.network), "users": .truth(leftOut.users),
        "modules": .list(leftOut.modules.map { .text($0.address) }),
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
      "bytes_total": JSONValue(bytesTotal), "bytes_free": JSONValue(bytesFree), "foreign": JSONValue(foreign),
      "last_used": .truth(isLastUsed), "overfilled": .truth(isOverfilled),
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
    .object([
      "card": card.json, "backups": .list(backups.map(json)), "next_removed": JSONValue(nextRemoved?.description),
      "in_force": inForce?.json ?? .null,
    ])
  }

  private func json(_ backup: BackupDescription) -> JSONValue {
    var fields = backup.fields
    fields["in_force"] = .truth(mark(of: backup) != nil)
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
      "id": .text(id), "created": JSONValue(metadata.created.map(UTCTime.iso8601)),
      "label": JSONValue(metadata.label), "keep": .truth(isKept), "bytes": JSONValue(bytes),
      "files": JSONValue(metadata.files), "modules": JSONValue(metadata.modules),
      "modules_total": JSONValue(metadata.modulesTotal), "files_left_out": JSONValue(metadata.leftOut),
      "model": JSONValue(metadata.model),
      "serial": JSONValue(metadata.serial), "firmware": JSONValue(metadata.firmware),
      "state": .text(state.rawValue),
    ]
  }
}

extension StartedBackup {
  var json: JSONValue {
    var fields = description.fields
    fields["unchanged"] = .truth(outcome.isUnchanged)
    fields["removed"] = .list(outcome.removed.map { .text($0.description) })
    fields["left_out"] = outcome.leftOut.json
    fields["left_out_modules"] = .list(leftOutModules.map(JSONValue.text))
    return .object(fields)
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
    .object(["count": JSONValue(count), "entries": .list(named.map(JSONValue.text))])
  }
}

extension PINReport {
  var json: JSONValue {
    .object([
      "unchanged": .truth(outcome.isUnchanged), "rewritten": JSONValue(outcome.rewritten),
      "adopted": JSONValue(outcome.adopted), "lost": .list(outcome.lost.map { .text($0.description) }),
      "locked": JSONValue(outcome.locked),
    ])
  }
}
