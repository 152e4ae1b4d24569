import FileSystem
import TestSupport
import Testing

@testable import CameraService

/// The running form of what a backup lacks.
struct LeftOutFilesTests {
  private let noEntry: Int32 = 2

  private func keep(_ path: String, _ running: any Directory, _ staged: any Directory) throws {
    var files = LeftOutFiles(running: running, staged: staged)
    try files.keep(path)
  }

  @Test func flushes() throws {
    try RestoreTrees.with { (trees) throws in
      try trees.running.plant("logs/live", "text")
      let steps = Steps()
      try keep("logs", trees.running, steps.noting(trees.staged, "staged"))
      #expect(steps.all == ["make logs", "flush live", "flush logs"])
      #expect(try trees.staged.openDirectory("logs").text("live") == "text")
    }
  }

  @Test func whatTheBackupHasIsNotReplaced() throws {
    try RestoreTrees.with { (trees) throws in
      try trees.running.plant("live", "running")
      try trees.staged.plant("live", "of the backup")
      try keep("live", trees.running, trees.staged)
      #expect(try trees.staged.text("live") == "of the backup")
    }
  }

  /// It went in the meantime.
  @Test func whatIsGoneIsPassedOver() throws {
    try RestoreTrees.with { (trees) throws in
      try trees.running.plant("live", "running")
      let noEntry = noEntry
      try keep(
        "live", trees.running,
        FaultyDirectory(trees.staged) { operation, _ in operation == .create ? .fails(noEntry) : nil })
      #expect(try trees.staged.entries().isEmpty)
    }
  }

  /// The backup has no such directory.
  @Test func whatHasNoPlaceIsPassedOver() throws {
    try RestoreTrees.with { (trees) throws in
      try trees.running.plant("logs/live", "running")
      try keep("logs/live", trees.running, trees.staged)
      #expect(try trees.staged.entries().isEmpty)
    }
  }
}
