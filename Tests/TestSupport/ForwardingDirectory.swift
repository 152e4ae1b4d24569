package import FileSystem

/// A directory that passes on to another one what a test does not answer itself.
package protocol ForwardingDirectory: Directory {
  var base: any Directory { get }
}

extension ForwardingDirectory {
  package func entries() throws(FileError) -> [DirectoryEntry] { try base.entries() }
  package func status() throws(FileError) -> FileStatus { try base.status() }
  package func status(of name: String) throws(FileError) -> FileStatus { try base.status(of: name) }
  package func openDirectory(_ name: String) throws(FileError) -> any Directory { try base.openDirectory(name) }
  package func open(_ name: String) throws(FileError) -> any File { try base.open(name) }
  package func openForWriting(_ name: String) throws(FileError) -> any File { try base.openForWriting(name) }
  package func readLink(_ name: String) throws(FileError) -> [UInt8] { try base.readLink(name) }

  package func create(_ name: String) throws(FileError) -> any File { try base.create(name) }
  package func makeDirectory(_ name: String, mode: UInt32) throws(FileError) {
    try base.makeDirectory(name, mode: mode)
  }
  package func makeLink(_ name: String, to target: String) throws(FileError) { try base.makeLink(name, to: target) }
  package func makeHardLink(_ name: String, to other: String, in source: any Directory) throws(FileError) {
    try base.makeHardLink(name, to: other, in: (source as? any ForwardingDirectory)?.base ?? source)
  }
  package func remove(_ name: String) throws(FileError) { try base.remove(name) }
  package func removeDirectory(_ name: String) throws(FileError) { try base.removeDirectory(name) }
  package func rename(_ name: String, to newName: String) throws(FileError) { try base.rename(name, to: newName) }
  package func exchange(_ name: String, with other: String) throws(FileError) {
    try base.exchange(name, with: other)
  }
  package func truncate(_ name: String, to size: Int64) throws(FileError) { try base.truncate(name, to: size) }
  package func synchronize() throws(FileError) { try base.synchronize() }

  package func setAttributes(_ attributes: FileAttributes, of name: String) throws(FileError) -> [AttributeLoss] {
    try base.setAttributes(attributes, of: name)
  }
  package func expectedLosses(_ attributes: FileAttributes) -> [AttributeLoss] { base.expectedLosses(attributes) }
  package func extendedAttributes(of name: String?) throws(FileError) -> [ExtendedAttribute] {
    try base.extendedAttributes(of: name)
  }
  package func lock(of name: String?) -> FileLock { base.lock(of: name) }
  package func unlock(_ name: String?) -> Bool { base.unlock(name) }
  package func isFixed() -> Bool { base.isFixed() }

  package func capacity() throws(FileError) -> Capacity { try base.capacity() }
  package func allocated(of name: String) throws(FileError) -> Int64 { try base.allocated(of: name) }
  package func checkWritable() throws(FileError) { try base.checkWritable() }
  package func lock(waits: Bool) throws(FileError) { try base.lock(waits: waits) }
}

/// A file that passes on to another one what a test does not answer itself.
package protocol ForwardingFile: File {
  var base: any File { get }
}

extension ForwardingFile {
  package func status() throws(FileError) -> FileStatus { try base.status() }
  package func read(into buffer: inout MutableSpan<UInt8>, at offset: Int64) throws(FileError) -> Int {
    try base.read(into: &buffer, at: offset)
  }
  package func write(_ bytes: Span<UInt8>, at offset: Int64) throws(FileError) { try base.write(bytes, at: offset) }
  package func synchronize() throws(FileError) { try base.synchronize() }
  package func setMode(_ mode: UInt32) throws(FileError) { try base.setMode(mode) }
  package func setOwner(_ owner: UInt32, group: UInt32) throws(FileError) { try base.setOwner(owner, group: group) }
  package func dropPages() { base.dropPages() }
  package func dataRanges(upTo size: Int64) throws(FileError) -> [Range<Int64>] {
    try base.dataRanges(upTo: size)
  }
}
