import FileSystem
import Glibc
import TestSupport
import Testing

/// The file systems that keep the contract.
enum Implementation: CaseIterable, CustomTestStringConvertible {
  case posix
  case memory

  var testDescription: String {
    switch self {
    case .posix: "POSIX"
    case .memory: "memory"
    }
  }

  /// Runs `body` on an empty folder.
  func withFolder(_ body: (Folder) throws -> Void) throws {
    switch self {
    case .posix:
      try withTemporaryDirectory { path in
        let directory = try PosixFileSystem().openDirectory(at: path)
        try body(Folder(root: PosixFileSystem(), path: path, directory: directory, plants: .posix(path)))
      }
    case .memory:
      let memory = CrashingFileSystem("/state")
      let directory = try memory.openDirectory(at: "/state")
      try body(Folder(root: memory, path: "/state", directory: directory, plants: .memory(memory, "/state")))
    }
  }
}

/// An empty folder, and the means to put things there that the protocol cannot make.
struct Folder {
  let root: any FileRoot
  let path: String
  let directory: any Directory
  let plants: Plants

  struct Plants {
    let link: (_ name: String, _ target: String) -> Void
    let pipe: (_ name: String) -> Void
    let noise: (_ name: [UInt8]) -> Void
    /// Another process locks a directory, or a file with a note of who it is, while the work is done.
    let whileLocked: (_ path: String, _ work: () throws -> Void) throws -> Void

    static func posix(_ path: String) -> Plants {
      Plants(
        link: { name, target in unsafe #expect(symlink(target, "\(path)/\(name)") == 0) },
        pipe: { name in unsafe #expect(mkfifo("\(path)/\(name)", 0o600) == 0) },
        noise: { name in
          let whole = Array("\(path)/".utf8CString.dropLast()) + name.map { CChar(bitPattern: $0) } + [0]
          let descriptor = unsafe Glibc.open(whole, O_CREAT | O_WRONLY, 0o600)
          #expect(descriptor >= 0)
          close(descriptor)
        },
        whileLocked: { path, work in
          let descriptor = unsafe Glibc.open(path, O_RDONLY)
          #expect(descriptor >= 0 && flock(descriptor, LOCK_EX | LOCK_NB) == 0)
          defer { close(descriptor) }
          try work()
        })
    }

    static func memory(_ memory: CrashingFileSystem, _ path: String) -> Plants {
      Plants(
        link: { name, target in memory.plantLink("\(path)/\(name)", to: target) },
        pipe: { name in memory.plantPipe("\(path)/\(name)") },
        noise: { name in memory.plant(name: name, in: path) },
        whileLocked: { path, work in
          memory.holdLock(path)
          defer { memory.releaseLock(path) }
          try work()
        })
    }
  }

  /// The names in the folder, sorted.
  func names() throws -> [String] {
    try directory.entries().map(\.name).sorted()
  }

  /// The same means in a directory of the folder.
  func plants(in name: String) -> Plants {
    switch root {
    case let memory as CrashingFileSystem: .memory(memory, path + "/" + name)
    default: .posix(path + "/" + name)
    }
  }

  /// A directory with a file in it.
  @discardableResult
  func tree(_ name: String, _ text: String = "") throws -> any Directory {
    try directory.makeDirectory(name, mode: 0o700)
    let tree = try directory.openDirectory(name)
    try tree.create("file").write(text)
    return tree
  }

  /// A file with these contents.
  @discardableResult
  func file(_ name: String, _ text: String = "") throws -> any File {
    let file = try directory.create(name)
    try file.write(text)
    return file
  }
}

extension File {
  func write(_ text: String, at offset: Int64 = 0) throws {
    try write(Array(text.utf8).span, at: offset)
  }

  /// All of it.
  func text() throws -> String {
    String(decoding: try readAll(limit: 1 << 16), as: UTF8.self)
  }
}

extension Directory {
  func text(_ name: String) throws -> String { try open(name).text() }
}

/// The error number that `body` ends with; `nil` if it succeeds.
func code<Result>(_ body: () throws -> Result) -> Int32? {
  do {
    _ = try body()
    return nil
  } catch {
    return (error as? FileError)?.code ?? -1
  }
}
