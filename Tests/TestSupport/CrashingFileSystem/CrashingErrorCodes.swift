internal import Glibc

/// Error numbers that tests inject, so that they need not import the C library.
package enum ErrorCode {
  package static let noSpace = ENOSPC
  package static let inputOutput = EIO
  package static let readOnly = EROFS
  package static let noDevice = ENODEV
  /// What a card reports that was mounted by FUSE and is full.
  package static let notPermitted = EPERM
  /// The power is off. Nothing else gives this error.
  package static let powerOff = ESHUTDOWN

  /// The name of an error number in a trace.
  static func name(_ code: Int32) -> String {
    switch code {
    case ENOSPC: "ENOSPC"
    case EIO: "EIO"
    case EROFS: "EROFS"
    case ENODEV: "ENODEV"
    case EPERM: "EPERM"
    case ESHUTDOWN: "power off"
    case ENOENT: "ENOENT"
    case EEXIST: "EEXIST"
    case ENOTDIR: "ENOTDIR"
    case EISDIR: "EISDIR"
    case ELOOP: "ELOOP"
    case ENOTEMPTY: "ENOTEMPTY"
    case EXDEV: "EXDEV"
    case EWOULDBLOCK: "EWOULDBLOCK"
    default: "error \(code)"
    }
  }
}
