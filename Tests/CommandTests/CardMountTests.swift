import TestSupport
import Testing

/// What is taken for a card where `CARD_MOUNT` asks for one: a whole file system of its own on a block device.
@Suite struct CardMountTests {
  /// Something else that is mounted on the card's directory.
  struct Stranger: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// A line of shell that mounts it, in the test's directory.
    let mount: String
    let problem: String

    static let all = [
      Stranger(
        testDescription: "tmpfs", mount: "mount -t tmpfs -o size=8m none demo/card",
        problem: "CARD is on tmpfs, not on a block device. It is not an SD card."),
      Stranger(
        testDescription: "tmpfs called a device", mount: "mount -t tmpfs /dev/loop0 demo/card",
        problem: "CARD is on tmpfs, not on a block device. It is not an SD card."),
      Stranger(
        testDescription: "ramfs", mount: "mount -t ramfs none demo/card",
        problem: "CARD is on ramfs, not on a block device. It is not an SD card."),
      Stranger(
        testDescription: "directory bound to itself, as systemd does", mount: "mount --bind demo/card demo/card",
        problem: "CARD is a directory of another file system, not an SD card."),
      Stranger(
        testDescription: "another directory", mount: "mkdir other && mount --bind other demo/card",
        problem: "CARD is a directory of another file system, not an SD card."),
      Stranger(
        testDescription: "overlay",
        mount: """
          mkdir upper work && mount -t overlay -o lowerdir=demo/card,upperdir=upper,workdir=work none demo/card
          """,
        problem: "CARD is on overlay, not on a block device. It is not an SD card."),
    ]
  }

  @Test(.enabled(if: !Binary.lacks(root: true, "mount"), "needs root to mount"), arguments: Stranger.all)
  func strangers(_ stranger: Stranger) throws {
    try Demo.with { demo throws in
      try demo.set("CARD_MOUNT", "yes")
      defer { _ = try? demo.shell("umount -l demo/card") }
      try demo.must(stranger.mount)
      let refused = try demo.run("backup create")
      #expect(refused.status == 13)
      #expect(refused.errors.contains(stranger.problem) && refused.errors.contains("set CARD_MOUNT=no"))
      let card = try demo.json("status")["card"]
      #expect(card?["state"] == .text("not-mounted"))
      #expect(card?["problem"] == .text(stranger.problem))
      #expect(try demo.run("status").text.contains(stranger.problem))
      #expect(try demo.run(PINChangeTests.change, input: PINChangeTests.digits).status == 13)
      try demo.must("[ -z \"$(ls -A demo/card)\" ]")
      try demo.set("CARD_MOUNT", "no")
      try demo.expectBackups([try demo.create()])
    }
  }

  /// A directory of a card is not a card; all of it, mounted a second time or reached by a link, is.
  @Test(.enabled(if: CardFilesystem.ext4.isUsable, "needs root and mkfs.ext4"))
  func cards() throws {
    try Demo.with { demo throws in
      try demo.set("CARD_MOUNT", "yes")
      try Mount.withCard(.ext4, megabytes: 8, in: demo) {
        let id = try demo.create()
        #expect(try demo.json("status")["card"]?["filesystem"] == .text("ext4"))
        try demo.must("ln -s demo/card link")
        try demo.set("CARD", demo.base + "/link")
        try demo.expectBackups([id])
        try demo.must("mkdir sub && mount --bind demo/card sub")
        defer { _ = try? demo.shell("umount -l sub") }
        try demo.set("CARD", demo.base + "/sub")
        try demo.expectBackups([id])
        try demo.must("umount sub && mkdir demo/card/deep && mount --bind demo/card/deep sub")
        #expect(try demo.json("status")["card"]?["state"] == .text("not-mounted"))
        #expect(try demo.run("backup create").status == 13)
        try demo.must("[ -z \"$(ls -A sub)\" ]")
      }
    }
  }

  /// FUSE: a card that is mounted from a block device is one; an image file that is not on one is none.
  @Test(
    .enabled(if: !CardFilesystem.usable.isEmpty, "needs root and a file system's tools"),
    arguments: CardFilesystem.usable)
  func fileSystemsInUserSpace(_ filesystem: CardFilesystem) throws {
    try Demo.with { demo throws in
      try demo.set("CARD_MOUNT", "yes")
      try Mount.withCard(filesystem, megabytes: 40, in: demo) {
        let card = try demo.json("status")["card"]
        #expect(card?["state"] == .text(filesystem == .fat ? "not-mounted" : "empty"), "\(String(describing: card))")
        if filesystem != .fat { try demo.expectBackups([try demo.create()]) }
      }
    }
  }

  /// The kernel found an error and made the file system read-only: the card itself is in place.
  @Test(.enabled(if: CardFilesystem.ext4.isUsable, "needs root and mkfs.ext4"))
  func anErrorInTheFileSystem() throws {
    try Demo.with { demo throws in
      try Mount.withCard(.ext4, megabytes: 8, in: demo) {
        let id = try demo.create()
        try demo.must(
          """
          mount -o remount,errors=remount-ro demo/card
          echo 1 > /sys/fs/ext4/$(basename $(findmnt -n -o SOURCE demo/card))/trigger_fs_error
          """)
        let create = try demo.run("backup create")
        #expect(create.status == 15, "\(create.errors)")
        #expect(create.errors.contains("cannot be written") && create.errors.contains("fsck"))
        try demo.expectBackups([id])
        #expect(try demo.json("status")["card"]?["state"] == .text("open"))
      }
    }
  }
}
