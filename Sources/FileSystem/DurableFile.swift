/// Files that are replaced whole: after a power cut there is the former one or the new one, never a piece.
package enum DurableFile {
  /// Replaces `name` in `directory`: write new, fsync, rename, fsync the directory.
  ///
  /// - Throws: the first error; the outcome is then unknown, and the next reader takes what it finds.
  package static func replace(
    _ name: String, in directory: any Directory, with contents: Span<UInt8>
  ) throws(FileError) {
    let temporary = name + ".new"
    do {
      try directory.remove(temporary)
    } catch  where error.isNotFound {
    }
    let file = try directory.create(temporary)
    try file.write(contents, at: 0)
    try file.synchronize()
    try directory.rename(temporary, to: name)
    try directory.synchronize()
  }
}
