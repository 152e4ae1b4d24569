import CameraModel
import TestSupport
import Testing

@testable import CameraDevice
@testable import FileSystem

/// Which mounted media a search looks through.
struct MediaMountTests {
  private func search(_ names: [String]) throws -> MediaSearch<Bool> {
    let files = CrashingFileSystem("/card", "/proc/self")
    let lines = names.enumerated().map { "\(30 + $0) 1 8:\($0) / /media/\($1) rw - vfat /dev/sd\($0) rw\n" }
    files.plant("/proc/self/mountinfo", lines.joined().utf8.map { $0 == 0x21 ? 0xFF : $0 })
    var search = MediaSearch<Bool>(shouldStop: { false }) { (_, _) throws(FileError) in nil }
    search.look(card: try files.openDirectory(at: "/card"), besides: "CAMVAULT", Settings(), files)
    return search
  }

  /// What is not looked through is told. `!` stands for a byte that is not UTF-8.
  @Test func whatIsLeftOutIsCounted() throws {
    let names = (1...16).map { "stick\($0)" }
    let few = try search(names)
    #expect(!few.isCut && few.unreadable == 0)
    #expect(try search(names + ["another"]).isCut)
    #expect(try search(["stick", "st!ick", #"b\134k"#]).unreadable == 2)
  }
}
