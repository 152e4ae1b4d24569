package import FileSystem

/// A directory in which single operations fail, or do nothing and say nothing of it; so in all that is opened in it.
package final class FaultyDirectory: ForwardingDirectory {
  /// What becomes of an operation on an entry.
  package enum Outcome: Sendable {
    case fails(Int32)
    /// It says that it is done, and is not.
    case isIgnored
  }

  package typealias Faults = @Sendable (_ operation: FileError.Operation, _ name: String) -> Outcome?

  package let base: any Directory
  private let faults: Faults
  private let name: String

  /// - Parameters:
  ///   - name: what `faults` gets for the directory itself.
  ///   - faults: `nil` lets an operation happen. `write` is the opening of a file for writing, and `create` a hard link
  ///     too.
  package init(_ base: any Directory, _ name: String = "", _ faults: @escaping Faults) {
    self.base = base
    self.name = name
    self.faults = faults
  }

  /// Whether the operation is to happen.
  private func admit(_ operation: FileError.Operation, _ name: String) throws(FileError) -> Bool {
    switch faults(operation, name) {
    case nil: return true
    case .isIgnored: return false
    case .fails(let code): throw FileError(operation, name, code: code)
    }
  }

  package func status(of name: String) throws(FileError) -> FileStatus {
    _ = try admit(.status, name)
    return try base.status(of: name)
  }

  package func openDirectory(_ name: String) throws(FileError) -> any Directory {
    FaultyDirectory(try base.openDirectory(name), name, faults)
  }

  package func open(_ name: String) throws(FileError) -> any File {
    _ = try admit(.open, name)
    return FaultyFile(try base.open(name), name, faults)
  }

  package func openForWriting(_ name: String) throws(FileError) -> any File {
    _ = try admit(.write, name)
    return FaultyFile(try base.openForWriting(name), name, faults)
  }

  package func create(_ name: String) throws(FileError) -> any File {
    _ = try admit(.create, name)
    return FaultyFile(try base.create(name), name, faults)
  }

  package func makeHardLink(_ name: String, to other: String, in source: any Directory) throws(FileError) {
    _ = try admit(.create, name)
    try base.makeHardLink(name, to: other, in: (source as? any ForwardingDirectory)?.base ?? source)
  }

  package func remove(_ name: String) throws(FileError) {
    if try admit(.remove, name) { try base.remove(name) }
  }

  package func synchronize() throws(FileError) {
    if try admit(.synchronize, name) { try base.synchronize() }
  }
}

private final class FaultyFile: ForwardingFile {
  let base: any File
  private let name: String
  private let faults: FaultyDirectory.Faults

  init(_ base: any File, _ name: String, _ faults: @escaping FaultyDirectory.Faults) {
    self.base = base
    self.name = name
    self.faults = faults
  }

  func synchronize() throws(FileError) {
    switch faults(.synchronize, name) {
    case nil: try base.synchronize()
    case .isIgnored: break
    case .fails(let code): throw FileError(.synchronize, name, code: code)
    }
  }
}
