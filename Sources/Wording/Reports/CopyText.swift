package import BackupStore
package import CameraModel
package import CameraService

extension CopyDescription.State {
  /// In a cell of a table.
  package var label: String {
    switch self {
    case .ok: BackupDescription.State.ok.label
    case .onCard: "on the card"
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
    let sentences = [problem, firmware, origin, "File of \(localTime(modified))."]
    return sentences.compactMap(\.self).joined(separator: " ")
  }

  /// What the import comes to, where it is not one that can be restored at once.
  private var problem: String? {
    switch description.state {
    case .ok: description.name.map { "Backup \($0)." }
    case .onCard: description.name.map { "Backup \($0) is on the card already." }
    case .foreign:
      description.name.map { "Backup \($0) was made with another PIN, perhaps by another camera." }
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
      + (isCut ? ["There is more than is looked through. Copy the backup to the first folder of the stick."] : [])
  }
}

/// Whose backup it is, where it is another camera's.
func otherCamera(_ model: String?, _ serial: String?) -> String {
  let names = [model, serial].compactMap(\.self).filter { !$0.isEmpty }
  return names.isEmpty ? "Made by another camera." : "Made by another camera, \(names.joined(separator: " "))."
}
