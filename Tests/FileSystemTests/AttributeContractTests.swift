import FileSystem
import Glibc
import TestSupport
import Testing

/// What `Directory` promises of attributes and locks, on every implementation.
@Suite struct AttributeContractTests {
  private static let time = FileTime(seconds: 981_173_106, nanoseconds: 789)

  private func attributes(
    _ status: FileStatus, mode: UInt32, extended: [ExtendedAttribute]? = nil
  ) -> FileAttributes {
    FileAttributes(mode: mode, owner: status.owner, group: status.group, modified: Self.time, extended: extended)
  }

  @Test(arguments: Implementation.allCases)
  func modeAndTimeAreSet(_ implementation: Implementation) throws {
    try implementation.withFolder { folder in
      try folder.file("file")
      try folder.tree("tree")
      try folder.directory.makeLink("link", to: "file")
      for (name, mode) in [("file", 0o640), ("tree", 0o511)] as [(String, UInt32)] {
        let wanted = attributes(try folder.directory.status(of: name), mode: mode)
        #expect(try folder.directory.setAttributes(wanted, of: name) == [])
        let status = try folder.directory.status(of: name)
        #expect(status.mode == mode && status.modified == Self.time)
      }
      let link = attributes(try folder.directory.status(of: "link"), mode: 0o777)
      try folder.directory.setAttributes(link, of: "link")
      #expect(try folder.directory.status(of: "link").modified == Self.time)
      #expect(try folder.directory.status(of: "file").mode == 0o640)
      #expect(code { try folder.directory.setAttributes(link, of: "none") } == ENOENT)
    }
  }

  @Test(arguments: Implementation.allCases)
  func aChangeTakesTheTimeAway(_ implementation: Implementation) throws {
    try implementation.withFolder { folder in
      let file = try folder.file("file")
      let tree = try folder.tree("tree")
      for name in ["file", "tree"] {
        try folder.directory.setAttributes(attributes(folder.directory.status(of: name), mode: 0o700), of: name)
      }
      try file.write("x")
      _ = try tree.create("x")
      #expect(try file.status().modified > Self.time)
      #expect(try tree.status().modified > Self.time)
      #expect(try file.status().mode == 0o700)
    }
  }

  @Test(.enabled(if: geteuid() == 0, "needs root"), arguments: Implementation.allCases)
  func specialBitsAreSetAfterTheOwner(_ implementation: Implementation) throws {
    try implementation.withFolder { folder in
      try folder.file("file")
      let wanted = FileAttributes(mode: 0o6755, owner: 1_234, group: 4_321, modified: Self.time)
      #expect(try folder.directory.setAttributes(wanted, of: "file") == [])
      let status = try folder.directory.status(of: "file")
      #expect(status.mode == 0o6755 && status.owner == 1_234 && status.group == 4_321)
    }
  }

  @Test(arguments: Implementation.allCases)
  func extendedAttributesAreSetTogether(_ implementation: Implementation) throws {
    try implementation.withFolder { folder in
      try folder.file("file")
      let status = try folder.directory.status(of: "file")
      let both = [ExtendedAttribute("user.a", [1]), ExtendedAttribute("user.b", [])]
      let losses = try folder.directory.setAttributes(attributes(status, mode: 0o600, extended: both), of: "file")
      // A file system without them says so.
      guard losses.isEmpty else { return #expect(implementation == .posix) }
      #expect(try folder.directory.extendedAttributes(of: "file") == both)
      try folder.directory.setAttributes(attributes(status, mode: 0o600), of: "file")
      #expect(try folder.directory.extendedAttributes(of: "file") == both)
      try folder.directory.setAttributes(attributes(status, mode: 0o600, extended: [both[1]]), of: "file")
      #expect(try folder.directory.extendedAttributes(of: "file") == [both[1]])
      #expect(try folder.directory.extendedAttributes(of: nil) == [])
      #expect(code { try folder.directory.extendedAttributes(of: "none") } == ENOENT)
    }
  }

  @Test(arguments: Implementation.allCases)
  func nothingOfOurOwnIsExpectedToBeLost(_ implementation: Implementation) throws {
    try implementation.withFolder { folder in
      let own = attributes(try folder.directory.status(), mode: 0o700)
      #expect(folder.directory.expectedLosses(own) == [])
      var given = own
      given.owner += 1
      #expect(folder.directory.expectedLosses(given) == (geteuid() == 0 ? [] : [.owner]))
    }
  }

  @Test(arguments: Implementation.allCases)
  func whatIsNotLockedIsNotUnlocked(_ implementation: Implementation) throws {
    try implementation.withFolder { folder in
      try folder.file("file")
      #expect(folder.directory.lock(of: "file") == [] && folder.directory.lock(of: nil) == [])
      #expect(!folder.directory.isFixed())
      #expect(!folder.directory.unlock("file") && !folder.directory.unlock(nil))
      try folder.directory.checkWritable()
    }
  }

  @Test(arguments: Implementation.allCases)
  func aDirectoryIsLockedAgainstOtherProcesses(_ implementation: Implementation) throws {
    try implementation.withFolder { folder in
      let tree = try folder.tree("tree")
      try folder.plants.whileLocked(folder.path + "/tree") {
        #expect(code { try tree.lock() } == EWOULDBLOCK)
        #expect(code { try tree.lock(waits: false) } == EWOULDBLOCK)
      }
      try tree.lock()
      try tree.lock()
      var other: (any Directory)? = try folder.directory.openDirectory("tree")
      #expect(code { try other?.lock() } == EWOULDBLOCK)
      other = nil
      try tree.lock()
    }
  }

  @Test(arguments: Implementation.allCases)
  func aDirectoryIsFreeWhenItsHandleGoes(_ implementation: Implementation) throws {
    try implementation.withFolder { folder in
      try folder.tree("tree")
      var holder: (any Directory)? = try folder.directory.openDirectory("tree")
      try holder?.lock()
      holder = nil
      try folder.directory.openDirectory("tree").lock()
    }
  }

  @Test(arguments: Implementation.allCases)
  func aProcessHoldsALock(_ implementation: Implementation) throws {
    try implementation.withFolder { folder in
      let path = folder.path + "/lock"
      func take() throws(LockError) -> ProcessLock {
        try ProcessLock(in: folder.root, path: path, work: "a test", now: 77, waitSeconds: 0)
      }
      var lock: ProcessLock? = try take()
      #expect(try folder.directory.status(of: "lock").mode == 0o600)
      #expect(try folder.directory.text("lock") == "77 a test")
      let error = #expect(throws: LockError.self) { try take() }
      guard case .held(let holder) = error else { throw FileError(.lock, path, code: 0) }
      #expect(holder == LockHolder(work: "a test", since: 77))
      withExtendedLifetime(lock) {}
      lock = nil
      #expect(try folder.directory.text("lock") == "")
      try folder.plants.whileLocked(path) {
        guard case .held = #expect(throws: LockError.self, performing: { try take() }) else { return }
      }
      _ = try take()
    }
  }

  @Test(arguments: Implementation.allCases)
  func aLockIsAFile(_ implementation: Implementation) throws {
    try implementation.withFolder { folder in
      try folder.tree("tree")
      try folder.file("file")
      try folder.directory.makeLink("link", to: "file")
      #expect(code { try folder.root.openLock(at: folder.path + "/tree") } == EISDIR)
      #expect(code { try folder.root.openLock(at: folder.path + "/link") } == ELOOP)
      #expect(code { try folder.root.openLock(at: folder.path + "/none/lock") } == ENOENT)
    }
  }
}
