package import CameraModel
package import CameraService

extension ConfigurationPreview {
  /// What would change: warnings first, then sections of the network, then the others. Secrets are masked.
  package func lines(_ settings: CameraModel.Settings) -> [PreviewLine] {
    guard !isUnchanged else { return [] }
    return warnings(settings).map { PreviewLine(kind: .warning, text: $0) } + contents.lines(settings)
  }

  private func warnings(_ settings: CameraModel.Settings) -> [String] {
    [exchangeObstacle?.message.text, revertWarning, networkWarning(settings), undoWarning].compactMap(\.self)
      + (flagsLost.isEmpty
        ? [] : ["A change does not keep the flags of chattr. These will be lost: \(flagsLost.text)."])
  }

  /// It should be reverted without a confirmation, and no program would do that; or nothing reverts it.
  private var revertWarning: String? {
    guard revertMinutes > 0 else {
      return "Nobody has to confirm this change. If you cannot reach the camera afterwards, nothing reverts the change."
    }
    return revertLack.map {
      $0.message.text + " If you cannot reach the camera afterwards, nothing reverts the change."
    }
  }

  private var undoWarning: String? {
    undoObstacle.map { "This change cannot be undone after it is confirmed: \($0.message.text)" }
  }

  private func networkWarning(_ settings: CameraModel.Settings) -> String? {
    switch networkOutlook(settings) {
    case .moved(let previous, let new): "The address changes from \(previous) to \(new). This connection will be lost."
    case .gone(let previous): "The address \(previous) will be removed. This connection will be lost."
    case .changed(let file): "The network changes in \(file). This connection may be lost."
    case .same: networkSection(settings).map { "SECTION \($0) belongs to the network. This connection may be lost." }
    }
  }

  private func networkSection(_ settings: CameraModel.Settings) -> String? {
    for document in contents.documents {
      let section = document.difference.sections.first { settings.isNetworkSection($0.name, of: document.path) }
      if let section { return section.name }
    }
    return nil
  }
}
