internal import ArgumentParser
internal import CameraService

/// The command line before it is parsed.
enum CommandLineArguments {
  private static let withValue: Set<String> = ["--settings", "--demo-dir", "--wait"]

  /// Moves global options from before the subcommand behind it, where the parser looks for them.
  static func withGlobalOptionsLast(_ arguments: [String]) -> [String] {
    var rest = arguments[...]
    var moved: [String] = []
    while let first = rest.first {
      let name = String(first.prefix { $0 != "=" })
      if first == "--demo" || (withValue.contains(name) && first.contains("=")) {
        moved.append(rest.removeFirst())
      } else if withValue.contains(first), rest.count > 1 {
        moved += rest.prefix(2)
        rest = rest.dropFirst(2)
      } else {
        break
      }
    }
    let end = rest.firstIndex(of: "--") ?? rest.endIndex
    return Array(rest[..<end]) + moved + Array(rest[end...])
  }
}

/// What the parser has to say: help, version, completion script, or what is wrong with the command line.
enum UsageReport {
  static func end(_ error: any Error, asJSON: Bool) -> Never {
    guard Camconsole.exitCode(for: error) != .success else {
      try? Output.write(Camconsole.fullMessage(for: error) + "\n", to: 1)
      SystemCalls.end(0)
    }
    let text = Camconsole.message(for: error)
    Output.report(
      .usage(
        text.hasSuffix(".") ? text : text + ".", hint: "camconsole --help and camconsole help SUBCOMMAND explain."),
      asJSON: asJSON)
    SystemCalls.end(ErrorCode.usage.rawValue)
  }
}
