extension Directory {
  /// Removes an entry with everything in it. Links are removed, not followed. A missing entry is not an error. Where
  /// something cannot be removed, the rest is removed all the same. Flags that lock an entry are cleared: what is
  /// removed is ours.
  ///
  /// - Parameter overwriting: the contents of files go before them, durably and as far as that is possible; those of a
  ///   file that has a name elsewhere stay.
  /// - Throws: `EXDEV` where another file system is mounted: what is on it stays.
  package func removeTree(_ name: String, overwriting: Bool = false) throws(FileError) {
    let found: FileStatus
    do throws(FileError) {
      found = try status(of: name)
    } catch {
      guard !error.isNotFound else { return }
      throw error
    }
    // The directory that it lies in is not ours to unlock.
    guard found.kind == .directory else { return try removeEntry(name, found, overwriting, unlocksDirectory: false) }
    var removal = TreeRemoval(parent: self, name: name, overwriting: overwriting)
    try removal.run(found)
  }

  /// Removes an entry that is not a directory.
  fileprivate func removeEntry(
    _ name: String, _ found: FileStatus, _ overwriting: Bool, unlocksDirectory: Bool
  ) throws(FileError) {
    if overwriting, found.kind == .regular, found.links == 1 {
      try? unlocking(name) { () throws(FileError) in try DurableFile.overwrite(name, in: self, upTo: .max) }
    }
    try unlocking(name, unlocksDirectory) { () throws(FileError) in try remove(name) }
  }
}

extension Directory {
  /// Does something to an entry; where a flag forbids it, it is taken off and the work done again.
  ///
  /// - Parameter unlocksDirectory: whether this directory is ours to unlock as well.
  package func unlocking<Result>(
    _ name: String, _ unlocksDirectory: Bool = false, _ body: () throws(FileError) -> Result
  ) throws(FileError) -> Result {
    do {
      return try body()
    } catch {
      guard error.isNotPermitted else { throw error }
      let isEntryUnlocked = unlock(name)
      let isDirectoryUnlocked = unlocksDirectory && unlock(nil)
      guard isEntryUnlocked || isDirectoryUnlocked else { throw error }
      return try body()
    }
  }
}

/// The removal of one tree: level by level with its own stack, because a tree may be deeper than the program's.
private struct TreeRemoval {
  /// A directory whose entries are being removed.
  private struct Level {
    let path: [String]
    /// The directories in it that have not been entered yet.
    var pending: [String]
    var hasFailed = false
  }

  private let parent: any Directory
  private let overwriting: Bool
  private var descent: Descent<any Directory>
  private var levels: [Level] = []
  private var failure: FileError?
  private let name: String

  init(parent: any Directory, name: String, overwriting: Bool) {
    self.parent = parent
    self.name = name
    self.overwriting = overwriting
    descent = Descent(parent)
  }

  mutating func run(_ found: FileStatus) throws(FileError) {
    guard try found.device == parent.status().device else { throw FileError.otherDevice(.remove, name) }
    try enter([name])
    while let level = levels.last {
      if let next = level.pending.last {
        levels[levels.count - 1].pending.removeLast()
        attempt { (removal) throws(FileError) in try removal.enter(level.path + [next]) }
      } else {
        levels.removeLast()
        leave(level)
      }
    }
    if let failure { throw failure }
  }

  /// Removes everything in a directory but the directories, which wait for their turn.
  private mutating func enter(_ path: [String]) throws(FileError) {
    let directory = try descent.directory(path)
    let device = try parent.status().device
    guard try directory.status().device == device else { throw FileError.otherDevice(.remove, path.last ?? name) }
    var level = Level(path: path, pending: [])
    for entry in try directory.entries() {
      do throws(FileError) {
        let found = try directory.status(of: entry.name)
        if found.kind == .directory {
          level.pending.append(entry.name)
        } else {
          try directory.removeEntry(entry.name, found, overwriting, unlocksDirectory: true)
        }
      } catch {
        guard !error.isNotFound else { continue }
        level.hasFailed = true
        failure = failure ?? error
      }
    }
    levels.append(level)
  }

  /// Removes a directory whose entries are gone.
  private mutating func leave(_ level: Level) {
    guard !level.hasFailed, let last = level.path.last else { return markFailed() }
    attempt { (removal) throws(FileError) in
      let directory = try removal.descent.directory(Array(level.path.dropLast()))
      try directory.unlocking(last, level.path.count > 1) { () throws(FileError) in
        try directory.removeDirectory(last)
      }
    }
  }

  private mutating func attempt(_ body: (inout TreeRemoval) throws(FileError) -> Void) {
    do {
      try body(&self)
    } catch {
      failure = failure ?? error
      markFailed()
    }
  }

  /// A directory in which something stays cannot be removed.
  private mutating func markFailed() {
    guard !levels.isEmpty else { return }
    levels[levels.count - 1].hasFailed = true
  }
}
