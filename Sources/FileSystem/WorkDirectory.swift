/// A directory for the work of this process, of a name that nobody can foresee. It is locked as long as the work takes
/// (`Directory.lock`), so one without a lock is what interrupted work left.
package struct WorkDirectory {
  /// Where it is made: nobody else can exchange it, or what is made in it.
  private let parent: any Directory
  private let prefix: String

  /// What a number of 64 bits has at most, in base 36. Each name has that many.
  private static let digits = 13

  /// - Parameter prefix: what the names of such directories begin with.
  package init(in parent: any Directory, prefix: String) {
    self.parent = parent
    self.prefix = prefix
  }

  /// Makes the directory, which nothing has the name of, as mkdtemp(3) does, with mode 0700.
  ///
  /// - Returns: its name, and the handle that keeps it locked.
  package func make() throws(FileError) -> (name: String, directory: any Directory) {
    for _ in 0..<16 {
      let digits = String(UInt64.random(in: .min ... .max), radix: 36)
      let name = "\(prefix)\(ThisProcess.number)." + String(repeating: "0", count: Self.digits - digits.count) + digits
      do throws(FileError) {
        try parent.makeDirectory(name, mode: 0o700)
        // Until it is locked, someone may take it for a leftover.
        if let directory = try claim(name) { return (name, directory) }
      } catch {
        guard error.isExisting || error.isNotFound else { throw error }
      }
    }
    throw FileError(.makeDirectory, prefix, code: FileError.Code.exists)
  }

  /// Opens and locks a directory.
  ///
  /// - Returns: `nil` where somebody else has locked it, or has removed it meanwhile.
  private func claim(_ name: String) throws(FileError) -> (any Directory)? {
    let directory = try parent.openDirectory(name)
    do throws(FileError) {
      try directory.lock(waits: false)
    } catch {
      guard error.code == FileError.Code.tryAgain else { throw error }
      return nil
    }
    let (named, own) = (try parent.status(of: name), try directory.status())
    return named.device == own.device && named.inode == own.inode ? directory : nil
  }

  /// Whether `make` could have given the name: a person's directory may begin with the same words.
  private func isMade(_ name: String) -> Bool {
    guard name.utf8.starts(with: prefix.utf8) else { return false }
    let parts = name.utf8.dropFirst(prefix.utf8.count).split(separator: 0x2E, omittingEmptySubsequences: false)
    return parts.count == 2 && !parts[0].isEmpty && parts[0].allSatisfy { (0x30...0x39).contains($0) }
      && parts[1].count == Self.digits
      && parts[1].allSatisfy { (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) }
  }

  /// Removes what interrupted work of this user left. Whatever cannot be removed may stay. What has a name that `make`
  /// does not give, or was made by somebody else, is not touched.
  ///
  /// - Parameter overwriting: as `Directory.removeTree`.
  package func removeLeftovers(overwriting: Bool = false) {
    guard let entries = try? parent.entries() else { return }
    for entry in entries where isMade(entry.name) {
      guard let found = try? parent.status(of: entry.name), found.kind == .directory,
        found.owner == ThisProcess.user, let locked = try? claim(entry.name)
      else { continue }
      withExtendedLifetime(locked) { try? parent.removeTree(entry.name, overwriting: overwriting) }
    }
  }
}
