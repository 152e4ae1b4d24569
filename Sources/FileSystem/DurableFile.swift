/// Files that are replaced whole: after a power cut there is the former one or the new one, never a piece.
package enum DurableFile {
  /// Replaces `name` in `directory`: write new, fsync, rename, fsync the directory.
  ///
  /// - Throws: the first error; the outcome is then unknown, and the next reader takes what it finds.
  package static func replace(
    _ name: String, in directory: any Directory, with contents: Span<UInt8>
  ) throws(FileError) {
    let file = try begin(name, in: directory, contents)
    try finish(file, as: name, in: directory)
  }

  /// The same, and overwrites the former contents, as far as that is possible; for what is secret.
  ///
  /// - Throws: as `replace`.
  package static func replaceOverwriting(
    _ name: String, in directory: any Directory, with contents: Span<UInt8>
  ) throws(FileError) {
    if try directory.contains(temporary(name)) { try wipe(temporary(name), in: directory) }
    let former = try? directory.openForWriting(name)
    try replace(name, in: directory, with: contents)
    if let former { try? overwrite(former, upTo: .max) }
  }

  /// The same for a file of the system's: the new one has the owner, group and mode of the former one, and after an
  /// error no piece of it stays in the directory.
  ///
  /// - Throws: the first error; where there is no such file, that of its status.
  package static func replaceKeepingAttributes(
    _ name: String, in directory: any Directory, with contents: Span<UInt8>
  ) throws(FileError) {
    let former = try directory.status(of: name)
    do {
      let file = try begin(name, in: directory, contents)
      try file.take(former)
      try finish(file, as: name, in: directory)
    } catch {
      try? directory.remove(temporary(name))
      throw error
    }
  }

  /// Overwrites a file with zeros and removes it, durably.
  ///
  /// - Parameter limit: bytes from its beginning that are overwritten, all by default; the length does not change.
  package static func wipe(
    _ name: String, in directory: any Directory, upTo limit: Int64 = .max
  ) throws(FileError) {
    try overwrite(name, in: directory, upTo: limit)
    try directory.remove(name)
    try directory.synchronize()
  }

  /// Overwrites a file with zeros, durably.
  package static func overwrite(
    _ name: String, in directory: any Directory, upTo limit: Int64
  ) throws(FileError) {
    try overwrite(try directory.openForWriting(name), upTo: limit)
  }

  private static func overwrite(_ file: any File, upTo limit: Int64) throws(FileError) {
    let end = min(try file.status().size, limit)
    let zeros = [UInt8](repeating: 0, count: Int(min(end, 65_536)))
    // Holes hold nothing, and zeros in their place could fill the medium.
    for range in try file.dataRanges(upTo: end) {
      var offset = range.lowerBound
      while offset < range.upperBound {
        let count = Int(min(range.upperBound - offset, Int64(zeros.count)))
        try file.write(zeros.span.extracting(0..<count), at: offset)
        offset += Int64(count)
      }
    }
    try file.synchronize()
  }

  private static func temporary(_ name: String) -> String { name + ".new" }

  private static func begin(
    _ name: String, in directory: any Directory, _ contents: Span<UInt8>
  ) throws(FileError) -> any File {
    do {
      try directory.remove(temporary(name))
    } catch {
      guard error.isNotFound else { throw error }
    }
    let file = try directory.create(temporary(name))
    try file.write(contents, at: 0)
    return file
  }

  private static func finish(_ file: any File, as name: String, in directory: any Directory) throws(FileError) {
    try file.synchronize()
    try directory.rename(temporary(name), to: name)
    try directory.synchronize()
  }
}

extension File {
  /// Takes over owner, group and mode where they differ; the owner first, because that may clear bits of the mode.
  fileprivate func take(_ former: FileStatus) throws(FileError) {
    let own = try status()
    if own.owner != former.owner || own.group != former.group {
      try setOwner(former.owner, group: former.group)
    }
    if try status().mode != former.mode { try setMode(former.mode) }
  }
}
