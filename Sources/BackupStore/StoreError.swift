package import FileSystem
internal import Sodium

/// Why an operation of the store did not happen. Unless a case says otherwise, nothing was changed.
package enum StoreError: Error {
  /// No Super PIN is set.
  case noPIN
  /// A Super PIN is set already.
  case pinAlreadySet
  /// The PIN is wrong: seconds until the next try, 0 for no wait.
  case wrongPIN(waitSeconds: Int)
  /// Too many wrong tries: seconds until the next.
  case mustWait(seconds: Int)
  /// Backups on the card were made with another PIN and are locked: how many.
  case locked(foreign: Int)
  /// There is no card.
  case noCard
  /// The card cannot be written.
  case readOnly
  /// No room: bytes needed and bytes free, where known.
  case full(needed: Int64?, free: Int64?)
  /// The card has free bytes and takes no further file.
  case noFileLeft(FileLack)
  /// These backups do not verify.
  case damaged([BackupName])
  /// The vault's wrap does not open although the PIN is right.
  case vaultDamaged
  /// No backup of this name is on the card.
  case notFound(String)
  /// The latest backup is asked for, and all are *returned*: the newest of them.
  case onlyReturned(BackupName)
  /// The system lacks memory: how much was asked for, 0 when little.
  case noMemory(kibibytes: UInt32)
  /// A backup that another PIN opens.
  case otherPIN(BackupName)
  /// The work is done and safe; what it replaced could not be wiped yet, which the next operation on this card does.
  case cleanUpFailed(done: BackupName?, CleanUpFailure)
  /// Some files resisted a deletion of all: how many were deleted, and the first error. The rest is as it was.
  case partlyDeleted(count: Int, FileError)
  /// The person stopped the work; it was undone.
  case stopped
  /// The configuration or the modules cannot be put into an archive; the entry is named.
  case plan(ArchivePlanError)
  /// The archive in this backup breaks a rule of the format, though the backup is authentic.
  case archive(BackupName, ArchiveError)
  /// A label is too long or not printable.
  case label
  /// The ledger does not list this backup, so that nothing can be recorded of it.
  case notInLedger(BackupName)
  /// The configuration changed during each of three readings; a path that did.
  case configurationKeepsChanging(String)
  /// Something without which there is no backup would have to be left out.
  case requiredLeftOut(LeftOut)
  /// What was read back from the card is not what was written.
  case readBackDiffers
  /// Four backups are kept already.
  case tooManyKept
  /// A damaged backup cannot be kept.
  case keepDamaged(BackupName)
  /// Every number of this epoch is used: a change of the PIN begins again.
  case countersUsedUp
  /// Every epoch is used.
  case epochsUsedUp
  /// Backups on the card have the epochs that this camera would use next.
  case epochsTaken
  /// Files on the card have the names that new backups would get.
  case numbersTaken
  /// The card does not hold what the person was asked about.
  case otherBackups
  /// The backup is deleted as far as the record goes; its file is still to be wiped, which the next operation on this
  /// card does.
  case deletionUnfinished(BackupName, CleanUpFailure)
  /// The PIN does not open any foreign backup on the card: how many backups would be locked.
  case wouldLock(foreign: Int)
  /// The PIN is too short for a new one, and does not open any foreign backup on the card.
  case opensNothing
  /// The change would lose these damaged backups, and nobody agreed to it.
  case wouldLose([BackupName])
  /// The change cannot rewrite the backups on the card, and nobody agreed to leave them: the reason.
  case wouldLeaveCard(CardObstacle)
  /// No backup on the card was made with another PIN.
  case nothingToAdopt
  /// The PIN does not open any backup, and was not tried on one backup: its key asks for more passes or MiB than this
  /// camera spends.
  case tooCostly(passes: UInt32, mebibytes: UInt32)
  /// Something other than a directory is called `CAMVAULT`.
  case obstructed
  /// Both copies of the record on internal flash are unreadable.
  case recordDamaged
  /// The record on internal flash could not be written: the outcome is unknown until the next start.
  case record(FileError)
  /// A file or directory on the card or of the configuration.
  case file(FileError)
  /// The place that a backup is restored to.
  case staging(FileError)
  /// No restore is kept that could be undone.
  case nothingToUndo
  /// The previous configuration for Undo does not verify.
  case undoDamaged
  /// The previous configuration for Undo cannot be written to, or read from, the state directory; `nil`: there is no
  /// room.
  case undoNotWritten(FileError?)
  /// The sealed PIN cannot be written to, or read from, the state directory.
  case escrow(FileError)
  /// Another process holds the store.
  case busy(LockHolder)
  /// What comes in is not a whole backup.
  case incoming(IncomingFault)
  /// What comes in cannot be read.
  case receiving(FileError)
  /// What comes in cannot be kept in the state directory meanwhile; `nil`: there is no room.
  case notReceived(FileError?)
  /// The card has another file with the number of a backup that comes in.
  case nameTaken(BackupName)
  /// The card has this backup already, and it is damaged there. What comes in cannot be read twice to replace it.
  case damagedOnCard(BackupName)
  /// The damaged backup that an import was to replace is deleted, and what was to replace it is not on the card.
  indirect case importUnfinished(BackupName, StoreError)
  /// The card has this backup, made with another PIN, with other contents: only the PIN could tell which is damaged.
  case differsOnCard(BackupName)
  /// The card has as many files of backups as are looked at.
  case tooManyFiles
  /// This backup, made with another PIN, would lock the card, and nobody agreed to it.
  case wouldLockCard(BackupName)
  /// Without the PIN nobody can tell whether anything has changed since the newest backup.
  case nothingToCompare(UnknownContents)
}

/// Why the contents of the newest backup are not known without the PIN.
package enum UnknownContents: Sendable, Equatable {
  /// There is no backup on the card.
  case noBackup
  /// The newest backup is not on the card.
  case missing(BackupName)
  /// This camera did not write the newest backup, or a later one was deleted since.
  case notKnown(BackupName)
}

/// Why the backups on a card could not be rewritten at a change of the PIN.
package enum CardObstacle: Sendable, Equatable {
  case absent
  case readOnly
  /// Bytes that are missing.
  case tooSmall(missing: Int64)
  /// Inodes that are missing.
  case tooFewInodes(missing: Int64)
  /// Another card, which is not in the slot, holds so many backups that this PIN opens.
  case otherCard(backups: Int)
}

/// Why a card that has free bytes takes no further file.
package enum FileLack: Sendable, Equatable {
  /// The file system has no free inode.
  case inodes
  /// A directory has no room for a further name, as the root directory of a FAT.
  case names
}

/// Why wiping after finished work failed.
package enum CleanUpFailure: Sendable {
  case card(FileError)
  /// The record on internal flash.
  case record(FileError)
  case readOnly
  case other

  init(_ error: StoreError) {
    self =
      switch error {
      case .file(let error): .card(error)
      case .record(let error): .record(error)
      case .readOnly: .readOnly
      case .noPIN, .pinAlreadySet, .wrongPIN, .mustWait, .locked, .noCard, .full, .noFileLeft, .damaged, .vaultDamaged,
        .notFound, .onlyReturned, .noMemory, .otherPIN, .cleanUpFailed, .partlyDeleted, .stopped, .plan, .archive,
        .label,
        .configurationKeepsChanging, .requiredLeftOut, .readBackDiffers, .tooManyKept, .notInLedger, .keepDamaged,
        .countersUsedUp,
        .epochsUsedUp, .epochsTaken, .numbersTaken, .otherBackups, .deletionUnfinished, .wouldLock, .opensNothing,
        .wouldLose, .wouldLeaveCard, .nothingToAdopt, .tooCostly, .obstructed, .recordDamaged, .staging,
        .nothingToUndo, .undoDamaged, .undoNotWritten, .escrow, .busy, .incoming, .receiving, .notReceived, .nameTaken,
        .damagedOnCard, .differsOnCard, .importUnfinished, .tooManyFiles, .wouldLockCard, .nothingToCompare:
        .other
      }
  }
}

extension StoreError {
  /// Where a file is that cannot be read or written.
  package enum Place: Sendable {
    /// The record, on internal flash.
    case record
    /// A file or directory on the card or of the configuration.
    case files
    /// The error does not concern a file, or the rest of the store can still be read.
    case none
  }

  /// Where a file is that cannot be read or written, so that nothing else of the store can be told.
  package var place: Place {
    switch self {
    case .record, .recordDamaged: .record
    case .file: .files
    case .noPIN, .pinAlreadySet, .wrongPIN, .mustWait, .locked, .noCard, .readOnly, .full, .noFileLeft, .damaged,
      .vaultDamaged, .notFound, .onlyReturned, .noMemory, .otherPIN, .cleanUpFailed, .partlyDeleted, .stopped, .plan,
      .archive, .label,
      .configurationKeepsChanging, .requiredLeftOut, .readBackDiffers, .tooManyKept, .notInLedger, .keepDamaged,
      .countersUsedUp,
      .epochsUsedUp, .epochsTaken, .numbersTaken, .otherBackups, .deletionUnfinished, .wouldLock, .opensNothing,
      .wouldLose, .wouldLeaveCard, .nothingToAdopt, .tooCostly, .obstructed, .staging, .nothingToUndo, .undoDamaged,
      .undoNotWritten, .escrow, .busy, .incoming, .receiving, .notReceived, .nameTaken, .damagedOnCard, .differsOnCard,
      .importUnfinished,
      .tooManyFiles, .wouldLockCard, .nothingToCompare:
      .none
    }
  }
}

/// Runs a file operation on the card, and sorts its error into the store's classes.
func onCard<Result: ~Copyable>(_ body: @autoclosure () throws(FileError) -> Result) throws(StoreError) -> Result {
  try mapError(StoreError.init(card:), body)
}

/// Runs an operation on secrets.
func crypto<Result: ~Copyable>(_ body: @autoclosure () throws(SodiumError) -> Result) throws(StoreError) -> Result {
  try mapError({ (_: SodiumError) in StoreError.noMemory(kibibytes: 0) }, body)
}

extension StoreError {
  /// What a failed operation on the card is to the store.
  init(card error: FileError) {
    if error.isFull {
      self = .full(needed: nil, free: nil)
    } else if error.isReadOnly {
      self = .readOnly
    } else {
      self = .file(error)
    }
  }

  /// What a failed operation on the backup of Undo in the state directory is to the store.
  init(undo error: FileError) { self = .undoNotWritten(error) }
}
