package import BackupStore
package import CameraModel
package import CameraService

extension BackupDescription.State {
  /// In a cell of a table.
  package var label: String {
    switch self {
    case .ok: "ok"
    case .damaged: "damaged"
    case .foreign: "other PIN"
    case .missing: "missing"
    case .returned: "returned"
    }
  }
}

extension ListReport {
  /// The state of a listed backup, and what else a table says of it: `ok, kept, active, changed since`.
  ///
  /// - Parameter saysChange: whether there is room to say that the configuration has changed since.
  package func stateText(of backup: BackupDescription, saysChange: Bool = true) -> String {
    let marks = [
      backup.isOpen && backup.check == nil ? "not checked" : nil,
      isOfOtherCamera(backup) ? "other camera" : nil, backup.isKept ? "kept" : nil,
      mark(of: backup).map { saysChange ? $0.text : "active" },
      backup.name == nextRemoved ? "next to be replaced" : nil,
    ]
    return ([backup.state.label] + marks.compactMap(\.self)).joined(separator: ", ")
  }
}

extension BackupInForce {
  /// In a cell of a table.
  package var text: String {
    switch hasChanged {
    case true?: "active, changed since"
    case nil: "active, may have changed"
    case false?: "active"
    }
  }
}

extension BusModule.State {
  /// In a cell of a table, and after the module's address in a sentence.
  package var label: String {
    switch self {
    case .ok: "answers"
    case .failed: "fails"
    case .hung: "does not answer"
    case .gone: "is no longer on the bus"
    }
  }
}
