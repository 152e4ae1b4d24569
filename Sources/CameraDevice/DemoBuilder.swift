internal import FileSystem

/// Something in a demo camera; paths are relative to it, directories come before what is in them.
package enum DemoEntry: Sendable {
  case directory(String)
  case file(String, [UInt8])
  case link(String, target: String)
}

/// Builds a directory beside its place and renames it.
struct DemoBuilder {
  /// Absolute.
  let parent: String
  let name: String

  /// Makes the directory with these entries, or nothing: directories 0700, files 0600.
  func build(_ entries: [DemoEntry]) throws(FileError) {
    removeLeftovers()
    let temporary = prefix + String(SystemCalls.process)
    let path = parent + "/" + temporary
    do throws(FileError) {
      try SystemCalls.makeDirectory(path, mode: 0o700)
      for entry in entries { try make(entry, in: path) }
      try PosixFileSystem().openDirectory(at: parent).rename(temporary, to: name)
    } catch {
      try? Self.removeTree(path)
      throw error
    }
  }

  private var prefix: String { ".\(name).new." }

  private func make(_ entry: DemoEntry, in path: String) throws(FileError) {
    switch entry {
    case .directory(let name): try SystemCalls.makeDirectory(path + "/" + name, mode: 0o700)
    case .link(let name, let target): try SystemCalls.makeLink(path + "/" + name, to: target)
    case .file(let name, let bytes):
      guard let split = SplitPath(path + "/" + name) else { return }
      try PosixFileSystem().openDirectory(at: split.directory).create(split.name).write(bytes.span, at: 0)
    }
  }

  /// Removes what interrupted creations left: their processes are gone. Whatever cannot be removed may stay.
  private func removeLeftovers() {
    guard let entries = try? PosixFileSystem().openDirectory(at: parent).entries() else { return }
    for entry in entries where entry.name.utf8.starts(with: prefix.utf8) {
      let digits = entry.name.utf8.dropFirst(prefix.utf8.count)
      guard let process = Int32(String(decoding: digits, as: UTF8.self)), process > 0 else { continue }
      if process == SystemCalls.process || !SystemCalls.isRunning(process: process) {
        try? Self.removeTree(parent + "/" + entry.name)
      }
    }
  }

  private static func removeTree(_ path: String) throws(FileError) {
    let directory = try PosixFileSystem().openDirectory(at: path)
    for entry in try directory.entries() {
      if try directory.status(of: entry.name).kind == .directory {
        try removeTree(path + "/" + entry.name)
      } else {
        try directory.remove(entry.name)
      }
    }
    try SystemCalls.removeDirectory(path)
  }

  /// Makes a directory and those above it, as far as they are missing.
  static func makeDirectories(_ path: String) throws(FileError) {
    do throws(FileError) {
      _ = try PosixFileSystem().openDirectory(at: path)
    } catch {
      guard error.isNotFound, let split = SplitPath(path) else { throw error }
      try makeDirectories(split.directory)
      try SystemCalls.makeDirectory(path, mode: 0o700)
    }
  }
}
