import FileSystem
import Glibc
import TestSupport
import Testing

/// What `Directory` promises of whole trees, on every implementation.
@Suite struct TreeContractTests {
  @Test(arguments: Implementation.allCases)
  func treesAreExchangedWithTheirInodes(_ implementation: Implementation) throws {
    try implementation.withFolder { folder in
      try folder.tree("a", "of a")
      let handle = try folder.tree("b", "of b")
      let (a, b) = (try folder.directory.status(of: "a"), try folder.directory.status(of: "b"))
      try folder.directory.exchange("a", with: "b")
      #expect(try folder.directory.status(of: "b").inode == a.inode)
      #expect(try folder.directory.status(of: "a").inode == b.inode)
      #expect(a.device == b.device && a.inode != b.inode)
      #expect(try folder.directory.openDirectory("b").text("file") == "of a")
      #expect(try handle.status().inode == b.inode)
      try handle.create("later").write("x")
      #expect(try folder.directory.openDirectory("a").text("later") == "x")
      try folder.directory.rename("a", to: "c")
      #expect(try folder.directory.status(of: "c").inode == b.inode)
      #expect(try folder.names() == ["b", "c"])
    }
  }

  @Test(arguments: Implementation.allCases)
  func anythingIsExchangedWithAnything(_ implementation: Implementation) throws {
    try implementation.withFolder { folder in
      try folder.tree("tree", "inside")
      try folder.file("file", "text")
      try folder.directory.exchange("file", with: "tree")
      #expect(try folder.directory.text("tree") == "text")
      #expect(try folder.directory.openDirectory("file").text("file") == "inside")
      try folder.directory.exchange("tree", with: "tree")
      #expect(code { try folder.directory.exchange("tree", with: "none") } == ENOENT)
      #expect(code { try folder.directory.exchange("none", with: "tree") } == ENOENT)
      #expect(try folder.names() == ["file", "tree"])
      #expect(try folder.directory.text("tree") == "text")
    }
  }

  @Test(arguments: Implementation.allCases)
  func directoriesAreRemovedWhenTheyAreEmpty(_ implementation: Implementation) throws {
    try implementation.withFolder { folder in
      let tree = try folder.tree("tree")
      try folder.file("file")
      try folder.directory.makeLink("link", to: "tree")
      #expect(code { try folder.directory.removeDirectory("tree") } == ENOTEMPTY)
      #expect(code { try folder.directory.removeDirectory("file") } == ENOTDIR)
      #expect(code { try folder.directory.removeDirectory("link") } == ENOTDIR)
      #expect(code { try folder.directory.removeDirectory("none") } == ENOENT)
      try tree.remove("file")
      try folder.directory.removeDirectory("tree")
      #expect(try folder.names() == ["file", "link"])
      #expect(code { try tree.create("late") } == ENOENT)
      #expect(code { try tree.makeDirectory("late", mode: 0o700) } == ENOENT)
      #expect(try tree.entries() == [])
    }
  }

  @Test(arguments: Implementation.allCases)
  func aTreeIsRemovedAndNoLinkFollowed(_ implementation: Implementation) throws {
    try implementation.withFolder { folder in
      try folder.tree("keep")
      try folder.tree("gone")
      let gone = try folder.directory.openDirectory("gone")
      try gone.makeLink("link", to: "../keep")
      try gone.makeDirectory("below", mode: 0o700)
      _ = try gone.openDirectory("below").create("file")
      let plants = folder.plants(in: "gone/below")
      plants.pipe("pipe")
      plants.noise([0x66, 0xFF])
      plants.noise([0x66, 0xFE])
      try folder.directory.removeTree("gone")
      #expect(try folder.names() == ["keep"])
      try folder.directory.removeTree("gone")
      try folder.directory.makeLink("link", to: "keep")
      try folder.directory.removeTree("link")
      #expect(try folder.directory.openDirectory("keep").contains("file"))
    }
  }

  /// Contents go, but for a file that is known elsewhere by another name; nothing outside is touched.
  @Test(arguments: Implementation.allCases)
  func aTreeIsOverwritten(_ implementation: Implementation) throws {
    try implementation.withFolder { folder in
      let keep = try folder.tree("keep", "secret")
      let gone = try folder.tree("gone", "secret")
      try gone.makeDirectory("below", mode: 0o700)
      let below = try gone.openDirectory("below")
      try gone.create("shared").write("secret")
      try keep.makeHardLink("shared", to: "shared", in: gone)
      try gone.create("twice").write("secret")
      try below.makeHardLink("again", to: "twice", in: gone)
      try gone.makeLink("link", to: "../keep/file")
      folder.plants(in: "gone/below").pipe("pipe")
      let overwritten = try [gone.open("file"), gone.open("twice")]
      try folder.directory.removeTree("gone", overwriting: true)
      for file in overwritten { #expect(try file.text() == "\0\0\0\0\0\0") }
      #expect(try folder.names() == ["keep"])
      #expect(try keep.text("shared") == "secret")
      #expect(try keep.text("file") == "secret")
    }
  }

  @Test(arguments: Implementation.allCases)
  func linksAreMade(_ implementation: Implementation) throws {
    try implementation.withFolder { folder in
      try folder.file("file", "text")
      try folder.directory.makeLink("link", to: "nowhere/\\xFF")
      #expect(try folder.directory.readLink("link") == Array("nowhere/".utf8) + [0xFF])
      #expect(try folder.directory.status(of: "link").kind == .symbolicLink)
      #expect(code { try folder.directory.makeLink("file", to: "x") } == EEXIST)
      #expect(code { try folder.directory.makeLink("empty", to: "") } == ENOENT)
      try folder.tree("tree")
      try folder.directory.makeLink("there", to: "tree")
      #expect([ELOOP, ENOTDIR].contains(code { try folder.directory.openDirectory("there") }))
      #expect(code { try folder.directory.open("there") } == ELOOP)
    }
  }

  @Test(arguments: Implementation.allCases)
  func aFileHasSeveralNames(_ implementation: Implementation) throws {
    try implementation.withFolder { folder in
      let tree = try folder.tree("tree", "text")
      try folder.directory.makeHardLink("other", to: "file", in: tree)
      let status = try folder.directory.status(of: "other")
      #expect(status.links == 2)
      #expect(try status == tree.status(of: "file"))
      try folder.directory.openForWriting("other").write("T")
      #expect(try tree.text("file") == "Text")
      #expect(code { try folder.directory.makeHardLink("other", to: "file", in: tree) } == EEXIST)
      #expect(code { try folder.directory.makeHardLink("none", to: "none", in: tree) } == ENOENT)
      #expect(code { try tree.makeHardLink("tree", to: "tree", in: folder.directory) } == EPERM)
      try folder.directory.makeHardLink("third", to: "other", in: folder.directory)
      try folder.directory.rename("other", to: "third")
      #expect(try folder.names() == ["other", "third", "tree"])
      try tree.remove("file")
      try folder.directory.remove("third")
      #expect(try folder.directory.status(of: "other").links == 1)
      #expect(try folder.directory.text("other") == "Text")
    }
  }

  @Test(arguments: Implementation.allCases)
  func filesAreCut(_ implementation: Implementation) throws {
    try implementation.withFolder { folder in
      let file = try folder.file("file", "contents")
      try folder.directory.truncate("file", to: 3)
      #expect(try file.text() == "con")
      try folder.directory.truncate("file", to: 5)
      #expect(try file.text() == "con\0\0")
      try folder.directory.makeLink("link", to: "file")
      try folder.tree("tree")
      #expect(code { try folder.directory.truncate("link", to: 0) } == ELOOP)
      #expect(code { try folder.directory.truncate("tree", to: 0) } == EISDIR)
      #expect(code { try folder.directory.truncate("none", to: 0) } == ENOENT)
    }
  }

  @Test(arguments: Implementation.allCases)
  func roomIsToldForTrees(_ implementation: Implementation) throws {
    try implementation.withFolder { folder in
      #expect(try folder.directory.capacity().block > 0)
      try folder.file("file", String(repeating: "x", count: 20_000))
      try folder.directory.open("file").synchronize()
      #expect(try folder.directory.allocated(of: "file") >= 20_000)
      #expect(code { try folder.directory.allocated(of: "none") } == ENOENT)
    }
  }

  @Test(arguments: Implementation.allCases)
  func filesAreOpenedByPath(_ implementation: Implementation) throws {
    try implementation.withFolder { folder in
      let tree = try folder.tree("tree", "text")
      try tree.makeLink("link", to: "file")
      try folder.directory.makeLink("way", to: "tree")
      #expect(try folder.root.openFile(at: folder.path + "/way/link").text() == "text")
      #expect(code { try folder.root.openFile(at: folder.path + "/way/none") } == ENOENT)
      let real = try folder.root.realPath(folder.path)
      #expect(try folder.root.realPath(folder.path + "/way/link") == real + "/tree/file")
      #expect(code { try folder.root.realPath(folder.path + "/none") } == ENOENT)
      try folder.root.check(folder.path + "/way", .shared)
      #expect(code { try folder.root.check(folder.path + "/none", .own) } == ENOENT)
    }
  }
}
