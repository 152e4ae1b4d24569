import CameraDevice
import CameraModel
import FileSystem
import TestSupport
import Testing

struct ModuleBusTests {
  func withBus(_ lines: String = "BUS_TIMEOUT=1", _ body: (PosixModuleBus, String) throws -> Void) throws {
    try withTemporaryDirectory { (directory) throws in
      let path = directory + "/bus"
      Machine.makeDirectory(path)
      try body(PosixModuleBus(Machine.settings("BUS=\(path)", lines)), path)
    }
  }

  func makeModule(_ path: String, configuration: [UInt8] = [1, 2, 3]) {
    Machine.makeDirectory(path)
    Machine.write("KeypadRFID\n", to: path + "/kind")
    Machine.write("10.1.2.3\n", to: path + "/serial")
    Machine.write("1.0\n", to: path + "/firmware")
    Machine.write(configuration, to: path + "/config")
  }

  func address(_ text: String) throws -> ModuleAddress { try #require(ModuleAddress(text)) }

  @Test func listsAddresses() throws {
    try withBus { (bus, path) throws in
      for name in ["b", "0-0050", "a b", "a", "\u{E9}"] { makeModule(path + "/" + name) }
      #expect(try bus.addresses().map(\.text) == ["0-0050", "a", "b"])
    }
  }

  @Test func takesAMissingBusForAnEmptyOne() throws {
    let bus = try PosixModuleBus(Machine.settings("BUS=/nonexistent/bus"))
    #expect(try bus.addresses().isEmpty)
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
      Machine.makeDirectory(path + "/../device")
      Machine.makeLink(path + "/0-0050", to: "../device")
      Machine.write("24c02", to: path + "/0-0050/name")
      Machine.write([0xFF], to: path + "/0-0050/eeprom")
      let module = bus.module(at: try address("0-0050"))
      #expect(module.kind == "24c02")
      #expect(module.serial == "")
      #expect(module.state == .ok)
      #expect(try bus.configuration(of: address("0-0050")) == [0xFF])
    }
  }

  @Test func cleansTexts() throws {
    try withBus { (bus, path) throws in
      makeModule(path + "/01")
      Machine.write("  \u{1B}[2Jevil\r\nsecond line", to: path + "/01/kind")
      Machine.write(String(repeating: "x", count: 10_000), to: path + "/01/serial")
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
      Machine.remove(path + "/01/config")
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
      Machine.remove(path + "/01/kind")
      Machine.makePipe(path + "/01/kind")
      let address = try address("01")
      let seconds = Machine.seconds { #expect(bus.module(at: address).state == .hung) }
      #expect((0.9..<3).contains(seconds))
      // Its other files, and other modules, still answer.
      #expect(try bus.configuration(of: address) == [1, 2, 3])
    }
  }

  /// One that says its name and is silent beyond does not answer.
  @Test func seesSilenceInTheConfiguration() throws {
    try withBus { (bus, path) throws in
      makeModule(path + "/01")
      Machine.remove(path + "/01/config")
      Machine.makePipe(path + "/01/config")
      let module = bus.module(at: try address("01"))
      #expect(module.state == .hung && module.kind == "KeypadRFID")
      Machine.remove(path + "/01/config")
      Machine.write([], to: path + "/01/config")
      #expect(bus.module(at: try address("01")).state == .ok)
    }
  }

  @Test func readsAModuleThatCameBack() throws {
    try withBus { (bus, path) throws in
      makeModule(path + "/01")
      Machine.remove(path + "/01/config")
      Machine.makePipe(path + "/01/config")
      #expect(throws: ModuleBusError.hung) { try bus.configuration(of: address("01")) }
      Machine.remove(path + "/01/config")
      Machine.write([9], to: path + "/01/config")
      #expect(try bus.configuration(of: address("01")) == [9])
    }
  }

  /// A read that never returns: the module is hung at once the next time, and its thread is the only one left.
  @Test func leavesOneThreadBehind() throws {
    let files = StuckFiles(code: nil)
    let bus = try PosixModuleBus(Machine.settings("BUS_TIMEOUT=1"), files: files)
    let address = try address("01")
    #expect(bus.module(at: address).state == .hung)
    let seconds = Machine.seconds { #expect(bus.module(at: address).state == .hung) }
    #expect(seconds < 0.5)
    #expect(files.calls == 1)
    files.release()
  }

  @Test(arguments: [
    (Int32(2), BusModule.State.gone), (6, .gone), (19, .gone), (110, .hung), (5, .failed), (121, .failed),
    (13, .failed),
  ])
  func tellsErrorsApart(code: Int32, expected: BusModule.State) throws {
    let bus = try PosixModuleBus(Machine.settings("BUS_TIMEOUT=1"), files: StuckFiles(code: code))
    #expect(bus.module(at: try address("01")).state == expected)
    #expect(throws: ModuleBusError.self) { try bus.configuration(of: address("01")) }
  }
}
