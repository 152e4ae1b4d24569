/// What long work is at, for a person who watches it.
package struct WorkProgress: Sendable, Equatable {
  /// The part of the work.
  package enum Phase: Sendable {
    case writing, readingBack, verifying, decrypting, rewriting, deriving
  }

  /// What is being done.
  package let phase: Phase
  /// Bytes done in this phase.
  package let done: Int64
  /// Bytes of this phase in all, more than 0.
  package let total: Int64
}

/// Who started the work: told of its progress, and asked at every mebibyte whether to stop.
package struct WorkObserver: Sendable {
  /// Is told how far the work has come.
  package let report: @Sendable (WorkProgress) -> Void
  /// Is asked whether to stop.
  package let shouldStop: @Sendable () -> Bool
  /// Is told how many further passes over a backup are to come: one scale for the whole is made of them.
  package let expect: @Sendable (_ passes: Int) -> Void

  /// An observer that is told, and may stop the work.
  package init(
    report: @escaping @Sendable (WorkProgress) -> Void, shouldStop: @escaping @Sendable () -> Bool,
    expect: @escaping @Sendable (_ passes: Int) -> Void = { _ in }
  ) {
    self.report = report
    self.shouldStop = shouldStop
    self.expect = expect
  }

  /// Nobody watches.
  package static let none = WorkObserver(report: { _ in }, shouldStop: { false })

  func checkStop() throws(StoreError) {
    if shouldStop() { throw .stopped }
  }

  /// The same without progress, for work inside work that reports its own.
  var silent: WorkObserver { WorkObserver(report: { _ in }, shouldStop: shouldStop) }
}
