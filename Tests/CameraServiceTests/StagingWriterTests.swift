import FileSystem
import TestSupport
import Testing

@testable import CameraService

/// What is staged, durably.
struct StagingWriterTests {
  private func writer(
    _ trees: RestoreTrees, _ kept: KeptParts = RestoreTrees.kept(), _ steps: Steps = Steps()
  ) -> StagingWriter {
    StagingWriter(root: steps.noting(trees.staged, "staged"), running: trees.running, kept: kept)
  }

  @Test func flushes() throws {
    try RestoreTrees.with { (trees) throws in
      let steps = Steps()
      var writer = writer(trees, RestoreTrees.kept(), steps)
      try writer.takeDirectory("")
      try writer.takeDirectory("sounds")
      try writer.take("sounds/bell.wav", "bell")
      try writer.finish()
      #expect(
        steps.all == [
          "make sounds", "create bell.wav", "write bell.wav", "flush bell.wav", "flush sounds", "flush staged",
        ])
    }
  }

  /// What stays is not restored, holes and all.
  @Test func aFileThatStays() throws {
    try RestoreTrees.with { (trees) throws in
      var writer = writer(trees, RestoreTrees.kept(files: true))
      try writer.take("network/interfaces", Array("of the backup".utf8), hole: 4_096)
      try writer.take("after", "text")
      #expect(try trees.staged.entries().map(\.name) == ["after"])
      #expect(try trees.staged.text("after") == "text")
    }
  }

  /// A document with a hole is merged as a whole, and any other file has its hole at its place.
  @Test(arguments: ["document", "large"]) func holes(_ name: String) throws {
    try RestoreTrees.with { (trees) throws in
      let bytes = name == "large" ? RestoreTrees.large : Array("text".utf8)
      var writer = writer(trees)
      try writer.take(name, bytes, hole: 8_192)
      let staged = try trees.staged.open(name).readAll(limit: .max)
      #expect(staged == bytes + [UInt8](repeating: 0, count: 8_192))
    }
  }

  /// A link or a large file in the place of a document is not merged.
  @Test(arguments: ["pipe", "large"]) func somethingElseInItsPlace(_ what: String) throws {
    try RestoreTrees.with { (trees) throws in
      if what == "large" {
        try trees.running.plant("other.cfg", RestoreTrees.large)
      } else {
        try trees.running.plant("target", RestoreTrees.network)
        try trees.running.makeLink("other.cfg", to: "target")
      }
      var writer = writer(trees)
      try writer.take("other.cfg", "SECTION a\nENDSECTION a\n")
      #expect(try trees.staged.text("other.cfg") == "SECTION a\nENDSECTION a\n")
    }
  }
}
