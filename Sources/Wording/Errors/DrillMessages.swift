internal import BackupStore
internal import CameraModel
package import CameraService
internal import FileSystem

extension DrillProblem {
  var message: Message {
    switch self {
    case .unreadable(let error):
      error.distrust?.message
        ?? Message("The copy cannot be read: \(error.name): \(error.reason).", "Check its name and its disk.")
    case .copy(.notABackup):
      Message("This is not the sealed copy of a backup.", "Make a copy with camconsole backup export --sealed.")
    case .copy(.laterVersion):
      Message("The backup was made by a later version of camconsole.", "Use that version.")
    case .copy(.cut): Message("The copy is not complete.", "Copy the backup again.")
    case .copy(.excess): Message("There is more data after the end of the copy.", "Copy the backup again.")
    case .copy(.text(let line)): Message("The text of the copy is damaged in line \(line).", "Copy the backup again.")
    case .copy(.checksum): Message("The checksum of the copy's text is wrong.", "Copy the backup again.")
    case .copy(.damaged): Message("The copy is damaged.", "Copy the backup again.")
    case .wrongPIN: Message("The PIN does not open this backup.", "Use the PIN that was set when it was made.")
    case .place(let path, let error):
      error.message("The drill needs a directory in \(path)", "Name another directory with --dir.")
    case .differs(let count):
      Message(
        "The restored configuration differs from the backup in \(entryCount(count)).",
        "Keep the backup, and report this.")
    }
  }
}

extension DrillReport {
  /// What was restored and compared, behind the name of the file.
  ///
  /// - Parameter localTime: a moment in the time zone of this machine, of seconds since 1970.
  package func sentence(_ localTime: (Int64) -> String) -> String {
    let name = device(manifest.identity.model, manifest.identity.serial, "")
    let origin = (name.isEmpty ? "" : " of \(name)") + ", \(localTime(manifest.created))"
    let compared = "\(entryCount(entries)) and \(counted(modules, "module"))"
    return "ok: backup \(backup.id)\(origin), restored and the same in \(compared)"
  }

  /// What could not be compared here.
  package var notices: [String] {
    guard !losses.isEmpty else { return [] }
    return ["\(entryCount(losses.count)) without owner or other attributes, which this user or disk cannot set."]
  }
}

extension DrillDifference {
  /// What differs, in one line.
  package var sentence: String {
    switch kind {
    case .missing: "\(path) was not restored"
    case .added: "\(path) is not in the backup"
    case .kind: "\(path) is another kind of entry"
    case .contents: "\(path) has other contents"
    case .attributes: "\(path) has another owner, mode or attribute"
    }
  }
}

private func entryCount(_ count: Int) -> String { count == 1 ? "1 entry" : "\(count) entries" }
