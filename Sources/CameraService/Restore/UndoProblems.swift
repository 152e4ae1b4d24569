internal import BackupStore
internal import CameraDevice
internal import CameraModel
package import ConfigurationChange
internal import FileSystem

extension UndoProblem {
  /// Why the previous configuration could not be sealed, as the record of a restore has it.
  package enum Code: String {
    case noPIN = "no-pin"
    /// There is no room in the state directory.
    case noRoom = "no-room"
    /// A file of Undo in the state directory.
    case undoFile = "undo-file"
    /// The store's record.
    case record
    case recordDamaged = "record-damaged"
    /// A file that the store reads or writes.
    case file
    case noMemory = "no-memory"
    /// The state directory.
    case state
    /// The configuration directory.
    case configuration
    /// The tree from before the restore.
    case previous = "former"
    /// Both trees are missing.
    case journal
    /// A file of the configuration.
    case unreadable
    case changed
    /// It breaks a rule of the format.
    case unfit
    /// A field of the camera's identity.
    case identity
    case failed
    /// It was sealed, and its file is not there any more; never recorded.
    case lost
  }

  static let lost = UndoProblem(.lost)

  /// `nil`: an earlier version wrote the record, and `code` is a sentence.
  package var known: Code? { Code(rawValue: code) }

  /// What is not named is `failed`.
  init(_ error: ServiceError) {
    if case .store(let error) = error {
      self.init(error)
    } else if case .state(let error) = error {
      self.init(.state, error)
    } else if case .configuration(let error) = error {
      self.init(.configuration, error)
    } else if case .exchange(.file(let error)) = error {
      self.init(.previous, error)
    } else if case .restoreRecordDamaged = error {
      self.init(.journal)
    } else {
      self.init(.failed)
    }
  }

  private init(_ error: StoreError) {
    if case .plan(let error) = error {
      self.init(error)
    } else if case .undoNotWritten(let error?) = error {
      self.init(.undoFile, error)
    } else if case .undoNotWritten(nil) = error {
      self.init(.noRoom)
    } else if case .record(let error) = error {
      self.init(.record, error)
    } else if case .file(let error) = error {
      self.init(.file, error)
    } else if case .noMemory(let kibibytes) = error {
      self.init(.noMemory, number: Int32(clamping: kibibytes))
    } else if case .noPIN = error {
      self.init(.noPIN)
    } else if case .recordDamaged = error {
      self.init(.recordDamaged)
    } else {
      self.init(.failed)
    }
  }

  private init(_ error: ArchivePlanError) {
    switch error {
    case .refused(let path, _): self.init(.unfit, path)
    case .identity(let field): self.init(.identity, field.rawValue)
    case .changed(let path): self.init(.changed, path)
    case .file(let path, let error): self.init(.unreadable, path, number: error.code)
    case .digest: self.init(.noMemory)
    }
  }

  private init(_ code: Code, _ file: String? = nil, number: Int32? = nil) {
    self.init(code: code.rawValue, file: file, number: number)
  }

  private init(_ code: Code, _ error: FileError) { self.init(code, error.name, number: error.code) }

  /// Whether sealing may succeed another time.
  var mayPass: Bool {
    switch Code(rawValue: code) {
    case .undoFile, .record, .file, .noMemory: true
    case .noPIN, .noRoom, .recordDamaged, .state, .configuration, .previous, .journal, .unreadable, .changed, .unfit,
      .identity, .failed, .lost, nil:
      false
    }
  }
}
