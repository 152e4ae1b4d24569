internal import Glibc

/// A file of a new name, written from its beginning. Where the file system permits it has no name before it is
/// finished; else it is removed again unless it is.
package struct NewFile {
  private let directory: any Directory
  private let name: String
  private let made: Made
  /// How many bytes were written.
  package private(set) var bytes: Int64 = 0

  private enum Made {
    case unnamed(UnnamedFile)
    case named(any File)
  }

  /// Begins it, with mode 0600.
  ///
  /// - Throws: `FileError` of `.create`: also `EEXIST`, where something has the name.
  package init(_ name: String, in directory: any Directory) throws(FileError) {
    guard try !directory.contains(name) else { throw FileError(.create, name, code: EEXIST) }
    self.directory = directory
    self.name = name
    made = if let file = UnnamedFile(in: directory) { .unnamed(file) } else { .named(try directory.create(name)) }
  }

  private var file: any File {
    switch made {
    case .unnamed(let unnamed): unnamed.file
    case .named(let file): file
    }
  }

  /// Writes behind what was written.
  package mutating func append(_ contents: Span<UInt8>) throws(FileError) {
    try file.write(contents, at: bytes)
    bytes += Int64(contents.count)
  }

  /// Makes it durable, under its name.
  ///
  /// - Throws: `FileError` of `.create`, also where something has the name by now.
  package func finish() throws(FileError) {
    do throws(FileError) {
      try file.synchronize()
    } catch {
      // What is not a file on a disk may not know fsync.
      guard error.code == EINVAL else { throw error }
    }
    guard case .unnamed(let unnamed) = made else { return }
    try DurableFile.appear(in: directory) { () throws(FileError) in try unnamed.link(as: name) }
  }

  /// Leaves nothing of it.
  package func discard() {
    if case .named = made { try? directory.remove(name) }
  }
}
