@testable import BackupStore
import Testing

/// One scale for all passes over backups.
struct ProgressScaleTests {
  private static func percents(_ expected: Int, _ passes: [(WorkProgress.Phase, [Int64])]) -> [Int] {
    var scale = ProgressScale()
    scale.expect(expected)
    return passes.flatMap { phase, steps in
      steps.map { Int(scale.share(WorkProgress(phase: phase, done: $0, total: 10)) * 100) }
    }
  }

  @Test func aBackupIsWrittenAndReadBack() {
    let percents = Self.percents(2, [(.writing, [2, 6, 10]), (.readingBack, [5, 10])])
    #expect(percents == [10, 30, 50, 75, 100])
  }

  /// Passes of one phase: each begins where less is done, or where the one before was complete.
  @Test func backupsAreVerifiedOneAfterAnother() {
    #expect(Self.percents(4, [(.verifying, [5, 10, 10, 5, 10, 10])]) == [12, 25, 50, 62, 75, 100])
    #expect(Self.percents(2, [(.verifying, [8, 3, 10])]) == [40, 65, 100])
  }

  @Test func passesThatNobodyExpectedDoNotGoBeyondTheEnd() {
    #expect(Self.percents(0, [(.verifying, [5, 10]), (.decrypting, [5, 10])]) == [50, 100, 75, 100])
  }

  @Test(arguments: 1...20) func itNeverGoesBack(passes: Int) {
    let steps: [(WorkProgress.Phase, [Int64])] = (0..<passes).map {
      ($0.isMultiple(of: 2) ? .writing : .readingBack, [1, 4, 9, 10])
    }
    let percents = Self.percents(passes, steps)
    #expect(percents == percents.sorted() && percents.last == 100)
  }
}
