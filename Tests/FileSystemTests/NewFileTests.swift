import FileSystem
import Glibc
import TestSupport
import Testing

/// What an export makes: all of it under its name, or nothing.
struct NewFileTests {
  private func names(_ directory: any Directory) throws -> [String] { try directory.entries().map(\.name).sorted() }

  private func make(_ directory: any Directory) throws -> NewFile {
    var file = try NewFile("x.tar", in: directory)
    for byte in [1, 2] as [UInt8] { try file.append([byte, byte].span) }
    #expect(file.bytes == 4)
    return file
  }

  @Test func itHasItsNameWhenItIsFinished() throws {
    try withTemporaryDirectory { path in
      let directory = try PosixFileSystem().openDirectory(at: path)
      let file = try make(directory)
      #expect(try names(directory).isEmpty)
      try file.finish()
      #expect(try names(directory) == ["x.tar"])
      #expect(try directory.open("x.tar").readAll(limit: 64) == [1, 1, 2, 2])
      #expect(try directory.status(of: "x.tar").mode == 0o600)
    }
  }

  @Test func whatIsGivenUpLeavesNothing() throws {
    try withTemporaryDirectory { path in
      let directory = try PosixFileSystem().openDirectory(at: path)
      try make(directory).discard()
      #expect(try names(directory).isEmpty)
    }
    // A file system that has no files without a name.
    let directory = try CrashingFileSystem("/card").openDirectory(at: "/card")
    let file = try make(directory)
    #expect(try names(directory) == ["x.tar"])
    file.discard()
    #expect(try names(directory).isEmpty)
    try make(directory).finish()
    #expect(try directory.open("x.tar").readAll(limit: 64) == [1, 1, 2, 2])
  }

  @Test func nothingIsOverwritten() throws {
    try withTemporaryDirectory { path in
      let directory = try PosixFileSystem().openDirectory(at: path)
      try make(directory).finish()
      #expect(throws: FileError(.create, "x.tar", code: EEXIST)) { _ = try NewFile("x.tar", in: directory) }
    }
  }

  /// Something may get the name while the file is written.
  @Test func aNameThatIsTakenMeanwhile() throws {
    try withTemporaryDirectory { path in
      let directory = try PosixFileSystem().openDirectory(at: path)
      let file = try make(directory)
      _ = try directory.create("x.tar")
      do throws(FileError) {
        try file.finish()
        Issue.record("it took the place of another")
      } catch {
        #expect(error.operation == .create && error.isExisting)
      }
      #expect(try directory.status(of: "x.tar").size == 0)
    }
  }
}
