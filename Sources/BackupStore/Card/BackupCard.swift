internal import FileSystem

/// The card in the slot as one operation sees it: its directory handle and the files of the form in it.
struct BackupCard {
  static let directoryName = "CAMVAULT"

  let root: any Directory
  /// `CAMVAULT`, opened once; `nil` when the card has none.
  var directory: (any Directory)?
  /// Something else than a real directory of the card is called `CAMVAULT`.
  var isObstructed = false
  var capacity: Capacity
  let device: UInt64
  /// All names in `CAMVAULT` in upper case, of entries of any kind.
  var occupiedNames: Set<String> = []
  var files: [CardFile] = []
  /// Empty files of the form that the record does not name: *blank* without being read, however many they are.
  var emptyFiles: [String] = []
  /// More than 64 files of the form.
  var isOverfilled = false
  /// The card's id, if it is recognised.
  var id: Identifier?

  /// Looks at a card: section 6 up to the header's authenticator, and the recognition of section 8.3.
  init(root: any Directory, record: CameraRecord) throws(StoreError) {
    self.root = root
    capacity = try onCard(root.capacity())
    device = try onCard(root.status()).device
    try openDirectory()
    try readFiles(record)
  }

  var isWritable: Bool { !capacity.isReadOnly }

  private mutating func openDirectory() throws(StoreError) {
    do {
      let status = try root.status(of: Self.directoryName)
      guard status.kind == .directory, status.device == device else {
        isObstructed = true
        return
      }
      directory = try root.openDirectory(Self.directoryName)
    } catch {
      guard error.isNotFound else { throw StoreError(card: error) }
    }
  }

  /// Makes `CAMVAULT` the first time, and makes it durable. The process that made it before may have been killed in
  /// between.
  mutating func makeDirectory() throws(StoreError) {
    guard !isObstructed else { throw .obstructed }
    if directory == nil {
      try adding(root.makeDirectory(Self.directoryName, mode: 0o700))
      let made = try onCard(root.openDirectory(Self.directoryName))
      // What it occupies is on the card before its name says so, as with a file.
      try onCard(made.synchronize())
      directory = made
    }
    try onCard(root.synchronize())
  }

  /// Makes a file durable that a process wrote which was killed, perhaps before it came to that: what verifies may be
  /// in the system's cache only.
  ///
  /// - Returns: whether it is; a failed fsync is final.
  func makeDurable(_ fileName: String) throws(StoreError) -> Bool {
    guard let directory else { return false }
    do {
      let file = try directory.open(fileName)
      try file.synchronize()
      try directory.synchronize()
      try root.synchronize()
      file.dropPages()
      return true
    } catch {
      guard !error.isGone, !error.isReadOnly else { throw StoreError(card: error) }
      return false
    }
  }

  /// Reads the files again, after some were wiped or written.
  mutating func readFiles(_ record: CameraRecord) throws(StoreError) {
    guard let directory else { return }
    let names = try onCard(directory.entries()).map(\.name)
    occupiedNames = Set(names.map { $0.uppercased() })
    capacity = try onCard(root.capacity())
    let ours = try regularFiles(names, besides: record.namedFiles, in: directory)
    isOverfilled = ours.count > BackupLimits.files
    var listed = Set(record.cards.flatMap { $0.ledger.map(\.name) })
    try read(ours, preferring: listed, in: directory, record)
    id = recognise(record)
    guard isOverfilled, let id else { return }
    listed = Set(record.card(id)?.ledger.map(\.name) ?? [])
    try read(ours, preferring: listed, in: directory, record)
  }

  /// The regular files of the card's own file system among `names` that are of the form. Empty ones are set aside,
  /// but for those that the record names.
  private mutating func regularFiles(
    _ names: [String], besides named: Set<BackupName>, in directory: any Directory
  ) throws(StoreError) -> [(file: String, name: BackupName)] {
    var files: [(file: String, name: BackupName)] = []
    emptyFiles = []
    for fileName in names {
      guard let name = BackupName(fileName: fileName) else { continue }
      do {
        let status = try directory.status(of: fileName)
        guard status.kind == .regular, status.device == device else { continue }
        if status.size == 0, !named.contains(name) {
          emptyFiles.append(fileName)
        } else {
          files.append((fileName, name))
        }
      } catch {
        guard error.isNotFound || error.isUnreadableMedium else { throw StoreError(card: error) }
        if error.isUnreadableMedium { files.append((fileName, name)) }
      }
    }
    return files
  }

  private mutating func read(
    _ names: [(file: String, name: BackupName)], preferring listed: Set<BackupName>, in directory: any Directory,
    _ record: CameraRecord
  ) throws(StoreError) {
    let ordered = names.sorted { left, right in
      let (isLeftListed, isRightListed) = (listed.contains(left.name), listed.contains(right.name))
      return isLeftListed == isRightListed ? left.name > right.name : isLeftListed
    }
    files = []
    for entry in ordered.prefix(BackupLimits.files) {
      let file = try CardFile.read(
        entry.file, entry.name, in: directory, device: device, vaults: record.vaults)
      if let file { files.append(file) }
    }
  }

  /// The known card that this is, by its authentic files, else by files that the record means to wipe or finish.
  private func recognise(_ record: CameraRecord) -> Identifier? {
    let authentic = files.compactMap { file -> (file: CardFile, header: BackupHeader)? in
      guard case .authentic(let header, _) = file.finding else { return nil }
      return (file, header)
    }
    guard !authentic.isEmpty else { return unfinishedCard(record) }
    let names = Set(authentic.map { ListedFile(name: $0.file.name, backupID: $0.header.backupID) })
    if let id = most(of: names, record.filesByCard) ?? most(of: names, record.otherFilesByCard) { return id }
    // Those that were handed out have one card id, on whichever card they are.
    let own = authentic.filter { $0.header.cardID != record.streamed?.card }
    return own.max { $0.file.name < $1.file.name }?.header.cardID
  }

  /// The first card that names most of these files; `nil` where none names one.
  private func most(of files: Set<ListedFile>, _ cards: [(id: Identifier, listed: Set<ListedFile>)]) -> Identifier? {
    var best: (id: Identifier, count: Int)?
    for card in cards {
      let count = card.listed.intersection(files).count
      if count > best?.count ?? 0 { best = (card.id, count) }
    }
    return best?.id
  }

  private func unfinishedCard(_ record: CameraRecord) -> Identifier? {
    for (id, instructions) in record.instructionsByCard {
      if instructions.contains(where: { listed in files.contains { $0.isMeant(by: listed) } }) { return id }
    }
    return nil
  }
}

extension CameraRecord {
  /// Per card: every file that ledger, pending change or clean-up list names; the card last used first.
  fileprivate var filesByCard: [(id: Identifier, listed: Set<ListedFile>)] {
    knownIdentifiers.map { id in
      (id, Set(card(id)?.ledger.map(\.listedFile) ?? []).union(listedFiles(on: id)))
    }
  }

  /// Per card without a *live* backup: the other files that were checked on it. Of a card with one, such a file tells
  /// nothing: a copy of it may be on another card.
  fileprivate var otherFilesByCard: [(id: Identifier, listed: Set<ListedFile>)] {
    cards.filter { known in !known.ledger.contains { $0.state == .live } }.map { ($0.id, Set($0.strays.map(\.file))) }
  }

  /// Per card: the files that are unfinished, *pruning* or to clean up.
  fileprivate var instructionsByCard: [(Identifier, [ListedFile])] {
    knownIdentifiers.map { id in
      let entries = card(id)?.ledger.filter { $0.state != .live } ?? []
      return (id, entries.map(\.listedFile) + listedFiles(on: id))
    }
  }

  /// The names of all files that ledgers, the pending change and clean-up lists name, of every card.
  fileprivate var namedFiles: Set<BackupName> {
    filesByCard.reduce(into: []) { names, card in names.formUnion(card.listed.map(\.name)) }
  }

  private var knownIdentifiers: [Identifier] {
    var seen: Set<Identifier> = []
    let all = cards.map(\.id) + (pendingChange.map { [$0.card] } ?? []) + cleanUps.map(\.card)
    return all.filter { seen.insert($0).inserted }
  }

  /// Files of the pending change and of the clean-up list of a card.
  func listedFiles(on card: Identifier) -> [ListedFile] {
    let pending = pendingChange?.card == card ? pendingChange?.files ?? [] : []
    return pending + cleanUps.filter { $0.card == card }.flatMap(\.files)
  }
}
