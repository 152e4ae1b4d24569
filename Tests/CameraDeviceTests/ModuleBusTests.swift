import CameraDevice
import CameraModel
import FileSystem
import TestSupport
import Testing

struct ModuleBusTests {
  func withBus(_ lines: String = "BUS_TIMEOUT=1", _ body: (PosixModuleBus, String) throws -> Void) throws {
    try withTemporaryDirectory { (directory) throws in
      let path = directory + "/bus"
      Disk.makeDirectory(path)
      try body(PosixModuleBus(Settings.with("BUS=\(path)", lines)), path)
    }
  }

  func makeModule(_ path: String, configuration: [UInt8] = [1, 2, 3]) {
    Disk.makeDirectory(path)
    Disk.write("KeypadRFID\n", to: path + "/kind")
    Disk.write("10.1.2.3\n", to: path + "/serial")
    Disk.write("1.0\n", to: path + "/firmware")
    Disk.write(configuration, to: path + "/config")
  }

  func address(_ text: String) throws -> ModuleAddress { try #require(ModuleAddress(text)) }

  @Test func listsModulesByAddress() throws {
    try withBus { (bus, path) throws in
      for name in ["b", "0-0050", "a b", "a", "\u{E9}"] { makeModule(path + "/" + name) }
      #expect(try bus.modules(leavingOut: []).map(\.address.text) == ["0-0050", "a", "b"])
    }
  }

  @Test func takesAMissingBusForAnEmptyOne() throws {
    let bus = try PosixModuleBus(Settings.with("BUS=/nonexistent/bus"))
    #expect(try bus.modules(leavingOut: []).isEmpty)
  }

  @Test func readsModules() throws {
    try withBus { (bus, path) throws in
      makeModule(path + "/01")
      let module = bus.module(at: try address("01"))
      #expect(
        module
          == BusModule(address: try address("01"), kind: "KeypadRFID", serial: "10.1.2.3", firmware: "1.0", state: .ok))
      #expect(try bus.configuration(of: address("01")) == [1, 2, 3])
    }
  }

  /// As the kernel's buses are: links to directories, other file names, no serial number.
  @Test func readsAnotherLayout() throws {
    try withBus("BUS_KIND=name\nBUS_SERIAL=\nBUS_FIRMWARE=\nBUS_CONFIG=eeprom") { (bus, path) throws in
      Disk.makeDirectory(path + "/../device")
      Disk.makeLink(path + "/0-0050", to: "../device")
      Disk.write("24c02", to: path + "/0-0050/name")
      Disk.write([0xFF], to: path + "/0-0050/eeprom")
      let module = bus.module(at: try address("0-0050"))
      #expect(module.kind == "24c02")
      #expect(module.serial == "")
      #expect(module.state == .ok)
      #expect(try bus.configuration(of: address("0-0050")) == [0xFF])
    }
  }

  /// What is in `/sys/bus/i2c/devices` and `/sys/bus/w1/devices` beside modules: links to adapters and helpers, which
  /// have a name and no configuration.
  @Test func adaptersAndStrayFilesAreNotModules() throws {
    try withBus { (bus, path) throws in
      makeModule(path + "/0-0050")
      for name in ["i2c-0", "0-0051", "w1_bus_master1"] {
        Disk.makeDirectory(path + "/../" + name)
        Disk.write("dummy\n", to: path + "/../" + name + "/kind")
        Disk.makeLink(path + "/" + name, to: "../" + name)
      }
      Disk.makeDirectory(path + "/empty")
      Disk.write("", to: path + "/drivers_autoprobe")
      Disk.makeLink(path + "/stray", to: "drivers_autoprobe")
      Disk.makePipe(path + "/pipe")
      let modules = try bus.modules(leavingOut: [])
      #expect(modules.map(\.address.text) == ["0-0050"] && modules[0].state == .ok)
      // Asked for by its address, as a restore does, it is not there.
      #expect(bus.module(at: try address("i2c-0")).state == .gone)
    }
  }

  /// Only what is sure not to be a module is left out in silence.
  @Test func whatMayBeAModuleIsReported() throws {
    try withBus { (bus, path) throws in
      Disk.makeLink(path + "/dangling", to: "../nothing")
      Disk.makeLink(path + "/loop", to: "loop")
      Disk.makeDirectory(path + "/folder")
      Disk.makeDirectory(path + "/folder/config")
      Disk.makeDirectory(path + "/link")
      Disk.makeLink(path + "/link/config", to: "nothing")
      let modules = try bus.modules(leavingOut: [])
      #expect(modules.map(\.address.text) == ["folder", "link"])
      #expect(modules.map(\.state) == [.failed, .failed])
    }
  }

  /// A module that lacks a file about itself is a module; one without a configuration is not.
  @Test(arguments: ["kind", "serial", "firmware"]) func aModuleLacksAFile(_ name: String) throws {
    try withBus { (bus, path) throws in
      makeModule(path + "/03")
      Disk.remove(path + "/03/" + name)
      let modules = try bus.modules(leavingOut: [])
      #expect(modules.map(\.state) == [.ok])
      Disk.remove(path + "/03/config")
      #expect(try bus.modules(leavingOut: []).isEmpty)
    }
  }

  @Test func cleansTexts() throws {
    try withBus { (bus, path) throws in
      makeModule(path + "/01")
      Disk.write("  \u{1B}[2Jevil\r\nsecond line", to: path + "/01/kind")
      Disk.write(String(repeating: "x", count: 10_000), to: path + "/01/serial")
      let module = bus.module(at: try address("01"))
      #expect(module.kind == "?[2Jevil")
      #expect(module.serial == String(repeating: "x", count: 48))
      #expect(module.state == .ok)
    }
  }

  @Test func seesModulesThatAreGone() throws {
    try withBus { (bus, path) throws in
      #expect(bus.module(at: try address("01")).state == .gone)
      makeModule(path + "/01")
      Disk.remove(path + "/01/config")
      #expect(throws: ModuleBusError.gone) { try bus.configuration(of: address("01")) }
    }
  }

  @Test func limitsConfigurations() throws {
    try withBus { (bus, path) throws in
      let limit = PosixModuleBus.configurationLimit
      makeModule(path + "/01", configuration: [UInt8](repeating: 7, count: limit))
      makeModule(path + "/02", configuration: [UInt8](repeating: 7, count: limit + 1))
      #expect(try bus.configuration(of: address("01")).count == limit)
      #expect(throws: ModuleBusError.tooLarge) { try bus.configuration(of: address("02")) }
    }
  }

  @Test func givesUpOnSilence() throws {
    try withBus { (bus, path) throws in
      makeModule(path + "/01")
      Disk.remove(path + "/01/kind")
      Disk.makePipe(path + "/01/kind")
      let address = try address("01")
      let seconds = secondsTaken { #expect(bus.module(at: address).state == .hung) }
      #expect((0.9..<3).contains(seconds))
      // Its other files, and other modules, still answer.
      #expect(try bus.configuration(of: address) == [1, 2, 3])
    }
  }

  /// One that says its name and is silent beyond does not answer.
  @Test func seesSilenceInTheConfiguration() throws {
    try withBus { (bus, path) throws in
      makeModule(path + "/01")
      Disk.remove(path + "/01/config")
      Disk.makePipe(path + "/01/config")
      let module = bus.module(at: try address("01"))
      #expect(module.state == .hung && module.kind == "KeypadRFID")
      Disk.remove(path + "/01/config")
      Disk.write([], to: path + "/01/config")
      #expect(bus.module(at: try address("01")).state == .ok)
    }
  }

  @Test func readsAModuleThatCameBack() throws {
    try withBus { (bus, path) throws in
      makeModule(path + "/01")
      Disk.remove(path + "/01/config")
      Disk.makePipe(path + "/01/config")
      #expect(throws: ModuleBusError.hung) { try bus.configuration(of: address("01")) }
      Disk.remove(path + "/01/config")
      Disk.write([9], to: path + "/01/config")
      #expect(try bus.configuration(of: address("01")) == [9])
    }
  }

  /// A read that never returns: the module is hung at once the next time, and its thread is the only one left.
  @Test func leavesOneThreadBehind() throws {
    let files = StuckFiles(code: nil)
    let settings = try Settings.with("BUS=/one/thread", "BUS_TIMEOUT=1")
    let address = try address("01")
    #expect(PosixModuleBus(settings, files: files).module(at: address).state == .hung)
    // Also another piece of work of this process does not ask it again.
    #expect(PosixModuleBus(settings, files: files).module(at: address).state == .hung)
    #expect(throws: ModuleBusError.hung) {
      try PosixModuleBus(settings, files: files).configuration(of: address)
    }
    #expect(files.calls == 1)
    files.release()
  }

  /// One after the other would take 40 seconds.
  @Test func aDeadBusCostsOneTimeout() throws {
    try withBus { (bus, path) throws in
      for number in 10..<50 {
        makeModule(path + "/\(number)")
        guard number != 30 else { continue }
        Disk.remove(path + "/\(number)/config")
        Disk.makePipe(path + "/\(number)/config")
      }
      var modules: [BusModule] = []
      let seconds = try secondsTaken { modules = try bus.modules(leavingOut: []) }
      #expect(seconds < 20)
      #expect(modules.map(\.address.text) == (10..<50).map(String.init))
      #expect(modules.allSatisfy { $0.kind == "KeypadRFID" && $0.state == ($0.address.text == "30" ? .ok : .hung) })
      let answers = bus.configurations(of: modules.map(\.address))
      #expect(answers.filter { $0 == .failure(.hung) }.count == 39 && answers[20] == .success([1, 2, 3]))
      // What is left out is not waited for.
      let leftOut = Set(modules.map(\.address.text))
      #expect(try bus.modules(leavingOut: leftOut).allSatisfy { $0.state == .ok })
    }
  }

  /// More modules than threads: each has its turn, and its whole time.
  @Test func manyModulesAllAnswer() throws {
    try withBus("BUS_TIMEOUT=60") { (bus, path) throws in
      for number in 1_000..<1_300 { makeModule(path + "/\(number)", configuration: [UInt8(number % 251)]) }
      let modules = try bus.modules(leavingOut: [])
      #expect(modules.count == 300 && modules.allSatisfy { $0.state == .ok })
      #expect(
        bus.configurations(of: modules.map(\.address)) == (1_000..<1_300).map { .success([UInt8($0 % 251)]) })
    }
  }

  @Test(arguments: [
    (Int32(2), BusModule.State.gone), (6, .gone), (19, .gone), (110, .hung), (5, .failed), (121, .failed),
    (13, .failed),
  ])
  func tellsErrorsApart(code: Int32, expected: BusModule.State) throws {
    let bus = try PosixModuleBus(Settings.with("BUS=/errors", "BUS_TIMEOUT=1"), files: StuckFiles(code: code))
    #expect(bus.module(at: try address("01")).state == expected)
    #expect(throws: ModuleBusError.self) { try bus.configuration(of: address("01")) }
  }
}
