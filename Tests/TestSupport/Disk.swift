internal import FileSystem
internal import Glibc

/// Things that tests do to files of the disk by their paths.
package enum Disk {
  package static func write(_ text: String, to path: String, mode: UInt32 = 0o600) {
    write(Array(text.utf8), to: path, mode: mode)
  }

  package static func write(_ bytes: [UInt8], to path: String, mode: UInt32 = 0o600) {
    let descriptor = unsafe open(path, O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, mode)
    precondition(descriptor >= 0, "cannot write \(path)")
    let count = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
    precondition(count == bytes.count, "cannot write \(path)")
    close(descriptor)
    setMode(mode, of: path)
  }

  package static func read(_ path: String) -> String? {
    guard let split = path.lastIndex(of: "/") else { return nil }
    let directory = try? PosixFileSystem().openDirectory(at: String(path[..<split]))
    let bytes = try? directory?.open(String(path[path.index(after: split)...])).readAll(limit: 1 << 16)
    return bytes.map { String(decoding: $0, as: UTF8.self) }
  }

  package static func setMode(_ mode: UInt32, of path: String) {
    let result = unsafe chmod(path, mode)
    precondition(result == 0, "chmod \(path)")
  }

  package static func makeDirectory(_ path: String, mode: UInt32 = 0o700) {
    let result = unsafe mkdir(path, mode)
    precondition(result == 0, "mkdir \(path)")
    setMode(mode, of: path)
  }

  package static func makePipe(_ path: String) {
    let result = unsafe mkfifo(path, 0o600)
    precondition(result == 0, "mkfifo \(path)")
  }

  package static func makeLink(_ path: String, to target: String) {
    let result = unsafe symlink(target, path)
    precondition(result == 0, "symlink \(path)")
  }

  package static func remove(_ path: String) {
    _ = unsafe Glibc.remove(path)
  }

  package static func give(_ path: String, to user: UInt32) {
    let result = unsafe chown(path, user, user)
    precondition(result == 0, "chown \(path)")
  }

  package static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

  package static func mode(of path: String) -> UInt32 {
    var status = stat()
    let result = unsafe lstat(path, &status)
    precondition(result == 0, "lstat \(path)")
    return status.st_mode & 0o7777
  }

  package static var isRoot: Bool { geteuid() == 0 }

  package static func setEnvironment(_ name: String, _ value: String) {
    unsafe setenv(name, value, 1)
  }
}
