internal import Glibc

/// A file that has no name until it is finished: whatever ends the process before, also a power cut or `SIGKILL`,
/// leaves nothing of it.
package final class UnnamedFile: Sendable {
  /// The file, for reading and writing, with mode 0600.
  package let file: any File
  private let descriptor: Int32
  private let directory: PosixDirectory

  /// Makes one in a directory (`openat` with `O_TMPFILE`).
  ///
  /// - Returns: `nil` where the file system has no such files, as FAT, and where `/proc` is not there, which is asked
  ///   for its name in the end.
  package init?(in directory: any Directory) {
    guard let directory = directory as? PosixDirectory, ThisProcess.hasDescriptorNames else { return nil }
    // O_TMPFILE, which the C library shows to few: __O_TMPFILE | O_DIRECTORY.
    let flags = 0o20_000_000 | O_DIRECTORY | O_RDWR | O_CLOEXEC
    descriptor = unsafe openat(directory.descriptor.number, ".", flags, 0o600)
    guard descriptor >= 0 else { return nil }
    self.directory = directory
    file = PosixFile(descriptor, "an unnamed file")
  }

  /// Gives it a name that nothing else has (`linkat` of the descriptor in `/proc`).
  ///
  /// - Throws: `FileError` of `.create`, also where something has the name by now.
  package func link(as name: String) throws(FileError) {
    try retrying(.create, name) {
      unsafe linkat(
        AT_FDCWD, "/proc/self/fd/\(descriptor)", directory.descriptor.number, system(name), AT_SYMLINK_FOLLOW)
    }
  }
}
