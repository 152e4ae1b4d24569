package import BackupStore
internal import CameraDevice
internal import CameraModel
package import FileSystem
internal import Sodium

/// What is wrong with a key of an escrow, or with what was sealed.
package enum EscrowProblem: Sendable {
  /// A file that cannot be read.
  case unreadable(path: String, FileError)
  /// A link, directory, pipe or device.
  case notRegular(path: String)
  /// The file of a public key has something else.
  case notPublicKey(path: String)
  /// The file of a public key has a private one.
  case privateInPlaceOfPublic(path: String)
  /// The file of a private key has something else.
  case notPrivateKey(path: String)
  /// Others may read the file of a private key: its permission bits.
  case openToOthers(path: String, mode: UInt32)
  /// The file of a private key belongs to somebody else: to whom, by number.
  case foreignOwner(path: String, owner: UInt32)
  /// An input without a sealed PIN.
  case nothingFound(source: String)
  /// A sealed PIN that does not open with this key, which is for another one: its fingerprint.
  case otherKey(source: String, fingerprint: String)
  /// A sealed PIN that was altered or cut.
  case damaged(source: String)
  /// A sealed PIN of a later version of the format.
  case laterVersion(source: String)
  /// More than this many bytes.
  case tooLarge(source: String, limit: Int)
  /// PINs would go to something that is not a terminal, and nobody asked for that.
  case notRevealed
}

/// Reads the files of keys.
package struct EscrowKeys: Sendable {
  private let files: any FileRoot

  /// - Parameter files: where they are.
  package init(files: any FileRoot) { self.files = files }

  /// The public key in a file.
  ///
  /// - Parameter path: absolute.
  /// - Throws: `.escrow`.
  package func publicKey(at path: String) throws(ServiceError) -> EscrowKey {
    let file = try open(path)
    // By mistake it may be a private one.
    guard let contents = try contents(of: file, path) else { throw .escrow(.notPublicKey(path: path)) }
    do throws(EscrowKeyFault) {
      return try EscrowKey(parsing: contents)
    } catch {
      switch error {
      case .notAKey: throw .escrow(.notPublicKey(path: path))
      case .isPrivate: throw .escrow(.privateInPlaceOfPublic(path: path))
      case .noMemory: throw .secret(.noMemory)
      }
    }
  }

  /// The private key in a file that only its owner, who is root or the caller, may read. It goes to guarded memory.
  ///
  /// - Parameter path: absolute.
  /// - Throws: `.escrow`, `.secret(.noMemory)`.
  package func privateKey(at path: String) throws(ServiceError) -> EscrowPrivateKey {
    let file = try open(path)
    let status = try reading(path) { () throws(FileError) in try file.status() }
    guard Trust.rootOrCaller.accepts(owner: status.owner) else {
      throw .escrow(.foreignOwner(path: path, owner: status.owner))
    }
    guard status.mode & 0o077 == 0 else { throw .escrow(.openToOthers(path: path, mode: status.mode)) }
    guard let contents = try contents(of: file, path) else { throw .escrow(.notPrivateKey(path: path)) }
    do throws(EscrowKeyFault) {
      return try EscrowPrivateKey(parsing: contents)
    } catch {
      throw error == .noMemory ? .secret(.noMemory) : .escrow(.notPrivateKey(path: path))
    }
  }

  /// All of a file, in guarded memory; `nil` where it is longer than that of a key.
  private func contents(of file: any File, _ path: String) throws(ServiceError) -> SecretBytes? {
    var room = try mapError(ServiceError.init(_:), try SecretBytes(count: EscrowKey.longestFile + 1))
    let count = try room.withMutableBytes { (span) throws(ServiceError) in
      try reading(path) { () throws(FileError) in try file.read(into: &span, at: 0) }
    }
    guard count <= EscrowKey.longestFile else { return nil }
    return try mapError(ServiceError.init(_:), try room.slice(0, count))
  }

  private func open(_ path: String) throws(ServiceError) -> any File {
    let file = try reading(path) { () throws(FileError) in try files.openFile(at: path) }
    guard try reading(path, { () throws(FileError) in try file.status().kind }) == .regular else {
      throw .escrow(.notRegular(path: path))
    }
    return file
  }

  private func reading<Value>(
    _ path: String, _ body: () throws(FileError) -> Value
  ) throws(ServiceError) -> Value {
    try mapError({ (error: FileError) in ServiceError.escrow(.unreadable(path: path, error)) }, body)
  }
}

/// What there is of the PIN's escrow, for a report.
package struct EscrowReport: Sendable {
  /// How what is kept is to the Super PIN and to the key of the settings. The words are those of JSON.
  package enum State: String, Sendable, CaseIterable {
    /// The PIN that is set is sealed for the key of the settings, or, where they name none, for an earlier one.
    case current
    /// The PIN that is set is sealed for another key than that of the settings.
    case otherKey = "other-key"
    /// What is kept is an earlier PIN.
    case outdated
    /// A PIN is set, and is not sealed.
    case missing
    case damaged
    /// No PIN is set.
    case noPIN = "no-pin"
    /// The record on internal flash cannot be read, so that nobody knows which PIN is set.
    case unknown
  }

  /// See `State`.
  package let state: State
  /// The key that the settings name; `nil` where they name none, or it cannot be used.
  package let key: EscrowKey?
  /// Why the key that the settings name cannot be used; `nil` where it can, or they name none.
  package let keyProblem: ServiceError?
  /// What is kept; `nil` where it is damaged, and where there is nothing.
  package let sealed: SealedPIN?

  /// For a screen's tests: see the properties.
  package init(state: State, key: EscrowKey?, keyProblem: ServiceError? = nil, sealed: SealedPIN?) {
    (self.state, self.key, self.keyProblem, self.sealed) = (state, key, keyProblem, sealed)
  }
}

extension EscrowReport.State {
  init(_ kept: KeptEscrow?, isPINSet: Bool, isPINKnown: Bool, _ key: EscrowKey?) {
    guard isPINKnown else {
      self = .unknown
      return
    }
    switch kept {
    case nil: self = isPINSet ? .missing : .noPIN
    case .damaged: self = .damaged
    case .sealed(_, isCurrent: false): self = .outdated
    case .sealed(let sealed, isCurrent: true): self = key == nil || key == sealed.key ? .current : .otherKey
    }
  }
}

extension Camera {
  /// For whom a new PIN is sealed; `nil` where the settings name no key.
  ///
  /// - Throws: `.escrow` where the key cannot be used: then no PIN is set.
  func escrow() throws(ServiceError) -> Escrow? {
    guard !settings.escrow.isEmpty else { return nil }
    let key = try EscrowKeys(files: files).publicKey(at: settings.escrow)
    let identity = try? identity()
    return Escrow(key: key, model: identity?.model ?? "", serial: identity?.serial ?? "")
  }

  /// What there is of the PIN's escrow; `nil` where the settings name no key, and nothing is kept.
  func escrowReport(_ session: StoreSession, isPINKnown: Bool = true) throws(ServiceError) -> EscrowReport? {
    let kept = try store { () throws(StoreError) in try session.keptEscrow() }
    guard !settings.escrow.isEmpty || kept != nil else { return nil }
    var (key, problem): (EscrowKey?, ServiceError?)
    do throws(ServiceError) {
      key = try escrow()?.key
    } catch {
      problem = error
    }
    let sealed: SealedPIN? = if case .sealed(let sealed, _) = kept { sealed } else { nil }
    return EscrowReport(
      state: EscrowReport.State(kept, isPINSet: session.isPINSet, isPINKnown: isPINKnown, key), key: key,
      keyProblem: problem, sealed: sealed)
  }

  /// Why the PIN that is set is not in the escrow that the settings ask for. A record that cannot be read is told of by
  /// the check of the state directory.
  func escrowProblem() -> CheckProblem? {
    guard !settings.escrow.isEmpty else { return nil }
    do throws(ServiceError) {
      _ = try escrow()
    } catch {
      return .error(error)
    }
    guard let state = try? files.openDirectory(at: settings.state),
      let session = try? StoreSession(lookingAt: environment(state: state, card: nil))
    else { return nil }
    do throws(ServiceError) {
      guard let report = try escrowReport(session) else { return nil }
      return report.isGap ? .escrow(report) : nil
    } catch {
      return .error(error)
    }
  }
}

extension EscrowReport {
  /// Whether the escrow that the settings ask for is not there.
  var isGap: Bool {
    switch state {
    case .current, .noPIN, .unknown: false
    case .otherKey, .outdated, .missing, .damaged: true
    }
  }
}
