internal import Glibc

/// The directories of terminal types that the environment names. ncurses writes to the terminal whatever a description
/// says, and opens whatever has its name.
enum TerminalDatabase {
  /// Forgets those in which others may have put something: the system's own directories remain.
  ///
  /// - Parameter type: the terminal's type, whose description must be a file.
  static func forgetForeign(_ type: String) {
    for variable in ["TERMINFO", "TERMINFO_DIRS"] {
      guard let value = unsafe getenv(variable).map({ unsafe String(cString: $0) }) else { continue }
      let directories = value.split(separator: ":")
      if !directories.allSatisfy({ isOwn(String($0), type) }) { unsafe unsetenv(variable) }
    }
  }

  /// Variables for ncurses that hide a directory of types in the home directory, if others may write there.
  static func home(_ type: String) -> [(name: String, value: String)] {
    let home = unsafe getenv("HOME").map { unsafe String(cString: $0) } ?? ""
    return home.isEmpty || isOwn(home + "/.terminfo", type) ? [] : [("HOME", "/")]
  }

  /// Whether only root or the caller may write into a directory, and the type's description is a file; also one that
  /// does not exist.
  private static func isOwn(_ path: String, _ type: String) -> Bool {
    guard path.hasPrefix("/") else { return false }
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return true }
    guard status.st_mode & S_IFMT == S_IFDIR, status.st_mode & 0o022 == 0 else { return false }
    guard status.st_uid == 0 || status.st_uid == geteuid() else { return false }
    guard let first = type.utf8.first, !type.contains("/") else { return true }
    let hexadecimal = String(first, radix: 16)
    return [String(Unicode.Scalar(first)), hexadecimal].allSatisfy { folder in
      unsafe stat("\(path)/\(folder)/\(type)", &status) != 0 || status.st_mode & S_IFMT == S_IFREG
    }
  }
}
