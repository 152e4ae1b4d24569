internal import FileSystem

/// Something in a demo camera; paths are relative to it, directories come before what is in them.
enum DemoEntry: Sendable {
  case directory(String)
  case file(String, [UInt8])
  case link(String, target: String)
}

/// Builds a directory beside its place and renames it.
struct DemoBuilder {
  /// Where it will be: nobody else can exchange it or what is made in it.
  let parent: any Directory
  let name: String

  /// Makes the directory with these entries, or nothing: directories 0700, files 0600.
  func build(_ entries: [DemoEntry]) throws(FileError) {
    removeLeftovers()
    let temporary = try makeTemporary()
    do throws(FileError) {
      var descent = Descent<any Directory>(try parent.openDirectory(temporary))
      for entry in entries { try make(entry, &descent) }
      try parent.rename(temporary, to: name)
    } catch {
      try? parent.removeTree(temporary)
      throw error
    }
  }

  private var prefix: String { ".\(name).new." }

  /// Makes a directory of a name that nobody can foresee and nothing has, as mkdtemp(3) does.
  private func makeTemporary() throws(FileError) -> String {
    for _ in 0..<16 {
      let name = "\(prefix)\(ThisProcess.number).\(String(UInt64.random(in: .min ... .max), radix: 36))"
      do throws(FileError) {
        try parent.makeDirectory(name, mode: 0o700)
        return name
      } catch {
        guard error.isExisting else { throw error }
      }
    }
    throw FileError(.makeDirectory, prefix, code: FileError.Code.exists)
  }

  private func make(_ entry: DemoEntry, _ descent: inout Descent<any Directory>) throws(FileError) {
    let (directory, name) = try place(entry.path, &descent)
    switch entry {
    case .directory: try directory.makeDirectory(name, mode: 0o700)
    case .link(_, let target): try directory.makeLink(name, to: target)
    case .file(_, let bytes): try directory.create(name).write(bytes.span, at: 0)
    }
  }

  private func place(
    _ path: String, _ descent: inout Descent<any Directory>
  ) throws(FileError) -> (any Directory, String) {
    var names = path.split(separator: "/").map(String.init)
    guard let last = names.popLast() else { throw FileError.noName(path) }
    return (try descent.directory(names), last)
  }

  /// Removes what interrupted creations of this user left: their processes are gone. Whatever cannot be removed may
  /// stay. What somebody else made under such a name is not touched.
  private func removeLeftovers() {
    guard let entries = try? parent.entries() else { return }
    for entry in entries where entry.name.utf8.starts(with: prefix.utf8) {
      let digits = entry.name.utf8.dropFirst(prefix.utf8.count).prefix { $0 != UInt8(ascii: ".") }
      guard let process = Int32(String(decoding: digits, as: UTF8.self)), process > 0,
        process == ThisProcess.number || !ThisProcess.isRunning(process),
        let found = try? parent.status(of: entry.name),
        found.kind == .directory, found.owner == ThisProcess.user
      else { continue }
      try? parent.removeTree(entry.name)
    }
  }
}

extension DemoEntry {
  fileprivate var path: String {
    switch self {
    case .directory(let path), .file(let path, _), .link(let path, _): path
    }
  }
}
