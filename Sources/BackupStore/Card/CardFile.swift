internal import FileSystem

/// A file of the form `EEEECCCC.CVB` on the card, as far as its header tells.
struct CardFile {
  /// What the checks of section 6 say, before the ledger is asked.
  enum Finding {
    /// The first 512 bytes are zero: wiped, or never written.
    case blank
    /// A check before the vault id failed.
    case damaged(BackupHeader.Fault)
    /// A later version of the format.
    case laterVersion
    /// Not a vault of this camera's record.
    case foreign(BackupHeader)
    /// A vault of this camera, but another vault part than the camera's, or the authenticator does not verify.
    case altered(BackupHeader)
    /// A vault of this camera: header authentic, tag not looked at.
    case authentic(BackupHeader, VaultKeys)
  }

  /// The name as the card has it, in either case.
  let fileName: String
  let name: BackupName
  let size: Int64
  /// The sixteen bytes at offset 256 as they stand; `nil` when the file is shorter.
  let backupID: Identifier?
  let finding: Finding

  /// Wiped, or never written.
  var isBlank: Bool { if case .blank = finding { true } else { false } }

  /// Damaged by a check before the vault id, which lets the record's instructions be carried out on it.
  var isDamagedEarly: Bool {
    switch finding {
    case .blank, .damaged: true
    case .laterVersion, .foreign, .altered, .authentic: false
    }
  }

  /// The header of a file that is well-formed; `nil` for any other file.
  var header: BackupHeader? {
    switch finding {
    case .foreign(let header), .altered(let header), .authentic(let header, _): header
    case .blank, .damaged, .laterVersion: nil
    }
  }

  /// Its epoch, likewise.
  var epoch: UInt32? { header?.epoch }

  /// Its vault, likewise.
  var vaultID: Identifier? { header?.vaultID }

  /// Whether an instruction of the record about `listed` means this file.
  func isMeant(by listed: ListedFile) -> Bool {
    name == listed.name && (backupID == listed.backupID || isDamagedEarly)
  }

  /// Whether this file is what remains of a backup of the ledger after damage to its header, perhaps to its backup id.
  /// It has the backup's name. Its header is of the camera's vault and does not verify. This is not a reason to wipe
  /// the file.
  func isRemnant(of entry: LedgerEntry) -> Bool {
    if case .altered = finding { name == entry.name } else { false }
  }

  /// Reads the first bytes of a file and checks them.
  ///
  /// - Returns: `nil` when the entry is not a regular file of the card's own file system.
  static func read(
    _ fileName: String, _ name: BackupName, in directory: any Directory, device: UInt64, vaults: [VaultKeys]
  ) throws(StoreError) -> CardFile? {
    do throws(FileError) {
      guard try directory.status(of: fileName).kind == .regular else { return nil }
      let file = try directory.open(fileName)
      let status = try file.status()
      guard status.kind == .regular, status.device == device else { return nil }
      let bytes = try file.readAll(limit: Int(min(status.size, Int64(HeaderLayout.length))))
      return CardFile(fileName, name, size: status.size, bytes: bytes, vaults: vaults)
    } catch {
      if error.isNotFound { return nil }
      guard error.isUnreadableMedium else { throw StoreError(card: error) }
      return CardFile(
        fileName: fileName, name: name, size: 0, backupID: nil, finding: .damaged(.damaged(.length)))
    }
  }

  private init(
    _ fileName: String, _ name: BackupName, size: Int64, bytes: [UInt8], vaults: [VaultKeys]
  ) {
    let range = HeaderLayout.backupID
    let backupID = bytes.count >= range.upperBound ? Identifier(Array(bytes[range])) : nil
    let finding = Self.check(bytes, size: size, name, vaults)
    self.init(fileName: fileName, name: name, size: size, backupID: backupID, finding: finding)
  }

  private init(fileName: String, name: BackupName, size: Int64, backupID: Identifier?, finding: Finding) {
    self.fileName = fileName
    self.name = name
    self.size = size
    self.backupID = backupID
    self.finding = finding
  }

  private static func check(
    _ bytes: [UInt8], size: Int64, _ name: BackupName, _ vaults: [VaultKeys]
  ) -> Finding {
    guard bytes.prefix(HeaderLayout.blankLength).contains(where: { $0 != 0 }) else { return .blank }
    let header: BackupHeader
    do {
      header = try BackupHeader(checking: bytes, fileSize: size, name: name)
    } catch .foreignVersion {
      return .laterVersion
    } catch {
      return .damaged(error)
    }
    guard let keys = vaults.first(where: { $0.vaultID == header.vaultID }) else { return .foreign(header) }
    let isOurs = header.vaultPart == keys.part && header.isAuthentic(under: keys)
    return isOurs ? .authentic(header, keys) : .altered(header)
  }
}
