internal import Glibc

/// The system calls of this module beyond those of `FileSystem`.
enum SystemCalls {
  static let exists = EEXIST
  static let notDirectory = ENOTDIR

  /// The user that this process acts as (`geteuid`).
  static var user: UInt32 { geteuid() }

  static var process: Int32 { getpid() }

  /// Whether a process of this number exists (`kill` with signal 0).
  static func isRunning(process: Int32) -> Bool {
    kill(process, 0) == 0 || errno != ESRCH
  }

  /// The home directory by the environment (`HOME`), and by the user database (`getpwuid_r`), as far as they name one.
  static var homes: [String] {
    [unsafe getenv("HOME").map { unsafe String(cString: $0) }, homeFromPasswd()].compactMap(\.self)
  }

  private static func homeFromPasswd() -> String? {
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
}
