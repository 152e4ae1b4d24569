import FileSystem
import Glibc
import TestSupport

extension [UInt8] {
  mutating func append(_ bytes: Span<UInt8>) {
    unsafe bytes.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
  }
}

/// The contents of a file.
func contents(_ path: String) throws -> [UInt8] {
  let file = try opened(path)
  return try file.readAll(limit: Int(try file.status().size))
}

/// Makes or replaces a file.
func write(_ bytes: [UInt8], to path: String) throws {
  let (directory, name) = try parent(of: path)
  if try directory.contains(name) { try directory.remove(name) }
  try directory.create(name).write(bytes.span, at: 0)
}

func write(_ text: String, to path: String) throws {
  try write(Array(text.utf8), to: path)
}

/// Changes the bytes of a file.
func alter(_ path: String, _ change: (inout [UInt8]) -> Void) throws {
  var bytes = try contents(path)
  change(&bytes)
  try write(bytes, to: path)
}

/// Inverts one bit of the byte at `offset`.
func flip(_ path: String, at offset: Int) throws {
  try alter(path) { $0[offset] ^= 0x10 }
}

func copy(_ path: String, to destination: String) throws {
  try write(try contents(path), to: destination)
}

/// Writes over the beginning of a file, or beyond its end.
func overwrite(_ path: String, with bytes: [UInt8]) throws {
  let (directory, name) = try parent(of: path)
  try directory.openForWriting(name).write(bytes.span, at: 0)
}

func exists(_ path: String) throws -> Bool {
  let (directory, name) = try parent(of: path)
  return try directory.contains(name)
}

func remove(_ path: String) throws {
  let (directory, name) = try parent(of: path)
  try directory.remove(name)
}

func makeDirectory(_ path: String) throws {
  let (directory, name) = try parent(of: path)
  try directory.makeDirectory(name, mode: 0o755)
}

func removeDirectory(_ path: String) throws {
  guard unsafe rmdir(path) == 0 else { throw TestFileError(path: path, code: errno) }
}

func makeLink(_ path: String, to target: String) throws {
  guard unsafe symlink(target, path) == 0 else { throw TestFileError(path: path, code: errno) }
}

func makePipe(_ path: String) throws {
  guard unsafe mkfifo(path, 0o600) == 0 else { throw TestFileError(path: path, code: errno) }
}

/// The names in a directory, in order.
func names(in path: String) throws -> [String] {
  try PosixFileSystem().openDirectory(at: path).entries().map(\.name).sorted()
}

/// A file or directory could not be made, with the error number of the system.
struct TestFileError: Error {
  let path: String
  let code: Int32
}

private func opened(_ path: String) throws -> any File {
  let (directory, name) = try parent(of: path)
  return try directory.open(name)
}

private func parent(of path: String) throws -> (any Directory, String) {
  let slash = path.lastIndex(of: "/")!
  let directory = try PosixFileSystem().openDirectory(at: String(path[..<slash]))
  return (directory, String(path[path.index(after: slash)...]))
}

func makeHardLink(_ path: String, to target: String) throws {
  guard unsafe link(target, path) == 0 else { throw TestFileError(path: path, code: errno) }
}

/// Makes a file so many bytes long, with a hole.
func overwrite(_ path: String, atTheEndOf length: Int64) throws {
  let (directory, name) = try parent(of: path)
  try directory.openForWriting(name).write([UInt8](repeating: 1, count: 1).span, at: length - 1)
}
