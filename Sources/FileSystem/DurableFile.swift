/// Files that are replaced whole: after a power cut there is the old file or the new one, never a part.
package enum DurableFile {
  /// Replaces `name` in `directory`: write new, fsync, rename, fsync the directory.
  ///
  /// - Throws: the first error; the outcome is then unknown, and the next reader takes what it finds.
  package static func replace(
    _ name: String, in directory: any Directory, with contents: Span<UInt8>
  ) throws(FileError) {
    do {
      try directory.remove(temporary(name))
    } catch {
      guard error.isNotFound else { throw error }
    }
    let file = try create(temporary(name), in: directory, contents)
    try finish(file, temporary(name), as: name, in: directory)
  }

  /// The same for a secret: the old contents are overwritten as far as possible.
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

  /// The same for a file in a directory that is not ours. The new file has the owner, group and mode of the old one.
  /// After an error no part of it stays in the directory. What a power cut leaves there has a name that nobody else
  /// uses: `isLeftover`. `clearLeftover` removes it.
  ///
  /// - Throws: the first error; where there is no such file, that of its status.
  package static func replaceKeepingAttributes(
    _ name: String, in directory: any Directory, with contents: Span<UInt8>
  ) throws(FileError) {
    let former = try directory.status(of: name)
    try clearLeftover(of: name, in: directory)
    let temporary = hiddenTemporary(name)
    do {
      let file = try create(temporary, in: directory, contents)
      try file.take(former)
      try finish(file, temporary, as: name, in: directory)
    } catch {
      try? overwrite(temporary, in: directory, upTo: .max)
      try? directory.remove(temporary)
      throw error
    }
  }

  /// Whether a name is that of a file which `replaceKeepingAttributes` makes and renames: `.NAME.camconsole-new`.
  package static func isLeftover(_ name: String) -> Bool {
    name.utf8.first == UInt8(ascii: ".") && name.utf8.count > leftoverSuffix.utf8.count + 1
      && name.utf8.suffix(leftoverSuffix.utf8.count).elementsEqual(leftoverSuffix.utf8)
  }

  /// Removes what a cut in `replaceKeepingAttributes` of `name` left, durably. It is overwritten before, unless it
  /// holds what the file itself holds: after a cut in a rename some file systems have one file under both names.
  ///
  /// - Throws: the first error of removing it. A missing leftover is not an error.
  package static func clearLeftover(of name: String, in directory: any Directory) throws(FileError) {
    try clear(hiddenTemporary(name), of: name, in: directory)
  }

  static func clear(_ leftover: String, of name: String, in directory: any Directory) throws(FileError) {
    guard try directory.contains(leftover) else { return }
    let isSame = (try? holdTheSame(name, leftover, in: directory)) ?? false
    if !isSame, try directory.status(of: leftover).kind == .regular {
      try? overwrite(leftover, in: directory, upTo: .max)
    }
    try directory.remove(leftover)
    try directory.synchronize()
  }

  private static func holdTheSame(
    _ name: String, _ other: String, in directory: any Directory
  ) throws(FileError) -> Bool {
    let (file, another) = (try directory.open(name), try directory.open(other))
    let (status, otherStatus) = (try file.status(), try another.status())
    guard status.inode != otherStatus.inode || status.device != otherStatus.device else { return true }
    guard status.size == otherStatus.size else { return false }
    return try file.readAll(limit: .max) == another.readAll(limit: .max)
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

  /// In a directory of our own.
  private static func temporary(_ name: String) -> String { name + ".new" }

  /// In a directory that is not ours.
  private static func hiddenTemporary(_ name: String) -> String { "." + name + leftoverSuffix }

  private static let leftoverSuffix = ".camconsole-new"

  private static func create(
    _ temporary: String, in directory: any Directory, _ contents: Span<UInt8>
  ) throws(FileError) -> any File {
    let file = try directory.create(temporary)
    try file.write(contents, at: 0)
    return file
  }

  /// Gives a file that is synchronised its name, durably: what cannot be synchronised is an error, but on a file system
  /// that does not know fsync of a directory.
  static func appear(in directory: any Directory, _ name: () throws(FileError) -> Void) throws(FileError) {
    try name()
    try directory.synchronize()
  }

  private static func finish(
    _ file: any File, _ temporary: String, as name: String, in directory: any Directory
  ) throws(FileError) {
    try file.synchronize()
    try directory.rename(temporary, to: name)
    try directory.synchronize()
  }
}

extension File {
  /// Makes the file durable. Something that is not a file on a disk may not support `fsync`: that is not an error.
  package func synchronizeWherePossible() throws(FileError) {
    do {
      try synchronize()
    } catch {
      guard error.code == FileError.Code.invalid else { throw error }
    }
  }

  /// Takes over owner, group and mode where they differ; the owner first, because that may clear bits of the mode.
  fileprivate func take(_ former: FileStatus) throws(FileError) {
    let own = try status()
    if own.owner != former.owner || own.group != former.group {
      try setOwner(former.owner, group: former.group)
    }
    if try status().mode != former.mode { try setMode(former.mode) }
  }
}
