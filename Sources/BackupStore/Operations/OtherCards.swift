/// Known cards that are not in the slot: their backups are locked when the vault that they are of leaves the record.
extension StoreSession {
  /// Backups on known cards that are not in the slot, as far as the ledgers tell.
  package var backupsElsewhere: Int { backupsElsewhere(of: record.vaults) }

  /// The same of these vaults only. What lies on the card in the slot is not elsewhere, even where all of it is damaged
  /// and the card is not recognised.
  func backupsElsewhere(of vaults: [VaultKeys]) -> Int {
    let wanted = Set(vaults.map(\.vaultID))
    let files = card?.files ?? []
    return record.cards.filter { $0.id != card?.id }.flatMap(\.ledger).count { entry in
      entry.state == .live && wanted.contains(entry.vaultID)
        && !files.contains { $0.isMeant(by: entry.listedFile) || $0.isRemnant(of: entry) }
    }
  }

  /// Asks before a change of the PIN while another card than the one in the slot holds backups.
  ///
  /// - Returns: how many.
  func confirmOtherCards(_ decisions: PINDecisions) throws(StoreError) -> Int {
    try confirm(backupsElsewhere, decisions)
  }

  /// The same before an adoption, at which a fifth vault makes one leave.
  func confirmVaultsLeaving(for opened: [VaultKeys], _ decisions: PINDecisions) throws(StoreError) -> Int {
    let staying = Set(Self.joined(record.vaults, opened).map(\.vaultID))
    return try confirm(backupsElsewhere(of: record.vaults.filter { !staying.contains($0.vaultID) }), decisions)
  }

  private func confirm(_ backups: Int, _ decisions: PINDecisions) throws(StoreError) -> Int {
    if backups > 0 { try confirmLeaving(.otherCard(backups: backups), decisions) }
    return backups
  }
}
