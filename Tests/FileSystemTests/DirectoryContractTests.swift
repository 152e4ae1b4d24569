import FileSystem
import Glibc
import TestSupport
import Testing

/// What the protocols `FileRoot` and `Directory` promise, on every implementation.
@Suite struct DirectoryContractTests {
  @Test(arguments: Implementation.allCases)
  func anEmptyDirectoryListsNothing(_ implementation: Implementation) throws {
    try implementation.withFolder { (folder) throws in
      #expect(try folder.names() == [])
      #expect(try folder.directory.status().kind == .directory)
      #expect(try folder.directory.contains("a") == false)
    }
  }

  @Test(arguments: Implementation.allCases)
  func directoriesAreOpenedByPath(_ implementation: Implementation) throws {
    try implementation.withFolder { folder in
      try folder.directory.makeDirectory("sub", mode: 0o700)
      try folder.file("plain")
      folder.plants.link("link", "sub")
      try folder.root.openDirectory(at: folder.path + "/link").create("inside").write("x")
      #expect(try folder.root.openDirectory(at: folder.path + "/sub").text("inside") == "x")
      #expect(code { try folder.root.openDirectory(at: folder.path + "/none") } == ENOENT)
      #expect(code { try folder.root.openDirectory(at: folder.path + "/plain") } == ENOTDIR)
    }
  }

  @Test(arguments: Implementation.allCases)
  func directoriesInDirectoriesAreOpenedWithoutFollowingLinks(_ implementation: Implementation) throws {
    try implementation.withFolder { folder in
      try folder.directory.makeDirectory("sub", mode: 0o700)
      try folder.file("plain")
      folder.plants.link("link", "sub")
      let sub = try folder.directory.openDirectory("sub")
      #expect(try sub.status() == folder.directory.status(of: "sub"))
      #expect(try sub.status().mode == 0o700)
      #expect([ELOOP, ENOTDIR].contains(code { try folder.directory.openDirectory("link") }))
      #expect(code { try folder.directory.openDirectory("plain") } == ENOTDIR)
      #expect(code { try folder.directory.openDirectory("none") } == ENOENT)
      #expect(code { try folder.directory.makeDirectory("plain", mode: 0o700) } == EEXIST)
    }
  }

  @Test(arguments: Implementation.allCases)
  func aHandleStaysWithItsDirectoryWhenThatIsRenamed(_ implementation: Implementation) throws {
    try implementation.withFolder { folder in
      try folder.directory.makeDirectory("former", mode: 0o700)
      let sub = try folder.directory.openDirectory("former")
      try folder.directory.rename("former", to: "later")
      _ = try sub.create("inside")
      #expect(try folder.directory.openDirectory("later").contains("inside"))
      #expect(try folder.names() == ["later"])
    }
  }

  @Test(arguments: Implementation.allCases)
  func statusTellsTheKindOfAnEntry(_ implementation: Implementation) throws {
    try implementation.withFolder { folder in
      try folder.directory.makeDirectory("directory", mode: 0o700)
      try folder.file("file", "four")
      folder.plants.link("link", "nowhere")
      folder.plants.pipe("pipe")
      #expect(try folder.directory.status(of: "directory").kind == .directory)
      #expect(try folder.directory.status(of: "file").kind == .regular)
      #expect(try folder.directory.status(of: "file").size == 4)
      #expect(try folder.directory.status(of: "link").kind == .symbolicLink)
      #expect(try folder.directory.status(of: "link").size == 7)
      #expect(try folder.directory.status(of: "pipe").kind == .special)
      #expect(code { try folder.directory.status(of: "none") } == ENOENT)
      #expect(try folder.names() == ["directory", "file", "link", "pipe"])
    }
  }

  @Test(arguments: Implementation.allCases)
  func linksAreReadAndNotFollowed(_ implementation: Implementation) throws {
    try implementation.withFolder { folder in
      try folder.file("file", "untouched")
      folder.plants.link("link", "file")
      #expect(try folder.directory.readLink("link") == Array("file".utf8))
      #expect(code { try folder.directory.readLink("file") } == EINVAL)
      #expect(code { try folder.directory.readLink("none") } == ENOENT)
      #expect(code { try folder.directory.open("link") } == ELOOP)
      #expect(code { try folder.directory.openForWriting("link") } == ELOOP)
      #expect(code { try folder.directory.create("link") } == EEXIST)
      try folder.directory.remove("link")
      #expect(try folder.directory.text("file") == "untouched")
    }
  }

  @Test(arguments: Implementation.allCases)
  func removalTakesTheNameOfAFileOnly(_ implementation: Implementation) throws {
    try implementation.withFolder { folder in
      try folder.directory.makeDirectory("directory", mode: 0o700)
      let file = try folder.file("file", "still here")
      try folder.directory.remove("file")
      #expect(try folder.names() == ["directory"])
      #expect(try file.text() == "still here")
      #expect(code { try folder.directory.remove("file") } == ENOENT)
      #expect(code { try folder.directory.remove("directory") } == EISDIR)
    }
  }

  @Test(arguments: Implementation.allCases)
  func renamingReplaces(_ implementation: Implementation) throws {
    try implementation.withFolder { folder in
      let former = try folder.file("name", "former")
      let later = try folder.file("new", "later")
      try folder.directory.rename("new", to: "name")
      #expect(try folder.names() == ["name"])
      #expect(try folder.directory.text("name") == "later")
      #expect(try former.text() == "former")
      #expect(try later.status().inode == folder.directory.status(of: "name").inode)
      #expect(code { try folder.directory.rename("new", to: "name") } == ENOENT)
    }
  }

  @Test(arguments: Implementation.allCases)
  func renamingDoesNotMixFilesAndDirectories(_ implementation: Implementation) throws {
    try implementation.withFolder { folder in
      try folder.directory.makeDirectory("full", mode: 0o700)
      _ = try folder.directory.openDirectory("full").create("inside")
      try folder.directory.makeDirectory("empty", mode: 0o700)
      try folder.file("file")
      #expect(code { try folder.directory.rename("file", to: "empty") } == EISDIR)
      #expect(code { try folder.directory.rename("empty", to: "file") } == ENOTDIR)
      #expect(code { try folder.directory.rename("empty", to: "full") } == ENOTEMPTY)
      try folder.directory.rename("full", to: "empty")
      #expect(try folder.names() == ["empty", "file"])
      try folder.directory.rename("file", to: "file")
      #expect(try folder.names() == ["empty", "file"])
    }
  }

  @Test(arguments: Implementation.allCases)
  func namesAreBytes(_ implementation: Implementation) throws {
    try implementation.withFolder { folder in
      let composed = "\u{e9}"
      let decomposed = "e\u{301}"
      try folder.file(composed, "one")
      try folder.file(decomposed, "two")
      try folder.file("E", "upper")
      try folder.file("e", "lower")
      #expect(try folder.directory.text(composed) == "one")
      #expect(try folder.directory.text(decomposed) == "two")
      #expect(try folder.directory.text("E") == "upper")
      try folder.file(String(repeating: "n", count: 255))
      let long = String(repeating: "n", count: 256)
      #expect(code { try folder.directory.create(long) } == ENAMETOOLONG)
      #expect(code { try folder.directory.create("") } == ENOENT)
    }
  }

  @Test(arguments: Implementation.allCases)
  func aNameThatIsNotUTF8IsListedAsSuch(_ implementation: Implementation) throws {
    try implementation.withFolder { (folder) throws in
      folder.plants.noise([0x61, 0xFF])
      #expect(try folder.directory.entries() == [DirectoryEntry(name: "a\\xFF")])
      #expect(code { try folder.directory.open("a\u{fffd}") } == ENOENT)
    }
  }

  @Test(arguments: Implementation.allCases)
  func capacityIsPlausible(_ implementation: Implementation) throws {
    try implementation.withFolder { folder in
      try folder.directory.synchronize()
      let capacity = try folder.directory.capacity()
      #expect(capacity.isReadOnly == false)
      if let total = capacity.total, let free = capacity.free { #expect(0...total ~= free) }
    }
  }
}
