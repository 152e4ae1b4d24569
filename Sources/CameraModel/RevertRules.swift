/// When a restore is reverted that nobody confirms.
package enum RevertRules {
  /// Seconds within which `boot --once` has to run again: it does not stay, so something else must watch the time.
  package static let onceInterval: Int64 = 300
}
