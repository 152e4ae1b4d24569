import TestSupport
import Testing

/// A directory that stands for the root of a system, with files of `system-files` in it.
struct InstalledFiles {
  /// The folder that the program's files come from.
  static let source = Binary.project + "/Sources/camconsole/SystemFiles"

  let root: String

  /// - Parameter kinds: what `system-files` installs.
  static func with(_ kinds: [String], _ body: (InstalledFiles) throws -> Void) throws {
    try withTemporaryDirectory { root in
      let files = InstalledFiles(root: root)
      try files.must("chmod 755 .")
      for kind in kinds {
        let outcome = try files.run("system-files \(kind) --into \(root)")
        try #require(outcome.status == 0, "\(outcome.errors)")
      }
      try body(files)
    }
  }

  /// The places of the files, in order.
  func places() throws -> [String] {
    try must("find . -type f -printf '%P\\n' | sort").split(separator: "\n").map(String.init)
  }

  func run(_ words: String) throws -> ProcessOutcome {
    try runProcess(Binary.path, words.split(separator: " ").map(String.init))
  }

  /// Runs a script of shell in the directory.
  func shell(
    _ script: String, _ environment: [String: String] = [:], input: String = ""
  ) throws -> ProcessOutcome {
    var options = ProcessOptions()
    options.input = Array(input.utf8)
    options.environment.merge(["ROOT": root, "HOME": root, "BINARY": Binary.path]) { $1 }
    options.environment.merge(environment) { $1 }
    return try runProcess("/bin/sh", ["-c", "set -eu; cd \"$ROOT\"; " + script], options)
  }

  /// Runs a script of shell that must succeed.
  ///
  /// - Returns: its output.
  @discardableResult
  func must(_ script: String, _ location: SourceLocation = #_sourceLocation) throws -> String {
    let outcome = try shell(script)
    #expect(outcome.status == 0, "\(script): \(outcome.text)\(outcome.errors)", sourceLocation: location)
    return outcome.text
  }
}
