import FileSystem
import TestSupport
import Testing

@testable import BackupStore

/// What the record keeps of attempts, and the time that a backup bears.
struct StoreHistoryTests {
  private let start: Int64 = 1_700_000_000

  private func times(_ camera: TestCamera) throws -> [Int64?] {
    try camera.list(.headers).backups.map(\.metadata.created)
  }

  @Test func attempts() throws {
    try withCamera { camera in
      #expect(try camera.record().history == BackupHistory())
      try camera.create()
      var expected = BackupHistory(attempt: .init(time: start, result: .created), success: start)
      #expect(try camera.record().history == expected)
      camera.setClocks { $0.now += 100 }
      #expect(try camera.session().create(camera.request("", ifChanged: true)).isUnchanged)
      expected.attempt = .init(time: start + 100, result: .unchanged)
      expected.unchanged = start + 100
      #expect(try camera.record().history == expected)
      #expect(try camera.list(.headers).backups.map(\.current) == [start + 100])
      #expect(try camera.session().rememberedTimes == [start + 100])
      camera.slot = nil
      try camera.session().recordFailedAttempt(13)
      expected.attempt = .init(time: start + 100, result: .failed(13))
      #expect(try camera.record().history == expected)
    }
  }

  @Test func verifications() throws {
    try withCamera { camera in
      _ = try camera.session().verify([])
      #expect(try camera.record().history.verification == nil, "nothing was verified")
      try camera.create(2)
      _ = try camera.session().verify([])
      #expect(try camera.record().history.verification == BackupCheck(time: start, isDamaged: false))
      try remove(camera.path("00010001"))
      _ = try camera.session().verify([BackupSelector("00010002")!])
      #expect(try camera.record().history.verification?.isDamaged == true, "another one is missing")
      _ = try camera.session().verify([])
      #expect(try camera.record().history.verification?.isDamaged == true)
      #expect(try camera.session().rememberedTimes.count == 2)
    }
  }

  /// Looks write nothing.
  @Test func looksLeaveTheRecordAlone() throws {
    try withCamera { camera in
      try camera.create(3)
      let before = try camera.record().sequence
      _ = try camera.list(.headers)
      _ = try camera.session().find(.latest)
      #expect(try camera.record().sequence == before)
    }
  }

  /// A creation that was cut off: what it came to is known at the next start.
  @Test func unfinished() throws {
    try withCamera { camera in
      try camera.create()
      camera.setClocks { $0.now += 500 }
      try camera.create()
      try camera.alterRecord { record in
        record.history.attempt = .init(time: 5, result: .unfinished)
        record.history.success = 5
        record.cards[0].ledger[1].state = .unconfirmed
        record.cards[0].ledger[1].check = nil
        record.cards[0].ledger[1].current = nil
      }
      _ = try camera.list(.headers)
      let history = try camera.record().history
      #expect(history == BackupHistory(attempt: .init(time: start + 500, result: .created), success: start + 500))
      #expect(try camera.list(.headers).backups.map(\.current) == [start + 500, start])
      #expect(try camera.list(.headers).backups.allSatisfy { $0.check?.isDamaged == false })
    }
  }

  /// A clock that was ahead by a day or more stamps nothing that is made after it is right again.
  @Test func theClockWasAhead() throws {
    try withCamera { camera in
      try camera.create()
      camera.setClocks { $0.now = start + 54 * 365 * 86_400 }
      try camera.create()
      camera.setClocks { $0.now = start + 60 }
      try camera.create(2)
      #expect(try times(camera) == [start + 61, start + 60, start + 54 * 365 * 86_400, start])
      #expect(try camera.session().find(.latest).name.description == "00010004")
      #expect(try camera.create() == "00010005" && camera.create() == "00010006")
      #expect(try !exists(camera.path("00010001")) && exists(camera.path("00010002")))
    }
  }

  @Test(arguments: [(86_399, true), (86_400, false)]) func aDay(_ ahead: Int64, _ isFollowed: Bool) throws {
    try withCamera { camera in
      camera.setClocks { $0.now = start + ahead }
      try camera.create()
      camera.setClocks { $0.now = start }
      try camera.create()
      #expect(try times(camera)[0] == (isFollowed ? start + ahead + 1 : start))
    }
  }

  /// A camera without a battery boots in 1970; before that no backup can be.
  @Test func theClockIsBehind() throws {
    try withCamera { camera in
      try camera.create()
      camera.setClocks { $0.now = 40 }
      try camera.create(2)
      camera.setClocks { $0.now = -7 }
      try camera.create()
      #expect(try times(camera) == [42, 41, 40, start])
    }
  }

  @Test func fiveInOneSecond() throws {
    try withCamera { camera in
      try camera.create(5)
      #expect(try times(camera) == (0..<5).reversed().map { start + $0 })
    }
  }
}
