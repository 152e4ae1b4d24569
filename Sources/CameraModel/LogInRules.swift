/// How failed logins slow down who tries.
package enum LogInRules {
  /// Seconds to wait after the first failure, the second, and so on; the last holds for all that follow.
  package static let waits: [UInt32] = [0, 0, 0, 2, 4, 8, 16, 32, 60]
  /// Seconds behind the end of a wait in which each connection has its try, at most.
  package static let longestTurn: UInt32 = 10
  /// Names and lines that are remembered at most, but for those that still wait: others leave, those with the fewest
  /// failures first, then the oldest. So nobody shortens a wait by failing under other names.
  package static let mostRemembered = 256
  /// The same, all told: more cannot fail within the longest wait.
  package static let mostWaiting = 2_048
}
