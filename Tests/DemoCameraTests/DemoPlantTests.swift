import DemoCamera
import FileSystem
import Glibc
import TestSupport
import Testing

/// What another user plants where a demo camera is going to be made.
@Suite(.enabled(if: Disk.isRoot, "needs root: there are files of other users"))
struct DemoPlantTests {
  static let stranger = Meddling.stranger
  private let files = PosixFileSystem()

  /// A process that does not exist left these names.
  @Test func leavesWhatOthersPlanted() throws {
    try withTemporaryDirectory { base in
      let (victim, shared) = (base + "/victim", base + "/shared")
      Disk.makeDirectory(victim)
      Disk.write("precious", to: victim + "/file")
      Disk.makeDirectory(shared, mode: 0o1777)
      let (link, directory) = (shared + "/.demo.new.2147483646", shared + "/.demo.new.2147483645")
      Disk.makeLink(link, to: victim)
      _ = unsafe lchown(link, Self.stranger, Self.stranger)
      Disk.makeDirectory(directory)
      Disk.write("theirs", to: directory + "/file")
      Disk.give(directory, to: Self.stranger)
      // One's own link is no leftover either.
      Disk.makeLink(shared + "/.demo.new.2147483644", to: victim)
      _ = try DemoDirectory.create(at: shared + "/demo", in: files, passwordHash: DemoDirectoryTests.hash)
      #expect(Disk.read(victim + "/file") == "precious")
      #expect(Disk.exists(directory + "/file"))
      #expect(try DemoDirectory.open(at: shared + "/demo", in: files) != nil)
    }
  }

  @Test(arguments: [Meddling.parentOfOther, .parentWritable, .ancestorOfOther])
  func makesNoneWhereOthersCanExchangeIt(meddling: Meddling) throws {
    try withTemporaryDirectory { base in
      for path in ["/a", "/a/b"] { Disk.makeDirectory(base + path) }
      let (path, error) = meddling.apply("x", in: base)
      let failure = #expect(throws: DemoError.self) {
        try DemoDirectory.create(at: path, in: files, passwordHash: DemoDirectoryTests.hash)
      }
      guard case .file(let found) = failure else {
        Issue.record("\(String(describing: failure))")
        return
      }
      #expect(found.distrust == error)
      #expect(!Disk.exists(path))
    }
  }

  @Test func opensNoneOfAnotherUser() throws {
    try withTemporaryDirectory { base in
      let demo = try DemoDirectory.create(at: base + "/demo", in: files, passwordHash: DemoDirectoryTests.hash)
      Disk.give(demo.path, to: Self.stranger)
      #expect(throws: DemoError.self) { try DemoDirectory.open(at: demo.path, in: files) }
    }
  }
}
