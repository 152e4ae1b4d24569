internal import FileSystem

extension Directory {
  /// Reads a file to its end.
  ///
  /// - Returns: `nil` when it has more than `limit` bytes.
  func readWhole(_ name: String, limit: Int) throws(FileError) -> [UInt8]? {
    try open(name).readWhole(limit: limit)
  }
}

extension File {
  /// Reads the file to its end, in pieces, because files of the kernel do not know their size.
  ///
  /// - Returns: `nil` when it has more than `limit` bytes.
  func readWhole(limit: Int) throws(FileError) -> [UInt8]? {
    let bytes = try readPieces(limit: limit + 1)
    return bytes.count <= limit ? bytes : nil
  }

  /// Reads at most `limit` bytes. Memory grows with what is there, not with what may be.
  func readPieces(limit: Int) throws(FileError) -> [UInt8] {
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: min(limit, 4096))
    while bytes.count < limit {
      var span = piece.mutableSpan
      let count = try read(into: &span, at: Int64(bytes.count))
      bytes += piece.prefix(min(count, limit - bytes.count))
      if count < piece.count { break }
    }
    return bytes
  }
}
