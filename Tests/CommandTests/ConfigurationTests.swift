import TestSupport
import Testing

/// Configurations and modules that cannot be backed up, or only in part.
@Suite struct ConfigurationTests {
  private func expectNone(_ demo: Demo, _ status: Int32, naming name: String) throws {
    let outcome = try demo.run("backup create")
    #expect(outcome.status == status, "\(outcome.errors)")
    #expect(outcome.errors.contains(name), "\(outcome.errors)")
    try demo.expectBackups([])
    #expect(try demo.shell("ls demo/card/CAMVAULT 2>/dev/null").text == "")
  }

  @Test func pathsThatAreTooLong() throws {
    try Demo.with { demo throws in
      let deep = "cd demo/config; name=$(printf %0200d 0); for n in $(seq 20); do mkdir -p $name; cd $name; done"
      // 4,027 bytes and a slash lead there.
      try demo.must("\(deep); : > \(String(repeating: "f", count: 68))")
      #expect(try demo.create() == "00010001")
      try demo.must("$camconsole backup delete-all --yes && \(deep); : > \(String(repeating: "f", count: 69))")
      try expectNone(demo, 20, naming: "4,095 bytes")
    }
  }

  @Test func pipesAndSocketsAreLeftOut() throws {
    try Demo.with { demo throws in
      try demo.must("mkfifo demo/config/pipe")
      let outcome = try demo.run("backup create")
      #expect(outcome.status == 0)
      #expect(outcome.errors.contains("pipe was left out: not a file, folder or link."))
      try demo.must("$camconsole backup export latest out --pin-file - <<E\n\(Demo.pin)\nE")
      try demo.must("! tar -tf out | grep -q pipe")
    }
  }

  @Test(arguments: ["rm -r demo/config", "rm -r demo/config; echo x > demo/config"])
  func aMissingConfiguration(_ damage: String) throws {
    try Demo.with { demo throws in
      try demo.must(damage)
      #expect(try demo.run("backup create").status == 74)
      try demo.expectBackups([])
      #expect(try demo.run("backup delete-all --yes").status == 0)
    }
  }

  @Test(.enabled(if: !Binary.lacks(root: true, "setpriv"), "needs root and setpriv")) func anUnreadableFile() throws {
    try Demo.with { demo throws in
      let user = "setpriv --reuid=12345 --regid=12345 --clear-groups"
      try demo.must("chown -R 12345:12345 . && chmod 0 demo/config/sounds/bell.wav")
      let outcome = try demo.shell("\(user) $camconsole backup create")
      #expect(outcome.status == 74 || outcome.status == 24, "\(outcome.errors)")
      #expect(outcome.errors.contains("bell.wav"))
      try demo.must("[ -z \"$(ls demo/card/CAMVAULT 2>/dev/null)\" ]")
    }
  }

  /// A pipe in the place of its configuration is a module that hangs.
  @Test func aModuleThatHangs() throws {
    try Demo.with { demo throws in
      try demo.set("BUS_TIMEOUT", "1")
      try demo.must("rm demo/bus/03/config && mkfifo demo/bus/03/config")
      try expectNone(demo, 19, naming: "Module 03 does not answer")
      for command in ["modules list", "status"] {
        let states = try demo.json(command)["modules"]?.list.map { $0["state"] }
        #expect(states == [.text("ok"), .text("ok"), .text("hung"), .text("ok"), .text("ok")], "\(command)")
      }
      #expect(try demo.run("status").text.contains("Modules    4 of 5 answer\n           03 does not answer\n"))
      #expect(try demo.run("status --prometheus").text.contains(",address=\"03\"} 0\n"))
      let made = try demo.json("backup create --skip-module 03")
      #expect(made["modules"] == .number(4) && made["modules_total"] == .number(5))
      #expect(made["left_out_modules"] == .list([.text("03")]))
      let shown = try demo.json("backup show latest --pin-file -", input: Demo.pin)
      let included = shown["contents"]?.list.map { $0["included"] }
      #expect(included == [.truth(true), .truth(true), .truth(false), .truth(true), .truth(true)])
      #expect(try demo.run("backup create --skip-module 99").status == 21)
    }
  }

  @Test(arguments: [
    ("rm demo/bus/03/kind && mkfifo demo/bus/03/kind", "Module 03"),
    ("truncate -s 1048577 demo/bus/03/config", "more than 1 MiB"),
    ("rm demo/bus/03/config; mkdir demo/bus/03/config", "Module 03"),
  ])
  func aModuleThatFails(_ damage: String, _ words: String) throws {
    try Demo.with { demo throws in
      try demo.set("BUS_TIMEOUT", "1")
      try demo.must(damage)
      try expectNone(demo, 19, naming: words)
      #expect(try demo.run("modules list").status == 0)
      #expect(try demo.run("status").status == 0)
      #expect(try demo.run("backup create --skip-module 03").status == 0)
    }
  }

  /// It is cut at 48 bytes; what needs more than that in JSON is refused.
  @Test func anIdentityThatIsTooLong() throws {
    try Demo.with { demo throws in
      let model = String(repeating: "x", count: 48)
      try demo.must("sed -i 's/^MODEL=.*/MODEL=\(model)y/' demo/config/camera.cfg")
      #expect(try demo.json("backup create")["model"] == .text(model))
      try demo.must("$camconsole backup delete-all --yes")
      try demo.must("sed -i 's/^MODEL=.*/MODEL=\(String(repeating: "\"", count: 25))/' demo/config/camera.cfg")
      try expectNone(demo, 20, naming: "model")
    }
  }

  @Test func noBusIsNoModules() throws {
    try Demo.with { demo throws in
      try demo.must("rm -r demo/bus")
      #expect(try demo.json("modules list")["modules"] == .list([]))
      #expect(try demo.json("backup create")["modules"] == .number(0))
    }
  }

  @Test func aConfigurationThatChangesAllTheTime() throws {
    try Demo.with { demo throws in
      try demo.must("head -c 30M /dev/zero > demo/config/large")
      let outcome = try demo.shell(
        "while :; do echo x >> demo/config/large; done & trap \"kill $!\" EXIT; $camconsole backup create")
      #expect(outcome.status == 18, "\(outcome.errors)")
      #expect(outcome.errors.contains("config/large") && outcome.errors.contains("--skip-failed"))
      try demo.expectBackups([])
    }
  }
}
