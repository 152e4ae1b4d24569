/// What is restored of an entry beside its contents.
package struct FileAttributes: Sendable, Equatable {
  /// Permission bits, 0…0o7777; a symbolic link has none.
  package var mode: UInt32
  package var owner: UInt32
  package var group: UInt32
  package var modified: FileTime

  package init(mode: UInt32, owner: UInt32, group: UInt32, modified: FileTime) {
    self.mode = mode
    self.owner = owner
    self.group = group
    self.modified = modified
  }
}

/// The room for a tree on a file system.
package struct TreeRoom: Sendable, Equatable {
  /// Bytes: files and directories take a multiple of it.
  package let block: Int64
  /// Bytes free for root, and for others; `nil` when the file system does not know.
  package let freeForRoot: Int64?
  package let freeForOthers: Int64?
  /// Files that can still be made; `nil` when the file system has no limit.
  package let files: Int64?

  package init(block: Int64, freeForRoot: Int64?, freeForOthers: Int64?, files: Int64?) {
    self.block = block
    self.freeForRoot = freeForRoot
    self.freeForOthers = freeForOthers
    self.files = files
  }
}

/// A directory in which whole trees are built, exchanged and removed.
package protocol TreeDirectory: Directory {
  /// Opens a directory in this one as a tree; a link is refused.
  func openTree(_ name: String) throws(FileError) -> any TreeDirectory
  /// Makes a symbolic link (`symlinkat`).
  func makeLink(_ name: String, to target: String) throws(FileError)
  /// Removes an empty directory (`unlinkat` with `AT_REMOVEDIR`).
  func removeDirectory(_ name: String) throws(FileError)
  /// Sets owner and group where permitted, then mode and time, of an entry that is never followed.
  func setAttributes(_ attributes: FileAttributes, of name: String) throws(FileError)
  /// Cuts a regular file to a size (`ftruncate`).
  func truncate(_ name: String, to size: Int64) throws(FileError)
  /// Exchanges two entries in one step (`renameat2` with `RENAME_EXCHANGE`).
  ///
  /// - Throws: `EBUSY` for a mount point, `EINVAL` or `ENOSYS` on a file system that cannot.
  func exchange(_ name: String, with other: String) throws(FileError)
  /// The bytes that the file system has set aside for an entry (`st_blocks`); a link is not followed.
  func allocated(of name: String) throws(FileError) -> Int64
  /// Whether an open directory is immutable or append-only (`FS_IOC_GETFLAGS`); `false` on a file system without flags.
  func isFixed() -> Bool
  /// The room on the file system, as a new tree in it needs it (`fstatvfs`).
  func room() throws(FileError) -> TreeRoom
  /// Whether this process may make and remove entries (`faccessat` with `AT_EACCESS`).
  ///
  /// - Throws: `EACCES`, `EPERM` for an immutable directory, `EROFS`.
  func checkWritable() throws(FileError)
  /// Locks this directory against other processes that lock it, for as long as this handle is open (`flock`).
  ///
  /// - Throws: `EWOULDBLOCK` when another one holds it for 2 s.
  func lock() throws(FileError)
  /// Gives entries whose names are not UTF-8 names that can be used. They replace what bears those names.
  func nameTheUnnamable() throws(FileError)
}

extension TreeDirectory {
  /// Removes an entry with everything in it; links are removed, not followed. Nothing of that name is no error. What
  /// cannot be removed does not keep the rest.
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
    guard found.kind == .directory else {
      if overwriting, found.kind == .regular, found.links == 1 {
        try? DurableFile.overwrite(name, in: self, upTo: .max)
      }
      return try remove(name)
    }
    guard try found.device == status().device else { throw FileError.otherDevice(.remove, name) }
    let tree = try openTree(name)
    // What fails here fails again below.
    try? tree.removeEntries(overwriting)
    try tree.nameTheUnnamable()
    try tree.removeEntries(overwriting)
    try removeDirectory(name)
  }

  private func removeEntries(_ overwriting: Bool) throws(FileError) {
    var failure: FileError?
    for entry in try entries() where entry.isUTF8 {
      do throws(FileError) {
        try removeTree(entry.name, overwriting: overwriting)
      } catch {
        failure = failure ?? error
      }
    }
    if let failure { throw failure }
  }
}
