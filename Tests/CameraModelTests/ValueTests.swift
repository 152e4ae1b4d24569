import CameraModel
import Testing

struct ValueTests {
  @Test(arguments: ["a", "0-0050", "A.b_c-9", "...", String(repeating: "x", count: 32)])
  func takesAddresses(text: String) {
    #expect(ModuleAddress(text)?.text == text)
  }

  @Test(arguments: ["", ".", "..", "a/b", "a b", "a\n", "\u{E9}", String(repeating: "x", count: 33)])
  func refusesAddresses(text: String) {
    #expect(ModuleAddress(text) == nil)
  }

  @Test(arguments: [
    ("KeypadRFID\n", "KeypadRFID"), ("  a b \t\r\nsecond", "a b"), ("", ""), ("\n", ""), ("a\u{1B}[2Jb\n", "a?[2Jb"),
    ("\u{FEFF}M26B\r\n", "M26B"), ("\u{FEFF}", ""), ("M26B\rM24", "M26B"), ("\u{E9}", "??"),
    (String(repeating: "x", count: 49), String(repeating: "x", count: 48)),
  ])
  func cleansTexts(text: String, expected: String) {
    #expect(DeviceText.firstLine(of: text.utf8) == expected)
  }

  @Test func readsUTF16() {
    #expect(DeviceText.firstLine(of: [0xFF, 0xFE] + "M26B\r\nx".utf16.flatMap { [UInt8($0), 0] }) == "M26B")
    #expect(DeviceText.firstLine(of: [0xFE, 0xFF] + "M\u{E9}\n".utf16.flatMap { [0, UInt8($0)] }) == "M?")
    #expect(DeviceText.firstLine(of: [0xFF, 0xFE]) == "" && DeviceText.firstLine(of: [0xFF, 0xFE, 0x41]) == "")
  }

  @Test(arguments: [
    (0, "1970-01-01T00:00:00Z"), (1_795_139_999, "2026-11-20T01:59:59Z"), (951_782_400, "2000-02-29T00:00:00Z"),
    (4_107_542_400, "2100-03-01T00:00:00Z"), (-1, "1969-12-31T23:59:59Z"), (-86_400, "1969-12-31T00:00:00Z"),
    (Int64.max, "9999-12-31T23:59:59Z"), (Int64.min, "0000-01-01T00:00:00Z"),
  ])
  func writesISO8601(seconds: Int64, expected: String) {
    #expect(UTCTime.iso8601(seconds) == expected)
  }
}
