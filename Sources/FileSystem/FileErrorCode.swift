internal import Glibc

extension FileError {
  /// The system's error numbers that are told apart, or made up, outside of this module.
  package enum Code {
    /// `EIO`.
    package static let failed = EIO
    /// `ENOENT`.
    package static let noEntry = ENOENT
    /// `ENODEV`.
    package static let noDevice = ENODEV
    /// `ENXIO`.
    package static let noAddress = ENXIO
    /// `ENOMEDIUM`.
    package static let noMedium = ENOMEDIUM
    /// `ETIMEDOUT`.
    package static let timedOut = ETIMEDOUT
    /// `ENOTDIR`.
    package static let notDirectory = ENOTDIR
    /// `EISDIR`.
    package static let isDirectory = EISDIR
    /// `ELOOP`.
    package static let loop = ELOOP
    /// `EINVAL`.
    package static let invalid = EINVAL
    /// `EPERM`.
    package static let notPermitted = EPERM
    /// `EBUSY`.
    package static let busy = EBUSY
    /// `EFBIG`.
    package static let tooLarge = EFBIG
    /// `EXDEV`.
    package static let otherDevice = EXDEV
    /// `ENOTEMPTY`.
    package static let notEmpty = ENOTEMPTY
    /// `EEXIST`.
    package static let exists = EEXIST
    /// `ENOSYS`.
    package static let notImplemented = ENOSYS
    /// `EOPNOTSUPP`.
    package static let notSupported = EOPNOTSUPP
    /// `EAGAIN`.
    package static let tryAgain = EAGAIN
  }

  /// The system's words for an error number (`strerror_r`).
  package static func reason(of code: Int32) -> String {
    var buffer = [CChar](repeating: 0, count: 256)
    guard unsafe strerror_r(code, &buffer, buffer.count) == 0 else { return "error \(code)" }
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
