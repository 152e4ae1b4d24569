import FileSystem
import Testing

/// Failures and their waits, as wrong PINs and failed logins have them.
struct FailureCountTests {
  private static let waits = FailureWaits([0, 0, 2, 8])

  private func moment(_ seconds: UInt64, _ boot: String = "first") -> BootMoment {
    BootMoment(seconds: seconds, bootID: boot)
  }

  @Test(arguments: [(0, 0), (1, 0), (2, 0), (3, 2), (4, 8), (5, 8), (.max, 8)] as [(UInt32, UInt32)])
  func theTableOfWaits(_ failures: UInt32, _ seconds: UInt32) {
    #expect(Self.waits.seconds(after: failures) == seconds)
    #expect(Self.waits.longest == 8)
  }

  /// Started at 100 with a wait of 60 seconds.
  @Test(
    arguments: [
      (100, "first", 60), (101, "first", 59), (159, "first", 1), (160, "first", 0), (.max, "first", 0),
      // The clock of this boot was not there yet, or it is another boot: all of the wait.
      (99, "first", 60), (0, "first", 60), (130, "second", 60), (1_000, "second", 60),
    ] as [(UInt64, String, Int)])
  func whatRemains(_ now: UInt64, _ boot: String, _ left: Int) {
    let count = FailureCount(count: 4, waitSeconds: 60, startedAt: 100, bootID: Array("first".utf8))
    #expect(count.remaining(at: moment(now, boot)) == left)
    #expect(count.isOfOtherBoot(moment(now, boot)) == (now < 100 || boot != "first"))
  }

  @Test func noWaitIsNoneInAnyBoot() {
    let count = FailureCount(count: 2, startedAt: 100, bootID: Array("first".utf8))
    #expect(count.remaining(at: moment(100)) == 0 && count.remaining(at: moment(5, "second")) == 0)
    #expect(count.begun(at: moment(5, "second")) == nil)
  }

  @Test func aWaitOfAnotherBootBeginsAnew() {
    let count = FailureCount(count: 9, waitSeconds: 60, startedAt: 100, bootID: Array("first".utf8))
    #expect(count.begun(at: moment(120)) == nil)
    let begun = count.begun(at: moment(7, "second"))
    #expect(begun == FailureCount(count: 9, waitSeconds: 60, startedAt: 7, bootID: Array("second".utf8)))
    #expect(begun?.remaining(at: moment(27, "second")) == 40)
  }

  @Test func eachFailureBeginsItsWait() {
    var count = FailureCount()
    for (now, wait) in [(10, 0), (20, 0), (30, 2), (40, 8), (50, 8)] as [(UInt64, UInt32)] {
      count.add(at: moment(now), Self.waits)
      #expect(count.waitSeconds == wait && count.startedAt == now && count.bootID == Array("first".utf8))
    }
    #expect(count.count == 5)
    count.addWithoutWait()
    #expect(count == FailureCount(count: 6, waitSeconds: 8, startedAt: 50, bootID: Array("first".utf8)))
  }

  @Test func theCountDoesNotOverflow() {
    var count = FailureCount(count: .max)
    count.add(at: moment(1), Self.waits)
    #expect(count.count == .max && count.waitSeconds == 8)
  }

  /// What is kept of a boot's name has a bound.
  @Test func aLongNameOfABoot() {
    let long = BootMoment(seconds: 0, bootID: String(repeating: "b", count: 100))
    #expect(long.bootID.count == BootMoment.longestID)
  }
}
