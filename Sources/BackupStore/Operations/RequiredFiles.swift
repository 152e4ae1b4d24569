internal import FileSystem

/// Files without which there is no backup.
extension StoreSession {
  /// The plan with a file that is required. One that changes all the time is taken as it is at one moment between two
  /// changes.
  func including(
    _ path: ArchivePath, _ request: BackupRequest, _ plan: ArchivePlan
  ) throws(StoreError) -> ArchivePlan {
    let left = plan.leftOut.first { $0.path == path }
    guard !plan.contains(path), left?.reason != .special else { return plan }
    let isThere = (try? request.configuration.contains(path.name)) ?? true
    guard left != nil || isThere else { return plan }
    let file = try? request.configuration.readAtRest(path.name, limit: 16 << 20, isWhole: request.isWhole)
    guard left?.reason ?? .changing == .changing, let file else {
      throw .requiredLeftOut(left ?? LeftOut(path: path, reason: .changing))
    }
    return try mapError(StoreError.plan, try plan.including(path, file))
  }
}
