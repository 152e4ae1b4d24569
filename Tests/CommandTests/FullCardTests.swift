import TestSupport
import Testing

/// A card that takes no further file although it has free bytes.
@Suite struct FullCardTests {
  @Test(.enabled(if: CardFilesystem.ext4.isUsable, "needs root and mkfs.ext4"))
  func noInodeLeft() throws {
    try Demo.with { demo throws in
      let image = demo.base + "/image"
      try Mount.shell("truncate -s 16M \(image) && mkfs.ext4 -q -N 16 \(image)")
      try Mount.with("-o loop \(image)", on: demo.card) {
        let id = try demo.create()
        try demo.must("n=0; while touch demo/card/f$n 2> /dev/null; do n=$((n + 1)); done; [ $n -gt 0 ]")
        try expectFull(demo)
        #expect(try demo.run("backup delete \(id) --yes").status == 0)
        let next = try demo.create()
        try demo.expectBackups([next])
      }
    }
  }

  /// root writes to the blocks that ext4 keeps back for it: where it has filled them, one backup less makes room.
  @Test(.enabled(if: CardFilesystem.ext4.isUsable, "needs root and mkfs.ext4"))
  func aDeletionMakesRoom() throws {
    try Demo.with { demo throws in
      let image = demo.base + "/image"
      try Mount.shell("truncate -s 8M \(image) && mkfs.ext4 -q \(image)")
      try Mount.with("-o loop \(image)", on: demo.card) {
        let id = try demo.create()
        try demo.must("dd if=/dev/zero of=demo/card/other bs=4k 2> /dev/null; [ -s demo/card/other ]")
        #expect(try demo.run("backup delete \(id) --yes").status == 0)
        let next = try demo.create()
        try demo.expectBackups([next])
      }
    }
  }

  private func expectFull(_ demo: Demo) throws {
    let outcome = try demo.run("backup create --json")
    #expect(outcome.status == 16)
    let error = try JSON(parsing: Array(outcome.errors.utf8))["error"]
    #expect(error?["code"] == .text("full") && error?["reason"] == .text("inodes"))
    let hint = try #require(error?["hint"]?.text)
    #expect(hint.contains("backup delete") && !hint.contains("larger card"))
    #expect(try demo.json("status")["card"]?["inodes_free"] == .number(0))
    #expect(try demo.run("status").text.contains("no free inode"))
    let check = try JSON(parsing: demo.run("check --json").standardOutput)["checks"]?.list ?? []
    #expect(check.first { $0["name"] == .text("card") }?["reason"] == .text("inodes"))
  }

  @Test(.enabled(if: CardFilesystem.ext4.isUsable, "needs root and mkfs.ext4"))
  func noByteLeft() throws {
    try Demo.with { demo throws in
      try Mount.withCard(.ext4, megabytes: 8, in: demo) {
        try demo.create()
        _ = try demo.shell("head -c 8M /dev/urandom > demo/card/video")
        let outcome = try demo.run("backup create --json")
        #expect(outcome.status == 16)
        let error = try JSON(parsing: Array(outcome.errors.utf8))["error"]
        #expect(error?["reason"] == .text("bytes"))
        #expect(error?["hint"] == .text("Delete a backup with backup delete, or use a larger card."))
      }
    }
  }
}
