import CameraDevice
import CameraModel
import FileSystem
import Glibc
import Synchronization
import TestSupport
import Testing

@testable import BackupStore
@testable import CameraService

/// How a backup and the running configuration differ, entry by entry.
struct DifferenceReaderTests {
  private static let users = "SECTION users\nUSER1=admins:\(Bench.hash("x")):admin\nENDSECTION users\n"
  private static let document = "SECTION a\nB=1\nENDSECTION a\n"

  /// Compares what is in the running configuration with what a backup has.
  private func compare(
    kept: KeptParts = RestoreTrees.kept(sections: []), leftOut: [LeftOut] = [],
    running plant: (any Directory) throws -> Void = { _ in }, _ backup: (inout DifferenceReader) throws -> Void
  ) throws -> DifferenceReader {
    var found: DifferenceReader?
    try RestoreTrees.with { (trees) throws in
      try plant(trees.running)
      var reader = DifferenceReader(running: trees.running, kept: kept) { _ in false }
      reader.leftOut = leftOut
      try backup(&reader)
      try reader.finish()
      found = reader
    }
    return try #require(found)
  }

  private func compare(_ path: String, _ own: [UInt8], _ new: [UInt8]) throws -> DifferenceReader {
    try compare {
      try $0.plant(path, own)
    } _: {
      try $0.take(path, new)
    }
  }

  private func compare(_ path: String, _ own: String, _ new: String) throws -> DifferenceReader {
    try compare(path, Array(own.utf8), Array(new.utf8))
  }

  @Test func theSame() throws {
    let reader = try compare("a.txt", "text", "text")
    #expect(reader.files.isEmpty && reader.texts.isEmpty && reader.documents.isEmpty)
  }

  /// Beyond the limit of a document nothing but the whole file is compared: its length, too, whatever is at its end.
  @Test func largeFiles() throws {
    let large = RestoreTrees.large
    #expect(try compare("large", large, large).files.isEmpty)
    #expect(try compare("large", large + [0], large).files.changed == ["large"])
    #expect(try compare("large", large, Array(large.prefix(1 << 20))).files.changed == ["large"])
    let added = try compare(kept: RestoreTrees.kept(sections: [])) { try $0.take("network", large) }
    #expect(added.files.added == ["network"] && added.networkAddresses.isEmpty)
  }

  /// A large file of the camera is not looked through for sections that stay.
  @Test func largeFilesThatGo() throws {
    let reader = try compare(kept: RestoreTrees.kept()) {
      try $0.plant("large", RestoreTrees.large)
    } _: { _ in
    }
    #expect(reader.files.removed == ["large"])
  }

  /// A document goes when none of its sections stays.
  @Test func aMainFileThatGoes() throws {
    let reader = try compare(kept: RestoreTrees.kept()) {
      try $0.plant(MainConfiguration.name, Self.document)
      try $0.plant("other.cfg", RestoreTrees.network)
    } _: { _ in
    }
    #expect(reader.files.removed == [MainConfiguration.name])
  }

  /// Sections count in documents only.
  @Test func documents() throws {
    #expect(try compare("a.cfg", Self.document, "SECTION a\nENDSECTION a\n").documents.map(\.path) == ["a.cfg"])
    for (own, new) in [(Self.document, "SECTION a\nB=1\n"), ("SECTION a\nB=1\n", Self.document)] {
      let reader = try compare("a.cfg", own, new)
      #expect(reader.documents.isEmpty && reader.files.changed == ["a.cfg"])
    }
  }

  /// Of what is called after a secret, and of what is no text, no line is shown.
  @Test func texts() throws {
    #expect(try compare("a.txt", "one\n", "two\n").texts.map(\.path) == ["a.txt"])
    #expect(try compare("password", "one\n", "two\n").texts.isEmpty)
    #expect(try compare("a.bin", [1, 0, 2], Array("two\n".utf8)).texts.isEmpty)
    #expect(try compare("a.bin", Array("two\n".utf8), [1, 0, 2]).texts.isEmpty)
  }

  /// Addresses count in files of the network.
  @Test func addresses() throws {
    #expect(try compare("other", "IP=10.1.2.3\n", "IP=10.1.2.4\n").networkAddresses.isEmpty)
    let change = AddressChange("10.1.2.3", "10.1.2.4")
    #expect(try compare("network", "IP=10.1.2.3\n", "IP=10.1.2.4\n").networkAddresses == [change])
  }

  /// Users that stay are not compared.
  @Test func users() throws {
    for (sections, isCompared) in [([], true), ([UserList.section], false)] {
      let reader = try compare(kept: RestoreTrees.kept(sections: sections)) {
        try $0.plant(MainConfiguration.name, Self.users)
      } _: {
        try $0.take(MainConfiguration.name, Self.users)
      }
      #expect((reader.users != nil) == isCompared)
    }
  }

  @Test func whatStaysIsNoDifference() throws {
    let reader = try compare(kept: RestoreTrees.kept(files: true)) {
      try $0.plant("network", "one")
    } _: {
      try $0.take("network", "two")
    }
    #expect(reader.files.isEmpty)
  }

  @Test func anotherKind() throws {
    let reader = try compare {
      try $0.makeDirectory("a", mode: 0o700)
    } _: {
      try $0.take("a", "text")
    }
    #expect(reader.files.changed == ["a"])
  }

  /// What was left out stays, with all that is in it.
  @Test func whatWasLeftOut() throws {
    let leftOut = [LeftOut(path: ArchivePath("config/logs"), reason: .changing)]
    let reader = try compare(leftOut: leftOut) {
      try $0.plant("logs/live")
    } _: { _ in
    }
    #expect(reader.files.isEmpty)
  }

  /// A directory goes as a whole, or piece by piece where something in it stays.
  @Test func directoriesThatGo() throws {
    let reader = try compare(kept: RestoreTrees.kept()) {
      try $0.plant("whole/a")
      try $0.plant("whole/deep/b")
      try $0.plant("part/a")
      try $0.plant("part/other.cfg", RestoreTrees.network)
    } _: { _ in
    }
    #expect(reader.files.removed == ["part/a", "whole"])
  }

  /// Only what goes as a whole may be unreadable.
  @Test(arguments: [true, false]) func anUnreadableDirectory(_ isInBackup: Bool) throws {
    try RestoreTrees.with { (trees) throws in
      try trees.running.plant("logs/live")
      let faulty = FaultyDirectory(trees.running) { operation, name in
        operation == .status && name == "live" ? .fails(ErrorCode.inputOutput) : nil
      }
      var reader = DifferenceReader(running: faulty, kept: RestoreTrees.kept()) { _ in false }
      if isInBackup { try reader.takeDirectory("logs") }
      let isRead = (try? reader.finish()) != nil
      #expect(isRead == !isInBackup)
    }
  }

  /// What is no file is not opened: a device may do something then.
  @Test func aPipe() throws {
    try withTemporaryDirectory { path in
      try #require(unsafe mkfifo(path + "/network", 0o600) == 0)
      let running = FaultyDirectory(try PosixFileSystem().openDirectory(at: path)) { operation, name in
        if operation == .open, name == "network" { Issue.record("opened") }
        return nil
      }
      var reader = DifferenceReader(running: running, kept: RestoreTrees.kept()) { _ in false }
      try reader.finish()
      #expect(reader.files.special == ["network"] && reader.networkAddresses.isEmpty)
    }
  }
}

/// Files of the running configuration, as they are found and read.
struct RunningFileTests {
  @Test func whatIsNotThere() throws {
    try RestoreTrees.with { (trees) throws in
      try trees.running.plant("file")
      try trees.running.makeDirectory("directory", mode: 0o700)
      try trees.running.makeLink("link", to: "directory")
      for path in ["none", "none/a", "file/a", "link/a", "directory/a"] {
        #expect(try RunningFile.find(path, in: trees.running) == nil, "\(path)")
      }
    }
  }

  /// A file that has become shorter ends where it ends.
  @Test func aFileThatBecameShorter() throws {
    try RestoreTrees.with { (trees) throws in
      try trees.running.plant("file", "text")
      let shorter = ShorterDirectory(trees.running)
      try RunningFile.copy("file", from: shorter, to: trees.staged)
      #expect(try trees.staged.open("file").readAll(limit: 100) == Array("text".utf8))
      #expect(try RunningFile.digest(shorter.open("file")) == RunningFile.digest(trees.running.open("file")))
    }
  }

  @Test func aFileThatIsTooShortForAnything() {
    #expect(!ConfigurationDocument.mayBe([]))
    #expect(!ConfigurationDocument.mayBe([0x53]))
    #expect(ConfigurationDocument.mayBe(Array("SECTION".utf8)))
  }
}

/// A directory whose files say that they are longer than they are, and fail when they are asked without end.
private final class ShorterDirectory: ForwardingDirectory {
  let base: any Directory

  init(_ base: any Directory) { self.base = base }

  func open(_ name: String) throws(FileError) -> any File { ShorterFile(try base.open(name)) }
}

private final class ShorterFile: ForwardingFile {
  let base: any File
  private let readings = Mutex(0)

  init(_ base: any File) { self.base = base }

  func status() throws(FileError) -> FileStatus {
    var status = try base.status()
    status.size += 4
    return status
  }

  func dataRanges(upTo size: Int64) throws(FileError) -> [Range<Int64>] { [0..<size] }

  func read(into buffer: inout MutableSpan<UInt8>, at offset: Int64) throws(FileError) -> Int {
    let number = readings.withLock { number in
      number += 1
      return number
    }
    if number > 100 { throw FileError(.read, "", code: ErrorCode.inputOutput) }
    return try base.read(into: &buffer, at: offset)
  }
}
