import FileSystem
import Glibc

/// A file as a plain program uses it: the baseline. Closed with its last reference.
final class PlainFile {
  private let descriptor: Int32
  private let path: String

  /// Opens a file to read it.
  init(reading path: String) throws(FileError) {
    descriptor = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC)
    self.path = path
    guard descriptor >= 0 else { throw FileError(.open, path, code: errno) }
  }

  /// Makes a file, or empties it.
  init(writing path: String) throws(FileError) {
    descriptor = unsafe Glibc.open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    self.path = path
    guard descriptor >= 0 else { throw FileError(.create, path, code: errno) }
  }

  deinit { close(descriptor) }

  /// Reads to the end (`read`), and gives every piece to `body`.
  func readAll(_ body: (Span<UInt8>) throws(FileError) -> Void = { _ in }) throws(FileError) {
    var buffer = [UInt8](repeating: 0, count: 131_072)
    while true {
      let count = unsafe read(descriptor, &buffer, buffer.count)
      guard count >= 0 else { throw FileError(.read, path, code: errno) }
      if count == 0 { return }
      try body(buffer.span.extracting(0..<count))
    }
  }

  /// Writes all bytes where the last ones ended (`write`).
  func write(_ bytes: Span<UInt8>) throws(FileError) {
    var done = 0
    while done < bytes.count {
      let rest = bytes.extracting(done..<bytes.count)
      let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress!, $0.count) }
      guard count >= 0 else { throw FileError(.write, path, code: errno) }
      done += count
    }
  }

  func synchronize() throws(FileError) {
    guard fsync(descriptor) == 0 else { throw FileError(.synchronize, path, code: errno) }
  }

  /// Lets the next read come from the medium.
  func dropPages() {
    posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED)
  }

  /// Copies files into one, and makes it durable.
  static func copy(_ sources: [String], to path: String) throws(FileError) {
    let file = try PlainFile(writing: path)
    for source in sources {
      try PlainFile(reading: source).readAll { (bytes) throws(FileError) in try file.write(bytes) }
    }
    try file.synchronize()
    file.dropPages()
  }

  static func remove(_ path: String) {
    unsafe unlink(path)
  }
}
