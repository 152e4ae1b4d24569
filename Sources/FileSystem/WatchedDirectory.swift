internal import Glibc

/// Whether the medium under a file system is still in place.
///
/// A file system on a medium that was pulled out goes on answering: vfat hides directory blocks that it cannot read,
/// ext4 serves names and files from its cache and reports an error or a read-only file system.
package protocol MediumWatch: Sendable {
  /// Asks the medium itself, never a cache. Once it is gone it stays gone: another medium in its place is not this one.
  func isInPlace() -> Bool
}

/// A directory on a medium that can be pulled out.
///
/// An absent name, a list of names, an error, a read-only file system and a finished `fsync` are believed only while
/// the medium is in place. Otherwise every one of them becomes the error *gone* (`ENODEV`, `FileError.isGone`), so that
/// who uses the directory has one case to deal with, whatever the file system made of it.
package final class WatchedDirectory: Directory {
  private let directory: any Directory
  private let watch: any MediumWatch

  /// - Parameter watch: of the medium that the directory is on.
  package init(_ directory: any Directory, watch: any MediumWatch) {
    self.directory = directory
    self.watch = watch
  }

  package func entries() throws(FileError) -> [DirectoryEntry] {
    guard watch.isInPlace() else { throw .gone(.list, ".") }
    let entries = try watch.judging { () throws(FileError) in try directory.entries() }
    guard watch.isInPlace() else { throw .gone(.list, ".") }
    return entries
  }

  package func status() throws(FileError) -> FileStatus {
    try watch.judging { () throws(FileError) in try directory.status() }
  }

  package func status(of name: String) throws(FileError) -> FileStatus {
    try watch.judging { () throws(FileError) in try directory.status(of: name) }
  }

  package func openDirectory(_ name: String) throws(FileError) -> any Directory {
    let inner = try watch.judging { () throws(FileError) in try directory.openDirectory(name) }
    return WatchedDirectory(inner, watch: watch)
  }

  package func makeDirectory(_ name: String, mode: UInt32) throws(FileError) {
    try watch.judging { () throws(FileError) in try directory.makeDirectory(name, mode: mode) }
  }

  package func open(_ name: String) throws(FileError) -> any File {
    let file = try watch.judging { () throws(FileError) in try directory.open(name) }
    return WatchedFile(file, name, watch: watch)
  }

  package func openForWriting(_ name: String) throws(FileError) -> any File {
    let file = try watch.judging { () throws(FileError) in try directory.openForWriting(name) }
    return WatchedFile(file, name, watch: watch)
  }

  package func create(_ name: String) throws(FileError) -> any File {
    let file = try watch.judging { () throws(FileError) in try directory.create(name) }
    return WatchedFile(file, name, watch: watch)
  }

  package func readLink(_ name: String) throws(FileError) -> [UInt8] {
    try watch.judging { () throws(FileError) in try directory.readLink(name) }
  }

  package func remove(_ name: String) throws(FileError) {
    try watch.judging { () throws(FileError) in try directory.remove(name) }
  }

  package func rename(_ name: String, to newName: String) throws(FileError) {
    try watch.judging { () throws(FileError) in try directory.rename(name, to: newName) }
  }

  package func makeLink(_ name: String, to target: String) throws(FileError) {
    try watch.judging { () throws(FileError) in try directory.makeLink(name, to: target) }
  }

  package func makeHardLink(_ name: String, to other: String, in source: any Directory) throws(FileError) {
    let inner = (source as? WatchedDirectory)?.directory ?? source
    try watch.judging { () throws(FileError) in try directory.makeHardLink(name, to: other, in: inner) }
  }

  package func removeDirectory(_ name: String) throws(FileError) {
    try watch.judging { () throws(FileError) in try directory.removeDirectory(name) }
  }

  package func exchange(_ name: String, with other: String) throws(FileError) {
    try watch.judging { () throws(FileError) in try directory.exchange(name, with: other) }
  }

  package func truncate(_ name: String, to size: Int64) throws(FileError) {
    try watch.judging { () throws(FileError) in try directory.truncate(name, to: size) }
  }

  package func setAttributes(_ attributes: FileAttributes, of name: String) throws(FileError) -> [AttributeLoss] {
    try watch.judging { () throws(FileError) in try directory.setAttributes(attributes, of: name) }
  }

  package func expectedLosses(_ attributes: FileAttributes) -> [AttributeLoss] {
    directory.expectedLosses(attributes)
  }

  package func extendedAttributes(of name: String?) throws(FileError) -> [ExtendedAttribute] {
    try watch.judging { () throws(FileError) in try directory.extendedAttributes(of: name) }
  }

  package func lock(of name: String?) -> FileLock { directory.lock(of: name) }

  package func unlock(_ name: String?) -> Bool { directory.unlock(name) }

  package func isFixed() -> Bool { directory.isFixed() }

  package func allocated(of name: String) throws(FileError) -> Int64 {
    try watch.judging { () throws(FileError) in try directory.allocated(of: name) }
  }

  package func checkWritable() throws(FileError) {
    try watch.judging { () throws(FileError) in try directory.checkWritable() }
  }

  package func lock(waits: Bool) throws(FileError) {
    try watch.judging { () throws(FileError) in try directory.lock(waits: waits) }
  }

  /// A file system that knows of nothing to write reports success on a medium that is gone.
  package func synchronize() throws(FileError) {
    try watch.judging { () throws(FileError) in try directory.synchronize() }
    guard watch.isInPlace() else { throw .gone(.synchronize, ".") }
  }

  /// The kernel makes a file system read-only when it can no longer write to its medium.
  package func capacity() throws(FileError) -> Capacity {
    let capacity = try watch.judging { () throws(FileError) in try directory.capacity() }
    if capacity.isReadOnly, !watch.isInPlace() { throw .gone(.status, ".") }
    return capacity
  }
}

/// A file on a medium that can be pulled out.
private final class WatchedFile: File {
  private let file: any File
  private let name: String
  private let watch: any MediumWatch

  init(_ file: any File, _ name: String, watch: any MediumWatch) {
    self.file = file
    self.name = name
    self.watch = watch
  }

  func status() throws(FileError) -> FileStatus {
    try watch.judging { () throws(FileError) in try file.status() }
  }

  /// The end of the file is what an absent name is in a directory.
  func read(into buffer: inout MutableSpan<UInt8>, at offset: Int64) throws(FileError) -> Int {
    let count = try mapError(watch.judged, try file.read(into: &buffer, at: offset))
    if count < buffer.count, !watch.isInPlace() { throw .gone(.read, name) }
    return count
  }

  func write(_ bytes: Span<UInt8>, at offset: Int64) throws(FileError) {
    try mapError(watch.judged, try file.write(bytes, at: offset))
  }

  func synchronize() throws(FileError) {
    try watch.judging { () throws(FileError) in try file.synchronize() }
    guard watch.isInPlace() else { throw .gone(.synchronize, name) }
  }

  func setMode(_ mode: UInt32) throws(FileError) {
    try watch.judging { () throws(FileError) in try file.setMode(mode) }
  }

  func setOwner(_ owner: UInt32, group: UInt32) throws(FileError) {
    try watch.judging { () throws(FileError) in try file.setOwner(owner, group: group) }
  }

  func dropPages() { file.dropPages() }

  /// A hole is what an absent name is in a directory.
  func dataRanges(upTo size: Int64) throws(FileError) -> [Range<Int64>] {
    let ranges = try watch.judging { () throws(FileError) in try file.dataRanges(upTo: size) }
    guard ranges == [0..<size] || watch.isInPlace() else { throw .gone(.read, name) }
    return ranges
  }
}

extension MediumWatch {
  /// Runs an operation, and believes its error only while the medium is in place.
  fileprivate func judging<Result>(_ body: () throws(FileError) -> Result) throws(FileError) -> Result {
    try mapError(judged, body)
  }

  fileprivate func judged(_ error: FileError) -> FileError {
    error.isGone || isInPlace() ? error : .gone(error.operation, error.name)
  }
}

extension FileError {
  /// The medium went away, whatever the file system said.
  fileprivate static func gone(_ operation: Operation, _ name: String) -> FileError {
    FileError(operation, name, code: ENODEV)
  }
}
