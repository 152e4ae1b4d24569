/// A name in a directory as it was read.
package struct DirectoryEntry: Sendable, Equatable {
  /// The name as text (`NameText`), which opens the entry whatever its bytes are.
  package let name: String

  /// See the properties.
  package init(name: String) {
    self.name = name
  }
}

/// Files and directories, as a POSIX system offers them.
///
/// Everything is reached through handles of open directories, so that a card that is exchanged under a path in the
/// middle of an operation is never taken for the one that it began on. One implementation is the system's own, one
/// lives in memory and loses what was not synchronised. Names of entries are text (`NameText`) throughout, and so
/// lossless.
package protocol FileRoot: Sendable {
  /// Opens the directory at an absolute path; a link in its place is followed, as the administrator set it.
  ///
  /// - Parameter end: whose the directory itself may be.
  /// - Throws: also where another user could exchange what is on the path (`FileError.distrust`).
  func openDirectory(at path: String, _ end: PathEnd) throws(FileError) -> any Directory
  /// Opens the file at an absolute path for reading without waiting; links are followed.
  func openFile(at path: String) throws(FileError) -> any File
  /// Opens a lock file, or makes it with mode 0600, in a directory that nobody else may write.
  ///
  /// - Throws: also for a link, and for a file of another user, who could hold the lock without end
  ///   (`FileError.distrust`).
  func openLock(at path: String) throws(FileError) -> any LockFile
  /// Refuses a path on which another user could exchange something, and opens nothing of it.
  func check(_ path: String, _ end: PathEnd) throws(FileError)
  /// An absolute path without links, `.` and `..` (`realpath`).
  func realPath(_ path: String) throws(FileError) -> String
}

extension FileRoot {
  /// Opens the directory at an absolute path of which every part is trusted alike.
  package func openDirectory(at path: String) throws(FileError) -> any Directory {
    try openDirectory(at: path, .shared)
  }
}

/// An open file. It is closed when the last reference goes.
package protocol File: AnyObject, Sendable {
  /// What the open file is, even if its name was changed or removed (`fstat`).
  func status() throws(FileError) -> FileStatus
  /// Reads at `offset` until `buffer` is full or the file ends (`pread`).
  ///
  /// - Returns: the bytes read, less than the buffer holds only at the end of the file.
  func read(into buffer: inout MutableSpan<UInt8>, at offset: Int64) throws(FileError) -> Int
  /// Writes all of `bytes` at `offset` (`pwrite`).
  func write(_ bytes: Span<UInt8>, at offset: Int64) throws(FileError)
  /// Makes contents, length, mode and owner durable (`fsync`). A failure is final: the pages may be lost, it is never
  /// tried again.
  func synchronize() throws(FileError)
  /// Sets the permission bits, 0…0o7777 (`fchmod`).
  func setMode(_ mode: UInt32) throws(FileError)
  /// Gives the file to a user and a group (`fchown`); the bits for set-user-ID and set-group-ID may be lost.
  func setOwner(_ owner: UInt32, group: UInt32) throws(FileError)
  /// Asks the system to forget its pages of this file, so that the next read comes from the medium
  /// (`posix_fadvise` with `POSIX_FADV_DONTNEED`). Advice: no error.
  func dropPages()
  /// The parts of the file that are not holes, in order, not touching, all within `0..<size` (`SEEK_DATA`,
  /// `SEEK_HOLE`).
  /// A file system that does not know of holes has one part.
  ///
  /// - Parameter size: bytes from the beginning that are looked at.
  func dataRanges(upTo size: Int64) throws(FileError) -> [Range<Int64>]
}

extension File {
  /// The whole file as it stands, at most `limit` bytes of it; memory is taken for what is there, not for the limit.
  package func readAll(limit: Int) throws(FileError) -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < limit {
      var piece = [UInt8](repeating: 0, count: min(limit - bytes.count, 16_384))
      var span = piece.mutableSpan
      let count = try read(into: &span, at: Int64(bytes.count))
      bytes += piece.prefix(count)
      if count < piece.count { break }
    }
    return bytes
  }
}

extension FileRoot {
  /// Whether there is a directory at an absolute path.
  package func exists(_ path: String) throws(FileError) -> Bool {
    do {
      _ = try openDirectory(at: path)
      return true
    } catch {
      guard error.isNotFound else { throw error }
      return false
    }
  }

  /// Opens a directory, and makes it and those above it where they are not there.
  ///
  /// - Parameters:
  ///   - path: absolute.
  ///   - mode: permission bits of those that are made, subject to the process' mask.
  package func openMakingDirectories(at path: String, mode: UInt32 = 0o700) throws(FileError) -> any Directory {
    do {
      return try openDirectory(at: path)
    } catch {
      guard error.isNotFound, let slash = path.lastIndex(of: "/"), slash < path.index(before: path.endIndex) else {
        throw error
      }
      let above = path[..<slash]
      let parent = try openMakingDirectories(at: above.isEmpty ? "/" : String(above), mode: mode)
      let name = NameText.text(path[path.index(after: slash)...].utf8)
      try parent.makeDirectory(name, mode: mode)
      try parent.synchronize()
      return try parent.openDirectory(name)
    }
  }
}
