import CameraDevice
import CameraModel
import FileSystem
import TestSupport
import Testing

@testable import CameraService

/// What stays of the running configuration is copied, and nothing else.
struct KeptCopyTests {
  private func copy(_ trees: RestoreTrees, _ kept: KeptParts = RestoreTrees.kept()) throws {
    var copy = KeptCopy(kept, from: trees.running, to: trees.staged)
    _ = try copy.copy()
  }

  private func names(_ trees: RestoreTrees) throws -> [String] { try trees.staged.entries().map(\.name).sorted() }

  @Test func sectionsOfAFileThatTheBackupLacks() throws {
    try RestoreTrees.with { (trees) throws in
      try trees.running.plant("other.cfg", "SECTION a\nB=1\nENDSECTION a\n" + RestoreTrees.network)
      try copy(trees)
      #expect(try trees.staged.text("other.cfg") == RestoreTrees.network)
    }
  }

  /// What is copied is durable before the exchange.
  @Test func flushes() throws {
    try RestoreTrees.with { (trees) throws in
      try trees.running.plant("network/interfaces", "auto")
      try trees.running.plant("other.cfg", RestoreTrees.network)
      let steps = Steps()
      var copy = KeptCopy(
        RestoreTrees.kept(files: true), from: trees.running, to: steps.noting(trees.staged, "staged"))
      _ = try copy.copy()
      #expect(Set(steps.all.filter { $0.hasPrefix("flush") }) == ["flush interfaces", "flush other.cfg"])
    }
  }

  /// Where nothing stays, a running configuration that cannot be read stops no restore.
  @Test func nothingStays() throws {
    try RestoreTrees.with { (trees) throws in
      try trees.running.plant("other.cfg")
      let faulty = FaultyDirectory(trees.running) { operation, _ in
        operation == .status ? .fails(ErrorCode.inputOutput) : nil
      }
      var copy = KeptCopy(RestoreTrees.kept(sections: []), from: faulty, to: trees.staged)
      #expect(try copy.copy().isEmpty)
    }
  }

  /// Only files of the network stay: keys of the identity are no reason for a file of their own.
  @Test func noSectionStays() throws {
    try RestoreTrees.with { (trees) throws in
      try trees.running.plant(MainConfiguration.name, "SECTION identity\nMODEL=A\nENDSECTION identity\n")
      try copy(trees, RestoreTrees.kept(sections: [], files: true, identityKeys: ["MODEL"]))
      #expect(try names(trees) == [])
    }
  }

  /// A file that is too large for a document has no sections.
  @Test func aLargeFile() throws {
    try RestoreTrees.with { (trees) throws in
      try trees.running.plant("large", RestoreTrees.large)
      try copy(trees)
      #expect(try names(trees) == [])
    }
  }

  /// What the backup has is merged already.
  @Test func aFileThatTheBackupHas() throws {
    try RestoreTrees.with { (trees) throws in
      try trees.running.plant("other.cfg", RestoreTrees.network)
      try trees.staged.plant("other.cfg", "merged")
      try copy(trees)
      #expect(try trees.staged.text("other.cfg") == "merged")
    }
  }

  @Test func aMainFileWithoutTheSections() throws {
    try RestoreTrees.with { (trees) throws in
      try trees.running.plant(MainConfiguration.name, "SECTION a\nB=1\nENDSECTION a\n")
      try copy(trees)
      #expect(try names(trees) == [])
    }
  }
}

/// Which documents are changed by what stays.
struct KeptPartsTests {
  private func document(_ text: String) -> ConfigurationDocument { ConfigurationDocument(Array(text.utf8)) }

  /// In a file that is no document a section is any text.
  @Test func aFileThatIsNoDocument() {
    let kept = RestoreTrees.kept()
    let broken = document("SECTION ethernet\nIP=1\n")
    let whole = document(RestoreTrees.network)
    #expect(kept.merged(broken, with: whole, at: "other.cfg") == nil)
    #expect(kept.merged(whole, with: broken, at: "other.cfg") == nil)
    #expect(kept.merged(broken, with: whole, at: MainConfiguration.name) != nil)
  }

  /// Without the sections another file is restored as it is, and has no identity.
  @Test func aFileWithoutTheSections() {
    let kept = RestoreTrees.kept(identityKeys: ["MODEL"])
    let new = document("SECTION identity\nMODEL=A\nENDSECTION identity\n")
    let current = document("SECTION identity\nMODEL=B\nENDSECTION identity\n")
    #expect(kept.merged(new, with: current, at: "other.cfg") == nil)
    #expect(kept.merged(new, with: current, at: MainConfiguration.name) == current)
  }
}
