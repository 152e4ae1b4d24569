internal import FileSystem

/// Plans the archive of what a backup is made of: again while it changes, or without what fails.
struct BackupPlanner {
  let request: BackupRequest
  /// The one that stamps the configuration's files.
  let clock: ArchiveClock

  /// How often a configuration is read before it is refused because it keeps changing.
  static let mostReadings = 3

  /// Plans the archive and works with it.
  ///
  /// - Parameters:
  ///   - created: seconds since 1970, asked again for each plan.
  ///   - body: is called again with another plan where it finds that this one no longer fits.
  /// - Throws: what `body` throws; `.plan`, and `.configurationKeepsChanging` after three readings.
  func withPlan<Result>(
    created: () -> Int64, _ body: (ArchivePlan, Int64) throws(StoreError) -> Result
  ) throws(StoreError) -> Result {
    var reading = 1
    while true {
      do {
        let moment = created()
        let plan = try plan(moment)
        try checkComplete(plan)
        return try body(plan, moment)
      } catch .plan(let error) {
        let mayPass = if case .changed = error { reading < Self.mostReadings } else { false }
        guard !mayPass else {
          reading += 1
          continue
        }
        guard request.leavesOutFailures else { throw error.final }
        return try withoutFailures(created(), body)
      }
    }
  }

  /// Works with a plan without what fails. Each try leaves out one entry more, so there is an end of it.
  private func withoutFailures<Result>(
    _ created: Int64, _ body: (ArchivePlan, Int64) throws(StoreError) -> Result
  ) throws(StoreError) -> Result {
    var plan = try planWithoutFailures(created)
    while true {
      for path in request.required { plan = try including(path, plan) }
      do {
        return try body(plan, created)
      } catch .plan(let error) {
        guard let reason = error.reasonToLeaveOut, let path = error.path else { throw .plan(error) }
        let left = LeftOut(path: ArchivePath(path), reason: reason)
        plan = try mapError(StoreError.plan, try plan.leavingOut(left))
      }
    }
  }

  /// The archive of all that is asked for.
  func plan(_ created: Int64) throws(StoreError) -> ArchivePlan {
    try mapError(
      StoreError.plan,
      try ArchivePlan(
        configuration: request.configuration, modules: request.modules, identity: request.identity,
        created: created, clock: clock))
  }

  /// The same without what cannot be read.
  func planWithoutFailures(_ created: Int64) throws(StoreError) -> ArchivePlan {
    try mapError(
      StoreError.plan,
      try ArchivePlan(
        leavingOutFailuresOf: request.configuration, modules: request.modules, identity: request.identity,
        created: created, clock: clock))
  }
}

extension ArchivePlanError {
  /// The entry that it is about, by its path in the archive, as text.
  fileprivate var path: String? {
    switch self {
    case .changed(let path), .file(let path, _), .refused(let path, _): path
    case .identity, .digest: nil
    }
  }

  /// What is told when nothing more is tried.
  var final: StoreError {
    if case .changed(let path) = self { .configurationKeepsChanging(path) } else { .plan(self) }
  }
}
