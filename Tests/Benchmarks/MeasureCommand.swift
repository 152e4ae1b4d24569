import ArgumentParser

/// What can be measured.
enum Benchmark: String, CaseIterable, ExpressibleByArgument {
  case create, verify, open, seal, argon2id, small

  func measure(_ workplace: Workplace, _ extent: Extent) throws -> [Row] {
    switch self {
    case .create: try CreateBenchmark.measure(workplace, extent)
    case .verify: try ReadBenchmarks.verify(workplace, extent)
    case .open: try ReadBenchmarks.open(workplace, extent)
    case .seal: try SealBenchmark.measure(extent)
    case .argon2id: try SmallBenchmarks.derivation(extent)
    case .small: try SmallBenchmarks.demo(workplace, extent)
    }
  }
}

/// One benchmark, in the process that was started for it.
struct MeasureCommand: ParsableCommand {
  static let name = "measure"
  /// Instead of a benchmark: makes the files that all of them need.
  static let preparing = "prepare"

  static let configuration = CommandConfiguration(commandName: name, shouldDisplay: false)

  @Argument var benchmark: String
  @Argument var folder: String
  @OptionGroup var extent: Extent

  func run() throws {
    let workplace = Workplace(folder: folder)
    guard benchmark != Self.preparing else { return try workplace.prepare(extent) }
    guard let benchmark = Benchmark(rawValue: benchmark) else { throw ValidationError("no such benchmark") }
    for row in try benchmark.measure(workplace, extent) { print(row.line) }
  }
}
