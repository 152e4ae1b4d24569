package import FileSystem
internal import Synchronization

/// What is done to files and directories, in order: what a power cut cannot take back any more, the flushes tell.
package final class Steps: Sendable {
  private let lines = Mutex<[String]>([])

  package init() {}

  /// One line each, as `flush NAME`. What is written to a file piece by piece is one step.
  package var all: [String] { lines.withLock { $0 } }

  package func forget() { lines.withLock { $0 = [] } }

  /// The same directory, whose steps are noted here, and those of all that is opened in it.
  package func noting(_ base: any Directory, _ name: String) -> any Directory {
    NotingDirectory(base, name, self)
  }

  fileprivate func note(_ line: String, isPiece: Bool = false) {
    lines.withLock { lines in
      if !isPiece || lines.last != line { lines.append(line) }
    }
  }
}

private final class NotingDirectory: ForwardingDirectory {
  let base: any Directory
  private let name: String
  private let steps: Steps

  init(_ base: any Directory, _ name: String, _ steps: Steps) {
    self.base = base
    self.name = name
    self.steps = steps
  }

  func openDirectory(_ name: String) throws(FileError) -> any Directory {
    NotingDirectory(try base.openDirectory(name), name, steps)
  }

  func open(_ name: String) throws(FileError) -> any File { NotingFile(try base.open(name), name, steps) }

  func openForWriting(_ name: String) throws(FileError) -> any File {
    NotingFile(try base.openForWriting(name), name, steps)
  }

  func create(_ name: String) throws(FileError) -> any File {
    steps.note("create \(name)")
    return NotingFile(try base.create(name), name, steps)
  }

  func makeDirectory(_ name: String, mode: UInt32) throws(FileError) {
    steps.note("make \(name)")
    try base.makeDirectory(name, mode: mode)
  }

  func remove(_ name: String) throws(FileError) {
    steps.note("remove \(name)")
    try base.remove(name)
  }

  func rename(_ name: String, to newName: String) throws(FileError) {
    steps.note("rename \(name) to \(newName)")
    try base.rename(name, to: newName)
  }

  func synchronize() throws(FileError) {
    steps.note("flush \(name)")
    try base.synchronize()
  }
}

private final class NotingFile: ForwardingFile {
  let base: any File
  private let name: String
  private let steps: Steps

  init(_ base: any File, _ name: String, _ steps: Steps) {
    self.base = base
    self.name = name
    self.steps = steps
  }

  func write(_ bytes: Span<UInt8>, at offset: Int64) throws(FileError) {
    steps.note("write \(name)", isPiece: true)
    try base.write(bytes, at: offset)
  }

  func synchronize() throws(FileError) {
    steps.note("flush \(name)")
    try base.synchronize()
  }
}
