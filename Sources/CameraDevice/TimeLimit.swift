/// A look at the machine that may never end, as on a network disk that is gone.
package enum TimeLimit {
  /// - Parameter seconds: the longest wait; the thread of a look that does not end is left behind.
  /// - Returns: `nil` where the time was over before the look.
  package static func run<Value: Sendable>(
    seconds: Int, _ look: @escaping @Sendable () -> Value
  ) -> Value? {
    try? Patience(seconds: seconds).run(for: "") { look() }
  }
}
