package import BackupStore
package import CameraModel
package import CameraService

extension CopyDescription.State {
  /// In a cell of a table.
  package var label: String {
    switch self {
    case .own: "not checked"
    case .onCard(isDamaged: false): "on the card"
    case .onCard(isDamaged: true): "damaged on card"
    case .foreign: BackupDescription.State.foreign.label
    case .faulty(.laterVersion): "later version"
    case .faulty(.cut): "not complete"
    case .faulty(.notABackup), .faulty(.damaged), .faulty(.excess), .faulty(.text), .faulty(.checksum):
      BackupDescription.State.damaged.label
    }
  }
}

extension FoundCopy {
  /// Whether another camera made it, as far as its metadata can be read.
  package func isOfOtherCamera(_ camera: CameraIdentity) -> Bool { description.metadata.isOfOtherCamera(than: camera) }

  /// What a list has no column for, in sentences.
  ///
  /// - Parameters:
  ///   - camera: this one.
  ///   - localTime: a moment in the camera's time zone, of seconds since 1970.
  package func details(_ camera: CameraIdentity, localTime: (Int64) -> String) -> String {
    let metadata = description.metadata
    let firmware = (metadata.firmware ?? "").isEmpty ? nil : metadata.firmware.map { "Firmware \($0)." }
    let origin = isOfOtherCamera(camera) ? otherCamera(metadata.model, metadata.serial) : nil
    let sentences = [about, origin, firmware, "File of \(localTime(modified))."]
    return sentences.compactMap(\.self).joined(separator: " ")
  }

  /// What an import does, and what it cannot check.
  private var about: String? {
    let name = description.name.map { "Backup \($0)" } ?? "The backup"
    return switch description.state {
    case .own: "\(name). Import checks all of it."
    case .onCard(isDamaged: false): "\(name) is on the card already."
    case .onCard(isDamaged: true): "\(name) on the card is damaged. Import replaces it if this copy is good."
    case .foreign: "\(name) was made with another PIN. Without that PIN, Import cannot check its contents."
    case .faulty(let fault): fault.text
    }
  }
}

extension CopyListing {
  /// Where it was looked, where nothing was found; then what was left out.
  package var sentences: [String] {
    let list = places.joined(separator: ", ")
    let found = copies.isEmpty ? ["There is no backup to import in: \(list)."] : []
    return found + failures.map(\.message.text)
      + (unreadable > 0
        ? [
          unreadable == 1 ? "1 file or folder could not be read." : "\(unreadable) files or folders could not be read."
        ] : [])
      + (isCut ? [Self.cutSentence] : [])
  }
}

extension CopyListing {
  private static let cutSentence =
    "Not all files and folders were looked at. If a backup is not in the list, copy it to the main folder of the stick."
}

extension ServiceError {
  /// Whether the copy that was to be imported is the reason, and not the card or this camera.
  package var isOfCopy: Bool {
    if case .store(.incoming) = self { return true }
    if case .store(.receiving) = self { return true }
    if case .store(.nameTaken) = self { return true }
    if case .store(.differsOnCard) = self { return true }
    return false
  }

  /// The state of such a copy, in a cell of a table.
  package var copyLabel: String {
    if case .store(.incoming(let fault)) = self { return CopyDescription.State.faulty(fault).label }
    return "not imported"
  }
}

/// Whose backup it is, where it is another camera's.
func otherCamera(_ model: String?, _ serial: String?) -> String {
  let names = [model, serial].compactMap(\.self).filter { !$0.isEmpty }
  return names.isEmpty ? "Made by another camera." : "Made by another camera, \(names.joined(separator: " "))."
}
