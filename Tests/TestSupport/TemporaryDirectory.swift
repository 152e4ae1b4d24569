internal import Glibc

/// Runs `body` with the path of a new directory, which is removed afterwards with all that is in it.
///
/// - Parameter folder: where it is made; `TMPDIR` when `nil`.
package func withTemporaryDirectory<Result>(
  in folder: String? = nil, _ body: (String) throws -> Result
) throws -> Result {
  var path = Array("\(folder ?? temporaryFolder())/camconsole-XXXXXX".utf8CString)
  let isMade = unsafe path.withUnsafeMutableBufferPointer { unsafe mkdtemp($0.baseAddress!) != nil }
  guard isMade else { throw TemporaryDirectoryError(code: errno) }
  defer { removeTree(path) }
  return try body(String(decoding: path.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self))
}

/// `mkdtemp` failed with this error number.
package struct TemporaryDirectoryError: Error {
  package let code: Int32
}

private func temporaryFolder() -> String {
  guard let folder = unsafe getenv("TMPDIR") else { return "/tmp" }
  return unsafe String(cString: folder)
}

/// Removes a file, or a directory with its contents. Names are C strings, because they need not be UTF-8.
private func removeTree(_ path: [CChar]) {
  guard unsafe unlink(path) != 0, unsafe rmdir(path) != 0 else { return }
  forEachName(in: path) { name in removeTree(path.dropLast() + [0x2F] + name + [0]) }
  _ = unsafe rmdir(path)
}

/// Names every entry of a directory but itself and the one above; none when it cannot be read.
///
/// - Parameters:
///   - path: a C string.
///   - body: gets each name, without a zero at its end.
func forEachName(in path: [CChar], _ body: ([CChar]) -> Void) {
  guard let stream = unsafe opendir(path) else { return }
  defer { unsafe closedir(stream) }
  while let entry = unsafe readdir(stream) {
    let name: [CChar] = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { buffer in
      unsafe buffer.prefix { $0 != 0 }.map { CChar(bitPattern: $0) }
    }
    guard name != [0x2E], name != [0x2E, 0x2E] else { continue }
    body(name)
  }
}
