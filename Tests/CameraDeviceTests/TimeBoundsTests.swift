import CameraDevice
import FileSystem
import Testing

/// Times that come from files, at their limits.
struct TimeBoundsTests {
  private static let unknown = "????-??-?? ??:??:??"

  /// The C library takes these, and its year overflows.
  @Test(arguments: [
    Int64.min, Int64.min + 1, -67_768_040_609_740_800, FileTime.bounds.lowerBound - 1, FileTime.bounds.upperBound + 1,
    67_768_036_191_676_799, 67_767_976_233_532_799, Int64.max - 1, Int64.max,
  ])
  func beyond(_ seconds: Int64) {
    #expect(SystemTime().localTime(seconds) == Self.unknown)
    #expect(FileTime.bounds.contains(FileTime.bounded(seconds)))
  }

  @Test(arguments: [FileTime.bounds.lowerBound, -1, 0, 1 << 31, 1 << 32, FileTime.bounds.upperBound])
  func within(_ seconds: Int64) {
    let text = SystemTime().localTime(seconds)
    #expect(text != Self.unknown && text.contains(":"))
    #expect(FileTime.bounded(seconds) == seconds)
  }
}
