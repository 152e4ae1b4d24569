import Glibc
import TestSupport
import Testing

/// What is on a bus, as a kernel presents it, and what a backup makes of it.
@Suite struct BusTests {
  /// As `/sys/bus/i2c/devices` is: links to an adapter, to a helper of a driver, and to a memory that can be read.
  private func makeBus(_ demo: Demo) throws {
    try demo.must(
      """
      rm -r demo/bus; mkdir -p demo/bus devices/i2c-0 devices/0-0051 devices/0-0050 devices/w1_bus_master1
      echo mxc > devices/i2c-0/name; echo dummy > devices/0-0051/name; echo 24c02 > devices/0-0050/name
      head -c 256 /dev/urandom > devices/0-0050/eeprom
      for d in devices/*; do ln -s "../../$d" demo/bus/; done
      echo > demo/bus/uevent
      """)
    for (key, value) in [("KIND", "name"), ("SERIAL", ""), ("FIRMWARE", ""), ("CONFIG", "eeprom")] {
      try demo.set("BUS_" + key, value)
    }
  }

  @Test func adaptersAreNotModules() throws {
    try Demo.with { demo throws in
      try makeBus(demo)
      let modules = try demo.json("modules list")["modules"]?.list ?? []
      #expect(modules.map { $0["address"] } == [.text("0-0050")] && modules.first?["state"] == .text("ok"))
      #expect(try demo.json("status")["modules"]?.list.count == 1)
      let id = try demo.create()
      try demo.must("head -c 256 /dev/urandom > devices/0-0050/eeprom; cp devices/0-0050/eeprom later")
      #expect(try demo.run("backup restore \(id) --yes --no-reboot --pin-file -", input: Demo.pin).status == 0)
      #expect(try demo.shell("cmp -s later devices/0-0050/eeprom").status == 1)
      // A module at an address where only an adapter is, is missing.
      #expect(try demo.run("backup create --skip-module i2c-0").status == 21)
    }
  }

  /// A module's directory that somebody else could exchange is not an error of the bus.
  @Test(.enabled(if: !Binary.lacks(root: true, "chown"), "needs root"))
  func aStrangersModuleIsNamed() throws {
    try Demo.with { demo throws in
      try demo.must("chown 54321 demo/bus/03")
      let outcome = try demo.run("backup create")
      #expect(outcome.status == 19 && outcome.errors.contains("/bus/03 belongs to user 54321"), "\(outcome.errors)")
      #expect(outcome.errors.contains("--skip-module 03") && !outcome.errors.contains("Input/output"))
      #expect(try demo.run("backup create --skip-module 03").status == 0)
    }
  }

  @Test func oneErrorNamesAllModulesThatDoNotAnswer() throws {
    try Demo.with { demo throws in
      try demo.set("BUS_TIMEOUT", "1")
      try demo.must("for m in 01 03 05; do rm demo/bus/$m/config; mkfifo demo/bus/$m/config; done")
      try demo.must("rm -r demo/bus/02; ln -s nowhere demo/bus/02; ln -s loop demo/bus/loop")
      try demo.must("rm demo/bus/04/serial demo/bus/04/kind demo/bus/04/firmware")
      let outcome = try demo.run("backup create")
      #expect(outcome.status == 19)
      #expect(
        outcome.errors.contains("Modules 01, 03 and 05 do not answer. No backup was made."), "\(outcome.errors)")
      let options = "--skip-module 01 --skip-module 03 --skip-module 05"
      #expect(outcome.errors.contains(options), "\(outcome.errors)")
      #expect(try demo.run("backup create " + options).status == 0)
    }
  }

  @Test func oneErrorOfARestoreNamesThemToo() throws {
    try RestoreScene.with { (demo, scene) throws in
      try demo.set("BUS_TIMEOUT", "1")
      try demo.must("cp demo/config/camera.cfg before")
      try demo.must("for m in 01 03; do rm demo/bus/$m/config; mkfifo demo/bus/$m/config; done")
      let outcome = try demo.restore()
      #expect(outcome.status == 19 && outcome.errors.contains("Modules 01 and 03 do not answer."), "\(outcome.errors)")
      #expect(outcome.errors.contains("--skip-module 01 --skip-module 03"), "\(outcome.errors)")
      try demo.must("cmp before demo/config/camera.cfg")
      try demo.expectNoTraces()
    }
  }
}

/// The same where the kernel itself, here a FUSE file system, refuses a module's directory or file.
@Suite(.serialized, .enabled(if: FuseBus.isUsable, "needs root, /dev/fuse, fusermount and python3-fusepy"))
struct BusErrorTests {
  @Test(
    arguments: [
      ("/03/config ENXIO", "gone"), ("/03/config ENODEV", "gone"), ("/03/config EIO", "failed"),
      ("/03/config ETIMEDOUT", "hung"), ("/03/config EACCES", "failed"), ("/03/config EREMOTEIO", "failed"),
      ("/03 ENODEV", "gone"), ("/03 ENXIO", "gone"), ("/03 ENOENT", "gone"), ("/03 EIO", "failed"),
      ("/03 EACCES", "failed"), ("/03/config ENOENT", nil),
    ] as [(String, String?)])
  func onlyWhatIsSureNotToBeAModuleIsIgnored(_ refusal: String, _ state: String?) throws {
    try Demo.with { demo throws in
      try FuseBus.with("refuse " + refusal, in: demo) {
        let modules = try demo.json("modules list")["modules"]?.list ?? []
        let third = modules.first { $0["address"] == .text("03") }
        #expect(third?["state"] == state.map(JSON.text))
        #expect(modules.count == (state == nil ? 4 : 5))
        let outcome = try demo.run("backup create")
        #expect(outcome.status == (state == nil ? 0 : 19), "\(outcome.errors)")
        #expect(state == nil || outcome.errors.contains("Module 03 "), "\(outcome.errors)")
      }
    }
  }

  /// A bus that fails is not a bus without modules.
  @Test(arguments: ["ENODEV", "ENXIO", "EIO", "EACCES", "ETIMEDOUT"]) func aBusThatFails(_ error: String) throws {
    try Demo.with { demo throws in
      try FuseBus.with("refuse / \(error)", in: demo) {
        let outcome = try demo.run("backup create")
        #expect(outcome.status == 19 && outcome.errors.contains("The MxBus "), "\(outcome.errors)")
      }
    }
  }
}
