import TestSupport
import Testing

/// A report says what it could not read, and everything else.
@Suite struct GapTests {
  @Test func anUnreadableRecord() throws {
    try Demo.with { demo throws in
      try demo.create()
      try demo.must("for r in demo/state/record.*; do echo x > $r; done")
      let status = try demo.json("status")
      #expect(status.unread.map { $0["code"] } == [.text("damaged")])
      #expect(status["pin"]?["set"] == .null)
      #expect(status["card"]?["foreign"] == .number(1))
      #expect(status["camera"]?["model"] == .text("M26B") && status["modules"]?.list.count == 5)
      let text = try demo.run("status").text
      #expect(text.contains("Super PIN  not known\n"))
      #expect(text.contains("Unread     Both copies of the record") && text.contains("pin set --forgotten"))
      let metrics = try demo.run("status --prometheus").text
      #expect(
        metrics.contains("camconsole_report_gaps{model=\"M26B\",serial=\"10.32.4.17\"} 1\n")
          && !metrics.contains("pin_set"))
    }
  }

  @Test(arguments: ["mkdir", "mkfifo"]) func anUnreadableConfiguration(_ command: String) throws {
    try Demo.with { demo throws in
      try demo.create()
      try demo.must("rm demo/config/camera.cfg; \(command) demo/config/camera.cfg")
      let status = try demo.json("status")
      #expect(status.unread.count == 1 && status["camera"]?["model"] == .text(""))
      #expect(status["pin"]?["set"] == .truth(true) && status["backups"] == .number(1))
      #expect(status["card"]?["state"] == .text("open") && status["modules"]?.list.count == 5)
    }
  }
}
