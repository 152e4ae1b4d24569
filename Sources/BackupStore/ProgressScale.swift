/// How much of the whole work is done: passes over backups, each of which counts as much as the others.
package struct ProgressScale: Sendable {
  private var expected = 0
  /// Passes that are over.
  private var finished = 0
  private var last: WorkProgress?

  /// Nothing is done yet.
  package init() {}

  /// So many further passes are to come.
  package mutating func expect(_ passes: Int) { expected += passes }

  /// From 0 to 1. Another pass has begun where the phase is another, where the last one was complete, or where less is
  /// done.
  package mutating func share(_ progress: WorkProgress) -> Double {
    if let last, last.phase != progress.phase || last.done >= last.total || progress.done < last.done { finished += 1 }
    last = progress
    let part = Double(progress.done) / Double(max(progress.total, 1))
    return min((Double(finished) + part) / Double(max(expected, finished + 1)), 1)
  }
}
