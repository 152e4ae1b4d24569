/// An open directory, in which whole trees are built, exchanged and removed. It is closed when the last reference goes.
package protocol Directory: AnyObject, Sendable {
  // What is in it.

  /// The entries but `.` and `..`, in no order.
  func entries() throws(FileError) -> [DirectoryEntry]
  /// The directory's own status.
  func status() throws(FileError) -> FileStatus
  /// The status of an entry; links are not followed.
  func status(of name: String) throws(FileError) -> FileStatus
  /// Opens a directory in this one; a link is refused (`ELOOP` or `ENOTDIR`).
  func openDirectory(_ name: String) throws(FileError) -> any Directory
  /// Opens a file for reading without waiting (`O_NOFOLLOW`, `O_NONBLOCK`).
  func open(_ name: String) throws(FileError) -> any File
  /// Opens an existing file for reading and overwriting, likewise.
  func openForWriting(_ name: String) throws(FileError) -> any File
  /// The target of a symbolic link, as bytes.
  func readLink(_ name: String) throws(FileError) -> [UInt8]

  // Names that come and go. They are durable when the directory is synchronised.

  /// Creates a file that must not exist (`O_EXCL`), with mode 0600, for reading and writing.
  func create(_ name: String) throws(FileError) -> any File
  /// Makes a directory.
  ///
  /// - Parameter mode: permission bits, subject to the process' mask.
  func makeDirectory(_ name: String, mode: UInt32) throws(FileError)
  /// Makes a symbolic link (`symlinkat`).
  func makeLink(_ name: String, to target: String) throws(FileError)
  /// Gives a file of another directory of this file system a name in this one, too (`linkat`).
  ///
  /// - Throws: `EPERM` or `EXDEV` where that is not possible.
  func makeHardLink(_ name: String, to other: String, in source: any Directory) throws(FileError)
  /// Removes a name that is not a directory (`unlinkat`).
  func remove(_ name: String) throws(FileError)
  /// Removes an empty directory (`unlinkat` with `AT_REMOVEDIR`).
  func removeDirectory(_ name: String) throws(FileError)
  /// Renames an entry within this directory, replacing `newName` at once if it exists (`renameat`).
  func rename(_ name: String, to newName: String) throws(FileError)
  /// Exchanges two entries in one step (`renameat2` with `RENAME_EXCHANGE`).
  ///
  /// - Throws: `EBUSY` for a mount point, `EINVAL` or `ENOSYS` on a file system that cannot.
  func exchange(_ name: String, with other: String) throws(FileError)
  /// Cuts a regular file to a size (`ftruncate`); its end is filled with zeros where it was shorter.
  func truncate(_ name: String, to size: Int64) throws(FileError)
  /// Makes the entries, and the directory's own attributes, durable (`fsync`).
  func synchronize() throws(FileError)

  // Attributes.

  /// Sets owner, mode, extended attributes and time, in this order, of an entry that is never followed.
  ///
  /// A change of the owner takes special bits of the mode and capabilities away, so these come after it.
  ///
  /// - Returns: what the file system or this user cannot set; everything else is set.
  @discardableResult
  func setAttributes(_ attributes: FileAttributes, of name: String) throws(FileError) -> [AttributeLoss]
  /// What an entry of this directory would not take of its attributes, as far as that can be told without trying.
  func expectedLosses(_ attributes: FileAttributes) -> [AttributeLoss]
  /// The extended attributes that are kept (`ExtendedAttribute.isKept`), in byte order of their names; links are not
  /// followed. A file system that has none has an empty list.
  ///
  /// - Parameter name: of an entry; `nil` for the directory itself.
  func extendedAttributes(of name: String?) throws(FileError) -> [ExtendedAttribute]
  /// The flags that lock a file or directory; empty for links, and where there are no such flags.
  ///
  /// - Parameter name: of an entry; `nil` for the directory itself.
  func lock(of name: String?) -> FileLock
  /// Takes off the flags that lock an entry.
  ///
  /// - Parameter name: of an entry; `nil` for the directory itself.
  /// - Returns: whether there were some, and they are off.
  func unlock(_ name: String?) -> Bool
  /// Whether this directory is immutable or append-only (`FS_IOC_GETFLAGS`); `false` on a file system without flags.
  func isFixed() -> Bool

  // Its place.

  /// The room on the file system (`fstatvfs`).
  func capacity() throws(FileError) -> Capacity
  /// The bytes that the file system has set aside for an entry (`st_blocks`); a link is not followed.
  func allocated(of name: String) throws(FileError) -> Int64
  /// Whether this process may make and remove entries (`faccessat` with `AT_EACCESS`).
  ///
  /// - Throws: `EACCES`, `EPERM` for an immutable directory, `EROFS`.
  func checkWritable() throws(FileError)
  /// Locks this directory against other processes that lock it, for as long as this handle is open (`flock`).
  ///
  /// - Parameter waits: whether another holder has 2 s to let it go.
  /// - Throws: `EWOULDBLOCK` when another one holds it.
  func lock(waits: Bool) throws(FileError)
}

extension Directory {
  /// Locks this directory, and gives another holder 2 s to let it go.
  package func lock() throws(FileError) { try lock(waits: true) }

  /// Whether an entry of any kind has this name.
  package func contains(_ name: String) throws(FileError) -> Bool {
    do {
      _ = try status(of: name)
      return true
    } catch {
      guard error.isNotFound else { throw error }
      return false
    }
  }
}
