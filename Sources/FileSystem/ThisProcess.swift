internal import Glibc

/// This process, its user and its surroundings.
package enum ThisProcess {
  /// Its number (`getpid`).
  package static var number: Int32 { getpid() }

  /// The user that it acts as (`geteuid`).
  package static var user: UInt32 { geteuid() }

  /// The name of the user that it acts as, else `user` and the number (`getpwuid_r`).
  package static var userName: String {
    user == 0 ? "root" : unsafe entry(of: user) { unsafe $0.pw_name } ?? "user \(user)"
  }

  /// The home directory of the user who started it, in the user database (`getpwuid_r`).
  package static var home: String? { unsafe entry(of: getuid()) { unsafe $0.pw_dir } }

  private static func entry(of user: UInt32, _ field: (passwd) -> UnsafeMutablePointer<CChar>?) -> String? {
    var entry = unsafe passwd()
    var buffer = [CChar](repeating: 0, count: 16_384)
    return unsafe buffer.withUnsafeMutableBufferPointer { buffer in
      var found: UnsafeMutablePointer<passwd>?
      guard unsafe getpwuid_r(user, &entry, buffer.baseAddress!, buffer.count, &found) == 0, unsafe found != nil,
        let text = unsafe field(entry)
      else { return nil }
      return unsafe String(cString: text)
    }
  }

  /// The value of an environment variable (`getenv`).
  package static func environment(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe String(cString: value)
  }

  /// The path from the root directory, with the working directory before a relative one (`getcwd`).
  package static func absolute(_ path: String) -> String {
    guard !path.hasPrefix("/"), let current = unsafe getcwd(nil, 0) else { return path }
    defer { unsafe free(current) }
    let directory = unsafe String(cString: current)
    return directory == "/" ? "/" + path : directory + "/" + path
  }

  /// Whether it may execute a file (`faccessat` with `AT_EACCESS`); not on a file system mounted `noexec`.
  package static func mayExecute(_ path: String) -> Bool { unsafe faccessat(AT_FDCWD, path, X_OK, AT_EACCESS) == 0 }

  /// Whether `/proc` has names for its open files, by which some of them are reached (`access`).
  package static var hasDescriptorNames: Bool { unsafe access("/proc/self/fd", F_OK) == 0 }
}
