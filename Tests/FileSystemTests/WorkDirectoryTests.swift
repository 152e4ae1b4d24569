import FileSystem
import TestSupport
import Testing

/// Directories of work that may be interrupted.
struct WorkDirectoryTests {
  /// Runs `body` with the directory above and its path.
  private func with(_ body: (any Directory) throws -> Void) throws {
    try withTemporaryDirectory { path in try body(PosixFileSystem().openDirectory(at: path)) }
  }

  /// As long as somebody works in it, it is locked, and nobody else takes it for a leftover. Its name, its owner and
  /// its kind are those of a leftover.
  @Test func whatIsUsedStays() throws {
    try with { parent in
      let work = WorkDirectory(in: parent, prefix: "work.")
      let used = try work.make()
      work.removeLeftovers()
      #expect(try parent.entries().map(\.name) == [used.name])
      try withExtendedLifetime(used.directory) {
        _ = try used.directory.create("file")
        work.removeLeftovers(overwriting: true)
        #expect(try used.directory.contains("file"))
      }
    }
  }

  @Test func aLeftoverGoes() throws {
    try with { parent in
      let work = WorkDirectory(in: parent, prefix: "work.")
      do {
        let left = try work.make()
        _ = try left.directory.create("file")
      }
      for name in ["work.1.0000000000000.x", "work.1", "work.x.0000000000000", "other"] {
        try parent.makeDirectory(name, mode: 0o700)
      }
      _ = try parent.create("work.1.0000000000001")
      work.removeLeftovers()
      #expect(
        try parent.entries().map(\.name).sorted()
          == ["other", "work.1", "work.1.0000000000000.x", "work.1.0000000000001", "work.x.0000000000000"])
    }
  }
}
