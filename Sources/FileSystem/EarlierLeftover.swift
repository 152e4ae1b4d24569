/// What a cut in a change of users left in the configuration with an earlier version: `camera.cfg.new`, with password
/// strings of users who were never set.
///
/// The name is one that an administrator may use as well. So it counts only as a regular file beside a regular
/// `camera.cfg`, with a `SECTION users`.
package enum EarlierLeftover {
  private static let main = "camera.cfg"
  private static let name = "camera.cfg.new"
  /// Bytes that are looked through: as many as `camera.cfg` has at most.
  private static let limit = 16 << 20

  /// Whether an entry of the configuration directory is such a file.
  package static func isLeftover(_ name: String, in directory: any Directory) -> Bool {
    guard name == Self.name else { return false }
    let areFiles = [main, name].allSatisfy { (try? directory.status(of: $0).kind) == .regular }
    guard areFiles, let bytes = try? directory.open(name).readAll(limit: limit) else { return false }
    return bytes.split { $0 == 0x0A || $0 == 0x0D }.contains(where: isUsersSection)
  }

  /// Removes it durably, and overwrites it before.
  ///
  /// - Throws: the first error of removing it. A missing leftover is not an error.
  package static func clear(in directory: any Directory) throws(FileError) {
    guard isLeftover(name, in: directory) else { return }
    try DurableFile.clear(name, of: main, in: directory)
  }

  private static func isUsersSection(_ line: ArraySlice<UInt8>) -> Bool {
    let words = line.split { $0 == 0x20 || $0 == 0x09 }
    return words.count == 2 && words[0].elementsEqual("SECTION".utf8) && words[1].elementsEqual("users".utf8)
  }
}

extension Directory {
  /// Whether an entry of this directory, the configuration's, was left by a cut in a change of it: it is not part of
  /// it.
  package func holdsLeftover(_ name: String) -> Bool {
    DurableFile.isLeftover(name) || EarlierLeftover.isLeftover(name, in: self)
  }
}
