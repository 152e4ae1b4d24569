/// A directory for the work of this process, of a name that nobody can foresee: `PREFIX` and the number of the process.
package struct WorkDirectory {
  /// Where it is made: nobody else can exchange it, or what is made in it.
  private let parent: any Directory
  private let prefix: String

  /// - Parameter prefix: what the names of such directories begin with.
  package init(in parent: any Directory, prefix: String) {
    self.parent = parent
    self.prefix = prefix
  }

  /// Makes the directory, which nothing has the name of, as mkdtemp(3) does, with mode 0700.
  ///
  /// - Returns: its name.
  package func make() throws(FileError) -> String {
    for _ in 0..<16 {
      let name = "\(prefix)\(ThisProcess.number).\(String(UInt64.random(in: .min ... .max), radix: 36))"
      do throws(FileError) {
        try parent.makeDirectory(name, mode: 0o700)
        return name
      } catch {
        guard error.isExisting else { throw error }
      }
    }
    throw FileError(.makeDirectory, prefix, code: FileError.Code.exists)
  }

  /// Removes what interrupted work of this user left: its processes are gone. Whatever cannot be removed may stay. What
  /// somebody else made under such a name is not touched.
  ///
  /// - Parameter overwriting: as `Directory.removeTree`.
  package func removeLeftovers(overwriting: Bool = false) {
    guard let entries = try? parent.entries() else { return }
    for entry in entries where entry.name.utf8.starts(with: prefix.utf8) {
      let digits = entry.name.utf8.dropFirst(prefix.utf8.count).prefix { $0 != UInt8(ascii: ".") }
      guard let process = Int32(String(decoding: digits, as: UTF8.self)), process > 0,
        process == ThisProcess.number || !ThisProcess.isRunning(process),
        let found = try? parent.status(of: entry.name),
        found.kind == .directory, found.owner == ThisProcess.user
      else { continue }
      try? parent.removeTree(entry.name, overwriting: overwriting)
    }
  }
}
