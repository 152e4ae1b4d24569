import FileSystem
import Glibc
import TestSupport
import Testing

struct PublishedFileTests {
  static let text = Array("metric 1\n".utf8)
  static let longAgo: Int64 = 4_102_444_800

  func replace(_ name: String, in directory: any Directory, now: Int64 = 0) throws -> Bool {
    try PublishedFile.replace(name, in: directory, with: Self.text.span, now: now)
  }

  func names(_ directory: any Directory) throws -> [String] { try directory.entries().map(\.name).sorted() }

  @Test func replacesAtOnceForEveryone() throws {
    try withTemporaryDirectory { path in
      let directory = try PosixFileSystem().openDirectory(at: path)
      for _ in 0..<2 {
        #expect(try replace("x.prom", in: directory))
        #expect(try directory.open("x.prom").readAll(limit: 64) == Self.text)
        #expect(try directory.status(of: "x.prom").mode == 0o644)
        #expect(try names(directory) == ["x.prom"])
      }
    }
  }

  @Test func leavesWhatIsNoRegularFile() throws {
    try withTemporaryDirectory { path in
      let directory = try PosixFileSystem().openDirectory(at: path)
      try directory.makeLink("link", to: "x")
      try directory.makeDirectory("directory", mode: 0o700)
      #expect(unsafe mkfifo(path + "/pipe", 0o600) == 0)
      for name in ["link", "directory", "pipe"] {
        let before = try directory.status(of: name)
        #expect(try !replace(name, in: directory))
        #expect(try directory.status(of: name) == before)
      }
      #expect(try names(directory).count == 3)
    }
  }

  /// `FILE.new` is somebody's own; only what an interrupted replacement left long ago is cleared away.
  @Test func clearsItsOwnLeftoversOnly() throws {
    try withTemporaryDirectory { path in
      let directory = try PosixFileSystem().openDirectory(at: path)
      for name in ["x.new", ".x.camconsole-1", ".y.camconsole-1"] { _ = try directory.create(name) }
      try directory.makeLink(".x.camconsole-2", to: "x.new")
      #expect(try replace("x", in: directory))
      #expect(try names(directory).count == 5)
      #expect(try replace("x", in: directory, now: Self.longAgo))
      #expect(try names(directory) == [".x.camconsole-2", ".y.camconsole-1", "x", "x.new"])
    }
  }

  /// The directory's owner exchanges every name before every call: never does a file of someone else get another mode,
  /// or other contents.
  @Test func changesNothingThatIsPutInItsPlace() throws {
    try withTemporaryDirectory { path in
      let directory = try PosixFileSystem().openDirectory(at: path)
      let secret = try directory.create("secret")
      try secret.write([1, 2, 3].span, at: 0)
      let before = try directory.status(of: "secret")
      try directory.makeDirectory("collector", mode: 0o700)
      let collector = MeddledDirectory(try directory.openDirectory("collector"), target: "../secret")
      _ = try? replace("x", in: collector)
      #expect(collector.exchanges > 0)
      #expect(try directory.status(of: "secret") == before)
      #expect(try directory.open("secret").readAll(limit: 8) == [1, 2, 3])
    }
  }

  @Test(.enabled(if: geteuid() == 0, "needs root: there are files of other users")) func worksInACollectorsDirectory()
    throws
  {
    try withTemporaryDirectory { path in
      #expect(unsafe chown(path, 65_534, 65_534) == 0)
      let directory = try PosixFileSystem().openDirectory(at: path, .foreign)
      #expect(try replace("x", in: directory))
      #expect(throws: FileError.self) { try PosixFileSystem().openDirectory(at: path) }
    }
  }
}

/// A directory whose owner puts links in the place of every file before each call.
private final class MeddledDirectory: ForwardingDirectory {
  let base: any Directory
  private let target: String
  private nonisolated(unsafe) var count = 0

  init(_ inner: any Directory, target: String) {
    base = inner
    self.target = target
  }

  var exchanges: Int { unsafe count }

  private func meddle() throws(FileError) {
    for entry in try base.entries() where try base.status(of: entry.name).kind == .regular {
      try base.remove(entry.name)
      try base.makeLink(entry.name, to: target)
      unsafe count += 1
    }
  }

  func entries() throws(FileError) -> [DirectoryEntry] {
    try meddle()
    return try base.entries()
  }
  func status(of name: String) throws(FileError) -> FileStatus {
    try meddle()
    return try base.status(of: name)
  }
  func open(_ name: String) throws(FileError) -> any File {
    try meddle()
    return try base.open(name)
  }
  func openForWriting(_ name: String) throws(FileError) -> any File {
    try meddle()
    return try base.openForWriting(name)
  }
  func create(_ name: String) throws(FileError) -> any File {
    let file = try base.create(name)
    try meddle()
    return file
  }
  func rename(_ name: String, to newName: String) throws(FileError) {
    try meddle()
    try base.rename(name, to: newName)
  }
}
