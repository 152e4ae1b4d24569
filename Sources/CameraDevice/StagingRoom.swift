internal import CameraModel
internal import FileSystem

/// What a file system lacks to take a second copy of the configuration.
package struct MissingRoom: Sendable, Equatable {
  /// Bytes that are missing, 0 or more.
  package let bytes: Int64
  /// Files that are missing, 0 or more.
  package let files: Int64

  /// What is missing, 0 or more of each.
  package init(bytes: Int64, files: Int64) {
    self.bytes = bytes
    self.files = files
  }
}

/// What a tree takes on its file system: every file in whole blocks, holes and what the file system compresses apart.
struct TreeExtent {
  var bytes: Int64 = 0
  var files: Int64 = 0

  /// Adds an entry and, of a directory, all that is in it. Another file system that is mounted there is left out.
  mutating func add(_ name: String, in directory: any Directory, block: Int64) throws(FileError) {
    var descent = Descent(directory)
    var pending = [[name]]
    while let path = pending.popLast(), let name = path.last {
      let parent = try descent.directory(path.dropLast())
      let (status, allocated) = (try parent.status(of: name), try parent.allocated(of: name))
      files += 1
      let (sum, isTooLarge) = bytes.addingReportingOverflow(Self.extent(status, allocated, block))
      bytes = isTooLarge ? .max : sum
      guard status.kind == .directory, try status.device == parent.status().device else { continue }
      pending += try descent.directory(path).entries().map { path + [$0.name] }
    }
  }

  /// A small file may be kept in its inode here and need a block there.
  private static func extent(_ status: FileStatus, _ allocated: Int64, _ block: Int64) -> Int64 {
    // A file may be as large as a number can be.
    func rounded(_ bytes: Int64) -> Int64 {
      let (sum, isTooLarge) = bytes.addingReportingOverflow(block - 1)
      return (isTooLarge ? bytes : sum) / block * block
    }
    guard status.kind == .regular else { return rounded(allocated) }
    let whole = rounded(status.size)
    return whole <= block ? whole : min(whole, rounded(allocated))
  }
}

extension ConfigurationDirectory {
  /// What is missing for a second copy of the configuration beside it; `nil` where there is room.
  ///
  /// What an earlier restore left there counts as free, because the next one removes it.
  package func missingRoom() throws(ExchangeError) -> MissingRoom? {
    try mapError(failure) { () throws(FileError) in
      let room = try parent.capacity()
      var (need, left) = (TreeExtent(), TreeExtent())
      try need.add(name, in: parent, block: room.block)
      if try parent.contains(siblingName) { try? left.add(siblingName, in: parent, block: room.block) }
      let missing = MissingRoom(
        bytes: max(room.free.map { need.bytes - left.bytes - $0 } ?? 0, 0),
        files: max(room.freeInodes.map { need.files - left.files - $0 } ?? 0, 0))
      return missing == MissingRoom(bytes: 0, files: 0) ? nil : missing
    }
  }
}
