internal import FileSystem
package import Sodium

/// A backup that the PIN opened, and whose whole archive was checked. Nothing of it has gone anywhere yet.
package struct OpenedBackup {
  /// What a list shows of it.
  package let description: BackupDescription
  /// What it is of.
  package let manifest: ArchiveManifest
  private let reader: BackupReader
  private let payloadKey: SecretKey
  private let observer: WorkObserver

  fileprivate init(
    description: BackupDescription, manifest: ArchiveManifest, reader: BackupReader, payloadKey: SecretKey,
    observer: WorkObserver
  ) {
    self.description = description.withoutFile
    self.manifest = manifest
    self.reader = reader
    self.payloadKey = payloadKey
    self.observer = observer
  }

  /// Bytes of the archive.
  package var length: Int64 { reader.header.plaintextLength }

  /// Streams the archive; every piece is authenticated again.
  package func stream(to sink: (Span<UInt8>) throws(StoreError) -> Void) throws(StoreError) {
    try reader.decrypt(payloadKey: payloadKey.bytes, .decrypting, observer, to: sink)
  }

  /// Streams the archive's entries.
  package func read<Consumer: ArchiveConsumer>(
    into consumer: Consumer
  ) throws(StoreError) -> Consumer where Consumer.Failure == StoreError {
    var archive = ArchiveReader(consumer)
    let failure = { [name = description.name] (error: ArchiveReadingError<StoreError>) in StoreError(error, in: name) }
    try stream { (bytes) throws(StoreError) in
      try mapError(failure, try archive.feed(bytes))
    }
    do throws(ArchiveReadingError<StoreError>) { return try archive.finish() } catch { throw failure(error) }
  }
}

/// A key that several values share.
final class SecretKey: Sendable {
  let bytes: SecretBytes

  init(_ bytes: consuming SecretBytes) {
    self.bytes = bytes
  }
}

extension StoreSession {
  /// Opens a backup with the PIN: file tag, every chunk and the whole archive are checked before this returns.
  ///
  /// - Throws: `StoreError.notFound`, `.locked`, `.damaged`, `.archive`, and what a wrong PIN throws.
  package func open(_ id: BackupSelector, _ digits: borrowing SecretBytes) throws(StoreError) -> OpenedBackup {
    guard id != .undo else {
      let (reader, secret) = try openUndo(digits)
      guard let row = try undoBackup(.headers) else { throw .nothingToUndo }
      do {
        return try open(row, reader, secret)
      } catch .damaged {
        throw .undoDamaged
      }
    }
    let row = try row(of: id)
    guard let file = row.file, let reader = try reader(of: file) else { throw .damaged([row.name]) }
    return try open(row, reader, try openVault(reader.keys.part, digits))
  }

  private func open(
    _ row: BackupDescription, _ reader: BackupReader, _ secret: VaultSecret
  ) throws(StoreError) -> OpenedBackup {
    try openArchive(try verified(row, reader), reader, secret)
  }

  /// Opens a backup whose tag was checked.
  func openArchive(
    _ row: BackupDescription, _ reader: BackupReader, _ secret: VaultSecret
  ) throws(StoreError) -> OpenedBackup {
    let payloadKey = SecretKey(try secret.payloadKey(of: reader.header))
    let failure = { (error: ArchiveReadingError<Never>) in StoreError(error, in: row.name) }
    var archive = ArchiveReader(ManifestConsumer())
    try reader.decrypt(payloadKey: payloadKey.bytes, .decrypting, observer) { (bytes) throws(StoreError) in
      try mapError(failure, try archive.feed(bytes))
    }
    let manifest: ArchiveManifest?
    do throws(ArchiveReadingError<Never>) { manifest = try archive.finish().manifest } catch { throw failure(error) }
    guard let manifest else { throw .damaged([row.name]) }
    return OpenedBackup(
      description: row, manifest: manifest, reader: reader, payloadKey: payloadKey, observer: observer)
  }

  /// Reads every byte of a backup that is about to be used, whatever was known of it, and records the result.
  private func verified(_ row: BackupDescription, _ reader: BackupReader) throws(StoreError) -> BackupDescription {
    let isDamaged = try reader.verifiedTag(.verifying, observer) == nil
    let row = checked(row, isDamaged: isDamaged)
    guard !isDamaged else { throw .damaged([row.name]) }
    return row
  }

  /// The encrypted file of a backup as it is, after its tag was checked; no PIN is needed.
  ///
  /// - Returns: the number of bytes given to `sink`.
  package func copySealed(
    _ id: BackupSelector, to sink: (Span<UInt8>) throws(StoreError) -> Void
  ) throws(StoreError) -> Int64 {
    let (reader, damage) = try sealedReader(id)
    let size = try onCard(reader.file.status().size)
    var offset: Int64 = 0
    var buffer = [UInt8](repeating: 0, count: 262_144)
    while offset < size {
      try observer.checkStop()
      var span = buffer.mutableSpan
      let position = offset
      let count = try onCard(reader.file.read(into: &span, at: position))
      guard count > 0 else { throw damage }
      try sink(buffer.span.extracting(0..<count))
      offset += Int64(count)
    }
    return offset
  }

  /// A reader of a file whose tag verifies, and what is to be said should it end early after all.
  private func sealedReader(_ id: BackupSelector) throws(StoreError) -> (reader: BackupReader, damage: StoreError) {
    guard id != .undo else {
      let reader = try sealedUndo()
      guard try reader.verifiedTag(.verifying, observer) != nil else { throw .undoDamaged }
      return (reader, .undoDamaged)
    }
    let row = try row(of: id)
    guard let file = row.file, let reader = try reader(of: file) else { throw .damaged([row.name]) }
    _ = try verified(row, reader)
    return (reader, .damaged([row.name]))
  }

  /// The backup that a person named, on a card that is not locked.
  ///
  /// - Throws: `StoreError.notFound`, `.locked`, `.noCard`.
  package func find(_ id: BackupSelector) throws(StoreError) -> BackupDescription { try row(of: id).withoutFile }

  /// The same with its file, for work of this session.
  func row(of id: BackupSelector) throws(StoreError) -> BackupDescription {
    let listing = try listing(.headers)
    guard listing.condition != .locked else { throw .locked(foreign: listing.foreign) }
    let present = listing.backups.filter { $0.state != .missing && $0.state != .foreign }
    switch id {
    case .latest:
      // A returned one is restored after a warning: a person has to name it.
      if let newest = present.first(where: { $0.state != .returned }) { return newest }
      throw present.first.map { .onlyReturned($0.name) } ?? .notFound("\(id)")
    case .name(let name):
      if let row = present.first(where: { $0.name == name }) { return row }
      let isForeign = listing.backups.contains { $0.name == name && $0.state == .foreign }
      throw isForeign ? .otherPIN(name) : .notFound(name.description)
    case .undo: throw .notFound("\(id)")
    }
  }
}

/// Which backup is meant.
package enum BackupSelector: Sendable, Equatable, CustomStringConvertible {
  case latest
  case name(BackupName)
  /// The previous configuration, from before the last restore. It is not on the card.
  case undo

  private static let latestText = "latest"
  private static let undoText = "undo"

  /// As a person names it.
  package var description: String {
    switch self {
    case .latest: Self.latestText
    case .name(let name): name.description
    case .undo: Self.undoText
    }
  }

  /// Reads `latest`, `undo` or `EEEECCCC`; `nil` for anything else.
  package init?(_ text: String) {
    if text == Self.latestText {
      self = .latest
    } else if text == Self.undoText {
      self = .undo
    } else if let name = BackupName(text) {
      self = .name(name)
    } else {
      return nil
    }
  }
}

/// Keeps the manifest, and lets the rest pass.
private struct ManifestConsumer: ArchiveConsumer {
  private(set) var manifest: ArchiveManifest?

  mutating func read(_ manifest: ArchiveManifest) throws(Never) { self.manifest = manifest }
  mutating func began(_ entry: ArchiveEntry) throws(Never) {}
  mutating func contents(_ bytes: Span<UInt8>) throws(Never) {}
  mutating func hole(_ count: Int64) throws(Never) {}
  mutating func ended() throws(Never) {}
}

extension StoreError {
  fileprivate init(_ error: ArchiveReadingError<StoreError>, in name: BackupName) {
    switch error {
    case .archive(let error): self = .archive(name, error)
    case .consumer(let error): self = error
    }
  }

  fileprivate init(_ error: ArchiveReadingError<Never>, in name: BackupName) {
    switch error {
    case .archive(let error): self = .archive(name, error)
    }
  }
}
