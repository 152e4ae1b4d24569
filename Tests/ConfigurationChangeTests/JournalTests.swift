import CameraDevice
import CameraModel
import FileSystem
import FoundationEssentials
import TestSupport
import Testing

@testable import ConfigurationChange

/// What a record of a former version means, and that this one writes the same.
struct JournalTests {
  /// As the version before this module wrote it, in the middle of a restore.
  static let intent = """
    {"backup":"00010001","isConfirmed":false,"modules":[{"former":"Zm9ybWVy","kind":"KeypadRFID","firmware":"1.7.2",\
    "serial":"10.33.71.8","new":"bmV3","address":"01","isSettled":false},{"kind":"MX-232-IO-Box","new":"bmV3",\
    "address":"05","isSettled":false}],"newTree":{"inode":16236669,"device":65024},\
    "bootID":"1a3861d9-512f-4f42-91aa-cac61049e7be","formerTree":{"inode":16237231,"device":65024},\
    "began":1795998398,"caller":"root","serial":"10.32.4.17","model":"M26B","revertMinutes":10,"starts":1,\
    "firmware":"5.4.1.7","lastStart":"b7c3ca44-6eb3-4b2b-b1b6-84d8f3a3c3a1","startedAt":17}
    """

  /// The same when it was over, and the former configuration could not be kept.
  static let outcome = """
    {"backup":"00010001","began":1795998398,"caller":"dora (console ttyS0)","isReverted":false,\
    "isOfModulesOnly":false,"pending":[{"address":"05","kind":"MX-232-IO-Box","settings":"bmV3"}],\
    "undo":{"isModulesOnly":false,"problem":"No Super PIN is set."}}
    """

  private func journal(
    _ files: [String: String], _ body: (ChangeJournal<NoDetails>, any Directory) throws -> Void
  ) throws {
    try withTemporaryDirectory { path in
      let directory = try PosixFileSystem().openDirectory(at: path)
      for (name, text) in files { try DurableFile.replace(name, in: directory, with: Array(text.utf8).span) }
      try body(ChangeJournal(directory: directory), directory)
    }
  }

  private func value(_ name: String, _ directory: any Directory) throws -> JSONTree {
    try JSONDecoder().decode(JSONTree.self, from: Data(try directory.open(name).readAll(limit: 1 << 20)))
  }

  private func value(_ text: String) throws -> JSONTree {
    try JSONDecoder().decode(JSONTree.self, from: Data(text.utf8))
  }

  @Test func anIntentOfAFormerVersion() throws {
    try journal(["restore": Self.intent]) { (journal, _) throws in
      let intent = try #require(try journal.intent())
      #expect(intent.subject == "00010001" && intent.began == 1_795_998_398 && intent.caller == "root")
      #expect(intent.bootID == "1a3861d9-512f-4f42-91aa-cac61049e7be")
      #expect(intent.trees?.former.inode == 16_237_231 && intent.trees?.new.inode == 16_236_669)
      #expect(intent.camera.model == "M26B" && intent.camera.serial == "10.32.4.17")
      #expect(intent.camera.firmware == "5.4.1.7" && intent.revertMinutes == 10 && intent.starts == 1)
      #expect(intent.start == .init(boot: "b7c3ca44-6eb3-4b2b-b1b6-84d8f3a3c3a1", at: 17))
      #expect(!intent.isConfirmed && intent.undo == nil)
      #expect(
        intent.modules == [
          ModuleChange(
            address: "01", kind: "KeypadRFID",
            former: .init(settings: Data("former".utf8), serial: "10.33.71.8", firmware: "1.7.2"),
            new: Data("new".utf8)),
          ModuleChange(address: "05", kind: "MX-232-IO-Box", former: nil, new: Data("new".utf8)),
        ])
    }
  }

  @Test func anIntentIsWrittenAsAFormerVersionDid() throws {
    try journal(["restore": Self.intent]) { (journal, directory) throws in
      try journal.save(try #require(try journal.intent()))
      #expect(try value("restore", directory) == value(Self.intent))
    }
  }

  @Test func anOutcomeOfAFormerVersion() throws {
    try journal(["restored": Self.outcome]) { (journal, directory) throws in
      let outcome = try #require(try journal.outcome())
      #expect(outcome.undo?.problem == UndoProblem(code: "No Super PIN is set."))
      #expect(outcome.pending.map(\.address) == ["05"] && !outcome.isOfModulesOnly)
      try journal.save(outcome)
      #expect(try value("restored", directory) == value(Self.outcome))
    }
  }

  /// Before restores of modules alone, and before the time counted from the first start of `boot`.
  @Test func recordsOfTheFirstVersions() throws {
    let intent = Self.intent.replacing(",\"startedAt\":17", with: "").replacing("\"model\":\"M26B\",", with: "")
    let outcome = Self.outcome.replacing("\"isOfModulesOnly\":false,", with: "")
    try journal(["restore": intent, "restored": outcome]) { (journal, _) throws in
      let read = try #require(try journal.intent())
      #expect(read.start?.at == nil && read.start != nil && read.camera.model.isEmpty)
      #expect(try journal.outcome()?.isOfModulesOnly == false)
    }
  }

  @Test func aCodeAndWhatItIsAbout() throws {
    let problem = UndoProblem(code: "undo-file", file: "undo.cvb.new", number: 28, detail: "write")
    let note = UndoNote(
      of: ChangeID(subject: "00010001", began: 7, mark: "00000000000000ab"), isModulesOnly: true, problem: problem)
    let data = try JSONEncoder().encode(note)
    #expect(try JSONDecoder().decode(UndoNote.self, from: data) == note)
    let text = #"""
      {"change":{"backup":"00010001","began":7,"mark":"00000000000000ab"},"isModulesOnly":true,
      "problem":"undo-file","file":"undo.cvb.new","number":28,"detail":"write"}
      """#
    #expect(try JSONDecoder().decode(JSONTree.self, from: data) == value(text))
  }

  @Test(arguments: [#""newTree":{"inode":16236669,"device":65024},"#, #""starts":1,"#, #""isConfirmed":false,"#])
  func whatIsMissingIsDamage(_ part: String) throws {
    try journal(["restore": Self.intent.replacing(part, with: "")]) { (journal, _) throws in
      #expect(throws: ChangeError.self) { try journal.intent() }
    }
  }

  @Test func clearingLeavesNothing() throws {
    let files = ["restore": Self.intent, "restore.new": "{", "restored.new": "{", "restored": Self.outcome]
    try journal(files) { (journal, directory) throws in
      try journal.clear()
      #expect(try journal.intent() == nil)
      #expect(try directory.entries().map(\.name) == ["restored"])
    }
  }
}

/// JSON of any form, to be compared.
enum JSONTree: Decodable, Equatable {
  case text(String)
  case number(Int64)
  case truth(Bool)
  case list([JSONTree])
  case object([String: JSONTree])

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if let truth = try? value.decode(Bool.self) {
      self = .truth(truth)
    } else if let number = try? value.decode(Int64.self) {
      self = .number(number)
    } else if let text = try? value.decode(String.self) {
      self = .text(text)
    } else if let list = try? value.decode([JSONTree].self) {
      self = .list(list)
    } else {
      self = .object(try value.decode([String: JSONTree].self))
    }
  }
}
