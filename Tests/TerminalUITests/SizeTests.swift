import TerminalUI
import Testing

/// What the far end of a connection says of its size.
struct SizeTests {
  @Test(arguments: [
    (Size(columns: 4_000, rows: 4_000), Size.largest), (Size(columns: 65_535, rows: 65_535), Size.largest),
    (Size(columns: .max, rows: .max), Size.largest), (Size(columns: 0, rows: 0), Size(columns: 1, rows: 1)),
    (Size(columns: -1, rows: .min), Size(columns: 1, rows: 1)),
    (Size(columns: 80, rows: 24), Size(columns: 80, rows: 24)),
    (Size(columns: 65_535, rows: 1), Size(columns: Size.largest.columns, rows: 1)),
  ])
  func bounded(_ told: Size, _ drawn: Size) {
    #expect(told.bounded == drawn)
  }
}
