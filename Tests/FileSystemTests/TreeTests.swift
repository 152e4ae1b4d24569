import FileSystem
import Glibc
import TestSupport
import Testing

/// Trees on the system's own file system.
struct TreeTests {
  private func withTree(_ body: (any TreeDirectory, String) throws -> Void) throws {
    try withTemporaryDirectory { try body(PosixFileSystem().openTree(at: $0), $0) }
  }

  private func attributes(_ status: FileStatus, mode: UInt32) -> FileAttributes {
    FileAttributes(
      mode: mode, owner: status.owner, group: status.group, modified: FileTime(seconds: 981_173_106, nanoseconds: 789))
  }

  @Test func removesATreeAndFollowsNoLink() throws {
    try withTree { (tree, path) throws in
      try tree.makeDirectory("keep", mode: 0o700)
      _ = try tree.openTree("keep").create("file")
      try tree.makeDirectory("gone", mode: 0o700)
      let gone = try tree.openTree("gone")
      try gone.makeLink("link", to: "../keep")
      try gone.makeDirectory("below", mode: 0o700)
      _ = try gone.openTree("below").create("file")
      let plants = Folder.Plants.posix(path + "/gone/below")
      plants.pipe("pipe")
      plants.noise([0x66, 0xFF])
      plants.noise([0x66, 0xFE])
      try tree.removeTree("gone")
      #expect(try tree.entries().map(\.name) == ["keep"])
      #expect(try tree.openTree("keep").contains("file"))
      try tree.removeTree("gone")
      try tree.makeLink("link", to: "keep")
      try tree.removeTree("link")
      #expect(try tree.openTree("keep").contains("file"))
    }
  }

  /// Contents go, but for a file that is known elsewhere by another name; nothing outside is touched.
  @Test func overwritesATree() throws {
    try withTree { (tree, path) throws in
      let secret = Array("secret".utf8)
      try tree.makeDirectory("keep", mode: 0o700)
      try tree.openTree("keep").create("file").write(secret.span, at: 0)
      try tree.makeDirectory("gone", mode: 0o700)
      let gone = try tree.openTree("gone")
      try gone.makeDirectory("below", mode: 0o700)
      try gone.openTree("below").create("file").write(secret.span, at: 0)
      try gone.create("shared").write(secret.span, at: 0)
      #expect(unsafe link(path + "/gone/shared", path + "/keep/shared") == 0)
      try gone.create("twice").write(secret.span, at: 0)
      #expect(unsafe link(path + "/gone/twice", path + "/gone/below/again") == 0)
      let overwritten = try [gone.openTree("below").open("file"), gone.open("twice")]
      try gone.makeLink("link", to: "../keep/file")
      Folder.Plants.posix(path + "/gone/below").pipe("pipe")
      try tree.removeTree("gone", overwriting: true)
      for file in overwritten {
        #expect(try file.readAll(limit: 100) == [UInt8](repeating: 0, count: secret.count))
      }
      #expect(try tree.entries().map(\.name) == ["keep"])
      #expect(try tree.openTree("keep").open("shared").readAll(limit: 100) == secret)
      #expect(try tree.openTree("keep").open("file").readAll(limit: 100) == secret)
    }
  }

  @Test func setsModeAndTime() throws {
    try withTree { (tree, _) throws in
      _ = try tree.create("file")
      try tree.makeDirectory("directory", mode: 0o700)
      try tree.makeLink("link", to: "file")
      for (name, mode) in [("file", 0o640), ("directory", 0o511)] as [(String, UInt32)] {
        let wanted = attributes(try tree.status(of: name), mode: mode)
        try tree.setAttributes(wanted, of: name)
        let status = try tree.status(of: name)
        #expect(status.mode == mode && status.modified == wanted.modified)
      }
      let link = attributes(try tree.status(of: "link"), mode: 0o777)
      try tree.setAttributes(link, of: "link")
      #expect(try tree.status(of: "link").modified == link.modified)
      #expect(try tree.status(of: "file").mode == 0o640)
    }
  }

  @Test func exchangesTwoEntries() throws {
    try withTree { (tree, _) throws in
      try tree.makeDirectory("a", mode: 0o700)
      try tree.makeDirectory("b", mode: 0o700)
      _ = try tree.openTree("a").create("of a")
      let former = try tree.status(of: "a").inode
      try tree.exchange("a", with: "b")
      #expect(try tree.status(of: "b").inode == former)
      #expect(try tree.openTree("b").contains("of a"))
      #expect(code { try tree.exchange("a", with: "none") } == ENOENT)
      #expect(try tree.entries().count == 2)
    }
  }

  @Test func cutsAFile() throws {
    try withTree { (tree, _) throws in
      try tree.create("file").write(Array("contents".utf8).span, at: 0)
      try tree.truncate("file", to: 3)
      #expect(try tree.text("file") == "con")
      try tree.makeLink("link", to: "file")
      #expect(code { try tree.truncate("link", to: 0) } == ELOOP)
    }
  }

  @Test func opensNoLinkAsATree() throws {
    try withTree { (tree, _) throws in
      try tree.makeDirectory("a", mode: 0o700)
      try tree.makeLink("link", to: "a")
      #expect([ELOOP, ENOTDIR].contains(code { try tree.openTree("link") }))
      #expect(code { try tree.removeDirectory("link") } == ENOTDIR)
    }
  }

  @Test(.enabled(if: geteuid() == 0, "needs root")) func leavesWhatIsMountedIn() throws {
    try withTree { (tree, path) throws in
      try tree.makeDirectory("a", mode: 0o700)
      try tree.openTree("a").makeDirectory("mount", mode: 0o700)
      let mounting = try runProcess("/bin/mount", ["-t", "tmpfs", "none", path + "/a/mount"])
      try #require(mounting.status == 0, "\(mounting.errors)")
      defer { _ = try? runProcess("/bin/umount", [path + "/a/mount"]) }
      _ = try tree.openTree("a").openTree("mount").create("file")
      _ = try tree.openTree("a").create("beside")
      #expect(code { try tree.removeTree("a") } == EXDEV)
      #expect(try !tree.openTree("a").contains("beside"))
      #expect(try tree.openTree("a").openTree("mount").contains("file"))
    }
  }
}
