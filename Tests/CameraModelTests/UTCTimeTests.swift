import CameraModel
import Testing

struct UTCTimeTests {
  @Test(arguments: [
    0, 1_795_139_999, 951_782_400, 951_868_800, 4_107_542_400, -1, -86_400, 253_402_300_799, -62_167_219_200,
  ])
  func whatIsWrittenIsRead(_ seconds: Int64) {
    #expect(UTCTime.seconds(UTCTime.iso8601(seconds)) == seconds)
  }

  @Test(arguments: [
    "", "2026-11-20", "2026-11-20T01:59:59", "2026-13-20T01:59:59Z", "2026-02-30T01:59:59Z", "2026-11-20T24:00:00Z",
    "2026-11-20T01:59:60Z", "2026-11-20 01:59:59Z", "xxxx-11-20T01:59:59Z", "-026-11-20T01:59:59Z",
  ])
  func everyOtherTextIsRefused(_ text: String) {
    #expect(UTCTime.seconds(text) == nil)
  }
}
