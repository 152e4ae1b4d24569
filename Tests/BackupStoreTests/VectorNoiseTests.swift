import TestSupport
import Testing

@testable import BackupStore

/// Bytes that nobody meant: nothing traps, and what is accepted is within its bounds.
struct VectorNoiseTests {
  @Test func headers() throws {
    let good = try VectorIndex.loaded.vectors.first { $0.name == "good" }!.bytes()
    var noise = SeededGenerator(seed: 1)
    var accepted = 0
    for _ in 0..<4_000 {
      var bytes = Array(good.prefix(1_024))
      for _ in 0...noise.below(3) { bytes[noise.below(320)] = UInt8(truncatingIfNeeded: noise.next()) }
      let size = noise.oneIn(2) ? Int64(good.count) : Int64(truncatingIfNeeded: noise.next() >> 1)
      guard let header = try? BackupHeader(checking: bytes, fileSize: size, name: nil) else { continue }
      accepted += 1
      #expect(header.geometry.fileSize == size && header.vaultPart.cost != nil)
      #expect((1...65_535).contains(header.epoch) && (1...65_535).contains(header.counter))
    }
    #expect(accepted > 20)
  }

  @Test(arguments: [
    "", "[", "{", "[]", "null", "1", "\"label\"", "{\"label\":[[[[{}]]]]}", "{\"created\":1e99}", "{\"created\":1.5}",
    "{\"created\":true}", "{\"created\":99999999999999999999}", "{\"label\":\"\\ud800\"}", "{\"label\":1}",
    String(repeating: "[", count: 512), String(repeating: "{\"a\":", count: 102),
  ])
  func metadata(_ text: String) {
    let padding = [UInt8](repeating: 0x20, count: 512 - text.utf8.count)
    #expect(BackupMetadata(decoding: Array(text.utf8) + padding) == BackupMetadata())
  }

  /// A duplicate key, or one that is null, costs no more than itself.
  @Test func partOfTheMetadata() {
    let text = #"{"label":null,"model":"CX-1","files":"3","modules":-1,"serial":{},"created":7,"more":[1,{"a":null}]}"#
    #expect(BackupMetadata(decoding: Array(text.utf8)) == BackupMetadata(created: 7, model: "CX-1"))
  }
}
