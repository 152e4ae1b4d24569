package import FileSystem

/// Whether the configuration directory can be exchanged, tried on itself.
///
/// An exchange of two new directories shows that the file system can exchange. It does not show that *this* directory
/// can be renamed: on the lower layer of an overlay that gives `EXDEV`. So the configuration is renamed to a directory
/// that has a file in it. POSIX lets that fail whatever the file system (`ENOTEMPTY`), and the kernel says before
/// that why it could not be done at all. Nothing of it is ever under the configuration's name. Trials of other
/// processes are locked out meanwhile, so that none removes that file.
extension ConfigurationDirectory {
  /// What keeps the configuration from being exchanged; `nil` when nothing does.
  ///
  /// - Parameters:
  ///   - memory: what was found in this boot; `nil`: nothing is remembered.
  ///   - isFresh: tries also what is remembered.
  /// - Throws: `ExchangeError.file` for what cannot be looked at, `.noRoom` where the trial itself finds no room.
  package func obstacle(_ memory: TrialMemory?, isFresh: Bool) throws(ExchangeError) -> ExchangeObstacle? {
    do throws(ExchangeError) {
      return try tried(memory, isFresh: isFresh)
    } catch {
      guard case .file(let cause) = error, cause.isFull else { throw error }
      throw .noRoom(path: path, try missingRoom() ?? MissingRoom(bytes: 0, files: 1))
    }
  }

  private func tried(_ memory: TrialMemory?, isFresh: Bool) throws(ExchangeError) -> ExchangeObstacle? {
    try mapError(failure) { () throws(FileError) in
      if let obstacle = try obstacleInSight() { return obstacle }
      let (key, filesystem) = try place()
      if !isFresh, let memory, let known = memory.verdict(of: key) { return known.obstacle(filesystem) }
      let obstacle = try tryOut(filesystem)
      if let verdict = TrialVerdict(obstacle) { memory?.save(verdict, of: key) }
      return obstacle
    }
  }

  /// The same as an error, for a restore.
  package func checkExchangeable(_ memory: TrialMemory?) throws(ExchangeError) {
    switch try obstacle(memory, isFresh: true) {
    case nil, .untried: return
    case .some(let obstacle): throw .notExchangeable(path: path, obstacle)
    }
  }

  /// What can be seen without a change.
  private func obstacleInSight() throws(FileError) -> ExchangeObstacle? {
    let status = try parent.status(of: name)
    guard status.kind != .symbolicLink else { return .link }
    guard status.kind == .directory else { return .notDirectory }
    if let obstacle = try mountInSight() { return obstacle }
    guard try status.device == parent.status().device else { return .otherDevice }
    guard try !parent.capacity().isReadOnly else { return .readOnly }
    if parent.isFixed() { return .fixed(parentPath) }
    if (try? parent.openDirectory(name))?.isFixed() == true { return .fixed(path) }
    do throws(FileError) {
      try parent.checkWritable()
      return nil
    } catch {
      guard let obstacle = ExchangeObstacle(place: error, path: parentPath) else { throw error }
      return obstacle
    }
  }

  private func mountInSight() throws(FileError) -> ExchangeObstacle? {
    let (table, real) = (try MountTable(files: files), try files.realPath(path))
    guard table.topmost(at: real) == nil else { return .mountPoint }
    return table.mountPoint(below: real).map { .holdsMount($0) }
  }

  /// What the verdict of a trial belongs to, and the file system's type.
  private func place() throws(FileError) -> (key: String, filesystem: String) {
    let (own, above) = (try parent.status(of: name), try parent.status())
    let mount = try MountTable(files: files)
      .mount(of: files.realPath(parentPath), device: DeviceNumber(above.device))
    let filesystem = mount?.filesystem ?? ""
    return ("\(own.device).\(own.inode) \(above.device).\(above.inode) \(filesystem)", filesystem)
  }

  private func tryOut(_ filesystem: String) throws(FileError) -> ExchangeObstacle? {
    let place = parent
    do throws(FileError) {
      let lock = try lockTrials()
      defer { withExtendedLifetime(lock) { try? place.removeDirectory(trialLockName) } }
      for name in trialNames {
        try place.removeTree(name)
        try place.makeDirectory(name, mode: 0o700)
      }
      defer { for name in trialNames { try? place.removeTree(name) } }
      try place.exchange(trialNames[0], with: trialNames[1])
      // A program behind FUSE may do what no file system does.
      guard !filesystem.hasPrefix("fuse") else { return .untried(filesystem) }
      return try tryRename(in: place, filesystem)
    } catch {
      switch ExchangeObstacle(exchange: error, path: parentPath) ?? ExchangeObstacle(place: error, path: parentPath) {
      // The two are new: it is not their place in an overlay.
      case .filesystemCannot, .lowerLayer: return .filesystemCannot(filesystem)
      case .some(let obstacle): return obstacle
      case nil: throw error
      }
    }
  }

  private func tryRename(in place: any Directory, _ filesystem: String) throws(FileError) -> ExchangeObstacle? {
    let target = trialNames[1]
    _ = try place.openDirectory(target).create("camconsole")
    do throws(FileError) {
      try place.rename(name, to: target)
    } catch {
      switch error.code {
      case FileError.Code.notEmpty, FileError.Code.exists: return nil
      case FileError.Code.otherDevice: return filesystem == "overlay" ? .lowerLayer : .otherDevice
      case FileError.Code.busy: return .mountPoint
      default:
        guard let obstacle = ExchangeObstacle(place: error, path: path) else { throw error }
        return obstacle
      }
    }
    // Never seen: a file system that replaces a directory with something in it.
    try place.rename(target, to: name)
    return .untried(filesystem)
  }

  private var trialNames: [String] { [siblingName + ".1", siblingName + ".2"] }
  private var trialLockName: String { siblingName + ".lock" }

  /// Keeps trials of other processes out, by a directory that only its owner can open: nobody else can hold it.
  private func lockTrials() throws(FileError) -> any Directory {
    for _ in 0..<16 {
      do throws(FileError) {
        try parent.makeDirectory(trialLockName, mode: 0o700)
      } catch {
        guard error.isExisting else { throw error }
      }
      do throws(FileError) {
        let lock = try parent.openDirectory(trialLockName)
        try lock.lock()
        // Who held it before has removed it, and another process may have made a new one.
        if try lock.status().inode == parent.status(of: trialLockName).inode { return lock }
      } catch {
        guard error.isNotFound else { throw error }
      }
    }
    throw FileError(.lock, trialLockName, code: FileError.Code.tryAgain)
  }

  /// Removes what a trial left that a power cut ended.
  package func removeTrial() throws(ExchangeError) {
    try mapError(failure) { () throws(FileError) in
      var isLeft = false
      for name in trialNames + [trialLockName] where try parent.contains(name) { isLeft = true }
      guard isLeft else { return }
      let lock = try lockTrials()
      defer { withExtendedLifetime(lock) { try? parent.removeDirectory(trialLockName) } }
      for name in trialNames { try parent.removeTree(name) }
    }
  }
}

/// What a trial found that stays so until the next boot.
package enum TrialVerdict: String, Sendable {
  case exchangeable, lowerLayer, filesystemCannot, untried

  /// - Returns: `nil` for what may be otherwise the next moment.
  init?(_ obstacle: ExchangeObstacle?) {
    switch obstacle {
    case nil: self = .exchangeable
    case .lowerLayer: self = .lowerLayer
    case .filesystemCannot: self = .filesystemCannot
    case .untried: self = .untried
    case .noParent, .link, .notDirectory, .mountPoint, .holdsMount, .otherDevice, .memory, .readOnly, .fixed,
      .notPermitted:
      return nil
    }
  }

  func obstacle(_ filesystem: String) -> ExchangeObstacle? {
    switch self {
    case .exchangeable: nil
    case .lowerLayer: .lowerLayer
    case .filesystemCannot: .filesystemCannot(filesystem)
    case .untried: .untried(filesystem)
    }
  }
}

/// The verdict of the last trial, in the run directory, so that a camera that is watched does not write to its flash at
/// every look.
package struct TrialMemory: Sendable {
  private static let name = "trial"

  private let run: any Directory
  private let bootID: String

  /// - Parameters:
  ///   - run: the run directory, which is empty after a boot.
  ///   - bootID: the kernel's name of the boot.
  package init(run: any Directory, bootID: String) {
    self.run = run
    self.bootID = bootID
  }

  func verdict(of key: String) -> TrialVerdict? {
    guard let bytes = try? run.readWhole(Self.name, limit: 512) else { return nil }
    let lines = bytes.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
    guard lines.count == 3, lines[0] == bootID, lines[1] == key else { return nil }
    return TrialVerdict(rawValue: lines[2])
  }

  /// Without it the next look tries again.
  func save(_ verdict: TrialVerdict, of key: String) {
    let text = [bootID, key, verdict.rawValue].map { $0 + "\n" }.joined()
    try? DurableFile.replace(Self.name, in: run, with: Array(text.utf8).span)
  }
}
