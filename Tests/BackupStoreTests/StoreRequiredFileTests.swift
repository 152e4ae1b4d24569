import FileSystem
import TestSupport
import Testing

@testable import BackupStore

/// A backup without what fails: which files it may lack.
struct StoreRequiredFileTests {
  /// Makes a backup for which one file of the configuration cannot be read.
  private func create(
    _ camera: TestCamera, unreadable: String = "z", required: String, leavesOut: Bool = true
  ) throws -> [LeftOut] {
    let path = camera.folder + "/config"
    if try !exists(path + "/z") { try write("1", to: path + "/z") }
    let request = BackupRequest(
      configuration: UnreadableDirectory(try PosixFileSystem().openDirectory(at: path), unreadable), modules: [],
      identity: ArchiveIdentity(model: "", serial: "", firmware: ""), leavesOutFailures: leavesOut,
      required: [ArchivePath("config/" + required)])
    return try camera.session().create(request).leftOut
  }

  private let z = LeftOut(path: ArchivePath("config/z"), reason: .unreadable)

  /// One that was read is not read again, in one piece: it may be too large for that.
  @Test func aLargeFile() throws {
    try withCamera { camera in
      try write("", to: camera.folder + "/config/large")
      try overwrite(camera.folder + "/config/large", atTheEndOf: 17 << 20)
      #expect(try create(camera, required: "large") == [z])
    }
  }

  @Test func aFileThatIsNotThere() throws {
    try withCamera { (camera) throws in #expect(try create(camera, required: "none") == [z]) }
  }

  @Test func aPipe() throws {
    try withCamera { camera in
      try makePipe(camera.folder + "/config/pipe")
      let pipe = LeftOut(path: ArchivePath("config/pipe"), reason: .special)
      #expect(try create(camera, required: "pipe") == [pipe, z])
    }
  }

  /// Its contents alone are not the file.
  @Test func aFileThatCannotBeReadAsAWhole() throws {
    try withCamera { camera in
      let error = failure { _ = try create(camera, required: "z") }
      #expect(error?.hasPrefix("requiredLeftOut(") == true)
    }
  }

  /// What was not complete before a backup need not become so for it.
  @Test func anEmptyFile() throws {
    try withCamera { camera in
      try write("", to: camera.folder + "/config/empty")
      #expect(try create(camera, unreadable: "", required: "empty", leavesOut: false) == [])
    }
  }
}

/// A directory with an entry of which the extended attributes cannot be read.
private final class UnreadableDirectory: ForwardingDirectory {
  let base: any Directory
  private let name: String

  init(_ base: any Directory, _ name: String) {
    self.base = base
    self.name = name
  }

  func extendedAttributes(of name: String?) throws(FileError) -> [ExtendedAttribute] {
    if name == self.name { throw FileError(.read, self.name, code: ErrorCode.inputOutput) }
    return try base.extendedAttributes(of: name)
  }
}
