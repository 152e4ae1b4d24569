import TestSupport
import Testing

/// What is to be kept at a restore is kept, or the restore is refused: and what is reported is what was kept.
@Suite struct KeepTests {
  private static let interface = "network/interfaces.d/eth0"
  private static let noSection = "sed -i '/^SECTION ethernet/,/^ENDSECTION ethernet/d' demo/config/camera.cfg"

  /// Writes the camera's address into a file, or other files of the network with the same address.
  private static func write(_ address: String) -> String {
    """
    mkdir -p demo/config/network/interfaces.d demo/config/netplan
    printf 'auto eth0\\niface eth0 inet static\\n\\taddress \(address)\\n\\tgateway 192.0.2.1\\n' > demo/config/\(interface)
    printf 'network:\\n  ethernets:\\n    eth0:\\n      addresses:\\n        - \(address)/24\\n' > demo/config/netplan/01.yaml
    """
  }

  /// A camera whose address is in files of its own, and another one since its backup.
  private func with(_ files: String?, _ setUp: String = noSection, _ body: (Demo) throws -> Void) throws {
    try Demo.with { demo throws in
      if let files { try demo.set("NETWORK_FILES", files) }
      try demo.must(setUp + "; " + Self.write("192.0.2.10"))
      try demo.create()
      try demo.must(Self.write("192.0.2.77"))
      try body(demo)
    }
  }

  private func expectRefused(
    _ demo: Demo, _ options: String, _ words: String, _ location: SourceLocation = #_sourceLocation
  ) throws {
    let former = try demo.state()
    let outcome = try demo.restore(options)
    #expect(outcome.status == 20, "\(outcome.errors)", sourceLocation: location)
    #expect(outcome.errors.contains(words), "\(outcome.errors)", sourceLocation: location)
    #expect(try demo.state() == former, sourceLocation: location)
    try demo.expectNoTraces("", location)
    #expect(try demo.json("status")["restore"] == .null, sourceLocation: location)
  }

  @Test func aNetworkThatIsElsewhere() throws {
    try with(nil) { demo throws in
      try expectRefused(
        demo, "--keep-network",
        "The network cannot be kept. This camera and the backup have no SECTION ethernet. "
          + "NETWORK_FILES is empty.")
      let diff = try demo.json("backup diff latest --pin-file -", input: Demo.pin)
      let obstacle = diff["can_keep"]?["network"]?["obstacle"]?.text
      #expect(obstacle?.hasPrefix("This camera and the backup have no SECTION ethernet") == true)
      #expect(diff["can_keep"]?["users"]?["obstacle"] == .null)
      #expect(diff["kept"] == .list([]))
    }
    try with("nothing/*") { demo throws in
      try expectRefused(demo, "--keep-network", "NETWORK_FILES matches no file of this camera or of the backup.")
    }
    try Demo.with { demo throws in
      try demo.set("NETWORK_SECTIONS", "")
      try demo.create()
      try expectRefused(demo, "--keep-network", "NETWORK_SECTIONS is empty. NETWORK_FILES is empty.")
    }
  }

  @Test(arguments: [
    ("network/interfaces.d/* netplan/*.yaml", [interface, "netplan/01.yaml"]),
    (
      "network netplan",
      [
        interface, "netplan/01.yaml",
      ]
    ),
    ("**/eth? **/*.yaml", [interface, "netplan/01.yaml"]),
    ("network/interfaces.d/eth[0-9]", [interface]),
  ])
  func filesThatAreKept(_ files: String, _ kept: [String]) throws {
    try with(files) { demo throws in
      try demo.must(
        """
        cd demo/config; chmod 640 \(Self.interface); touch -d '2003-04-05 06:07:08.9' \(Self.interface)
        ln -s eth0 network/interfaces.d/eth9; echo running > network/interfaces.d/eth1; rm -r sounds
        stat -c '%a %u %g %y' \(Self.interface) > ../../before
        """)
      let all =
        kept
        + (files.contains("eth[") || files.contains("eth?") || files.contains("*") || files == "network netplan"
          ? ["network/interfaces.d/eth1", "network/interfaces.d/eth9"] : [])
      let outcome = try demo.restore("--keep-network --no-reboot")
      #expect(outcome.status == 0, "\(outcome.errors)")
      for name in all { #expect(outcome.text.contains("\(name) stays as it is\n"), "\(outcome.text)") }
      #expect(!outcome.text.contains("The address changes"))
      try demo.must(
        """
        grep -q 192.0.2.77 demo/config/\(Self.interface) && [ -d demo/config/sounds ]
        stat -c '%a %u %g %y' demo/config/\(Self.interface) | cmp - before
        [ "$(readlink demo/config/network/interfaces.d/eth9)" = eth0 ] && grep -qx running demo/config/network/interfaces.d/eth1
        """)
      let leftOut = try demo.json("status")["restore"]?["left_out"]
      #expect(leftOut?["network"] == .truth(true))
      #expect(Set(leftOut?["kept"]?.list.compactMap { $0["file"]?.text } ?? []) == Set(all))
      let status = try demo.run("status").text
      #expect(status.contains(" Kept: \(all.sorted().joined(separator: ", ")).") || all.count < 2, "\(status)")
      #expect(!status.contains("left out: the network"))
      // What the next start confirms is what was staged.
      try demo.restart()
      #expect(try demo.run("confirm").status == 0)
      let list = try demo.json("backup list")
      #expect(list["in_force"]?["changed"] == .truth(false))
    }
  }

  /// A pipe cannot be kept, and is not said to be.
  @Test func aPipeAmongTheNetworkFiles() throws {
    try with("network") { demo throws in
      try demo.must("mkfifo demo/config/network/control")
      let outcome = try demo.restore("--keep-network --no-reboot")
      #expect(outcome.text.contains("File network/control (removed, cannot be in a backup)\n"), "\(outcome.text)")
      #expect(outcome.status == 0 && !outcome.text.contains("The configuration is the same"))
    }
  }

  /// Trees may be deeper than a process may have files open.
  @Test func filesOfTheNetworkInADeepTree() throws {
    try Demo.with { demo throws in
      try demo.set("NETWORK_FILES", "**/eth0")
      let name = (1...180).map { _ in "d/" }.joined()
      try demo.must("mkdir -p demo/config/\(name) && echo old | tee demo/config/\(name)eth0 > demo/config/\(name)file")
      try demo.create()
      try demo.must("cd demo/config/\(name) && for f in eth0 file; do echo current > $f; done")
      try demo.must(
        """
        ulimit -n 128
        printf '\(Demo.pin)' | $camconsole backup restore latest --keep-network --pin-file - --yes --no-reboot
        """)
      try demo.must("cd demo/config/\(name) && [ $(cat eth0) = current ] && [ $(cat file) = old ]")
    }
  }

  /// Without the flag the files change, and the preview says so among the network's lines.
  @Test func filesThatAreNotKept() throws {
    try with("network netplan") { demo throws in
      let text = try demo.run("backup diff latest --pin-file -", input: Demo.pin).text
      let lines = text.split(separator: "\n").map(String.init)
      #expect(
        lines.dropFirst().first == "The address changes from 192.0.2.77 to 192.0.2.10. This connection will be lost.",
        "\(text)")
      try demo.must("printf '# no address\\n' > demo/config/\(Self.interface); rm demo/config/netplan/01.yaml")
      let other = try demo.run("backup diff latest --pin-file -", input: Demo.pin).text
      #expect(other.contains("The network changes in \(Self.interface). This connection may be lost."), "\(other)")
      #expect(try demo.restore("--no-reboot").status == 0)
      try demo.must("grep -q 192.0.2.10 demo/config/\(Self.interface) demo/config/netplan/01.yaml")
      let status = try demo.run("status").text
      #expect(!status.contains("kept:"))
    }
  }

  /// What only the backup has of the network is not restored, and its folder comes back without it.
  @Test func filesThatOnlyTheBackupHas() throws {
    try with("network netplan/*") { demo throws in
      try demo.must("rm -r demo/config/network demo/config/netplan")
      let outcome = try demo.restore("--keep-network --no-reboot")
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(
        outcome.text.contains("\(Self.interface) is not restored: this camera does not have it\n"), "\(outcome.text)")
      try demo.must(
        "[ ! -e demo/config/network ] && [ -d demo/config/netplan ] && [ ! -e demo/config/netplan/01.yaml ]")
      #expect(try demo.run("status").text.contains(" Kept: no netplan/01.yaml, no \(Self.interface)."))
    }
  }

  /// Files whose folders the backup does not have.
  @Test func filesThatOnlyTheCameraHas() throws {
    try Demo.with { demo throws in
      try demo.set("NETWORK_FILES", "net/lan/*.conf")
      try demo.create()
      try demo.must(
        "mkdir -p demo/config/net/lan; chmod 710 demo/config/net; echo a > demo/config/net/lan/a.conf; echo b > demo/config/net/lan/b"
      )
      let outcome = try demo.restore("--keep-network --no-reboot")
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.text.contains("File net/lan/b (removed)\n"), "\(outcome.text)")
      try demo.must(
        "grep -qx a demo/config/net/lan/a.conf && [ ! -e demo/config/net/lan/b ] && [ $(stat -c %a demo/config/net) = 710 ]"
      )
    }
  }

  @Test func aFolderThatIsAFileInTheBackup() throws {
    try Demo.with { demo throws in
      try demo.set("NETWORK_FILES", "network/*")
      try demo.must("echo x > demo/config/network")
      try demo.create()
      try demo.must("rm demo/config/network; " + Self.write("192.0.2.77") + "; echo y > demo/config/network/y")
      try expectRefused(
        demo, "--keep-network", "In the backup, a file or a link has the name of a folder above \(Self.interface).")
    }
  }

  /// The network's section may be in another file, or in one that the backup or the camera lacks.
  @Test func sectionsOfOtherFiles() throws {
    func section(_ address: String) -> String {
      "printf 'SECTION ethernet\\nIP=\(address)\\nENDSECTION ethernet\\nSECTION other\\nA=\(address)\\nENDSECTION other\\n' > demo/config/net.cfg"
    }
    try Demo.with { demo throws in
      try demo.must(Self.noSection + "; " + section("192.0.2.10"))
      try demo.create()
      try demo.must(section("192.0.2.77"))
      let outcome = try demo.restore("--keep-network --no-reboot --revert-after 0")
      #expect(outcome.text.contains("SECTION ethernet of net.cfg stays as it is\n"), "\(outcome.text)\(outcome.errors)")
      try demo.must("grep -qx IP=192.0.2.77 demo/config/net.cfg && grep -qx A=192.0.2.10 demo/config/net.cfg")
      #expect(try demo.run("status").text.contains(" Kept: SECTION ethernet of net.cfg."))
    }
    try Demo.with { demo throws in
      try demo.must(Self.noSection)
      try demo.create()
      try demo.must(section("192.0.2.77"))
      #expect(try demo.restore("--keep-network --no-reboot").status == 0)
      try demo.must("grep -qx IP=192.0.2.77 demo/config/net.cfg && ! grep -q A= demo/config/net.cfg")
    }
    try Demo.with { demo throws in
      try demo.must(Self.noSection + "; " + section("192.0.2.10"))
      try demo.create()
      try demo.must("rm demo/config/net.cfg")
      let outcome = try demo.restore("--keep-network --no-reboot")
      #expect(
        outcome.text.contains("SECTION ethernet of net.cfg is not restored: this camera does not have it\n"),
        "\(outcome.text)\(outcome.errors)")
      try demo.must("! grep -q IP= demo/config/net.cfg && grep -qx A=192.0.2.10 demo/config/net.cfg")
      #expect(try demo.run("status").text.contains(" Kept: no SECTION ethernet of net.cfg."))
    }
  }

  @Test(arguments: [
    ("sed -i '/^USER[0-9]*=/d' demo/config/camera.cfg", "camera.cfg of this camera has no users."),
    (
      "sed -i '/^SECTION users/,/^ENDSECTION users/d' demo/config/camera.cfg", "camera.cfg of this camera has no users."
    ),
    ("sed -i 's/^ENDSECTION users//' demo/config/camera.cfg", "The users in camera.cfg of this camera cannot be read."),
    (
      "sed -i 's/^USER1=.*/USER1=admins/' demo/config/camera.cfg",
      "The users in camera.cfg of this camera cannot be read."
    ),
    ("rm demo/config/camera.cfg", "camera.cfg of this camera cannot be read."),
  ])
  func usersThatAreNotThere(_ damage: String, _ words: String) throws {
    try Demo.with { demo throws in
      try demo.create()
      try demo.must(damage)
      try expectRefused(demo, "--keep-users", "The users cannot be kept. " + words)
      #expect(try demo.restore("--no-reboot --other-model").status == 0)
    }
  }

  @Test func modulesAlone() throws {
    try RestoreScene.with { (demo, _) throws in
      for (option, what) in [("--keep-network", "network"), ("--keep-users", "users")] {
        try expectRefused(
          demo, "--modules-only \(option)",
          "The \(what) cannot be kept. Only modules are restored, and the whole configuration stays as it is.")
      }
    }
  }

  /// Nobody is asked for consent to what is refused.
  @Test func itIsRefusedBeforeTheQuestion() throws {
    try with(nil) { demo throws in
      let outcome = try demo.run("backup restore latest --keep-network --pin-file -", input: Demo.pin)
      #expect(outcome.status == 20 && outcome.errors.contains("The network cannot be kept."), "\(outcome.errors)")
    }
  }

  @Test(arguments: ["/etc/network", "../x", "a//b", "./a", "a/../b"])
  func pathsThatAreRefused(_ files: String) throws {
    try Demo.with(pin: false) { demo throws in
      try demo.must("sed -i '/^ENDSECTION camconsole/i NETWORK_FILES=\(files)' demo/camconsole.conf")
      let outcome = try demo.run("status")
      #expect(outcome.status == 78 && outcome.errors.contains("NETWORK_FILES cannot be"), "\(outcome.errors)")
    }
  }
}
