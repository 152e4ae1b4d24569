import CameraDevice
import CameraModel
import FileSystem
import TestSupport
import Testing

@testable import DemoCamera

struct DemoDirectoryTests {
  private let files = PosixFileSystem()
  static let hash = "$argon2id$v=19$m=8,t=1,p=1$c2FsdA$aGFzaA"

  @Test func isACamera() throws {
    try withTemporaryDirectory { (directory) throws in
      let path = directory + "/some/where/demo"
      #expect(try DemoDirectory.open(at: path, in: files) == nil)
      let demo = try DemoDirectory.create(at: path, in: files, passwordHash: Self.hash)
      #expect(demo.path == path)
      #expect(try DemoDirectory.open(at: path, in: files)?.path == path)
      let settings = try SettingsFile(files: files, trust: .rootOrCaller).load(demo.settingsPath)
      try SettingsFile(files: files, trust: .rootOrCaller).check(settings)
      #expect(settings.configuration == path + "/config")
      #expect(
        try IdentitySource(settings, files: files).read()
          == CameraIdentity(
            model: "M26B", serial: "10.32.4.17", firmware: "5.4.1.7", name: "gate-north", address: "192.168.20.41"))
      let slot = PosixCardSlot(path: settings.card, mustBeMounted: settings.cardMustBeMounted, files: files)
      guard case .present = slot.open() else {
        Issue.record("no card")
        return
      }
      try checkModules(PosixModuleBus(settings, files: files))
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
      let demo = try DemoDirectory.create(at: directory + "/demo", in: files, passwordHash: Self.hash)
      let config = try files.openDirectory(at: demo.path + "/config")
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
      let demo = try DemoDirectory.create(at: directory + "/demo", in: files, passwordHash: Self.hash)
      for name in ["", "/config", "/config/certs", "/state", "/run", "/card", "/bus", "/bus/01"] {
        #expect(Disk.mode(of: demo.path + name) == 0o700)
      }
      for name in ["/camconsole.conf", "/config/camera.cfg", "/bus/01/config", "/config/sounds/bell.wav"] {
        #expect(Disk.mode(of: demo.path + name) == 0o600)
      }
    }
  }

  @Test func refusesWhatIsNoDemo() throws {
    try withTemporaryDirectory { (directory) throws in
      let path = directory + "/x"
      for make in [{ Disk.makeDirectory(path) }, { Disk.write("", to: path) }] {
        make()
        #expect(throws: DemoError.notADemo(path: path)) { try DemoDirectory.open(at: path, in: files) }
        #expect(throws: DemoError.notADemo(path: path)) {
          try DemoDirectory.create(at: path, in: files, passwordHash: "")
        }
        Disk.remove(path)
      }
      Disk.makeDirectory(path)
      Disk.makeDirectory(path + "/.camconsole-demo")
      #expect(throws: DemoError.notADemo(path: path)) { try DemoDirectory.open(at: path, in: files) }
    }
  }

  @Test func refusesASecondCreation() throws {
    try withTemporaryDirectory { (directory) throws in
      let path = directory + "/demo"
      _ = try DemoDirectory.create(at: path, in: files, passwordHash: Self.hash)
      #expect(throws: DemoError.notADemo(path: path)) {
        try DemoDirectory.create(at: path, in: files, passwordHash: "")
      }
      #expect(throws: DemoError.self) { try DemoDirectory.create(at: directory + "/a\nb", in: files, passwordHash: "") }
    }
  }

  /// Whichever entry fails, nothing is left.
  @Test(arguments: 0..<4) func leavesNothingAfterAFailure(count: Int) throws {
    try withTemporaryDirectory { (directory) throws in
      let path = directory + "/demo"
      let good: [DemoEntry] = [.directory("a"), .file("a/b", [1]), .link("a/c", target: "b"), .directory("d")]
      #expect(throws: DemoError.self) {
        try DemoDirectory.create(at: path, in: files) { _ in good.prefix(count) + [.file("none/x", [])] }
      }
      #expect(try files.openDirectory(at: directory).entries().isEmpty)
      #expect(try DemoDirectory.open(at: path, in: files) == nil)
    }
  }

  /// A creation that was killed left its piece; the next one clears it away, and leaves one that is at work.
  @Test func clearsWhatAKilledCreationLeft() throws {
    try withTemporaryDirectory { (directory) throws in
      // Numbers of processes tell nothing: 1 is that of another one.
      let (dead, alive) = (directory + "/.demo.new.1.00000000000ab", directory + "/.demo.new.2147483646.00000000000ab")
      for path in [dead, alive] {
        Disk.makeDirectory(path)
        Disk.write("half", to: path + "/camconsole.conf")
      }
      #expect(try DemoDirectory.open(at: directory + "/demo", in: files) == nil)
      let work = try files.openDirectory(at: alive)
      try work.lock()
      _ = try DemoDirectory.create(at: directory + "/demo", in: files, passwordHash: Self.hash)
      #expect(!Disk.exists(dead))
      #expect(Disk.exists(alive + "/camconsole.conf"))
      withExtendedLifetime(work) {}
    }
  }

  @Test func livesInTheHomeDirectory() throws {
    #expect(try DemoDirectory.defaultPath().hasSuffix("/.local/share/camconsole-demo"))
    #expect(try DemoDirectory.defaultPath().hasPrefix("/"))
  }
}
