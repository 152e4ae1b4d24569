import FileSystem
import Synchronization
import Testing

/// Work that several threads share.
struct AllCoresTests {
  @Test(arguments: [0, 1, 3, 8]) func everyPieceIsDoneOnce(helpers: Int) {
    let cores = AllCores(helpers: helpers)
    for count in [0, 1, 2, 4, 100] {
      let calls = Mutex([Int](repeating: 0, count: count))
      cores.perform(count) { index in calls.withLock { $0[index] += 1 } }
      #expect(calls.withLock { $0.allSatisfy { $0 == 1 } }, "\(count)")
    }
  }

  /// Several threads lend their work to the same helpers, and each waits for its own only.
  @Test func callsAtTheSameTime() {
    let cores = AllCores(helpers: 2)
    let sum = Atomic(0)
    let left = Atomic(8)
    let bell = Doorbell()
    for _ in 0..<8 {
      let isStarted = WorkThread.start {
        for _ in 0..<200 { cores.perform(5) { index in sum.wrappingAdd(index, ordering: .relaxed) } }
        left.wrappingSubtract(1, ordering: .releasing)
        bell.ring()
      }
      #expect(isStarted)
    }
    while left.load(ordering: .acquiring) > 0 { bell.wait() }
    #expect(sum.load(ordering: .relaxed) == 8 * 200 * 10)
  }
}
