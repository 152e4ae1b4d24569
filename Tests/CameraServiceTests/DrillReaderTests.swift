import CameraDevice
import FileSystem
import TestSupport
import Testing

@testable import BackupStore
@testable import CameraService

/// Whatever a restored configuration has otherwise than the archive is found.
struct DrillReaderTests {
  private static let zeros = [UInt8](repeating: 0, count: 10_000)

  /// The differences between an archive and what was restored.
  private func differences(
    _ plant: (any Directory) throws -> Void, modules: [String: [UInt8]] = [:],
    _ archive: (inout DrillReader) throws -> Void
  ) throws -> [DrillDifference] {
    var found: [DrillDifference] = []
    try RestoreTrees.with { (trees) throws in
      try plant(trees.running)
      var reader = DrillReader(trees.running, modules)
      try archive(&reader)
      try reader.findAdded()
      found = reader.differences
    }
    return found.filter { $0.kind != .attributes }
  }

  private func difference(_ path: String, _ kind: DrillDifference.Kind) -> [DrillDifference] {
    [DrillDifference(path: "config/" + path, kind: kind)]
  }

  @Test func theSame() throws {
    let found = try differences {
      try $0.plant("a/b.txt", "text")
      try $0.plant("hole", Self.zeros + [1])
    } _: {
      try $0.takeDirectory("a")
      try $0.take("a/b.txt", "text")
      try $0.take("hole", Self.zeros + [1])
    }
    #expect(found == [])
  }

  @Test func eachIsFound() throws {
    #expect(try differences({ _ in }) { try $0.take("a", "text") } == difference("a", .missing))
    #expect(try differences({ try $0.plant("a", "text") }) { _ in } == difference("a", .added))
    #expect(try differences({ try $0.plant("a", "text") }) { try $0.takeDirectory("a") } == difference("a", .kind))
    for text in ["texT", "tex", "text2", ""] {
      #expect(try differences({ try $0.plant("a", text) }) { try $0.take("a", "text") } == difference("a", .contents))
    }
  }

  /// A hole is the same as zeros, and nothing else.
  @Test func holes() throws {
    let almost: [UInt8] = Self.zeros.dropLast() + [1]
    for (bytes, isSame) in [(Self.zeros, true), (almost, false), (Self.zeros + [0], false)] {
      let found = try differences({ try $0.plant("a", bytes) }) { try $0.take("a", [], hole: 10_000) }
      #expect(found == (isSame ? [] : difference("a", .contents)))
    }
  }

  @Test func modes() throws {
    try RestoreTrees.with { (trees) throws in
      try trees.running.plant("a", "text")
      try trees.running.open("a").setMode(0o644)
      var reader = DrillReader(trees.running, [:])
      try reader.take("a", "text")
      #expect(reader.differences == difference("a", .attributes))
    }
  }

  @Test func modules() throws {
    for (held, kind) in [
      ([1, 2], nil), ([1, 3], .contents), ([1], .contents), ([1, 2, 3], .contents), (nil, .missing),
    ]
      as [([UInt8]?, DrillDifference.Kind?)]
    {
      let found = try differences({ _ in }, modules: held.map { ["01": $0] } ?? [:]) { reader in
        let time = FileTime(seconds: 1_700_000_000, nanoseconds: 0)
        try reader.began(
          ArchiveEntry(
            path: ArchivePath("modules/01"), kind: .file(size: 2), mode: 0o600, owner: 0, group: 0, modified: time))
        let bytes: [UInt8] = [1, 2]
        try reader.contents(bytes.span)
        try reader.ended()
      }
      #expect(found == (kind.map { [DrillDifference(path: "modules/01", kind: $0)] } ?? []))
    }
  }
}
