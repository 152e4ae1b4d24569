import BackupStore
import CameraModel
import FileSystem
import Glibc
import TestSupport

/// A directory for one test, removed with it, and ways to fill it.
final class TemporaryTree: Sendable {
  let path: String

  init() {
    var name = Array("/tmp/camconsole-archive-XXXXXX".utf8CString)
    unsafe precondition(mkdtemp(&name) != nil)
    path = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    _ = try? runProcess("/bin/rm", ["-rf", path])
  }

  func open(_ name: String = "") throws -> any Directory {
    try PosixFileSystem().openDirectory(at: path + "/" + name)
  }

  func directory(_ name: String, mode: mode_t = 0o755) {
    unsafe precondition(mkdir(path + "/" + name, mode) == 0)
    unsafe precondition(chmod(path + "/" + name, mode) == 0)
  }

  func file(_ name: String, _ contents: [UInt8] = [], mode: mode_t = 0o644) {
    let descriptor = unsafe Glibc.open(path + "/" + name, O_WRONLY | O_CREAT | O_TRUNC, mode)
    precondition(descriptor >= 0)
    unsafe precondition(write(descriptor, contents, contents.count) == contents.count)
    precondition(fchmod(descriptor, mode) == 0)
    precondition(close(descriptor) == 0)
  }

  func append(_ contents: [UInt8], to name: String) {
    let descriptor = unsafe Glibc.open(path + "/" + name, O_WRONLY | O_APPEND)
    unsafe precondition(write(descriptor, contents, contents.count) == contents.count)
    precondition(close(descriptor) == 0)
  }

  func link(_ name: String, to target: String) {
    unsafe precondition(symlink(target, path + "/" + name) == 0)
  }

  func hardLink(_ name: String, to other: String) {
    unsafe precondition(Glibc.link(path + "/" + other, path + "/" + name) == 0)
  }

  func pipe(_ name: String) {
    unsafe precondition(mkfifo(path + "/" + name, 0o600) == 0)
  }

  func remove(_ name: String) {
    unsafe precondition(unlink(path + "/" + name) == 0)
  }

  func move(_ name: String, to other: String) {
    unsafe precondition(rename(path + "/" + name, path + "/" + other) == 0)
  }

  /// Sets the time of the last modification, not following links.
  func time(_ name: String, _ seconds: Int, _ nanoseconds: Int = 0) {
    let times = Array(repeating: timespec(tv_sec: seconds, tv_nsec: nanoseconds), count: 2)
    unsafe precondition(utimensat(AT_FDCWD, path + "/" + name, times, AT_SYMLINK_NOFOLLOW) == 0)
  }

  func owner(_ name: String, _ owner: uid_t, _ group: gid_t) {
    unsafe precondition(lchown(path + "/" + name, owner, group) == 0)
  }
}

extension SeededGenerator {
  mutating func bytes(_ count: Int) -> [UInt8] {
    (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) }
  }
}

let archiveIdentity = ArchiveIdentity(model: "CX-4", serial: "0042", firmware: "7.1")

let archiveModules = [
  ModuleSnapshot(
    ModuleIdentity(address: "bus0-50", kind: "heater", serial: "h1", firmware: "1"), configuration: [1, 2, 3]),
  ModuleSnapshot(ModuleIdentity(address: "bus0-2.a_B", kind: "iris", serial: "i\"1", firmware: "2"), configuration: []),
  ModuleSnapshot(ModuleIdentity(address: "bus1-7", kind: "lamp", serial: "l/1", firmware: "3"), configuration: nil),
]

extension TemporaryTree {
  /// Plans an archive of `config`.
  func plan(_ modules: [ModuleSnapshot] = []) throws -> ArchivePlan {
    try ArchivePlan(
      configuration: open("config"), modules: modules, identity: archiveIdentity, created: 1_700_000_000)
  }
}

extension TemporaryTree {
  /// Plans an archive of `config` without what fails.
  func planWithoutFailures() throws -> ArchivePlan {
    try ArchivePlan(
      leavingOutFailuresOf: open("config"), modules: [], identity: archiveIdentity, created: 1_700_000_000)
  }
}

extension ArchivePlan {
  /// The whole archive.
  func bytes() throws -> [UInt8] {
    var bytes: [UInt8] = []
    try write { (piece: Span<UInt8>) throws(Never) in
      for index in piece.indices { bytes.append(piece[index]) }
    }
    return bytes
  }
}

/// Writes down what a reader tells it.
struct Recorder: ArchiveConsumer {
  struct Failed: Error, Equatable {}

  struct Item: Equatable {
    let entry: ArchiveEntry
    var contents: [UInt8] = []
    var hasEnded = false
    /// Bytes in its holes, where they were not taken as contents.
    var holes: Int64 = 0
  }

  /// Whether holes are counted, and not filled with zeros.
  var countsHoles = false

  var manifest: ArchiveManifest?
  var items: [Item] = []
  /// The number of events to take before failing.
  var patience = Int.max

  mutating func read(_ manifest: ArchiveManifest) throws(Failed) {
    try event()
    self.manifest = manifest
  }

  mutating func began(_ entry: ArchiveEntry) throws(Failed) {
    try event()
    items.append(Item(entry: entry))
  }

  mutating func contents(_ bytes: Span<UInt8>) throws(Failed) {
    try event()
    for index in bytes.indices { items[items.count - 1].contents.append(bytes[index]) }
  }

  mutating func hole(_ count: Int64) throws(Failed) {
    guard !countsHoles else {
      items[items.count - 1].holes += count
      return
    }
    items[items.count - 1].contents += [UInt8](repeating: 0, count: Int(min(count, 1 << 16)))
  }

  mutating func ended() throws(Failed) {
    try event()
    items[items.count - 1].hasEnded = true
  }

  private mutating func event() throws(Failed) {
    guard patience > 0 else { throw Failed() }
    patience -= 1
  }
}

/// Reads an archive in pieces of `size` bytes.
func readArchive(
  _ bytes: [UInt8], pieces size: Int = 65_536, _ recorder: Recorder = Recorder()
) throws(ArchiveReadingError<Recorder.Failed>) -> Recorder {
  var reader = ArchiveReader(recorder)
  var start = 0
  while start < bytes.count {
    let end = min(start + size, bytes.count)
    try reader.feed(bytes.span.extracting(start..<end))
    start = end
  }
  return try reader.finish()
}

/// Reads an archive and counts the bytes of holes.
func readArchive(_ bytes: [UInt8], holes: Bool) throws(ArchiveReadingError<Recorder.Failed>) -> Recorder {
  var recorder = Recorder()
  recorder.countsHoles = holes
  return try readArchive(bytes, recorder)
}

/// The error that reading an archive ends with, if any.
func archiveFault(_ bytes: [UInt8], pieces size: Int = 65_536) -> ArchiveError? {
  do {
    _ = try readArchive(bytes, pieces: size)
    return nil
  } catch .archive(let error) {
    return error
  } catch {
    return nil
  }
}
