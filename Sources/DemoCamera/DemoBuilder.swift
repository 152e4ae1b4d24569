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
    let work = WorkDirectory(in: parent, prefix: ".\(name).new.")
    work.removeLeftovers()
    let (temporary, directory) = try work.make()
    do throws(FileError) {
      try Self.make(entries, in: directory)
      try parent.rename(temporary, to: name)
    } catch {
      try? parent.removeTree(temporary)
      throw error
    }
  }

  /// Makes entries in a directory.
  static func make(_ entries: [DemoEntry], in directory: any Directory) throws(FileError) {
    var descent = Descent<any Directory>(directory)
    for entry in entries { try make(entry, &descent) }
  }

  private static func make(_ entry: DemoEntry, _ descent: inout Descent<any Directory>) throws(FileError) {
    let (directory, name) = try place(entry.path, &descent)
    switch entry {
    case .directory: try directory.makeDirectory(name, mode: 0o700)
    case .link(_, let target): try directory.makeLink(name, to: target)
    case .file(_, let bytes): try directory.create(name).write(bytes.span, at: 0)
    }
  }

  private static func place(
    _ path: String, _ descent: inout Descent<any Directory>
  ) throws(FileError) -> (any Directory, String) {
    var names = path.split(separator: "/").map(String.init)
    guard let last = names.popLast() else { throw FileError.noName(path) }
    return (try descent.directory(names), last)
  }
}

extension DemoEntry {
  fileprivate var path: String {
    switch self {
    case .directory(let path), .file(let path, _), .link(let path, _): path
    }
  }
}
