import TestSupport
import Testing

/// A dead camera is replaced, as the README tells it: its card is moved over, or a copy of a backup is imported.
@Suite struct ReplacementTests {
  private static let warning =
    "This backup is from another camera, M26B 10.32.4.17. This camera, M26B 10.99.88.77, keeps its own identity."

  /// Camera A has made a backup, which is also at the centre, and is dead. Camera B is new, and has no PIN.
  private func with(_ body: (Demo) throws -> Void) throws {
    try Demo.with { demo throws in
      try demo.must("sed -i 's/^HOSTNAME=.*/HOSTNAME=gate-7/' demo/config/camera.cfg; printf \(Demo.pin) > pin")
      try demo.create()
      try demo.must("$camconsole backup export latest centre --sealed --armor; mv demo a; mkdir b")
      try Demo.with(pin: false) { other throws in
        try demo.must("mv \(other.path) demo && sed -i 's,=.*/demo/,='$DEMO'/,' demo/camconsole.conf")
        try demo.must("sed -i -e 's/^SERIAL=.*/SERIAL=10.99.88.77/' -e 's/^NAME=.*/NAME=new/' demo/config/camera.cfg")
        try demo.must("mkdir \(other.path)")
      }
      try body(demo)
    }
  }

  /// From the card or the copy to the camera in the place of the old one.
  private func finish(_ demo: Demo) throws {
    #expect(try demo.run("backup list").text.hasPrefix("SD card: locked"))
    let set = try demo.run("pin set --pin-file \(demo.base)/pin")
    #expect(set.status == 0, "\(set.errors)")
    #expect(try demo.backups().map { $0["other_camera"] } == [.truth(true)])
    let preview = try demo.run("backup diff latest --pin-file \(demo.base)/pin").text
    #expect(preview.contains(Self.warning), "\(preview)")
    let restored = try demo.run("backup restore latest --yes --no-reboot --pin-file \(demo.base)/pin")
    #expect(restored.status == 0 && restored.text.contains(Self.warning), "\(restored.errors)")
    try demo.restart()
    #expect(try demo.run("confirm").status == 0)
    try demo.must("grep -q '^ *HOSTNAME=gate-7' demo/config/camera.cfg")
    #expect(try demo.json("status")["camera"]?["serial"] == .text("10.99.88.77"))
    let own = try demo.json("backup create")
    #expect(own["serial"] == .text("10.99.88.77") && own["id"] == .text("00020002"))
  }

  @Test func theCardIsMovedOver() throws {
    try with { demo throws in
      try demo.must("rm -r demo/card && mv a/card demo/card")
      try finish(demo)
    }
  }

  @Test func aCopyIsImported() throws {
    try with { demo throws in
      let imported = try demo.shell("$camconsole backup import - <centre")
      #expect(imported.status == 0 && imported.text.contains("Set that PIN to use it."), "\(imported.errors)")
      try finish(demo)
    }
  }

  /// Without a card, and without a PIN: what cannot be undone is said before.
  @Test func throughAPipe() throws {
    try with { demo throws in
      try demo.must("rm -r demo/card")
      let restored = try demo.shell("$camconsole backup restore - --yes --no-reboot --pin-file pin <centre")
      #expect(restored.status == 0 && restored.text.contains(Self.warning), "\(restored.errors)")
      #expect(restored.text.contains("cannot be undone"), "\(restored.text)")
      try demo.must("grep -q '^ *HOSTNAME=gate-7' demo/config/camera.cfg")
      #expect(try demo.json("status")["camera"]?["serial"] == .text("10.99.88.77"))
      #expect(try demo.json("status")["pin"]?["set"] == .truth(false), "the PIN of the backup is not this camera's")
    }
  }
}
