import Glibc
import TestSupport
import Testing

/// Where PINs come from, and what is none.
@Suite struct PINInputTests {
  @Test(arguments: [
    "1234567", "12345678901234567890123456789012345678901234567890123456789012345", "1234567a", "12345678 ",
    " 12345678",
    "１２３４５６７８", "-1234567", "+1234567", "12345678\0", "1234\r5678", "\r", "0x123456", "12345678\u{FEFF}",
  ])
  func noSuperPIN(_ digits: String) throws {
    try Demo.with(pin: false) { demo throws in
      let outcome = try demo.run("pin set --pin-file -", input: digits + "\n")
      #expect(outcome.status == 20, "\(outcome.errors)")
      #expect(!outcome.errors.contains("1234"))
      #expect(try demo.run("backup create").status == 10)
    }
  }

  @Test func noFormerPIN() throws {
    try Demo.with { demo throws in
      for digits in ["123", "abcd", String(repeating: "1", count: 65)] {
        #expect(try demo.run("pin check --pin-file -", input: digits).status == 20)
        #expect(try demo.run(PINChangeTests.change, input: digits + "\n" + Demo.otherPIN).status == 20)
      }
      // What cannot be a PIN does not count as a wrong one.
      for _ in 1...4 { #expect(try demo.run("pin check --pin-file -", input: "1234").status == 11) }
      #expect(try demo.run("pin check --pin-file -", input: Demo.pin).status == 0)
    }
  }

  @Test(arguments: [
    "printf \(Demo.pin)", "printf '\(Demo.pin)\\n'", "printf '\(Demo.pin)\\r\\n'", "printf '\(Demo.pin)\\nmore\\n'",
    "printf '\(Demo.pin)\\r'",
  ])
  func lineEndings(_ command: String) throws {
    try Demo.with { demo throws in
      try demo.must("\(command) > pin && $camconsole pin check --pin-file pin")
      try demo.must("\(command) | $camconsole pin check --pin-file -")
      try demo.must("mkfifo pipe && { \(command) > pipe & } && $camconsole pin check --pin-file pipe")
    }
  }

  @Test func filesThatHoldNone() throws {
    try Demo.with { demo throws in
      try demo.must(
        ": > empty; mkdir folder; head -c 1000000 /dev/zero | tr '\\0' 1 > long; printf '\\n1234\\n' > blank")
      try demo.must("ln -s loop loop")
      let files = [("empty", 64), ("blank", 64), ("long", 64), ("folder", 74), ("none", 74), ("loop", 74)]
      for (file, status) in files {
        let outcome = try demo.run("pin check --pin-file \(demo.base)/\(file)")
        #expect(outcome.status == Int32(status), "\(file): \(outcome.errors)")
      }
      #expect(try demo.run("pin check --pin-file -").status == 64)
      let value = try demo.run("config set time.TIMEZONE --value-file \(demo.base)/empty")
      #expect(value.status == 64 && !value.errors.contains("old"), "\(value.errors)")
      for (input, words) in [("", "no line 1."), (Demo.pin + "\n", "no line 2.")] {
        let change = try demo.run(PINChangeTests.change, input: input)
        #expect(change.status == 64 && change.errors.contains(words), "\(change.errors)")
      }
      let new = try demo.shell(
        "echo \(Demo.pin) > old; $camconsole pin change --old-pin-file old --new-pin-file - < empty")
      #expect(new.status == 64 && new.errors.contains("Standard input has no line 1."), "\(new.errors)")
      #expect(try demo.run("pin check --pin-file -", input: Demo.pin).status == 0)
    }
  }

  @Test func twoFiles() throws {
    try Demo.with { demo throws in
      try demo.must("echo \(Demo.pin) > old; echo \(Demo.otherPIN) > new")
      try demo.must("$camconsole pin change --old-pin-file old --new-pin-file - < new")
      try demo.must("$camconsole pin change --old-pin-file - --new-pin-file old < new")
      #expect(try demo.run("pin check --pin-file -", input: Demo.pin).status == 0)
    }
  }

  @Test func longestAndShortest() throws {
    try Demo.with(pin: false) { demo throws in
      let longest = String(repeating: "9876543210123456", count: 4)
      #expect(try demo.run("pin set --pin-file -", input: longest).status == 0)
      let change = try demo.json(PINChangeTests.change, input: longest + "\n10293847\n")
      #expect(change["unchanged"] == .truth(false))
      #expect(try demo.run("pin check --pin-file -", input: "10293847").status == 0)
    }
  }

  @Test func generatedOnes() throws {
    var seen: Set<String> = []
    for (options, count) in [([], 12), (["--digits", "8"], 8), (["--digits", "64"], 64)] {
      let outcome = try runProcess(Binary.path, ["pin", "generate"] + options)
      #expect(outcome.status == 0)
      #expect(outcome.standardOutput.count == count + 1 && outcome.standardOutput.last == 0x0A)
      #expect(outcome.standardOutput.dropLast().allSatisfy { (0x30...0x39).contains($0) })
      seen.insert(outcome.text)
    }
    #expect(seen.count == 3)
  }

  /// A pipe that nobody writes to waits, and a signal ends the wait.
  @Test(arguments: ["pipe", "-"]) func aSilentPipeIsInterrupted(_ option: String) throws {
    try Demo.with { demo throws in
      try demo.must("mkfifo pipe")
      // Somebody has to hold the pipe open, or the shell waits before the program does.
      let holder = option == "-" ? unsafe open(demo.base + "/pipe", O_RDWR | O_CLOEXEC) : -1
      defer { close(holder) }
      let line = option == "-" ? "pin check --pin-file - < pipe" : "pin check --pin-file pipe"
      let process = try demo.start("exec $camconsole " + line)
      try process.waitUntilItHandles(SIGTERM)
      usleep(500_000)
      process.send(signal: SIGTERM)
      let outcome = try process.wait()
      #expect(!outcome.isKilled && outcome.errors.contains("Stopped"), "\(outcome.errors)")
      #expect(outcome.status == 143)
    }
  }
}
