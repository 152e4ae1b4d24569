import FileSystem
import TestSupport

/// A directory that says something else about its room, takes no further file, tells when it is listed, and has files
/// with bad sectors.
final class StandInDirectory: ForwardingDirectory {
  let base: any Directory
  private let room: Capacity?
  private let badSectors: [String: Range<Int64>]
  private let takesNoFiles: Bool
  private let listed: @Sendable () -> Void

  /// - Parameter badSectors: by the names of files in this directory or in one of its own, what cannot be read.
  init(
    _ base: any Directory, capacity: Capacity? = nil, badSectors: [String: Range<Int64>] = [:],
    takesNoFiles: Bool = false, listed: @escaping @Sendable () -> Void = {}
  ) {
    self.base = base
    room = capacity
    self.badSectors = badSectors
    self.takesNoFiles = takesNoFiles
    self.listed = listed
  }

  func entries() throws(FileError) -> [DirectoryEntry] {
    listed()
    return try base.entries()
  }

  func capacity() throws(FileError) -> Capacity {
    if let room { return room }
    return try base.capacity()
  }

  func openDirectory(_ name: String) throws(FileError) -> any Directory {
    let directory = try base.openDirectory(name)
    guard !badSectors.isEmpty || takesNoFiles else { return directory }
    return StandInDirectory(directory, badSectors: badSectors, takesNoFiles: takesNoFiles)
  }

  func open(_ name: String) throws(FileError) -> any File {
    let file = try base.open(name)
    guard let bad = badSectors[name] else { return file }
    return StandInFile(file, bad, name)
  }

  func makeDirectory(_ name: String, mode: UInt32) throws(FileError) {
    guard !takesNoFiles else { throw FileError(.makeDirectory, name, code: ErrorCode.noSpace) }
    try base.makeDirectory(name, mode: mode)
  }

  func create(_ name: String) throws(FileError) -> any File {
    guard !takesNoFiles else { throw FileError(.create, name, code: ErrorCode.noSpace) }
    return try base.create(name)
  }
}

/// A file of which a part cannot be read, and whose holes nobody is told of.
private final class StandInFile: ForwardingFile {
  let base: any File
  private let bad: Range<Int64>
  private let name: String

  init(_ base: any File, _ bad: Range<Int64>, _ name: String) {
    self.base = base
    self.bad = bad
    self.name = name
  }

  func read(into buffer: inout MutableSpan<UInt8>, at offset: Int64) throws(FileError) -> Int {
    guard !bad.overlaps(offset..<offset + Int64(buffer.count)) else { throw FileError(.read, name, code: 5) }
    return try base.read(into: &buffer, at: offset)
  }

  func dataRanges(upTo size: Int64) throws(FileError) -> [Range<Int64>] { [0..<size] }
}

extension TestCamera {
  /// Makes the card in the slot say that it has this much room, or cannot be written.
  func setRoom(free: Int64?, isReadOnly: Bool = false) {
    let room = Capacity(total: free, free: free, isReadOnly: isReadOnly)
    wrapCard = { StandInDirectory($0, capacity: room) }
  }
}
