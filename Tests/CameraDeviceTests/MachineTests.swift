import CameraModel
import FileSystem
import TestSupport
import Testing

@testable import CameraDevice

struct MachineTests {
  @Test func readsIdentityFromTheConfiguration() throws {
    try withTemporaryDirectory { (directory) throws in
      Disk.makeDirectory(directory + "/config")
      Disk.write(
        "SECTION identity\nMODEL= M26B \nSERIAL=10.32.4.17\nENDSECTION identity\n",
        to: directory + "/config/camera.cfg")
      let settings = try Settings.with("CONFIG=\(directory)/config")
      #expect(
        try IdentitySource(settings).read() == CameraIdentity(model: "M26B", serial: "10.32.4.17", firmware: ""))
    }
  }

  @Test func prefersIdentityFiles() throws {
    try withTemporaryDirectory { (directory) throws in
      Disk.makeLink(directory + "/link", to: "f")
      for name in ["m", "s", "f"] { Disk.write("\(name)-text\nmore\n", to: directory + "/" + name) }
      let all = try Settings.with(
        "MODEL_FILE=\(directory)/m", "SERIAL_FILE=\(directory)/s", "FIRMWARE_FILE=\(directory)/link")
      let expected = CameraIdentity(model: "m-text", serial: "s-text", firmware: "f-text")
      #expect(try IdentitySource(all).read() == expected)
      let missing = try Settings.with("CONFIG=\(directory)/none", "MODEL_FILE=\(directory)/m")
      #expect(throws: FileError.self) { try IdentitySource(missing).read() }
    }
  }

  @Test func knowsTheTime() throws {
    let time = SystemTime()
    #expect(time.now().seconds > 1_700_000_000)
    #expect(time.sinceBoot() < time.sinceBoot() || time.sinceBoot().seconds > 0)
    #expect(try time.bootID().utf8.count == 36)
    #expect(try time.bootID() == time.bootID())
    #expect(time.localTime(Int64.max) == "????-??-?? ??:??:??")
    let text = time.localTime(1_795_140_003)
    #expect(text.hasSuffix(":03"))
    #expect(text.utf8.count == 19)
  }

  @Test func readsAvailableMemory() throws {
    #expect(Memory.available(in: Array("MemTotal: 9 kB\nMemAvailable:    1234 kB\n".utf8)) == 1234)
    #expect(Memory.available(in: Array("MemTotal: 9 kB\n".utf8)) == nil)
    #expect(try #require(try Memory.availableKiB(files: PosixFileSystem())) > 0)
  }

  @Test(arguments: [
    ("/a/b", "/a", "b"), ("/a", "/", "a"), ("a", ".", "a"), ("a/b/", "a", "b"), ("//a//b//", "//a", "b"),
  ])
  func splitsPaths(path: String, directory: String, name: String) throws {
    let split = try #require(SplitPath(path))
    #expect(split.directory == directory)
    #expect(split.name == name)
  }

  @Test(arguments: ["", "/", "//", ".", "..", "/a/..", "a/./"]) func refusesPathsWithoutAName(path: String) {
    #expect(SplitPath(path) == nil)
  }
}
