import FileSystem
import Glibc
import TestSupport
import Testing

/// Trees on the system's own file system, where something is mounted.
struct TreeTests {
  @Test(.enabled(if: geteuid() == 0, "needs root")) func leavesWhatIsMountedIn() throws {
    try withTemporaryDirectory { path in
      let tree = try PosixFileSystem().openDirectory(at: path)
      try tree.makeDirectory("a", mode: 0o700)
      try tree.openDirectory("a").makeDirectory("mount", mode: 0o700)
      let mounting = try runProcess("/bin/mount", ["-t", "tmpfs", "none", path + "/a/mount"])
      try #require(mounting.status == 0, "\(mounting.errors)")
      defer { _ = try? runProcess("/bin/umount", [path + "/a/mount"]) }
      _ = try tree.openDirectory("a").openDirectory("mount").create("file")
      _ = try tree.openDirectory("a").create("beside")
      #expect(code { try tree.removeTree("a") } == EXDEV)
      #expect(try !tree.openDirectory("a").contains("beside"))
      #expect(try tree.openDirectory("a").openDirectory("mount").contains("file"))
    }
  }

  @Test(.enabled(if: geteuid() == 0, "needs root")) func takesNoHardLinkOfAnotherFileSystem() throws {
    try withTemporaryDirectory { path in
      let tree = try PosixFileSystem().openDirectory(at: path)
      try tree.makeDirectory("mount", mode: 0o700)
      let mounting = try runProcess("/bin/mount", ["-t", "tmpfs", "none", path + "/mount"])
      try #require(mounting.status == 0, "\(mounting.errors)")
      defer { _ = try? runProcess("/bin/umount", [path + "/mount"]) }
      let other = try tree.openDirectory("mount")
      _ = try other.create("file")
      #expect(code { try tree.makeHardLink("link", to: "file", in: other) } == EXDEV)
    }
  }
}
