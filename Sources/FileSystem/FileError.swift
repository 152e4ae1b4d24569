internal import Glibc

/// A failed system call on a file or directory.
package struct FileError: Error, Equatable {
  /// What was being done.
  package enum Operation: String, Sendable {
    case open, create, read, write, synchronize, remove, rename, list, makeDirectory, status, readLink, exchange, lock
    case setAttributes
  }

  /// What failed.
  package let operation: Operation
  /// The path or name it was done to, as it was given: bytes from outside, to be cleaned before they are shown.
  package let name: String
  /// The system's error number, as `ENOSPC`.
  package let code: Int32
  /// The flags of `chattr` that were found to be the reason, on the entry or on its directory.
  package let lock: FileLock
  /// That something on the path is somebody else's, who could exchange what is there.
  package let distrust: TrustError?

  /// An error of a system call, or one that is made up in its place.
  ///
  /// - Parameter code: an error number of the system.
  package init(_ operation: Operation, _ name: String, code: Int32, lock: FileLock = [], distrust: TrustError? = nil) {
    self.operation = operation
    self.name = name
    self.code = code
    self.lock = lock
    self.distrust = distrust
  }

  /// What is not trusted is not opened (`EACCES`).
  init(distrust: TrustError) {
    let path =
      switch distrust {
      case .foreignOwner(let path, _), .foreignLink(let path, _), .writableByOthers(let path, _): path
      }
    self.init(.open, path, code: EACCES, distrust: distrust)
  }

  /// What was found is on another file system (`EXDEV`).
  static func otherDevice(_ operation: Operation, _ name: String) -> FileError {
    FileError(operation, name, code: EXDEV)
  }

  /// A path that ends with no name, as `/` (`EINVAL`).
  package static func noName(_ path: String) -> FileError { FileError(.open, path, code: EINVAL) }

  /// Nothing of that name.
  package var isNotFound: Bool { code == ENOENT }
  /// Nothing of that name that is a directory, or a link in its place.
  package var isNoDirectory: Bool { code == ENOENT || code == ENOTDIR || code == ELOOP }
  /// Nothing of that name that is a regular file: a link, a directory, a pipe, a socket.
  package var isNoFile: Bool { isNoDirectory || code == EISDIR || code == EINVAL || code == ENXIO }
  /// No room is left (`ENOSPC`, `EDQUOT`). fusefat says so by `EPERM`, which a write to an open file gives for no other
  /// reason but a seal.
  package var isFull: Bool { code == ENOSPC || code == EDQUOT || (code == EPERM && operation == .write) }
  /// The file system, or this process, may not have a file of that size (`EFBIG`).
  package var isTooLarge: Bool { code == EFBIG }
  /// The caller lacks the right (`EACCES`, `EPERM`).
  package var isNotPermitted: Bool { (code == EACCES || code == EPERM) && !isFull }
  /// Something of that name is there already.
  package var isExisting: Bool { code == EEXIST }
  /// This file system, or this user, cannot have what was to be set (`ENOTSUP`, `ENOSPC`, `E2BIG` and their like).
  package var isNotTaken: Bool {
    [ENOTSUP, ENOSPC, E2BIG, ERANGE, EPERM, EACCES, EINVAL, ENODATA, EDQUOT, ENOSYS, EOPNOTSUPP].contains(code)
  }
  /// The file system cannot be written.
  package var isReadOnly: Bool { code == EROFS }
  /// The medium cannot be read there, though it is in place.
  package var isUnreadableMedium: Bool { code == EIO || code == EUCLEAN || code == EBADMSG }
  /// Nobody reads the pipe any more.
  package var isReaderGone: Bool { code == EPIPE }
  /// A signal came meanwhile.
  package var isInterrupted: Bool { code == EINTR }
  /// The device went away.
  package var isGone: Bool { code == ENODEV || code == ENXIO || code == ENOTCONN }
}
