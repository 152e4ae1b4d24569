internal import FileSystem

/// Files without which there is no backup.
extension BackupPlanner {
  /// The plan with a file that is required. One that changes all the time is taken as it is at one moment between two
  /// changes.
  func including(_ path: ArchivePath, _ plan: ArchivePlan) throws(StoreError) -> ArchivePlan {
    let left = plan.leftOut.first { $0.path == path }
    guard !plan.contains(path) || !isComplete(path, plan), left?.reason != .special else { return plan }
    let isThere = (try? request.configuration.contains(path.name)) ?? true
    guard left != nil || isThere else { return plan }
    guard left?.reason ?? .changing == .changing, let file = fileAtRest(path) else {
      throw .requiredLeftOut(left ?? LeftOut(path: path, reason: .changing))
    }
    return try mapError(StoreError.plan, try plan.including(path, file))
  }

  /// The file between two changes; `nil` where there is no such moment, or where it must be complete and does not
  /// become so: who replaces its contents begins by emptying it, and may then be held up for longer than anyone waits.
  private func fileAtRest(_ path: ArchivePath) -> FileAtRest? {
    let file = try? request.configuration.readAtRest(path.name, limit: 16 << 20, isWhole: request.isWhole)
    return file.flatMap { $0.isAccepted(by: request) ? $0 : nil }
  }

  /// Expects of a plan in which nothing may change that what must be complete is.
  ///
  /// - Throws: `.plan(.changed)`, after waiting until it is.
  func checkComplete(_ plan: ArchivePlan) throws(StoreError) {
    for path in request.required where plan.contains(path) && !isComplete(path, plan) {
      _ = fileAtRest(path)
      throw .plan(.changed(path: path.text))
    }
  }

  /// Whether a file of the plan is complete, or need not be.
  private func isComplete(_ path: ArchivePath, _ plan: ArchivePlan) -> Bool {
    guard request.mustBeWhole else { return true }
    return plan.bytes(of: path, limit: 16 << 20).map(request.isWhole) ?? true
  }
}

extension FileAtRest {
  fileprivate func isAccepted(by request: BackupRequest) -> Bool { !request.mustBeWhole || request.isWhole(bytes) }
}
