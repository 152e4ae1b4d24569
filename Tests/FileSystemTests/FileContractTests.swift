import FileSystem
import Glibc
import TestSupport
import Testing

/// What the protocol `File` promises, on every implementation.
@Suite struct FileContractTests {
  @Test(arguments: Implementation.allCases)
  func aNewFileIsEmptyAndPrivate(_ implementation: Implementation) throws {
    try implementation.withFolder { folder in
      let file = try folder.directory.create("file")
      let status = try file.status()
      #expect(status.kind == .regular)
      #expect(status.size == 0)
      #expect(status.mode == 0o600)
      #expect(status.owner == geteuid())
      #expect(try status.device == folder.directory.status().device)
      #expect(code { try folder.directory.create("file") } == EEXIST)
    }
  }

  @Test(arguments: Implementation.allCases)
  func readingEndsWithTheFile(_ implementation: Implementation) throws {
    try implementation.withFolder { folder in
      let file = try folder.file("file", "0123456789")
      var bytes: [UInt8] = [1, 2, 3, 4]
      var span = bytes.mutableSpan
      #expect(try file.read(into: &span, at: 2) == 4)
      #expect(bytes == Array("2345".utf8))
      span = bytes.mutableSpan
      #expect(try file.read(into: &span, at: 8) == 2)
      #expect(bytes == Array("8945".utf8))
      span = bytes.mutableSpan
      #expect(try file.read(into: &span, at: 10) == 0)
      #expect(try file.read(into: &span, at: 1 << 40) == 0)
      #expect(try file.readAll(limit: 3) == Array("012".utf8))
      #expect(try file.readAll(limit: 0) == [])
      #expect(code { try file.read(into: &span, at: -1) } == EINVAL)
    }
  }

  @Test(arguments: Implementation.allCases)
  func writingOverwritesAndExtendsWithZeros(_ implementation: Implementation) throws {
    try implementation.withFolder { folder in
      let file = try folder.file("file", "abcdef")
      try file.write("XY", at: 1)
      #expect(try file.text() == "aXYdef")
      try file.write("Z", at: 8)
      #expect(try file.text() == "aXYdef\0\0Z")
      try file.write("", at: 20)
      #expect(try file.status().size == 9)
      #expect(code { try file.write([1].span, at: -1) } == EINVAL)
    }
  }

  @Test(arguments: Implementation.allCases)
  func handlesShareTheFile(_ implementation: Implementation) throws {
    try implementation.withFolder { folder in
      let file = try folder.file("file", "one")
      let reader = try folder.directory.open("file")
      let writer = try folder.directory.openForWriting("file")
      try writer.write("two")
      #expect(try reader.text() == "two")
      #expect(try file.status() == reader.status())
      #expect(try file.status() == folder.directory.status(of: "file"))
    }
  }

  @Test(arguments: Implementation.allCases)
  func aHandleForReadingDoesNotWrite(_ implementation: Implementation) throws {
    try implementation.withFolder { folder in
      try folder.file("file", "kept")
      let reader = try folder.directory.open("file")
      #expect(code { try reader.write([1].span, at: 0) } == EBADF)
      try reader.synchronize()
      #expect(try reader.text() == "kept")
    }
  }

  @Test(arguments: Implementation.allCases)
  func openingNeedsAFile(_ implementation: Implementation) throws {
    try implementation.withFolder { folder in
      try folder.directory.makeDirectory("directory", mode: 0o700)
      #expect(code { try folder.directory.open("none") } == ENOENT)
      #expect(code { try folder.directory.openForWriting("none") } == ENOENT)
      #expect(code { try folder.directory.openForWriting("directory") } == EISDIR)
      let directory = try folder.directory.open("directory")
      #expect(try directory.status().kind == .directory)
      #expect(code { try directory.readAll(limit: 1) } == EISDIR)
    }
  }

  @Test(.timeLimit(.minutes(1)), arguments: Implementation.allCases)
  func aPipeIsOpenedWithoutWaiting(_ implementation: Implementation) throws {
    try implementation.withFolder { folder in
      folder.plants.pipe("pipe")
      let pipe = try folder.directory.open("pipe")
      #expect(try pipe.status().kind == .special)
      #expect(code { try pipe.readAll(limit: 1) } == ESPIPE)
    }
  }

  @Test(arguments: Implementation.allCases)
  func synchronisingAndDroppingPagesChangeNothingVisible(_ implementation: Implementation) throws {
    try implementation.withFolder { folder in
      let file = try folder.file("file", "text")
      file.dropPages()
      #expect(try file.text() == "text")
      try file.synchronize()
      try folder.directory.synchronize()
      file.dropPages()
      #expect(try file.text() == "text")
    }
  }

  @Test(arguments: Implementation.allCases)
  func modeAndOwnerAreSet(_ implementation: Implementation) throws {
    try implementation.withFolder { folder in
      let file = try folder.file("file", "text")
      for mode: UInt32 in [0o644, 0o400, 0o2750, 0o600] {
        try file.setMode(mode)
        #expect(try file.status().mode == mode)
        #expect(try folder.directory.status(of: "file").mode == mode)
      }
      try file.setOwner(geteuid(), group: getegid())
      let status = try file.status()
      #expect(status.owner == geteuid() && status.group == getegid())
      #expect(try file.text() == "text")
    }
  }

  @Test(arguments: Implementation.allCases)
  func onlyRootGivesFilesAway(_ implementation: Implementation) throws {
    try implementation.withFolder { folder in
      let file = try folder.file("file")
      guard geteuid() == 0 else {
        #expect(code { try file.setOwner(0, group: 0) } == EPERM)
        return
      }
      try file.setOwner(1234, group: 567)
      let status = try file.status()
      #expect(status.owner == 1234 && status.group == 567)
    }
  }

  @Test(arguments: Implementation.allCases)
  func timesNeverGoBack(_ implementation: Implementation) throws {
    try implementation.withFolder { folder in
      let file = try folder.file("file")
      let before = try file.status()
      try file.write("more")
      let after = try file.status()
      #expect(after.modified >= before.modified)
      #expect(after.changed >= before.changed)
      #expect(after.inode == before.inode)
      #expect(try folder.directory.status().modified >= before.modified)
    }
  }

  @Test(arguments: Implementation.allCases)
  func errorsNameWhatTheyAreAbout(_ implementation: Implementation) throws {
    try implementation.withFolder { folder in
      #expect(throws: FileError(.open, "none", code: ENOENT)) { try folder.directory.open("none") }
      #expect(throws: FileError(.remove, "none", code: ENOENT)) { try folder.directory.remove("none") }
      #expect(throws: FileError(.rename, "none", code: ENOENT)) { try folder.directory.rename("none", to: "a") }
      #expect(throws: FileError(.status, "none", code: ENOENT)) { try folder.directory.status(of: "none") }
      let path = folder.path + "/none"
      #expect(throws: FileError(.open, path, code: ENOENT)) { try folder.root.openDirectory(at: path) }
    }
  }
}
