/// How long `body` takes.
func time(_ body: () throws -> Void) rethrows -> Duration {
  try ContinuousClock().measure(body)
}

/// Runs every step once a round, in turn, and so under the same load of the machine.
///
/// - Parameter steps: each returns its own time, without that of what it prepares.
/// - Returns: the median of each step; a first round is not counted.
func medians(of rounds: Int, _ steps: [() throws -> Duration]) throws -> [Duration] {
  var times = steps.map { _ in [Duration]() }
  for round in 0...rounds {
    for (index, step) in steps.enumerated() {
      let duration = try step()
      if round > 0 { times[index].append(duration) }
    }
  }
  return times.map { median($0) }
}

private func median(_ times: [Duration]) -> Duration {
  let sorted = times.sorted()
  let upper = sorted[sorted.count / 2]
  return sorted.count.isMultiple(of: 2) ? (sorted[sorted.count / 2 - 1] + upper) / 2 : upper
}
