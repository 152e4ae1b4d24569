package import BackupStore
internal import CameraDevice
internal import FileSystem

/// A file with a backup, on a USB stick or elsewhere on the card.
package struct FoundCopy: Sendable {
  let file: MediaFile
  /// What it is for this camera.
  package let description: CopyDescription

  /// The path of its file, as text (`NameText`).
  package var path: String { file.path }
  /// The name of its file.
  package var fileName: String { file.names.last ?? "" }
  /// The size of its file in bytes, which is larger than that of the backup where it is text.
  package var size: Int64 { file.size }
  /// The last change of its file, seconds since 1970.
  package var modified: Int64 { file.modified }

  init(file: MediaFile, description: CopyDescription) {
    self.file = file
    self.description = description
  }
}

/// What was found of backups to import.
package struct CopyListing: Sendable {
  /// Those that can be imported first, of these the newest first.
  package let copies: [FoundCopy]
  /// The directories that were looked through, with those below them.
  package let places: [String]
  /// Directories of the settings that could not be looked through, and why.
  package let failures: [ServiceError]
  /// Files and directories that could not be read.
  package let unreadable: Int
  /// There was more than is looked at, or listed.
  package let isCut: Bool

  /// Files that are listed at most.
  package static let limit = 100

  /// See the properties.
  package init(
    copies: [FoundCopy], places: [String], failures: [ServiceError] = [], unreadable: Int = 0, isCut: Bool = false
  ) {
    self.copies = copies
    self.places = places
    self.failures = failures
    self.unreadable = unreadable
    self.isCut = isCut
  }
}

extension UseCase {
  /// Search of the screen *Import* for copies.
  static let findCopies = UseCase("backup find", .look)
}

/// Backups to import are found by the camera: nobody has to type a path.
extension Camera {
  /// Looks for sealed backups, whatever their names, in `IMPORT_FROM` and on the card. Nothing is written.
  package func findCopies() throws(ServiceError) -> CopyListing {
    try perform(.findCopies) { () throws(ServiceError) in
      guard let root = try card.open().root(required: true) else { throw .noCard(.absent) }
      // A long search holds no lock.
      var search = MediaSearch(shouldStop: observer.shouldStop) { (file, status) throws(FileError) in
        try BackupCopy(file, size: status.size)
      }
      search.look(card: root, besides: BackupLimits.directory, settings, files)
      guard !observer.shouldStop() else { throw .store(.stopped) }
      return try withStore(.list, needsCard: true) { (session, _) throws(ServiceError) in
        CopyListing(search) { session.describe($0) }
      }
    }
  }

  /// Imports a copy that was found, if the same backup is still there.
  ///
  /// - Parameter lockCard: asks whether a backup that was made with another PIN may lock the card.
  package func importBackup(
    _ copy: FoundCopy, lockCard: (BackupName) -> Bool
  ) throws(ServiceError) -> Listed<ImportedBackup> {
    try perform(.importBackup) { () throws(ServiceError) in
      guard let root = try card.open().root(required: true) else { throw .noCard(.absent) }
      let file = try mapError(
        { (error: FileError) in ServiceError.store(.receiving(error)) },
        try copy.file.open(card: root, settings, files))
      let incoming = try mapError(ServiceError.store, try IncomingBackup(FileInput(file)))
      guard copy.description.backupID.map({ $0 == incoming.backupID }) ?? true else {
        throw .store(.receiving(FileError(.open, copy.file.path, code: FileError.Code.noEntry)))
      }
      return try importBackup(incoming, lockCard)
    }
  }
}

extension CopyListing {
  fileprivate init(_ search: MediaSearch<BackupCopy>, _ describe: (BackupCopy) -> CopyDescription) {
    let copies = search.found.map { FoundCopy(file: $0.file, description: describe($0.finding)) }
    self.init(
      copies: Array(copies.sorted { $0.order < $1.order }.prefix(Self.limit)), places: search.starts,
      failures: search.failures.map { .store(.receiving($0.error)) }, unreadable: search.unreadable,
      isCut: search.isCut || copies.count > Self.limit)
  }
}

extension FoundCopy {
  fileprivate var order: (Int, Int64, String) {
    let rank =
      switch description.state {
      case .own, .onCard(isDamaged: true): 0
      case .foreign: 1
      case .onCard(isDamaged: false): 2
      case .faulty: 3
      }
    return (rank, -FileTime.bounded(description.metadata.created ?? file.modified), file.path)
  }
}
