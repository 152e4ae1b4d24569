package import FileSystem

/// What the beginning of a file says of the backup in it, as a file or as its text. Nothing of it is authenticated yet.
package struct BackupCopy: Sendable {
  fileprivate enum Content: Sendable {
    case header(BackupHeader)
    case faulty(IncomingFault)
  }

  fileprivate let content: Content

  /// Looks at a file.
  ///
  /// - Parameter size: of the file, in bytes.
  /// - Returns: `nil` for a file that is not a backup.
  package init?(_ file: any File, size: Int64) throws(FileError) {
    var head = [UInt8](repeating: 0, count: HeaderLayout.length)
    var span = head.mutableSpan
    let count = try file.read(into: &span, at: 0)
    head.removeLast(head.count - count)
    let isFile = head.starts(with: HeaderLayout.magic)
    guard isFile || head.contains(Array(Armor.begin.utf8)) else { return nil }
    do throws(StoreError) {
      let header = try IncomingBackup(FileInput(file)).header
      let whole = header.geometry.fileSize
      guard isFile, size != whole else {
        content = .header(header)
        return
      }
      content = .faulty(size < whole ? .cut(received: size, expected: whole) : .excess)
    } catch .incoming(let fault) where fault != .notABackup {
      content = .faulty(fault)
    } catch .receiving(let error) {
      throw error
    } catch {
      return nil
    }
  }
}

/// A copy of a backup as this camera sees it, without its PIN.
package struct CopyDescription: Sendable {
  /// What its header, its size and the card tell. Its contents are not read before it is imported.
  package enum State: Sendable, Equatable {
    /// Made with the PIN of this camera, and the header is genuine.
    case own
    /// The card has a backup of this number and id, which may be known to be damaged: then an import replaces it.
    case onCard(isDamaged: Bool)
    /// Made with another PIN: not even an import can check its contents.
    case foreign
    /// It cannot be imported.
    case faulty(IncomingFault)
  }

  /// What is known of it.
  package let state: State
  /// Its number; `nil` where the header is damaged.
  package let name: BackupName?
  /// Which backup it is; `nil` likewise.
  package let backupID: Identifier?
  /// Empty for a backup made with another PIN.
  package let metadata: BackupMetadata

  /// See the properties.
  package init(state: State, name: BackupName?, backupID: Identifier?, metadata: BackupMetadata) {
    self.state = state
    self.name = name
    self.backupID = backupID
    self.metadata = metadata
  }
}

extension StoreSession {
  /// What a copy is for this camera and the card in its slot. Its contents are checked when it is imported.
  package func describe(_ copy: BackupCopy) -> CopyDescription {
    switch copy.content {
    case .faulty(let fault):
      return CopyDescription(state: .faulty(fault), name: nil, backupID: nil, metadata: BackupMetadata())
    case .header(let header):
      let found = state(of: header)
      return CopyDescription(
        state: found.state, name: header.name, backupID: header.backupID, metadata: found.metadata)
    }
  }

  private func state(of header: BackupHeader) -> (state: CopyDescription.State, metadata: BackupMetadata) {
    let stored = stateOnCard(of: header)
    guard let keys = record.vaults.first(where: { $0.vaultID == header.vaultID }) else {
      return (stored ?? .foreign, BackupMetadata())
    }
    guard header.vaultPart == keys.part, header.isAuthentic(under: keys) else {
      return (.faulty(.damaged), BackupMetadata())
    }
    return (stored ?? .own, BackupMetadata(decoding: keys.openMetadata(header) ?? []))
  }

  /// `nil` where the card does not have the backup.
  private func stateOnCard(of header: BackupHeader) -> CopyDescription.State? {
    let listed = ListedFile(name: header.name, backupID: header.backupID)
    guard let card, let file = card.files.first(where: { $0.name == listed.name && $0.backupID == listed.backupID })
    else { return nil }
    let row = try? describe(file, on: card, .headers)
    return .onCard(isDamaged: row?.state == .damaged)
  }
}

extension IncomingBackup {
  /// Which backup it is, as its header says.
  package var backupID: Identifier { header.backupID }
}
