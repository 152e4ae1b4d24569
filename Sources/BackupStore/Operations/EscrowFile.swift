internal import FileSystem
internal import Sodium

/// The Super PIN sealed for an organisation, in the state directory (section 10.5 of the format).
///
/// A new one is durable under the successor's name before the commit of a change. The record decides which of two is
/// valid: the successor, when it is of the first vault. So the commit of the PIN commits its escrow, too.
enum EscrowFile {
  static let name = "escrow"
  static let successor = "escrow.next"
}

/// The sealed PIN that a camera keeps.
package enum KeptEscrow: Sendable, Equatable {
  /// Whole; whether it is of the Super PIN that is set.
  case sealed(SealedPIN, isCurrent: Bool)
  /// Not what a camera writes.
  case damaged
}

extension StoreSession {
  /// The sealed PIN that the camera keeps; `nil` for none.
  ///
  /// - Throws: `StoreError.escrow` where it cannot be read.
  package func keptEscrow() throws(StoreError) -> KeptEscrow? {
    if case .sealed(let next, isCurrent: true) = try readEscrow(EscrowFile.successor) {
      return .sealed(next, isCurrent: true)
    }
    return try readEscrow(EscrowFile.name)
  }

  private func readEscrow(_ name: String) throws(StoreError) -> KeptEscrow? {
    let state = environment.state
    let bytes = try mapError(StoreError.escrow) { () throws(FileError) -> [UInt8]? in
      guard try state.contains(name) else { return nil }
      guard try state.status(of: name).kind == .regular else { return [] }
      return try state.readWhole(name, limit: SealedPIN.length) ?? []
    }
    guard let bytes else { return nil }
    guard let sealed = try? SealedPIN(checking: bytes) else { return .damaged }
    return .sealed(sealed, isCurrent: sealed.vaultID == record.vaults.first?.vaultID)
  }

  /// Seals the PIN of a vault that becomes the first one, durably, before the commit. Without an escrow nothing is
  /// written.
  ///
  /// - Throws: `StoreError.escrow`, after which nothing is changed.
  func writeEscrow(
    _ digits: borrowing SecretBytes, of vault: VaultPart, for escrow: Escrow?
  ) throws(StoreError) {
    guard let escrow else { return }
    let sealed = try mapError(
      { (_: SealedPIN.Fault) in StoreError.noMemory(kibibytes: 0) },
      try SealedPIN.seal(digits, of: vault, for: escrow, time: environment.time.now()))
    do throws(FileError) {
      try removeEscrow(EscrowFile.successor)
      let file = try environment.state.create(EscrowFile.successor)
      try file.write(sealed.bytes.span, at: 0)
      try file.synchronize()
      try environment.state.synchronize()
    } catch {
      try? removeEscrow(EscrowFile.successor)
      throw .escrow(error)
    }
  }

  private func removeEscrow(_ name: String) throws(FileError) {
    guard try environment.state.contains(name) else { return }
    try environment.state.remove(name)
    try environment.state.synchronize()
  }

  /// Behind the commit. Should this fail, the next start does it, and until then the record tells which one is valid.
  ///
  /// - Parameter escrow: `nil`: the new PIN is not sealed, and the sealed one of the PIN before it goes.
  func installEscrow(_ escrow: Escrow?) {
    if escrow == nil { try? removeEscrow(EscrowFile.name) } else { try? finishEscrow() }
  }

  /// Finishes what was interrupted: a successor of the first vault takes its place, any other goes.
  func finishEscrow() throws(StoreError) {
    guard let next = try readEscrow(EscrowFile.successor) else { return }
    try mapError(StoreError.escrow) { () throws(FileError) in
      guard case .sealed(_, isCurrent: true) = next else { return try removeEscrow(EscrowFile.successor) }
      // The process that wrote it may have been killed before it was durable.
      try environment.state.open(EscrowFile.successor).synchronize()
      try environment.state.rename(EscrowFile.successor, to: EscrowFile.name)
      try environment.state.synchronize()
      // After a cut in a rename some file systems have one file under both names, which a rename leaves.
      try removeEscrow(EscrowFile.successor)
    }
  }

  /// Seals a PIN that stays, where what is kept is not of this PIN and this key.
  ///
  /// - Returns: whether it was sealed.
  func renewEscrow(_ digits: borrowing SecretBytes, _ escrow: Escrow?) throws(StoreError) -> Bool {
    guard let escrow else { return false }
    if case .sealed(let sealed, isCurrent: true) = try keptEscrow(), sealed.key == escrow.key { return false }
    try writeEscrow(digits, of: try currentVault().part, for: escrow)
    installEscrow(escrow)
    return true
  }
}
