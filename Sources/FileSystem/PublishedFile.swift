/// A file for everyone to read, replaced whole, in a directory that may be another user's, as a collector's.
///
/// Whatever that user does with the names in the directory, only what was made here gets another mode or is written.
package enum PublishedFile {
  /// Seconds after which a temporary file is what an interrupted replacement left.
  private static let leftoverAge: Int64 = 3_600

  /// Replaces `name`, or makes it.
  ///
  /// - Parameters:
  ///   - mode: permission bits.
  ///   - now: seconds since 1970.
  /// - Returns: `false` where `name` is a link, a device, a pipe or a directory; it is left as it is.
  package static func replace(
    _ name: String, in directory: any Directory, with contents: Span<UInt8>, mode: UInt32 = 0o644, now: Int64
  ) throws(FileError) -> Bool {
    guard try isReplaceable(name, in: directory) else { return false }
    clearLeftovers(of: name, in: directory, now)
    let (file, temporary) = try makeTemporary(of: name, in: directory)
    do throws(FileError) {
      try file.write(contents, at: 0)
      try file.setMode(mode)
      try file.synchronize()
      try DurableFile.appear(in: directory) { () throws(FileError) in try directory.rename(temporary, to: name) }
    } catch {
      try? directory.remove(temporary)
      throw error
    }
    return true
  }

  private static func isReplaceable(_ name: String, in directory: any Directory) throws(FileError) -> Bool {
    do throws(FileError) {
      return try directory.status(of: name).kind == .regular
    } catch {
      guard error.isNotFound else { throw error }
      return true
    }
  }

  private static func prefix(_ name: String) -> String { ".\(name).camconsole-" }

  /// Makes a file of a name that nobody can foresee. A collector does not read it: it does not end as `name` does.
  private static func makeTemporary(
    of name: String, in directory: any Directory
  ) throws(FileError) -> (any File, String) {
    var tries = 16
    while true {
      let temporary = prefix(name) + String(UInt64.random(in: .min ... .max), radix: 36)
      do throws(FileError) {
        return (try directory.create(temporary), temporary)
      } catch {
        tries -= 1
        guard error.isExisting, tries > 0 else { throw error }
      }
    }
  }

  /// Removes what interrupted replacements of this user left. Whatever cannot be removed may stay.
  private static func clearLeftovers(of name: String, in directory: any Directory, _ now: Int64) {
    guard let entries = try? directory.entries() else { return }
    for entry in entries where entry.name.utf8.starts(with: prefix(name).utf8) {
      guard let found = try? directory.status(of: entry.name), found.kind == .regular,
        Trust.isCaller(found.owner), found.changed.seconds < now - leftoverAge
      else { continue }
      try? directory.remove(entry.name)
    }
  }
}
