import BackupStore
import FoundationEssentials
import TestSupport
import Testing

@testable import CameraService

/// The words of the log, and what each event's place in the system's log is. Programs read them: the article
/// *Scripting* has each one.
struct LogWordsTests {
  typealias Code = CameraService.ErrorCode

  private static func event(_ useCase: UseCase, _ error: Code? = nil, _ notes: [LogNote] = []) -> LoggedEvent {
    LoggedEvent(caller: .unknown, useCase: useCase, subject: "", error: error, notes: notes)
  }

  private static func priority(_ event: LoggedEvent) -> String { "\(event.facility).\(event.severity)" }

  @Test func loginsAndPINsAreForAuthTheRestForDaemon() {
    for (useCase, expected) in [
      (UseCase.logIn, "auth.notice"), (.logOut, "auth.notice"), (.setPIN, "auth.notice"), (.changePIN, "auth.notice"),
      (.addUser, "auth.notice"), (.checkPIN, "auth.notice"), (.startBackup, "daemon.notice"),
      (.restore, "daemon.notice"), (.revertRestore, "daemon.notice"), (.status, "daemon.debug"),
      (.listUsers, "daemon.debug"),
    ] {
      #expect(Self.priority(Self.event(useCase)) == expected, "\(useCase)")
    }
  }

  @Test func refusalsAreWarningsAndDamageIsAnError() {
    for (useCase, error, expected) in [
      (UseCase.logIn, Code.notPermitted, "auth.warning"), (.logIn, .mustWait, "auth.warning"),
      (.showBackup, .wrongPIN, "auth.warning"), (.command, .notPermitted, "auth.warning"),
      (.command, .usage, "daemon.warning"), (.restore, .refused, "daemon.warning"), (.status, .busy, "daemon.warning"),
      (.startBackup, .full, "daemon.warning"), (.startBackup, .ioError, "daemon.error"),
      (.restore, .damaged, "daemon.error"), (.restore, .moduleFailed, "daemon.error"), (.logIn, .damaged, "auth.error"),
    ] {
      #expect(Self.priority(Self.event(useCase, error)) == expected, "\(useCase), \(error)")
    }
  }

  /// A verification that finds damage did what it should: its event is an error all the same.
  @Test(arguments: [LogWord.damaged, .missing]) func damageThatIsFoundIsAnError(_ word: LogWord) {
    let event = Self.event(.verifyBackups, nil, [LogNote(name: word, value: "00010001")])
    #expect(Self.priority(event) == "daemon.error")
    #expect(Self.priority(Self.event(.verifyBackups, nil, [LogNote(name: .id, value: "1")])) == "daemon.debug")
  }

  /// Whatever comes from outside, a line is one that every log daemon takes whole.
  @Test func linesAreBounded() throws {
    try Bench.with { (bench) throws in
      let long = String(repeating: "n\n\u{1B}\"", count: 5_000)
      let caller = Caller(name: long, origin: .ssh(long), account: long + "x", key: long)
      let notes = LogWord.allCases.map { LogNote(name: $0, value: long) }
      let event = LoggedEvent(
        caller: caller, useCase: .exportSealed, subject: long, error: .notPermitted, notes: notes, milliseconds: .max)
      let line = Syslog(path: "/dev/log", time: bench.clock).line(event)
      #expect(line.utf8.count < 1_024 && line.utf8.allSatisfy { (0x20...0x7E).contains($0) })
      #expect(line.contains("did=\"backup export sealed\"") && line.contains("result=\"not-permitted\""))
      EventJournal(bench.camera.machine).report(event)
      let recorded = try #require(try bench.camera.events().first)
      #expect(recorded["user"].hasSuffix("...") && recorded["result"] == "not-permitted")
      #expect(recorded.line.count < 1_024 + 64)
    }
  }

  // MARK: The article

  private static let article = DeclaredUseCase.project + "/Sources/camconsole/camconsole.docc/Scripting.md"

  /// The table below a heading of the article, a line a row.
  private static func table(below heading: String) throws -> Substring {
    let text = try #require(Disk.read(article))
    let section = try #require(text.split(separator: "\n### \(heading)\n", maxSplits: 1).last)
    return section.split(separator: "\n## ", maxSplits: 1)[0].split(separator: "\n### ", maxSplits: 1)[0]
  }

  /// Its rows, in cells without their marks.
  private static func rows(below heading: String) throws -> [[String]] {
    try table(below: heading).split(separator: "\n").filter { $0.hasPrefix("| `") }.map { line in
      line.dropFirst(2).dropLast(2).split(separator: " | ").map { String($0.filter { $0 != "`" }) }
    }
  }

  /// `CAMCONSOLE_RECORD=1` writes the table.
  @Test func everyUseCaseIsInTheArticle() throws {
    let declared = try DeclaredUseCase.all()
    #expect(Set(declared.map(\.useCase.words)).count == declared.count && declared.count > 40)
    let rows = try Self.table(below: "did").split(separator: "\n").filter { $0.hasPrefix("| `") }
    guard ProcessInfo.processInfo.environment["CAMCONSOLE_RECORD"] != "1" else {
      let text = try #require(Disk.read(Self.article))
      let written = declared.map(\.row).joined(separator: "\n")
      return Disk.write(
        text.replacing(rows.joined(separator: "\n"), with: written), to: Self.article, mode: Disk.mode(of: Self.article)
      )
    }
    #expect(rows.map(String.init) == declared.map(\.row), "CAMCONSOLE_RECORD=1 writes them")
  }

  @Test func everyResultIsInTheArticle() throws {
    let rows = try Self.rows(below: "result")
    #expect(rows.map { $0[0] } == ["done"] + Code.allCases.map(\.word))
    for (row, code) in zip(rows.dropFirst(), Code.allCases) {
      #expect(row[1] == (code == .stopped ? "128 + signal" : "\(code.rawValue)"))
      #expect(row[2] == Self.event(.startBackup, code).severity.word, "\(code)")
    }
  }

  @Test func everyOtherWordIsInTheArticle() throws {
    #expect(try Self.rows(below: "What came of it").map { $0[0] } == LogWord.allCases.map(\.rawValue))
    let caller = Caller(name: "a", origin: .shell, account: "b", key: "c")
    let event = LoggedEvent(caller: caller, useCase: .addUser, subject: "d", error: nil)
    let words = ["time"] + RecordedEvent(event, at: 0).fields.map(\.name) + ["ms"]
    #expect(try Self.rows(below: "The words").map { $0[0] } == words)
  }
}
