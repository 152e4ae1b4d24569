import CameraDevice
import CameraModel
import FileSystem
import TestSupport
import Testing

struct SettingsFileTests {
  static let text = "SECTION camconsole\nIDLE=7\nENDSECTION camconsole\n"

  /// What loading a file gives, after something was done to it in its directory.
  func outcome(
    _ path: String, trust: Trust = .root, _ prepare: () -> Void
  ) -> Result<Settings, SettingsFileError> {
    Disk.write(Self.text, to: path)
    prepare()
    return Result { () throws(SettingsFileError) in try SettingsFile(trust: trust).load(path) }
  }

  func failure(_ path: String, trust: Trust = .root, _ prepare: () -> Void) -> SettingsFileError? {
    guard case .failure(let error) = outcome(path, trust: trust, prepare) else { return nil }
    return error
  }

  @Test(.enabled(if: Disk.isRoot, "needs root, whose files are trusted")) func loads() throws {
    try withTemporaryDirectory { (directory) throws in
      #expect(try outcome(directory + "/conf") {}.get().idleMinutes == 7)
      #expect(
        try outcome(directory + "/conf") { Disk.setMode(0o644, of: directory + "/conf") }.get().idleMinutes == 7)
    }
  }

  @Test func takesDefaultsWithoutAFile() throws {
    guard !Disk.exists(SettingsFile.defaultPath) else { return }
    #expect(try SettingsFile().load(nil) == Settings())
  }

  @Test(.enabled(if: Disk.isRoot, "needs root, whose files are trusted")) func refusesAFileThatIsMissing() throws {
    try withTemporaryDirectory { (directory) throws in
      for path in [directory + "/conf", directory + "/none/conf"] {
        #expect(throws: SettingsFileError.missing(path: path)) { try SettingsFile().load(path) }
      }
    }
  }

  @Test(.enabled(if: Disk.isRoot, "needs root, whose files are trusted")) func refusesOwners() throws {
    try withTemporaryDirectory { (directory) throws in
      let path = directory + "/conf"
      let foreign = SettingsFileError.notTrusted(.foreignOwner(path: path, owner: 1234))
      #expect(failure(path) { Disk.give(path, to: 1234) } == foreign)
      #expect(failure(path, trust: .rootOrCaller) {} == foreign)
      Disk.give(path, to: 0)
      let parent = SettingsFileError.notTrusted(.foreignOwner(path: directory, owner: 1234))
      #expect(failure(path) { Disk.give(directory, to: 1234) } == parent)
    }
  }

  @Test(.enabled(if: Disk.isRoot, "needs root, whose files are trusted"), arguments: [UInt32(0o620), 0o602, 0o666])
  func refusesModes(mode: UInt32) throws {
    try withTemporaryDirectory { (directory) throws in
      let path = directory + "/conf"
      let error = SettingsFileError.notTrusted(.writableByOthers(path: path, mode: mode))
      #expect(failure(path) { Disk.setMode(mode, of: path) } == error)
    }
  }

  @Test(.enabled(if: Disk.isRoot, "needs root, whose files are trusted")) func looksAtTheDirectory() throws {
    try withTemporaryDirectory { (directory) throws in
      let path = directory + "/conf"
      for mode in [UInt32(0o770), 0o707] {
        let error = SettingsFileError.notTrusted(.writableByOthers(path: directory, mode: mode))
        #expect(failure(path) { Disk.setMode(mode, of: directory) } == error)
      }
      #expect(failure(path) { Disk.setMode(0o1777, of: directory) } == nil)
    }
  }

  @Test(.enabled(if: Disk.isRoot, "needs root, whose files are trusted")) func refusesWhatIsNoFile() throws {
    try withTemporaryDirectory { (directory) throws in
      let path = directory + "/x"
      for make in [
        { Disk.makeDirectory(path) }, { Disk.makePipe(path) }, { Disk.makeLink(path, to: "/etc/passwd") },
        { Disk.makeLink(path, to: "nowhere") },
      ] {
        make()
        #expect(throws: SettingsFileError.notRegular(path: path)) { try SettingsFile().load(path) }
        Disk.remove(path)
      }
      #expect(throws: SettingsFileError.notRegular(path: "/")) { try SettingsFile().load("/") }
    }
  }

  @Test(.enabled(if: Disk.isRoot, "needs root, whose files are trusted")) func limitsTheSize() throws {
    try withTemporaryDirectory { (directory) throws in
      let path = directory + "/conf"
      let comment = String(repeating: "#", count: SettingsFile.limit - Self.text.utf8.count)
      #expect(failure(path) { Disk.write(Self.text + comment, to: path) } == nil)
      let error = SettingsFileError.tooLarge(path: path, limit: SettingsFile.limit)
      #expect(failure(path) { Disk.write(Self.text + comment + "#", to: path) } == error)
    }
  }

  @Test(.enabled(if: Disk.isRoot, "needs root, whose files are trusted")) func seesDirectoriesThroughLinks() throws {
    try withTemporaryDirectory { (directory) throws in
      let path = directory + "/conf"
      Disk.makeDirectory(directory + "/camera")
      Disk.makeLink(directory + "/link", to: "camera")
      Disk.write(
        "SECTION camconsole\nCONFIG=\(directory)/camera\nSTATE=\(directory)/link/not/yet\nENDSECTION camconsole\n",
        to: path)
      #expect(throws: SettingsFileError.self) { try SettingsFile().load(path) }
    }
  }

  /// Metrics are written to no place that a setting names.
  @Test func knowsWhatIsItsOwn() throws {
    let settings = try Settings.with(
      "CONFIG=/none/config", "STATE=/none/state", "RUN=/none/run", "CARD=/none/card", "BUS=/none/bus",
      "MODEL_FILE=/none/model", "SERIAL_FILE=/none/serial", "FIRMWARE_FILE=/none/firmware", "ESCROW=/none/key")
    #expect(settings.directories.count == 5 && settings.namedFiles.count == 4)
    let own = settings.directories.map { $0.path + "/x" } + settings.namedFiles.map(\.path) + ["/none/conf"]
    for path in own { #expect(SettingsFile().isOwn(path, settings, "/none/conf"), "\(path)") }
    for path in ["/none/x", "/none/configuration"] { #expect(!SettingsFile().isOwn(path, settings, "/none/conf")) }
    let empty = try Settings.with("BUS=", "MODEL_FILE=")
    #expect(!empty.directories.contains { $0.key == "BUS" } && empty.namedFiles.isEmpty)
  }

  @Test(.enabled(if: Disk.isRoot, "needs root, whose files are trusted")) func checksTheStateDirectory() throws {
    try withTemporaryDirectory { (directory) throws in
      let path = directory + "/state"
      let settings = try Settings.with("STATE=\(path)")
      try SettingsFile().check(settings)
      Disk.makeDirectory(path)
      try SettingsFile().check(settings)
      Disk.setMode(0o770, of: path)
      #expect(throws: SettingsFileError.notTrusted(.writableByOthers(path: path, mode: 0o770))) {
        try SettingsFile().check(settings)
      }
      Disk.setMode(0o700, of: path)
      Disk.give(path, to: 1234)
      #expect(throws: SettingsFileError.notTrusted(.foreignOwner(path: path, owner: 1234))) {
        try SettingsFile().check(settings)
      }
      Disk.remove(path)
      Disk.write("", to: path)
      #expect(throws: SettingsFileError.notDirectory(path: path)) { try SettingsFile().check(settings) }
    }
  }
}
