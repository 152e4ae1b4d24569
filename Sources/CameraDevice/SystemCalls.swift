internal import FileSystem

enum SystemCalls {
  /// The path without links, `.` and `..`.
  static func realPath(_ path: String) throws(FileError) -> String { try PosixFileSystem().realPath(path) }
}
