/// What is restored of an entry beside its contents.
package struct FileAttributes: Sendable, Equatable {
  /// Permission bits, 0…0o7777; a symbolic link has none.
  package var mode: UInt32
  package var owner: UInt32
  package var group: UInt32
  package var modified: FileTime
  /// Every one that is to be kept, in byte order of their names; `nil` leaves them as they are.
  package var extended: [ExtendedAttribute]?

  package init(
    mode: UInt32, owner: UInt32, group: UInt32, modified: FileTime, extended: [ExtendedAttribute]? = nil
  ) {
    self.mode = mode
    self.owner = owner
    self.group = group
    self.modified = modified
    self.extended = extended
  }
}

/// What an entry did not take of its attributes, because its file system or this user cannot.
package enum AttributeLoss: Sendable, Hashable {
  case owner
  case mode
  /// An extended attribute, by its name.
  case extended(String)
}

/// A directory in which whole trees are built, exchanged and removed.
package protocol TreeDirectory: Directory {
  /// Opens a directory in this one as a tree; a link is refused.
  func openTree(_ name: String) throws(FileError) -> any TreeDirectory
  /// Makes a symbolic link (`symlinkat`).
  func makeLink(_ name: String, to target: String) throws(FileError)
  /// Removes an empty directory (`unlinkat` with `AT_REMOVEDIR`).
  func removeDirectory(_ name: String) throws(FileError)
  /// Sets owner, mode, extended attributes and time, in this order, of an entry that is never followed.
  ///
  /// A change of the owner takes special bits of the mode and capabilities away, so these come after it.
  ///
  /// - Returns: what the file system or this user cannot set; everything else is set.
  @discardableResult
  func setAttributes(_ attributes: FileAttributes, of name: String) throws(FileError) -> [AttributeLoss]
  /// Gives a file of another directory of this file system a name in this one, too (`linkat`).
  ///
  /// - Throws: `EPERM` or `EXDEV` where that is not possible.
  func makeHardLink(_ name: String, to other: String, in source: any Directory) throws(FileError)
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
  /// Whether this process may make and remove entries (`faccessat` with `AT_EACCESS`).
  ///
  /// - Throws: `EACCES`, `EPERM` for an immutable directory, `EROFS`.
  func checkWritable() throws(FileError)
  /// Locks this directory against other processes that lock it, for as long as this handle is open (`flock`).
  ///
  /// - Throws: `EWOULDBLOCK` when another one holds it for 2 s.
  func lock() throws(FileError)
}
