import CameraModel
import TestSupport
import Testing

@testable import CameraService

/// The events that a camera keeps of itself: whole lines, of bounded size, never with a secret.
struct EventJournalTests {
  private static let path = "/state/\(EventJournal.name)"
  private static let earlierPath = "/state/\(EventJournal.earlierName)"

  private func journal(_ bench: Bench) -> EventJournal { EventJournal(bench.camera.machine) }

  private func text(_ bench: Bench, _ path: String = Self.path) -> String {
    String(decoding: bench.files.bytes(path) ?? [], as: UTF8.self)
  }

  private static func event(
    _ useCase: UseCase, _ error: CameraService.ErrorCode? = nil, subject: String = "", notes: [LogNote] = []
  ) -> LoggedEvent {
    LoggedEvent(
      caller: Caller(name: "dora", origin: .console("ttyS0"), account: "root"), useCase: useCase, subject: subject,
      error: error, notes: notes, milliseconds: 312)
  }

  @Test func anEventIsALineOfJSON() throws {
    try Bench.with { (bench) throws in
      journal(bench).report(Self.event(.addUser, subject: "carl \"users\"\n", notes: [.unchanged]))
      #expect(
        text(bench)
          == #"{"time":"2026-11-18T11:06:40Z","facility":"auth","severity":"notice","user":"dora","account":"root","#
          + #""from":"console ttyS0","did":"users add","to":"carl ?users??","result":"done","unchanged":"yes","#
          + #""ms":312}"# + "\n")
      let event = try #require(try bench.camera.events().first)
      #expect(event.time == 1_795_000_000 && event.milliseconds == 312 && event["to"] == "carl ?users??")
      #expect(event.text == "dora (console ttyS0): users add carl ?users??: done, unchanged yes")
    }
  }

  @Test func looksAreNotKeptAndRefusalsAre() throws {
    try Bench.with { (bench) throws in
      let journal = journal(bench)
      for declared in try DeclaredUseCase.all() where declared.useCase.isLook {
        journal.report(Self.event(declared.useCase))
      }
      journal.report(Self.event(.finishRestore))
      journal.report(Self.event(.status, .busy))
      #expect(bench.files.bytes(Self.path) == nil)
      journal.report(Self.event(.previewRestore, .wrongPIN))
      journal.report(Self.event(.command, .notPermitted))
      #expect(try bench.camera.events().map { $0["result"] } == ["wrong-pin", "not-permitted"])
    }
  }

  @Test func noSecretIsKept() throws {
    try Bench.with { (bench) throws in
      _ = try bench.camera.addUser("carl", .users, secret("Hidden!12"))
      _ = try bench.camera.authenticate("admin", secret(Bench.good), line: "ttyS0")
      let wrong = try secret("Another!1")
      _ = failure { () throws(ServiceError) in try bench.camera.authenticate("Hidden!99", wrong, line: "ttyS0") }
      for event in bench.log.events { journal(bench).report(event) }
      let text = text(bench)
      #expect(text.split(separator: "\n").count == 3)
      for word in ["Hidden!", Bench.good, "Another!", "argon2id"] { #expect(!text.contains(word)) }
    }
  }

  @Test func aPieceOfALineIsPassedOver() throws {
    try Bench.with { (bench) throws in
      let journal = journal(bench)
      journal.report(Self.event(.startBackup))
      let whole = text(bench)
      let strange = [
        "{}", "\u{0}\u{1B}[2J", "{\"time\":\"x\",\"ms\":1}", "{\"time\":\"2026-11-18T11:06:40Z\",\"ms\":x}",
      ]
      bench.files.plant(Self.path, Array((whole + strange.joined(separator: "\n") + "\n" + whole.dropLast(9)).utf8))
      journal.report(Self.event(.setPIN))
      #expect(try bench.camera.events().map { $0["did"] } == ["backup create", "pin set"])
    }
  }

  @Test func sizesAreBounded() throws {
    try Bench.with { (bench) throws in
      let journal = journal(bench)
      let count = 4_000
      for number in 1...count { journal.report(Self.event(.deleteBackup, subject: "\(number)")) }
      for path in [Self.path, Self.earlierPath] {
        let size = Int64(try #require(bench.files.bytes(path)).count)
        #expect(size <= EventJournal.longestFile && size > 0)
      }
      let numbers = try bench.camera.events().compactMap { Int($0["to"]) }
      #expect(numbers.last == count && numbers.count > 1_500 && numbers == Array(numbers[0]...count))
    }
  }

  /// What cannot be written stops nothing.
  @Test func aFailingDiskStopsNothing() throws {
    try Bench.with { (bench) throws in
      bench.files.plantDirectory(Self.path)
      journal(bench).report(Self.event(.startBackup))
      #expect(try bench.camera.users().accounts.count == 1)
    }
  }

  /// Wherever the power goes, the events before are there.
  @Test func aCutLosesNothingButTheEventItself() throws {
    try Bench.with { (bench) throws in
      journal(bench).report(Self.event(.startBackup))
      let report = { (files: CrashingFileSystem) throws in
        let bench = try Bench(files: files)
        self.journal(bench).report(Self.event(.setPIN))
      }
      var found: Set<[String]> = []
      try CrashEnumeration(seeds: 8).stops(from: bench.files, report) { crashed, label in
        let bench = try Bench(files: crashed)
        found.insert(try bench.camera.events().map { $0["did"] })
        self.journal(bench).report(Self.event(.deleteBackup))
        let names = try bench.camera.events().map { $0["did"] }
        #expect(names.first == "backup create" && names.last == "backup delete", "\(label): \(names)")
      }
      #expect(found == [["backup create"], ["backup create", "pin set"]])
    }
  }
}
