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

  static var process: Int32 { getpid() }

  /// Whether a process of this number exists (`kill` with signal 0).
  static func isRunning(process: Int32) -> Bool {
    kill(process, 0) == 0 || errno != ESRCH
  }

  /// Bytes of stack that a thread of a module's call gets: it reads files, into memory of the heap.
  static let smallStack = 256 * 1_024
  /// The same of a thread that walks through directories, which may be nested deeply: as much as the first thread has.
  static let largeStack = 8 * 1_024 * 1_024

  /// Does work on a thread of its own that nobody waits for (`pthread_create`). The signals that the program handles go
  /// to its other threads.
  ///
  /// - Parameter stack: bytes; memory only as far as it is used.
  /// - Returns: `false` when the system gives no thread (`EAGAIN`).
  static func startThread(stack: Int = smallStack, _ work: @escaping @Sendable () -> Void) -> Bool {
    var attributes = pthread_attr_t()
    unsafe pthread_attr_init(&attributes)
    defer { unsafe pthread_attr_destroy(&attributes) }
    unsafe pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    unsafe pthread_attr_setstacksize(&attributes, stack)
    var (all, former) = (sigset_t(), sigset_t())
    unsafe sigfillset(&all)
    // A fault is of the thread that makes it.
    for signal in [SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGSEGV, SIGFPE] { unsafe sigdelset(&all, signal) }
    unsafe pthread_sigmask(SIG_SETMASK, &all, &former)
    defer { unsafe pthread_sigmask(SIG_SETMASK, &former, nil) }
    let context = unsafe Unmanaged.passRetained(ThreadWork(work: work))
    var thread = pthread_t()
    let code = unsafe pthread_create(
      &thread, &attributes,
      { context in
        unsafe Unmanaged<ThreadWork>.fromOpaque(context!).takeRetainedValue().work()
        return nil
      }, context.toOpaque())
    if code != 0 { unsafe context.release() }
    return code == 0
  }

  /// The path without links, `.` and `..` (`realpath`).
  static func realPath(_ path: String) throws(FileError) -> String {
    guard let resolved = unsafe realpath(path, nil) else { throw FileError(.status, path, code: errno) }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
  }

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

  /// The home directory of this process' user in the user database (`getpwuid_r`).
  static func homeFromPasswd() -> String? {
    var entry = unsafe passwd()
    var buffer = [CChar](repeating: 0, count: 16_384)
    return unsafe buffer.withUnsafeMutableBufferPointer { buffer in
      var found: UnsafeMutablePointer<passwd>?
      guard unsafe getpwuid_r(getuid(), &entry, buffer.baseAddress!, buffer.count, &found) == 0, unsafe found != nil,
        let home = unsafe entry.pw_dir
      else { return nil }
      return unsafe String(cString: home)
    }
  }

  /// Makes a directory with exactly these permissions (`mkdir`, `chmod`).
  static func makeDirectory(_ path: String, mode: UInt32) throws(FileError) {
    guard unsafe mkdir(path, mode) == 0, unsafe chmod(path, mode) == 0 else {
      throw FileError(.makeDirectory, path, code: errno)
    }
  }

  /// Removes an empty directory (`rmdir`).
  static func removeDirectory(_ path: String) throws(FileError) {
    guard unsafe rmdir(path) == 0 else { throw FileError(.remove, path, code: errno) }
  }

  /// Makes a symbolic link (`symlink`).
  static func makeLink(_ path: String, to target: String) throws(FileError) {
    guard unsafe symlink(target, path) == 0 else { throw FileError(.create, path, code: errno) }
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

  /// Year, month, day, hour, minute and second in the camera's time zone (`localtime_r`); `nil` beyond its range.
  static func localTime(_ seconds: Int64) -> [Int]? {
    var moment = time_t(seconds)
    var parts = unsafe tm()
    guard unsafe localtime_r(&moment, &parts) != nil else { return nil }
    let (year, month) = unsafe (parts.tm_year + 1900, parts.tm_mon + 1)
    return unsafe [year, month, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec].map(Int.init)
  }
}

/// What a thread has to do.
private final class ThreadWork: Sendable {
  let work: @Sendable () -> Void

  init(work: @escaping @Sendable () -> Void) { self.work = work }
}
