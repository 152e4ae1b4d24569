import CameraDevice
import CameraModel
import FileSystem
import Glibc
import TestSupport
import Testing

@Suite(.enabled(if: Disk.isRoot, "needs root: there are files of other users"))
struct TrustTests {
  static let directories = Settings().directories.map(\.key)
  static let files = ["MODEL_FILE", "SERIAL_FILE", "FIRMWARE_FILE"]

  /// Does something with `a/b/x` in a new directory: a directory or a file.
  func withPath(isFile: Bool, _ body: (_ base: String) throws -> Void) throws {
    try withTemporaryDirectory { base in
      Disk.makeDirectory(base + "/a")
      Disk.makeDirectory(base + "/a/b")
      if isFile { Disk.write("M26B\n", to: base + "/a/b/x") } else { Disk.makeDirectory(base + "/a/b/x") }
      try body(base)
    }
  }

  @Test(arguments: directories + files, Meddling.allCases)
  func refusesWhatOthersCanExchange(key: String, meddling: Meddling) throws {
    try withPath(isFile: Self.files.contains(key)) { base in
      try SettingsFile().check(Settings.with("\(key)=\(base)/a/b/x"))
      let (path, error) = meddling.apply("x", in: base)
      let settings = try Settings.with("\(key)=\(path)")
      #expect(throws: SettingsFileError.notTrusted(error)) { try SettingsFile().check(settings) }
    }
  }

  @Test(arguments: Meddling.allCases) func runsNoProgramThatOthersCanExchange(meddling: Meddling) throws {
    try withPath(isFile: true) { base in
      Disk.write("#!/bin/sh\ntouch \(base)/ran\n", to: base + "/a/b/x", mode: 0o700)
      let (path, error) = meddling.apply("x", in: base)
      #expect(ProgramFile(files: PosixFileSystem()).problem(path) == .notTrusted(error))
      #expect(throws: CommandError.notTrusted(error)) { try ProcessRunner().run([path]) }
      #expect(!Disk.exists(base + "/ran"))
    }
  }

  /// What is opened is looked at again: it may have changed since the settings were checked.
  @Test(arguments: Meddling.allCases) func opensNothingThatOthersCanExchange(meddling: Meddling) throws {
    try withPath(isFile: false) { base in
      let (path, error) = meddling.apply("x", in: base)
      let settings = try Settings.with("BUS=\(path)")
      let slot = PosixCardSlot(path: path, mustBeMounted: false)
      guard case .failed(let failure) = slot.open() else {
        Issue.record("the card was opened")
        return
      }
      #expect(failure.distrust == error)
      expectDistrust(error) { () throws(FileError) in _ = try PosixFileSystem().openDirectory(at: path, .own) }
      #expect(throws: ModuleBusError.self) {
        try PosixModuleBus(settings).configuration(of: try #require(ModuleAddress("01")))
      }
    }
  }

  func expectDistrust(_ error: TrustError, _ body: () throws(FileError) -> Void) {
    do throws(FileError) {
      try body()
      Issue.record("it was opened")
    } catch {
      #expect(error.distrust != nil)
    }
  }

  @Test(arguments: ["CONFIG", "STATE", "RUN", "BUS"]) func refusesASharedDirectory(key: String) throws {
    try withPath(isFile: false) { base in
      Disk.setMode(0o1777, of: base + "/a/b/x")
      let error = SettingsFileError.notTrusted(.writableByOthers(path: base + "/a/b/x", mode: 0o1777))
      let settings = try Settings.with("\(key)=\(base)/a/b/x")
      #expect(throws: error) { try SettingsFile().check(settings) }
    }
  }

  @Test(arguments: directories) func takesWhatNobodyElseCanExchange(key: String) throws {
    try withPath(isFile: false) { base in
      Disk.setMode(0o1777, of: base + "/a/b")
      Disk.makeLink(base + "/link", to: "a/../a/./b")
      for path in ["/link/x", "/a/b/x", "/link/not/yet", "/a//b/x/"] {
        try SettingsFile().check(Settings.with("\(key)=\(base)\(path)"))
      }
    }
  }

  @Test func endsAtLinksThatGoRound() throws {
    try withTemporaryDirectory { base in
      Disk.makeLink(base + "/x", to: "y")
      Disk.makeLink(base + "/y", to: "x")
      #expect(throws: FileError(.open, base + "/x/z", code: ELOOP)) {
        try PosixFileSystem().openDirectory(at: base + "/x/z")
      }
    }
  }

  /// A card may belong to anybody where it is mounted, as FAT does with `uid=`; the way to it may not.
  @Test func takesAMountedCardOfAUser() throws {
    try withPath(isFile: false) { base in
      let card = base + "/a/b/x"
      let mounting = try runProcess("/bin/mount", ["-t", "tmpfs", "-o", "uid=65534,mode=0777", "none", card])
      try #require(mounting.status == 0, "\(mounting.errors)")
      defer { _ = try? runProcess("/bin/umount", ["-l", card]) }
      let settings = try Settings.with("CARD=\(card)")
      try SettingsFile().check(settings)
      guard case .present = PosixCardSlot(path: card, mustBeMounted: false).open() else {
        Issue.record("the card was not opened")
        return
      }
      for key in ["CONFIG", "STATE", "RUN", "BUS"] {
        #expect(throws: SettingsFileError.self) { try SettingsFile().check(Settings.with("\(key)=\(card)")) }
      }
      let error = Meddling.parentOfOther.apply("x", in: base).error
      #expect(throws: SettingsFileError.notTrusted(error)) { try SettingsFile().check(settings) }
    }
  }

  @Test func takesABusOfTheKernel() throws {
    try SettingsFile().check(Settings.with("BUS=/sys/bus/pci/devices", "MODEL_FILE=/proc/version"))
  }

  /// A restored directory that others could write would be refused after the restore.
  @Test(arguments: [UInt32(0o777), 0o770, 0o1777]) func restoresNoDirectoryOfOthers(mode: UInt32) throws {
    try withPath(isFile: false) { base in
      let configuration = try ConfigurationDirectory(at: base + "/a/b/x", in: PosixFileSystem())
      _ = try configuration.makeSibling()
      let time = FileTime(seconds: 1_000, nanoseconds: 0)
      let foreign = FileAttributes(mode: mode, owner: Meddling.stranger, group: Meddling.stranger, modified: time)
      let losses = try configuration.finishSibling(foreign)
      #expect(Set(losses) == [.owner, .mode])
      let status = try configuration.openSibling().status()
      #expect(status.owner == 0 && status.mode == 0o700 && status.modified == time)
      #expect(try configuration.finishSibling(FileAttributes(mode: 0o755, owner: 0, group: 7, modified: time)) == [])
      #expect(try configuration.openSibling().status().group == 7)
    }
  }

  /// Who holds a lock that anyone may open keeps everybody out.
  @Test func locksAFileThatNobodyElseOpens() throws {
    try withTemporaryDirectory { base in
      let path = base + "/lock"
      Disk.write("", to: path, mode: 0o644)
      _ = try ProcessLock(in: PosixFileSystem(), path: path, work: "a test", now: 0, waitSeconds: 0)
      #expect(Disk.mode(of: path) == 0o600)
      Disk.give(path, to: Meddling.stranger)
      let error = #expect(throws: LockError.self) {
        try ProcessLock(in: PosixFileSystem(), path: path, work: "a test", now: 0, waitSeconds: 0)
      }
      guard case .file(let failure) = error else {
        Issue.record("the lock is held")
        return
      }
      #expect(failure.distrust == .foreignOwner(path: path, owner: Meddling.stranger))
    }
  }
}
