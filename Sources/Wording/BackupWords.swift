internal import BackupStore
internal import CameraDevice
internal import CameraModel
internal import CameraService
internal import FileSystem

extension BackupInForce {
  /// As a table says it.
  package var text: String {
    switch hasChanged {
    case true?: "in force, changed since"
    case nil: "in force, perhaps changed since"
    case false?: "in force"
    }
  }

  /// What a table that has no room for it leaves to say; `nil` where the configuration is the restored one.
  package var changeNote: String? {
    switch hasChanged {
    case true?: "In force, but the configuration has changed since."
    case nil: "In force; perhaps the configuration has changed since."
    case false?: nil
    }
  }
}

extension StartedBackup {
  /// What is not in it, counted: `4/5 modules, 2 files left out.`; `nil` when everything is.
  package var gaps: String? {
    var parts: [String] = []
    let metadata = description.metadata
    if let modules = metadata.modules, let total = metadata.modulesTotal, total != modules {
      parts.append("\(modules)/\(total) modules")
    }
    let files = outcome.leftOut.count { $0.reason != .special }
    if files > 0 { parts.append("\(files) \(files == 1 ? "file" : "files") left out") }
    return parts.isEmpty ? nil : parts.joined(separator: ", ") + "."
  }
}
