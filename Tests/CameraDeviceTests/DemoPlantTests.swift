import CameraDevice
import FileSystem
import Glibc
import TestSupport
import Testing

/// What another user plants where a demo camera is going to be made.
@Suite(.enabled(if: Machine.isRoot, "needs root: there are files of other users"))
struct DemoPlantTests {
  static let stranger = Meddling.stranger

  /// A process that does not exist left these names.
  @Test func leavesWhatOthersPlanted() throws {
    try withTemporaryDirectory { base in
      let (victim, shared) = (base + "/victim", base + "/shared")
      Machine.makeDirectory(victim)
      Machine.write("precious", to: victim + "/file")
      Machine.makeDirectory(shared, mode: 0o1777)
      let (link, directory) = (shared + "/.demo.new.2147483646", shared + "/.demo.new.2147483645")
      Machine.makeLink(link, to: victim)
      _ = unsafe lchown(link, Self.stranger, Self.stranger)
      Machine.makeDirectory(directory)
      Machine.write("theirs", to: directory + "/file")
      Machine.give(directory, to: Self.stranger)
      // One's own link is no leftover either.
      Machine.makeLink(shared + "/.demo.new.2147483644", to: victim)
      _ = try DemoCamera.create(at: shared + "/demo", passwordHash: DemoCameraTests.hash)
      #expect(Machine.read(victim + "/file") == "precious")
      #expect(Machine.exists(directory + "/file"))
      #expect(try DemoCamera.open(at: shared + "/demo") != nil)
    }
  }

  @Test(arguments: [Meddling.parentOfOther, .parentWritable, .ancestorOfOther])
  func makesNoneWhereOthersCanExchangeIt(meddling: Meddling) throws {
    try withTemporaryDirectory { base in
      for path in ["/a", "/a/b"] { Machine.makeDirectory(base + path) }
      let (path, error) = meddling.apply("x", in: base)
      let failure = #expect(throws: DemoCameraError.self) {
        try DemoCamera.create(at: path, passwordHash: DemoCameraTests.hash)
      }
      guard case .file(let found) = failure else {
        Issue.record("\(String(describing: failure))")
        return
      }
      #expect(found.distrust == error)
      #expect(!Machine.exists(path))
    }
  }

  @Test func opensNoneOfAnotherUser() throws {
    try withTemporaryDirectory { base in
      let demo = try DemoCamera.create(at: base + "/demo", passwordHash: DemoCameraTests.hash)
      Machine.give(demo.path, to: Self.stranger)
      #expect(throws: DemoCameraError.self) { try DemoCamera.open(at: demo.path) }
    }
  }
}
