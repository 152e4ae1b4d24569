import TerminalSupport
import TestSupport
import Testing

/// Another camera's backup, and a network that cannot be kept, at the console.
@Suite struct OtherCameraJourneys {
  @Test func anotherModelIsTyped() throws {
    try Demo.with { demo throws in
      try demo.create()
      try demo.must(
        "sed -i -e 's/^SERIAL=.*/SERIAL=10.9.9.9/' -e 's/^MODEL=.*/MODEL=S26/' -e 's/^NAME=.*/NAME=new/' demo/config/camera.cfg"
      )
      try demo.must(
        "sed -i '/^SECTION ethernet/,/^ENDSECTION ethernet/s/ethernet/lan/' demo/config/camera.cfg; cp demo/config/camera.cfg before"
      )
      let terminal = try demo.visitMenu()
      try terminal.open("Backup and Restore", "b")
      try terminal.expect("other camera")
      try terminal.open("Restore", "r")
      try terminal.open("Restore: what changes", Demo.pin + "\r")
      try terminal.expect("This backup is from another model, M26B 10.32.4.17.")
      terminal.type("r")
      try terminal.expect("Type M26B:")
      terminal.type("M26\r")
      settle(terminal)
      #expect(try demo.json("status")["restore"] == .null)
      terminal.type("B\r")
      try terminal.expect("The demo camera has restarted.")
      try demo.must("grep -qx SERIAL=10.9.9.9 demo/config/camera.cfg && grep -qx MODEL=S26 demo/config/camera.cfg")
      try demo.must("grep -qx NAME=gate-north demo/config/camera.cfg")
    }
  }

  private func settle(_ terminal: ScreenTerminal) { terminal.settle(quiet: .milliseconds(100)) }

  @Test func aNetworkThatCannotBeKept() throws {
    try Demo.with { demo throws in
      try demo.must("sed -i '/^SECTION ethernet/,/^ENDSECTION ethernet/d' demo/config/camera.cfg")
      try demo.create()
      let terminal = try demo.visitMenu()
      try terminal.open("Backup and Restore", "b")
      try terminal.expect("ok")
      try terminal.open("Restore", "r")
      try terminal.open("Restore: what changes", Demo.pin + "\r")
      try terminal.expect("[-] Keep network")
      terminal.type("k")
      try terminal.expect("The network cannot be kept.")
      try terminal.expect("[-] Keep network")
    }
  }
}
