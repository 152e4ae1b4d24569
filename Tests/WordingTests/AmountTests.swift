import Testing
import Wording

/// Bytes as people read them.
struct AmountTests {
  @Test(
    arguments: [
      (0, "0 B"), (999, "999 B"), (1_000, "0.9 K"), (1_024, "1 K"), (999 << 10, "999 K"), (1_000 << 10, "0.9 M"),
      (1_022 << 20, "0.9 G"), (3 << 20, "3.0 M"), (29 << 30, "29 G"), (1_023 << 30, "0.9 T"),
    ] as [(Int64, String)])
  func inACell(_ bytes: Int64, _ text: String) {
    #expect(cellSize(bytes) == text)
    #expect(text.count <= 5)
  }

  @Test(
    arguments: [
      (0, "0 B"), (1_023, "1023 B"), (1_024, "1 KB"), (44 << 10, "44 KB"), (3_575_000, "3.4 MB"),
      (1_000 << 20, "1000 MB"),
    ] as [(Int64, String)])
  func inASentence(_ bytes: Int64, _ text: String) { #expect(size(bytes) == text) }
}
