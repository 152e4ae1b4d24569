import CameraDevice
import CameraModel
import FileSystem
import Glibc
import TestSupport
import Testing

/// A way in which another user gets at what a setting names.
enum Meddling: String, CaseIterable, Sendable {
  case otherOwner, writableByGroup, writableByAll, strangersLink, parentOfOther, parentWritable, ancestorOfOther

  static let stranger: UInt32 = 65_534

  /// Meddles with a path of a directory `a/b/NAME` in `base`, or leads to it.
  ///
  /// - Returns: the path for the setting, and why it is refused.
  func apply(_ name: String, in base: String) -> (path: String, error: TrustError) {
    let (above, parent) = (base + "/a", base + "/a/b")
    let path = parent + "/" + name
    switch self {
    case .otherOwner: return (path, owned(path))
    case .parentOfOther: return (path, owned(parent))
    case .ancestorOfOther: return (path, owned(above))
    case .writableByGroup: return (path, opened(path, 0o720))
    case .writableByAll: return (path, opened(path, 0o702))
    case .parentWritable: return (path, opened(parent, 0o777))
    case .strangersLink:
      let (shared, link) = (base + "/shared", base + "/shared/link")
      Machine.makeDirectory(shared, mode: 0o1777)
      Machine.makeLink(link, to: path)
      _ = unsafe lchown(link, Self.stranger, Self.stranger)
      return (link, .foreignLink(path: link, owner: Self.stranger))
    }
  }

  private func owned(_ path: String) -> TrustError {
    Machine.give(path, to: Self.stranger)
    return .foreignOwner(path: path, owner: Self.stranger)
  }

  private func opened(_ path: String, _ mode: UInt32) -> TrustError {
    Machine.setMode(mode, of: path)
    return .writableByOthers(path: path, mode: mode)
  }
}

@Suite(.enabled(if: Machine.isRoot, "needs root: there are files of other users"))
struct TrustTests {
  static let directories = ["CONFIG", "STATE", "RUN", "CARD", "BUS"]
  static let files = ["MODEL_FILE", "SERIAL_FILE", "FIRMWARE_FILE"]

  /// Does something with `a/b/x` in a new directory: a directory or a file.
  func withPath(isFile: Bool, _ body: (_ base: String) throws -> Void) throws {
    try withTemporaryDirectory { base in
      Machine.makeDirectory(base + "/a")
      Machine.makeDirectory(base + "/a/b")
      if isFile { Machine.write("M26B\n", to: base + "/a/b/x") } else { Machine.makeDirectory(base + "/a/b/x") }
      try body(base)
    }
  }

  @Test(arguments: directories + files, Meddling.allCases)
  func refusesWhatOthersCanExchange(key: String, meddling: Meddling) throws {
    try withPath(isFile: Self.files.contains(key)) { base in
      try SettingsFile().check(Machine.settings("\(key)=\(base)/a/b/x"))
      let (path, error) = meddling.apply("x", in: base)
      let settings = try Machine.settings("\(key)=\(path)")
      #expect(throws: SettingsFileError.notTrusted(error)) { try SettingsFile().check(settings) }
    }
  }

  @Test(arguments: Meddling.allCases) func runsNoProgramThatOthersCanExchange(meddling: Meddling) throws {
    try withPath(isFile: true) { base in
      Machine.write("#!/bin/sh\ntouch \(base)/ran\n", to: base + "/a/b/x", mode: 0o700)
      let (path, error) = meddling.apply("x", in: base)
      #expect(ProgramFile(files: PosixFileSystem()).problem(path) == .notTrusted(error))
      #expect(throws: CommandError.notTrusted(error)) { try ProcessRunner().run([path]) }
      #expect(!Machine.exists(base + "/ran"))
    }
  }

  /// What is opened is looked at again: it may have changed since the settings were checked.
  @Test(arguments: Meddling.allCases) func opensNothingThatOthersCanExchange(meddling: Meddling) throws {
    try withPath(isFile: false) { base in
      let (path, error) = meddling.apply("x", in: base)
      let settings = try Machine.settings("BUS=\(path)")
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
      Machine.setMode(0o1777, of: base + "/a/b/x")
      let error = SettingsFileError.notTrusted(.writableByOthers(path: base + "/a/b/x", mode: 0o1777))
      let settings = try Machine.settings("\(key)=\(base)/a/b/x")
      #expect(throws: error) { try SettingsFile().check(settings) }
    }
  }

  @Test(arguments: directories) func takesWhatNobodyElseCanExchange(key: String) throws {
    try withPath(isFile: false) { base in
      Machine.setMode(0o1777, of: base + "/a/b")
      Machine.makeLink(base + "/link", to: "a/../a/./b")
      for path in ["/link/x", "/a/b/x", "/link/not/yet", "/a//b/x/"] {
        try SettingsFile().check(Machine.settings("\(key)=\(base)\(path)"))
      }
    }
  }

  @Test func endsAtLinksThatGoRound() throws {
    try withTemporaryDirectory { base in
      Machine.makeLink(base + "/x", to: "y")
      Machine.makeLink(base + "/y", to: "x")
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
      let settings = try Machine.settings("CARD=\(card)")
      try SettingsFile().check(settings)
      guard case .present = PosixCardSlot(path: card, mustBeMounted: false).open() else {
        Issue.record("the card was not opened")
        return
      }
      for key in ["CONFIG", "STATE", "RUN", "BUS"] {
        #expect(throws: SettingsFileError.self) { try SettingsFile().check(Machine.settings("\(key)=\(card)")) }
      }
      let error = Meddling.parentOfOther.apply("x", in: base).error
      #expect(throws: SettingsFileError.notTrusted(error)) { try SettingsFile().check(settings) }
    }
  }

  @Test func takesABusOfTheKernel() throws {
    try SettingsFile().check(Machine.settings("BUS=/sys/bus/pci/devices", "MODEL_FILE=/proc/version"))
  }

  /// A restored directory that others could write would be refused after the restore.
  @Test(arguments: [UInt32(0o777), 0o770, 0o1777]) func restoresNoDirectoryOfOthers(mode: UInt32) throws {
    try withPath(isFile: false) { base in
      let configuration = try ConfigurationDirectory(at: base + "/a/b/x")
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
      Machine.write("", to: path, mode: 0o644)
      _ = try ProcessLock(in: PosixFileSystem(), path: path, work: "a test", now: 0, waitSeconds: 0)
      #expect(Machine.mode(of: path) == 0o600)
      Machine.give(path, to: Meddling.stranger)
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
