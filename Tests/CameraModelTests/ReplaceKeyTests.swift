import CameraModel
import Testing

/// The lines of one key taken from another document.
struct ReplaceKeyTests {
  /// The lines of a key are those of another document; every other byte stays.
  @Test(arguments: [
    (
      "SECTION a\n# c\nK=1\nL=2\nENDSECTION a\n", "SECTION a\n  K=9\nENDSECTION a\n",
      "SECTION a\n# c\n  K=9\nL=2\nENDSECTION a\n"
    ),
    ("SECTION a\nK=1\nL=2\nENDSECTION a\n", "", "SECTION a\nL=2\nENDSECTION a\n"),
    ("SECTION a\nL=2\nENDSECTION a\n", "SECTION a\nK=9\nENDSECTION a\n", "SECTION a\nL=2\nK=9\nENDSECTION a\n"),
    (
      "SECTION a\nJ=1\n# c\nL=2\nENDSECTION a\n", "SECTION a\nJ=0\nK=9\nL=0\nENDSECTION a\n",
      "SECTION a\nJ=1\nK=9\n# c\nL=2\nENDSECTION a\n"
    ),
    (
      "SECTION a\nI=1\nL=2\nENDSECTION a\n", "SECTION a\nI=0\nJ=0\nK=8\nK=9\nENDSECTION a\n",
      "SECTION a\nI=1\nK=8\nK=9\nL=2\nENDSECTION a\n"
    ),
    ("", "SECTION a\nK=9\nENDSECTION a\n", "SECTION a\nK=9\nENDSECTION a\n"),
    (
      "SECTION a\r\nK=1\r\nENDSECTION a\r\n", "SECTION a\nK=8\nK=9\nENDSECTION a\n",
      "SECTION a\r\nK=8\r\nK=9\r\nENDSECTION a\r\n"
    ),
    (
      "SECTION a\nK=1\nL=2\nK=3\nENDSECTION a\n", "SECTION a\nK=9\nENDSECTION a\n",
      "SECTION a\nK=9\nL=2\nENDSECTION a\n"
    ),
    ("SECTION b\nK=1\nENDSECTION b\n", "SECTION b\nK=9\nENDSECTION b\n", "SECTION b\nK=1\nENDSECTION b\n"),
  ])
  func replacesTheLinesOfAKey(_ own: String, _ other: String, _ expected: String) throws {
    var document = ConfigurationDocument(Array(own.utf8))
    try document.replaceKey("K", in: "a", from: ConfigurationDocument(Array(other.utf8)))
    #expect(String(decoding: document.bytes, as: UTF8.self) == expected)
  }
}
