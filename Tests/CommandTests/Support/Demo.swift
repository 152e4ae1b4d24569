import Glibc
import TestSupport
import Testing

/// A demo camera of one test, in a directory of its own.
struct Demo {
  static let pin = "48151623420815"
  static let otherPIN = "99887766554433"
  /// The camera in every metric.
  static let labels = "model=\"M26B\",serial=\"10.32.4.17\""

  /// The test's own directory, for files beside the camera.
  let base: String
  var path: String { base + "/demo" }
  var card: String { path + "/card" }
  var vault: String { path + "/card/CAMVAULT" }
  var configuration: String { path + "/config" }

  /// Runs the program on this camera.
  ///
  /// - Parameter input: standard input, as for `--pin-file -`.
  @discardableResult
  func run(_ arguments: String, input: String = "", environment: [String: String] = [:]) throws -> ProcessOutcome {
    try run(arguments.split(separator: " ").map(String.init), input: input, environment: environment)
  }

  @discardableResult
  func run(
    _ arguments: [String], input: String = "", environment: [String: String] = [:]
  ) throws -> ProcessOutcome {
    try runProcess(Binary.path, ["--demo-dir", path] + arguments, options(input, environment))
  }

  func options(_ input: String = "", _ environment: [String: String] = [:]) -> ProcessOptions {
    var options = ProcessOptions()
    options.input = Array(input.utf8)
    options.environment.merge(environment) { $1 }
    return options
  }

  /// Runs a line of shell in the test's directory, with `$camconsole` for the program on this camera.
  @discardableResult
  func shell(_ line: String, input: String = "") throws -> ProcessOutcome {
    try runProcess("/bin/sh", Self.script(line), shellOptions(input))
  }

  /// The same, without waiting for its end.
  func start(_ line: String) throws -> StartedProcess {
    try StartedProcess("/bin/sh", Self.script(line), shellOptions(""))
  }

  private static func script(_ line: String) -> [String] { ["-c", "cd \"$BASE\"; " + line] }

  private func shellOptions(_ input: String) -> ProcessOptions {
    options(
      input, ["BASE": base, "BINARY": Binary.path, "camconsole": "\(Binary.path) --demo-dir \(path)", "DEMO": path])
  }

  /// The name of the user who runs the tests: what the program knows of its caller.
  func user() throws -> String { String(try shell("id -un").text.prefix { $0 != "\n" }) }

  /// Runs a line of shell that must succeed.
  func must(_ line: String, _ location: SourceLocation = #_sourceLocation) throws {
    let outcome = try shell(line)
    #expect(outcome.status == 0, "\(line): \(outcome.errors)", sourceLocation: location)
  }

  /// Runs the program, which must succeed and print JSON.
  func json(
    _ arguments: String, input: String = "", _ location: SourceLocation = #_sourceLocation
  ) throws -> JSON {
    let outcome = try run(arguments + " --json", input: input)
    #expect(outcome.status == 0, "\(outcome.errors)", sourceLocation: location)
    return try JSON(parsing: outcome.standardOutput)
  }

  /// Makes a backup and returns its ID.
  @discardableResult
  func create(_ options: String = "", _ location: SourceLocation = #_sourceLocation) throws -> String {
    try #require(try json("backup create \(options)", location)["id"]?.text, sourceLocation: location)
  }

  /// The backups as `backup list` shows them, newest first.
  func backups(_ location: SourceLocation = #_sourceLocation) throws -> [JSON] {
    try json("backup list", location)["backups"]?.list ?? []
  }

  /// Expects that the list has exactly these backups, newest first, and that all verify.
  func expectBackups(_ ids: [String], _ location: SourceLocation = #_sourceLocation) throws {
    let backups = try backups(location)
    #expect(backups.compactMap { $0["id"]?.text } == ids, sourceLocation: location)
    #expect(backups.allSatisfy { $0["state"] == .text("ok") }, "\(backups)", sourceLocation: location)
    guard !ids.isEmpty else { return }
    #expect(try run("backup verify").status == 0, sourceLocation: location)
  }

  /// Whether the digits open a backup.
  func opens(_ id: String = "latest", with digits: String) throws -> Bool {
    try run("backup show \(id) --pin-file -", input: digits).status == 0
  }

  func write(_ name: String, _ bytes: [UInt8]) throws {
    let stream = unsafe fopen(path + "/" + name, "w")
    let file = try unsafe #require(stream)
    defer { unsafe fclose(file) }
    #expect(unsafe fwrite(bytes, 1, bytes.count, file) == bytes.count)
  }

  func write(_ name: String, _ text: String) throws {
    try write(name, Array(text.utf8))
  }

  func exists(_ name: String) -> Bool {
    unsafe access(path + "/" + name, F_OK) == 0
  }

  /// Changes a byte of a file in the camera's directory: whatever it is, it is another one then.
  func damage(_ name: String, at offset: Int) throws {
    let change = "x=$(od -An -tu1 -j\(offset) -N1 $f); printf \\\\$(printf %03o $((x ^ 1)))"
    try must("f=demo/\(name); \(change) | dd of=$f bs=1 seek=\(offset) conv=notrunc status=none")
  }

  /// Sets a key of the settings.
  func set(_ key: String, _ value: String) throws {
    try must("sed -i '/^\(key)=/d; /^ENDSECTION camconsole/i \(key)=\(value)' demo/camconsole.conf")
  }
}

extension Demo {
  /// A new demo camera: one that the program made once for all tests, and its settings with this one's paths.
  static func with<Result>(pin: Bool = true, _ body: (Demo) throws -> Result) throws -> Result {
    try with(archive: try (pin ? withPIN : withoutPIN).get(), body)
  }

  /// A demo camera as it was when it was put into an archive.
  static func with<Result>(archive: [UInt8], _ body: (Demo) throws -> Result) throws -> Result {
    try withTemporaryDirectory { base in
      let demo = Demo(base: base)
      var options = ProcessOptions()
      options.input = archive
      let unpacking = try runProcess("/bin/tar", ["-xpf", "-", "-C", base], options)
      try #require(unpacking.status == 0, "\(unpacking.errors)")
      try demo.must("sed -i \"s,=.*/demo/,=$DEMO/,\" \"$DEMO/camconsole.conf\"")
      return try body(demo)
    }
  }

  /// All of the camera's files, to begin other tests with.
  func archive() throws -> [UInt8] {
    try runProcess("/bin/tar", ["-cpf", "-", "-C", base, "demo"]).standardOutput
  }

  private static let withoutPIN = Result { try new(nil) }
  private static let withPIN = Result { try new(pin) }

  private static func new(_ pin: String?) throws -> [UInt8] {
    try withTemporaryDirectory { base in
      let demo = Demo(base: base)
      let made = try demo.run("settings")
      try #require(made.status == 0, "\(made.errors)")
      if let pin { try #require(try demo.run("pin set --pin-file -", input: pin).status == 0) }
      return try demo.archive()
    }
  }
}
