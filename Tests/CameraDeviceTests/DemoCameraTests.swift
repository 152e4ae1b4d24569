import CameraDevice
import CameraModel
import FileSystem
import TestSupport
import Testing

struct DemoCameraTests {
  static let hash = "$argon2id$v=19$m=8,t=1,p=1$c2FsdA$aGFzaA"

  @Test func isACamera() throws {
    try withTemporaryDirectory { (directory) throws in
      let path = directory + "/some/where/demo"
      #expect(try DemoCamera.open(at: path) == nil)
      let demo = try DemoCamera.create(at: path, passwordHash: Self.hash)
      #expect(demo.path == path)
      #expect(try DemoCamera.open(at: path)?.path == path)
      let settings = try SettingsFile(trust: .rootOrCaller).load(demo.settingsPath)
      try SettingsFile(trust: .rootOrCaller).check(settings)
      #expect(settings.configuration == path + "/config")
      #expect(
        try IdentitySource(settings).read()
          == CameraIdentity(model: "M26B", serial: "10.32.4.17", firmware: "5.4.1.7"))
      guard case .present = PosixCardSlot(path: settings.card, mustBeMounted: settings.cardMustBeMounted).open() else {
        Issue.record("no card")
        return
      }
      try checkModules(PosixModuleBus(settings))
    }
  }

  func checkModules(_ bus: PosixModuleBus) throws {
    let modules = try bus.modules(leavingOut: [])
    #expect(modules.map(\.kind) == ["KeypadRFID", "BellRFID", "DoorMaster", "MxMultiSense", "MX-232-IO-Box"])
    #expect(modules.allSatisfy { $0.state == .ok && !$0.serial.isEmpty && !$0.firmware.isEmpty })
    for module in modules {
      let document = ConfigurationDocument(try bus.configuration(of: module.address))
      #expect(document.isWellFormed && document.unknownLines.isEmpty && !document.sectionNames.isEmpty)
    }
  }

  @Test func hasARealisticConfiguration() throws {
    try withTemporaryDirectory { (directory) throws in
      let demo = try DemoCamera.create(at: directory + "/demo", passwordHash: Self.hash)
      let config = try PosixFileSystem().openDirectory(at: demo.path + "/config")
      let document = ConfigurationDocument(try config.open("camera.cfg").readAll(limit: 1 << 20))
      #expect(document.isWellFormed)
      #expect(document.sectionNames.count >= 12)
      #expect(document.sectionNames.map { document.entries(in: $0).count }.reduce(0, +) > 200)
      #expect(document.isText(section: "concierge.json"))
      #expect(document.value("USER1", in: "users") == Array("admins:\(Self.hash):admin".utf8))
      let certificates = try config.openDirectory("certs")
      #expect(try certificates.readLink("current.pem") == Array("camera-2026.pem".utf8))
      #expect(try certificates.open("camera-2026.pem").readAll(limit: 27) == Array("-----BEGIN CERTIFICATE-----".utf8))
      let sound = try config.openDirectory("sounds").open("bell.wav").readAll(limit: 1 << 16)
      #expect(sound.count == 44 + 4000)
    }
  }

  @Test func keepsOthersOut() throws {
    try withTemporaryDirectory { (directory) throws in
      let demo = try DemoCamera.create(at: directory + "/demo", passwordHash: Self.hash)
      for name in ["", "/config", "/config/certs", "/state", "/run", "/card", "/bus", "/bus/01"] {
        #expect(Machine.mode(of: demo.path + name) == 0o700)
      }
      for name in ["/camconsole.conf", "/config/camera.cfg", "/bus/01/config", "/config/sounds/bell.wav"] {
        #expect(Machine.mode(of: demo.path + name) == 0o600)
      }
    }
  }

  @Test func refusesWhatIsNoDemo() throws {
    try withTemporaryDirectory { (directory) throws in
      let path = directory + "/x"
      for make in [{ Machine.makeDirectory(path) }, { Machine.write("", to: path) }] {
        make()
        #expect(throws: DemoCameraError.notADemo(path: path)) { try DemoCamera.open(at: path) }
        #expect(throws: DemoCameraError.notADemo(path: path)) { try DemoCamera.create(at: path, passwordHash: "") }
        Machine.remove(path)
      }
      Machine.makeDirectory(path)
      Machine.makeDirectory(path + "/.camconsole-demo")
      #expect(throws: DemoCameraError.notADemo(path: path)) { try DemoCamera.open(at: path) }
    }
  }

  @Test func refusesASecondCreation() throws {
    try withTemporaryDirectory { (directory) throws in
      let path = directory + "/demo"
      _ = try DemoCamera.create(at: path, passwordHash: Self.hash)
      #expect(throws: DemoCameraError.notADemo(path: path)) { try DemoCamera.create(at: path, passwordHash: "") }
      #expect(throws: DemoCameraError.self) { try DemoCamera.create(at: directory + "/a\nb", passwordHash: "") }
    }
  }

  /// Whichever entry fails, nothing is left.
  @Test(arguments: 0..<4) func leavesNothingAfterAFailure(count: Int) throws {
    try withTemporaryDirectory { (directory) throws in
      let path = directory + "/demo"
      let good: [DemoEntry] = [.directory("a"), .file("a/b", [1]), .link("a/c", target: "b"), .directory("d")]
      #expect(throws: DemoCameraError.self) {
        try DemoCamera.create(at: path) { _ in good.prefix(count) + [.file("none/x", [])] }
      }
      #expect(try PosixFileSystem().openDirectory(at: directory).entries().isEmpty)
      #expect(try DemoCamera.open(at: path) == nil)
    }
  }

  /// A creation that was killed left its piece; the next one clears it away, and leaves that of a running process.
  @Test func clearsWhatAKilledCreationLeft() throws {
    try withTemporaryDirectory { (directory) throws in
      let (dead, alive) = (directory + "/.demo.new.2147483646", directory + "/.demo.new.1")
      for path in [dead, alive] {
        Machine.makeDirectory(path)
        Machine.write("half", to: path + "/camconsole.conf")
      }
      #expect(try DemoCamera.open(at: directory + "/demo") == nil)
      _ = try DemoCamera.create(at: directory + "/demo", passwordHash: Self.hash)
      #expect(!Machine.exists(dead))
      #expect(Machine.exists(alive))
    }
  }

  @Test func livesInTheHomeDirectory() throws {
    #expect(try DemoCamera.defaultPath().hasSuffix("/.local/share/camconsole-demo"))
    #expect(try DemoCamera.defaultPath().hasPrefix("/"))
  }
}
