internal import FileSystem
internal import Glibc

/// The system calls of this module beyond those of `FileSystem`.
enum SystemCalls {
  /// Error numbers that are told apart elsewhere in this module.
  enum Code {
    static let failed = EIO
    static let noEntry = ENOENT
    static let noDevice = ENODEV
    static let noAddress = ENXIO
    static let noMedium = ENOMEDIUM
    static let timedOut = ETIMEDOUT
    static let notDirectory = ENOTDIR
    static let loop = ELOOP
    static let invalid = EINVAL
    static let notPermitted = EPERM
    static let busy = EBUSY
    static let tooLarge = EFBIG
    static let otherDevice = EXDEV
    static let notEmpty = ENOTEMPTY
    static let exists = EEXIST
    static let notImplemented = ENOSYS
    static let notSupported = EOPNOTSUPP
    static let isDirectory = EISDIR
    static let tryAgain = EAGAIN
  }

  /// The user that this process acts as (`geteuid`).
  static var user: UInt32 { geteuid() }

  /// The number of the block device whose node has this path (`stat`); `nil` for anything else.
  static func blockDevice(_ path: String) -> DeviceNumber? {
    var status = stat()
    guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFBLK else { return nil }
    return DeviceNumber(UInt64(status.st_rdev))
  }

  /// The value of an environment variable (`getenv`).
  static func environment(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe String(cString: value)
  }

  /// Whether this process may execute a file (`faccessat` with `AT_EACCESS`); not on a file system mounted `noexec`.
  static func isExecutable(_ path: String) -> Bool { unsafe faccessat(AT_FDCWD, path, X_OK, AT_EACCESS) == 0 }

  /// The wall clock (`clock_gettime` with `CLOCK_REALTIME`).
  static func wallClock() -> FileTime { read(CLOCK_REALTIME) }

  /// The time since the boot, sleep included (`clock_gettime` with `CLOCK_BOOTTIME`).
  static func bootClock() -> FileTime { read(CLOCK_BOOTTIME) }

  private static func read(_ clock: clockid_t) -> FileTime {
    var time = timespec()
    unsafe clock_gettime(clock, &time)
    return FileTime(seconds: Int64(time.tv_sec), nanoseconds: Int32(time.tv_nsec))
  }

  /// Year, month, day, hour, minute and second in the camera's time zone (`localtime_r`); `nil` outside of the years
  /// that a time may have.
  static func localTime(_ seconds: Int64) -> [Int]? {
    guard FileTime.bounds.contains(seconds) else { return nil }
    var moment = time_t(seconds)
    var parts = unsafe tm()
    guard unsafe localtime_r(&moment, &parts) != nil else { return nil }
    let (year, month) = unsafe (parts.tm_year + 1900, parts.tm_mon + 1)
    return unsafe [year, month, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec].map(Int.init)
  }
}
