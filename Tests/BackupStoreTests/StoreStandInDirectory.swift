import FileSystem

/// A directory that says something else about its room, and tells when it is listed.
final class StandInDirectory: Directory {
  private let base: any Directory
  private let room: Capacity?
  private let listed: @Sendable () -> Void

  init(_ base: any Directory, capacity: Capacity? = nil, listed: @escaping @Sendable () -> Void = {}) {
    self.base = base
    room = capacity
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

  func status() throws(FileError) -> FileStatus { try base.status() }
  func status(of name: String) throws(FileError) -> FileStatus { try base.status(of: name) }
  func openDirectory(_ name: String) throws(FileError) -> any Directory { try base.openDirectory(name) }
  func makeDirectory(_ name: String, mode: UInt32) throws(FileError) { try base.makeDirectory(name, mode: mode) }
  func open(_ name: String) throws(FileError) -> any File { try base.open(name) }
  func openForWriting(_ name: String) throws(FileError) -> any File { try base.openForWriting(name) }
  func create(_ name: String) throws(FileError) -> any File { try base.create(name) }
  func readLink(_ name: String) throws(FileError) -> [UInt8] { try base.readLink(name) }
  func remove(_ name: String) throws(FileError) { try base.remove(name) }
  func rename(_ name: String, to newName: String) throws(FileError) { try base.rename(name, to: newName) }
  func synchronize() throws(FileError) { try base.synchronize() }
}

extension TestCamera {
  /// Makes the card in the slot say that it has this much room, or cannot be written.
  func setRoom(free: Int64?, isReadOnly: Bool = false) {
    let room = Capacity(total: free, free: free, isReadOnly: isReadOnly)
    wrapCard = { StandInDirectory($0, capacity: room) }
  }
}
