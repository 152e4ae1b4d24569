extension Directory {
  /// Reads a file to its end.
  ///
  /// - Returns: `nil` when it has more than `limit` bytes.
  package func readWhole(_ name: String, limit: Int) throws(FileError) -> [UInt8]? {
    try open(name).readWhole(limit: limit)
  }
}

extension File {
  /// Reads the file to its end, whatever its status says: files of the kernel do not know their size.
  ///
  /// - Returns: `nil` when it has more than `limit` bytes.
  package func readWhole(limit: Int) throws(FileError) -> [UInt8]? {
    let bytes = try readAll(limit: limit + 1)
    return bytes.count <= limit ? bytes : nil
  }
}
