import CameraModel
import TestSupport
import Testing

@testable import CameraDevice
@testable import FileSystem

/// Which mounted media and which files a search looks through.
struct MediaMountTests {
  /// The paths of the regular files that are found in a tree below `/media`.
  ///
  /// - Parameter wrap: a stand-in for the directory of the card.
  private func found(
    in files: CrashingFileSystem, from places: String = "/media", wrap: (any Directory) -> any Directory = { $0 }
  ) throws -> (paths: [String], unreadable: Int) {
    let settings = try Settings(
      ConfigurationDocument(Array("SECTION camconsole\nIMPORT_FROM=\(places)\nENDSECTION camconsole\n".utf8)))
    var search = MediaSearch<Bool>(shouldStop: { false }) { (_, _) throws(FileError) in true }
    search.look(card: wrap(try files.openDirectory(at: "/card")), besides: "CAMVAULT", settings, files)
    return (search.found.map(\.file.path), search.unreadable)
  }

  private func media() -> CrashingFileSystem {
    let files = CrashingFileSystem("/card", "/media")
    files.plantDirectory("/media/stick")
    files.plant("/media/stick/copy", [1, 2])
    return files
  }

  /// A folder that several places lead to is looked through once, whichever comes first.
  @Test(arguments: [["/media", "/media/stick"], ["/media/stick", "/media"], ["/media/stick", "/media/stick"]])
  func everyFolderOnce(_ places: [String]) throws {
    #expect(try found(in: media(), from: places.joined(separator: ",")).paths == ["/media/stick/copy"])
  }

  /// Links are not followed, and pipes not opened: neither counts as something that cannot be read.
  @Test func onlyRegularFiles() throws {
    let files = media()
    files.plantLink("/media/link", to: "stick/copy")
    files.plantLink("/media/again", to: "stick")
    files.plantPipe("/media/pipe")
    let found = try found(in: files)
    #expect(found.paths == ["/media/stick/copy"] && found.unreadable == 0)
  }

  /// What is mounted below a place is another place, or none.
  @Test func oneFileSystem() throws {
    let files = media()
    for folder in ["own", "mounted"] {
      files.plantDirectory("/card/\(folder)")
      files.plant("/card/\(folder)/copy", [1])
    }
    #expect(try found(in: files, from: "").paths == ["mounted", "own"].map { "/media/sdcard/\($0)/copy" })
    #expect(try found(in: files, from: "") { MountedAt($0, "mounted") }.paths == ["/media/sdcard/own/copy"])
  }

  /// What was found is opened only while it is the same regular file.
  @Test func anotherFileIsNotOpened() throws {
    let files = media()
    let card = try files.openDirectory(at: "/card")
    let copy = MediaFile(start: "/media", names: ["stick", "copy"], size: 2, modified: 0)
    _ = try copy.open(card: card, Settings(), files)
    let stick = try files.openDirectory(at: "/media/stick")
    for replace in [
      { try stick.create("copy").write([1, 2, 3].span, at: 0) }, { try stick.makeLink("copy", to: "..") },
      { try stick.makeDirectory("copy", mode: 0o700) },
    ] as [() throws -> Void] {
      try stick.remove("copy")
      try replace()
      let error = #expect(throws: FileError.self) { _ = try copy.open(card: card, Settings(), files) }
      #expect(error?.isNotFound == true, "\(String(describing: error))")
    }
  }

  private func search(_ names: [String]) throws -> MediaSearch<Bool> {
    let files = CrashingFileSystem("/card", "/proc/self")
    let lines = names.enumerated().map { "\(30 + $0) 1 8:\($0) / /media/\($1) rw - vfat /dev/sd\($0) rw\n" }
    files.plant("/proc/self/mountinfo", lines.joined().utf8.map { $0 == 0x21 ? 0xFF : $0 })
    var search = MediaSearch<Bool>(shouldStop: { false }) { (_, _) throws(FileError) in nil }
    search.look(card: try files.openDirectory(at: "/card"), besides: "CAMVAULT", Settings(), files)
    return search
  }

  /// The file system that the camera runs from is no stick, wherever it is mounted as well, and an automounter holds
  /// nothing itself.
  @Test func onlyMedia() throws {
    let files = CrashingFileSystem("/card", "/proc/self", "/media/stick", "/media/system", "/media/auto")
    let lines = [
      "20 1 8:1 / / rw - ext4 /dev/sda1 rw", "31 1 8:2 / /media/stick rw - vfat /dev/sdb rw",
      "32 1 8:1 / /media/system rw - ext4 /dev/sda1 rw", "33 1 8:3 / /media/auto rw - autofs /dev/sdc rw",
    ]
    files.plant("/proc/self/mountinfo", Array(lines.map { $0 + "\n" }.joined().utf8))
    var search = MediaSearch<Bool>(shouldStop: { false }) { (_, _) throws(FileError) in nil }
    search.look(card: try files.openDirectory(at: "/card"), besides: "CAMVAULT", Settings(), files)
    #expect(search.starts == ["/media/sdcard", "/media/stick"])
  }

  /// What is not looked through is told. `!` stands for a byte that is not UTF-8.
  @Test func whatIsLeftOutIsCounted() throws {
    let names = (1...16).map { "stick\($0)" }
    let few = try search(names)
    #expect(!few.isCut && few.unreadable == 0)
    #expect(try search(names + ["another"]).isCut)
    #expect(try search(["stick", "st!ick", #"b\134k"#]).unreadable == 2)
  }
}

/// A directory in which something is mounted.
private final class MountedAt: ForwardingDirectory {
  let base: any Directory
  private let name: String

  init(_ base: any Directory, _ name: String) {
    self.base = base
    self.name = name
  }

  func status(of name: String) throws(FileError) -> FileStatus {
    var status = try base.status(of: name)
    if name == self.name { status.device += 1 }
    return status
  }
}
