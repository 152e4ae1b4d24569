import CameraModel
import FileSystem
import TestSupport

@testable import BackupStore
@testable import CameraService

/// Two directories on a real file system: the running configuration, and the staged one or that of a backup.
struct RestoreTrees {
  let running: any Directory
  let staged: any Directory

  static func with(_ body: (RestoreTrees) throws -> Void) throws {
    try withTemporaryDirectory { path in
      let root = try PosixFileSystem().openDirectory(at: path)
      for name in ["running", "staged"] { try root.makeDirectory(name, mode: 0o700) }
      try body(RestoreTrees(running: root.openDirectory("running"), staged: root.openDirectory("staged")))
    }
  }

  /// What stays: the section `ethernet`, and all below `network`.
  static func kept(sections: [String] = ["ethernet"], files: Bool = false, identityKeys: [String] = []) -> KeptParts {
    let lines = "SECTION camconsole\nNETWORK_FILES=network\nENDSECTION camconsole\n"
    guard let settings = try? Settings(ConfigurationDocument(Array(lines.utf8))) else { preconditionFailure(lines) }
    var kept = KeptParts(RestoreOptions(), identityKeys: identityKeys, settings)
    kept.sections = sections
    kept.keepsNetworkFiles = files
    return kept
  }

  static let network = "SECTION ethernet\nIP=10.1.2.3\nENDSECTION ethernet\n"

  /// More than any document has, beginning with the section that stays.
  static var large: [UInt8] { Array(network.utf8) + [UInt8](repeating: 0x78, count: 1 << 20) }
}

extension Directory {
  /// Makes a file, and the directories above it.
  func plant(_ path: String, _ bytes: [UInt8]) throws {
    let names = path.split(separator: "/").map(String.init)
    var directory: any Directory = self
    for name in names.dropLast() {
      if try !directory.contains(name) { try directory.makeDirectory(name, mode: 0o700) }
      directory = try directory.openDirectory(name)
    }
    try directory.create(names[names.count - 1]).write(bytes.span, at: 0)
  }

  func plant(_ path: String, _ text: String = "") throws { try plant(path, Array(text.utf8)) }

  /// What a file holds; `nil` where it does not exist.
  func text(_ name: String) throws -> String? {
    try contains(name) ? String(decoding: try open(name).readAll(limit: 4_096), as: UTF8.self) : nil
  }
}

extension ArchiveConsumer where Self: Copyable {
  /// Takes a file of a backup, which may have a hole at its end.
  mutating func take(_ path: String, _ bytes: [UInt8], hole: Int64 = 0) throws {
    try took(path, .file(size: Int64(bytes.count) + hole)) { (consumer) throws(Failure) in
      if !bytes.isEmpty { try consumer.contents(bytes.span) }
      if hole > 0 { try consumer.hole(hole) }
    }
  }

  mutating func take(_ path: String, _ text: String) throws { try take(path, Array(text.utf8)) }

  mutating func takeDirectory(_ path: String) throws { try took(path, .directory) { (_) throws(Failure) in } }

  private mutating func took(
    _ path: String, _ kind: ArchiveEntry.Kind, _ body: (inout Self) throws(Failure) -> Void
  ) throws {
    let time = FileTime(seconds: 1_700_000_000, nanoseconds: 0)
    try began(
      ArchiveEntry(
        path: ArchivePath(path.isEmpty ? "config" : "config/" + path), kind: kind, mode: 0o600, owner: 0, group: 0,
        modified: time))
    try body(&self)
    try ended()
  }
}
