import CameraModel
import CameraService
import FileSystem
import Glibc
import TestSupport
import Testing

/// Wherever a change of users is interrupted, the configuration is the former or the later one.
struct UserCrashTests {
  static let former = ["# who", AdministerUsersTests.line(1, "admin", "admins")]
  static let later = former + [AdministerUsersTests.line(2, "dora", "users")]

  private static func change(_ files: CrashingFileSystem) throws {
    _ = try Bench(files: files).camera.addUser("dora", .users, try secret(Bench.good))
  }

  @Test func aStopLeavesTheFormerOrTheLater() throws {
    try Bench.with(Self.former) { (bench) throws in
      bench.files.setAttributes(of: Bench.configPath, mode: 0o640, owner: geteuid(), group: getegid())
      var outcomes: Set<String> = []
      try CrashEnumeration(seeds: 8).stops(from: bench.files, Self.change) { crashed, label in
        let bytes = try #require(Bench.configuration(of: crashed), "\(label)")
        outcomes.insert(bytes)
        let status = try crashed.openDirectory(at: Bench.folder).status(of: "camera.cfg")
        #expect(status.mode == 0o640, "\(label)")
        if bytes == Bench.configuration(Self.former) { try Self.change(crashed) }
        #expect(Bench.configuration(of: crashed) == Bench.configuration(Self.later), "\(label)")
        #expect(crashed.names(Bench.folder).contains("camera.cfg"))
      }
      #expect(outcomes == [Bench.configuration(Self.former), Bench.configuration(Self.later)])
    }
  }

  @Test(arguments: [TestSupport.ErrorCode.noSpace, TestSupport.ErrorCode.inputOutput, TestSupport.ErrorCode.readOnly])
  func anErrorLeavesTheFormerOrTheLaterAndNoPiece(code: Int32) throws {
    try Bench.with(Self.former) { (bench) throws in
      let arm = { (files: CrashingFileSystem, number: Int) in
        files.fail(at: number, code: code, on: .any, scope: Bench.folder)
      }
      try CrashEnumeration(seeds: 4).faults(from: bench.files, arm: arm, Self.change) { failed, label in
        let bytes = Bench.configuration(of: failed)
        let isWhole = bytes == Bench.configuration(Self.former) || bytes == Bench.configuration(Self.later)
        #expect(isWhole, "\(label)")
        #expect(failed.names(Bench.folder) == ["camera.cfg"], "\(label)\n\(failed.trace)")
      }
    }
  }
}
