import TerminalSupport
import TestSupport
import Testing

/// A backup that comes back from a stick, at the console.
@Suite struct ImportJourneys {
  @Test(arguments: [("vt100", 80, 24), ("xterm-256color", 60, 18)])
  func fromAStickToARestore(_ type: String, _ columns: Int, _ rows: Int) throws {
    try Demo.with { demo throws in
      let id = try demo.create("--label first")
      try demo.must("mkdir demo/usb/gate; $camconsole backup export \(id) demo/usb/gate/any.name --sealed")
      try demo.must("$camconsole backup delete \(id) --yes")
      try demo.must("cp demo/config/camera.cfg wanted; sed -i 's/^HOSTNAME=.*/HOSTNAME=x/' demo/config/camera.cfg")
      var setup = ScreenSetup(type: type)
      (setup.columns, setup.rows) = (columns, rows)
      let terminal = try demo.visitMenu(setup)
      try terminal.open("Backup and Restore", "b")
      try terminal.expect("There are no backups on this card.")
      try terminal.open("Import", "i")
      try terminal.expect("names the file") { $0.words.contains("usb/gate/any.name") && $0.words.contains("first") }
      terminal.type("\r")
      try terminal.expectTitle("Backup and Restore")
      try terminal.expect("Backup \(id) was imported and read back")
      try demo.must("cmp demo/usb/gate/any.name demo/card/CAMVAULT/\(id).CVB")
      #expect(try demo.run("backup restore \(id) --yes --no-reboot --pin-file -", input: Demo.pin).status == 0)
      try demo.must("cmp demo/config/camera.cfg wanted")
    }
  }
}
