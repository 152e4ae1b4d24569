import FileSystem
import TestSupport
import Testing

@testable import BackupStore

/// What is mounted over a name on the card is of another file system: it is neither listed nor deleted.
struct StoreMountTests {
  @Test func aFile() throws {
    try withCamera { camera in
      try camera.create(2)
      camera.wrapCard = { MountedDirectory($0, over: "00010001.CVB") }
      #expect(try camera.rows() == ["00010002 ok", "00010001 missing"])
      #expect(try camera.session().deleteAll() == 1)
      #expect(try names(in: camera.vault) == ["00010001.CVB"])
    }
  }

  @Test func theDirectory() throws {
    try withCamera { camera in
      try camera.create()
      camera.wrapCard = { MountedDirectory($0, over: BackupCard.directoryName) }
      #expect(failure { try camera.create() } == "obstructed")
      #expect(failure { _ = try camera.session().deleteAll() } == "obstructed")
      #expect(try names(in: camera.vault) == ["00010001.CVB"])
    }
  }
}

/// A directory with a mount over one name in it, or in one of its own.
private final class MountedDirectory: ForwardingDirectory {
  let base: any Directory
  private let mount: String

  init(_ base: any Directory, over mount: String) {
    self.base = base
    self.mount = mount
  }

  func status(of name: String) throws(FileError) -> FileStatus {
    var status = try base.status(of: name)
    if name == mount { status.device += 1 }
    return status
  }

  func openDirectory(_ name: String) throws(FileError) -> any Directory {
    MountedDirectory(try base.openDirectory(name), over: mount)
  }
}
