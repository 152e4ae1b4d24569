import ArgumentParser
import TestSupport

/// The program: every benchmark is measured in a process of its own, whose peak of memory is then its own, and which
/// leaves the removing of files to this one.
struct BenchmarkCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "Benchmarks",
    abstract: "Measures speed and memory as ratios to what the machine does at best.",
    usage: "Benchmarks [<options>]",
    discussion: """
      Work and baseline take turns; printed are medians, and the ratio of the two. Files lie in a new directory in \
      TMPDIR, or in --directory to measure another medium, such as a card. It is removed at the end, also when a \
      signal ends the program.
      """,
    subcommands: [MeasureCommand.self])

  @Option(help: ArgumentHelp("An existing directory on the medium to measure.", valueName: "path"))
  var directory: String?

  @OptionGroup var extent: Extent

  @Option(help: ArgumentHelp("Measures this benchmark only; may be repeated.", valueName: "benchmark"))
  var only: [Benchmark] = []

  func run() throws {
    Interruption.prepareProcess()
    do {
      try withTemporaryDirectory(in: directory) { folder in
        Table.show(Table.heading(extent))
        _ = try measure(MeasureCommand.preparing, in: folder)
        Table.show(Table.columns)
        for benchmark in Benchmark.allCases where only.isEmpty || only.contains(benchmark) {
          Table.show(try measure(benchmark.rawValue, in: folder))
        }
      }
    } catch is Interruption {
      throw ExitCode(128 + Interruption.signal)
    }
  }

  /// Runs a benchmark in a process of its own.
  ///
  /// - Returns: the lines that it printed, without the end of the last one.
  private func measure(_ benchmark: String, in folder: String) throws -> String {
    let arguments = [MeasureCommand.name, benchmark, folder] + extent.arguments
    let outcome = try Interruption.run("/proc/self/exe", arguments)
    guard outcome.status == 0 else { throw Failure(description: "\(benchmark) failed: \(outcome.errors)") }
    return String(outcome.text.dropLast())
  }
}

/// How much is measured, and how often.
struct Extent: ParsableArguments {
  @Option(help: "The size of the configuration in megabytes of 1,000,000 bytes.")
  var megabytes = 256

  @Option(help: "How often each is measured.")
  var rounds = 5

  var bytes: Int { megabytes * 1_000_000 }

  var arguments: [String] { ["--megabytes", "\(megabytes)", "--rounds", "\(rounds)"] }

  func validate() throws {
    guard (1...4_000).contains(megabytes) else { throw ValidationError("--megabytes is between 1 and 4000.") }
    guard (1...1_000).contains(rounds) else { throw ValidationError("--rounds is between 1 and 1000.") }
  }
}

/// A benchmark that could not be measured, and why.
struct Failure: Error, CustomStringConvertible {
  let description: String
}
