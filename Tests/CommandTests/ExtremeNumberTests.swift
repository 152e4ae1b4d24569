import TestSupport
import Testing

/// Numbers at their limits in files that the program reads: no signal ends it. The tests of the parts look at every
/// field.
@Suite struct ExtremeNumberTests {
  private func run(_ demo: Demo, _ arguments: String, _ input: String = "", _ status: ClosedRange<Int32> = 0...78)
    throws
  {
    let outcome = try demo.run(arguments, input: input)
    #expect(status.contains(outcome.status), "\(arguments): \(outcome.status) \(outcome.errors)")
  }

  @Test(arguments: [
    "-9223372036854775808", "-1", "0", "9223372036854775807", "9223372036854775808", "1e400",
  ])
  func restartOfTheDemo(_ value: String) throws {
    try Demo.with { demo throws in
      try demo.write("run/boot", value + "\n")
      try run(demo, "status", "", 0...0)
      try run(demo, "check")
    }
  }

  /// Offset and bytes of a number of the record: sequence, highest epoch, time of the change of the PIN.
  @Test(arguments: [(8, "ff" * 8), (16, "ff" * 4), (20, "ffc6a9b6c9c2f000"), (20, "00" * 7 + "80")])
  func record(_ offset: Int, _ bytes: String) throws {
    try Demo.with { demo throws in
      try demo.create()
      try demo.must(
        """
        python3 - <<'END'
        import hashlib
        body = bytearray(open("demo/state/record.1", "rb").read()[:-32])
        field = bytes.fromhex("\(bytes)")
        body[\(offset):\(offset) + len(field)] = field
        for name in ("record.1", "record.2"):
            open("demo/state/" + name, "wb").write(bytes(body) + hashlib.blake2b(body, digest_size=32).digest())
        END
        """)
      try run(demo, "status", "", 0...0)
      try run(demo, "backup create", "", 0...0)
      try run(demo, "pin check --pin-file -", Demo.pin, 0...0)
      try run(demo, PINChangeTests.change, PINChangeTests.digits)
      try run(demo, "backup list", "", 0...0)
    }
  }

  @Test(
    arguments: ["--wait", "--revert-after"], ["-9223372036854775808", "9223372036854775808", "1e400", "NaN", "-1"])
  func options(_ option: String, _ value: String) throws {
    try Demo.with { demo throws in
      let command = option == "--wait" ? "--wait=\(value) status" : "backup restore latest --yes \(option)=\(value)"
      try run(demo, command, "", 64...64)
    }
  }
}

private func * (text: String, count: Int) -> String { String(repeating: text, count: count) }
