package import Sodium

/// What the header of a sealed copy says, without the PIN and before anything of it is authenticated.
package struct SealedCopy: Sendable, Equatable {
  /// Why a file is not the copy of a backup.
  package enum Fault: Error, Equatable {
    case notABackup
    case laterVersion
    /// The file has another size than its header says.
    case cut
    case damaged
  }

  /// Bytes of a header.
  package static let headerLength = HeaderLayout.length

  /// The number of the backup, whatever the file is called.
  package let name: BackupName
  /// What a try of a PIN costs.
  package let cost: Argon2idCost

  /// Its name in the directory of a card.
  package var fileName: String { name.fileName }

  /// - Parameters:
  ///   - bytes: the first 1,024 bytes, fewer if the file is shorter.
  ///   - fileSize: the size of the whole file.
  package init(checking bytes: [UInt8], fileSize: Int64) throws(Fault) {
    guard bytes.starts(with: HeaderLayout.magic) else { throw .notABackup }
    guard bytes.count == HeaderLayout.length else { throw .cut }
    do throws(BackupHeader.Fault) {
      let header = try BackupHeader(checking: bytes, fileSize: fileSize, name: nil)
      guard let cost = header.vaultPart.cost else { throw .damaged(.passes) }
      (name, self.cost) = (header.name, cost)
    } catch {
      switch error {
      case .foreignVersion: throw .laterVersion
      case .damaged(.fileSize): throw .cut
      case .damaged: throw .damaged
      }
    }
  }
}
