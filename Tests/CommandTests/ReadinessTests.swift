import TestSupport
import Testing

/// A backup that this camera could not restore is said to be so when it is made, and long before it is needed.
@Suite(.enabled(if: !Binary.lacks(root: true, "mount", "chattr"), "needs root, mount and chattr"))
struct ReadinessTests {
  /// Makes a backup before and after something was done to the configuration's place.
  private func expect(_ words: String?, after change: String, undo: String = "true") throws {
    try RestoreScene.with { (demo, _) throws in
      try demo.must(change)
      defer { _ = try? demo.shell(undo) }
      try expect(words, demo)
    }
  }

  private func expect(_ words: String?, _ demo: Demo) throws {
    let former = try demo.state()
    let made = try demo.json("backup create")
    let gap = made["gaps"]?.list.first?["message"]?.text
    #expect(made["restorable"] == .truth(words == nil), "\(made)")
    let check = try demo.run("check --json")
    let found = try JSON(parsing: check.standardOutput)["checks"]?.list.first { $0["name"] == .text("restore") }
    #expect(found?["ok"] == .truth(words == nil))
    let status = try demo.json("status")["gaps"]?.list.filter { $0["check"] == .text("restore") } ?? []
    let metrics = try demo.run("status --prometheus").text
    #expect(metrics.contains(",check=\"restore\"} \(words == nil ? 1 : 0)\n"))
    #expect(try demo.state() == former)
    try demo.expectNoTraces()
    guard let words else {
      #expect(status == [] && made["gaps"] == .list([]))
      return #expect(try demo.restore("--no-reboot").status == 0)
    }
    #expect(gap?.contains(words) == true && gap == found?["message"]?.text, "\(made)")
    #expect(status.map { $0["message"]?.text } == [gap] && check.status == 20)
    #expect(try demo.run("backup create").errors.contains(words))
    #expect(try demo.run("backup diff latest --pin-file -", input: Demo.pin).text.contains(words))
    try demo.must("echo other > demo/bus/03/config")
    let before = try demo.state()
    let restore = try demo.restore("--no-reboot")
    #expect(restore.status != 0 && restore.errors.contains("othing was changed"), "\(restore.errors)")
    #expect(try demo.state() == before)
    #expect(try demo.restore("--modules-only").status == 0)
    #expect(try demo.state().modules["03"] == former.modules["03"])
  }

  private static let places: [(words: String, change: String, undo: String)] = [
    ("demo/config is a link", "mv demo/config demo/real; ln -s real demo/config", "true"),
    ("is a mount point", "mount --bind demo/config demo/config", "umount demo/config"),
    ("mounted on", "mount -t tmpfs none demo/config/a/b; echo x > demo/config/a/b/c", "umount demo/config/a/b"),
    ("demo/config is immutable", "chattr +i demo/config", "chattr -i demo/config"),
    ("demo/config is immutable", "chattr +a demo/config", "chattr -a demo/config"),
    (
      "is read-only",
      "mkdir place; mv demo/config place/; mount --bind place place; mount -o remount,bind,ro place; "
        + "sed -i \"s,^CONFIG=.*,CONFIG=$BASE/place/config,\" demo/camconsole.conf; ln -s ../place/config demo/config",
      "umount place"
    ),
    (
      "place is immutable",
      "mkdir place; mv demo/config place/; chattr +i place; "
        + "sed -i \"s,^CONFIG=.*,CONFIG=$BASE/place/config,\" demo/camconsole.conf; ln -s ../place/config demo/config",
      "chattr -i place"
    ),
  ]

  @Test(arguments: places.indices) func aPlace(_ index: Int) throws {
    let place = Self.places[index]
    try expect(place.words, after: place.change, undo: place.undo)
  }

  @Test(arguments: [
    "true", "cd demo/config; touch $'a\\xff' 'back\\slash' '%xFF' $'new\\nline'; mkdir $'d\\xe9'; touch $'d\\xe9/f'",
  ])
  func nothingInTheWay(_ change: String) throws {
    try expect(nil, after: "bash <<'END'\n\(change)\nEND")
  }

  /// A camera that is no demo camera: the demo's restart loses no memory.
  private func expectInMemory(_ kind: String, _ demo: Demo) throws {
    try demo.must(
      """
      sed -e "s,^RUN=.*,RUN=$BASE/locks,; s,^CONFIG=.*,CONFIG=$BASE/memory/config," demo/camconsole.conf > settings
      chmod 600 settings; cp -a demo/config memory/config
      """)
    let words = "\(demo.base)/memory/config is in memory (\(kind)), and a restart loses it"
    let check = try demo.shell("$BINARY --settings settings check --json")
    let problem = try JSON(parsing: check.standardOutput)["checks"]?.list.first { $0["name"] == .text("restore") }
    #expect(problem?["message"]?.text?.contains(words) == true, "\(check.standardOutput)")
    let made = try JSON(parsing: demo.shell("$BINARY --settings settings backup create --json").standardOutput)
    #expect(made["restorable"] == .truth(false))
    let restore = try demo.shell(
      "$BINARY --settings settings backup restore latest --yes --revert-after 0 --pin-file -", input: Demo.pin)
    #expect(restore.status == 20 && restore.errors.contains(words), "\(restore.errors)")
    #expect(restore.errors.contains("Nothing was changed."))
    try demo.must("cmp demo/config/camera.cfg memory/config/camera.cfg")
    #expect(try demo.shell("ls -A memory | grep -v lost+found").text == "config\n")
  }

  @Test func aPlaceInMemory() throws {
    try RestoreScene.with { (demo, _) throws in
      try Mount.with("-t tmpfs none", on: demo.base + "/memory") { () throws in
        try expectInMemory("tmpfs", demo)
      }
    }
  }

  /// An image of a file system that is itself in memory.
  @Test(.enabled(if: CardFilesystem.ext4.isUsable, "needs root, mkfs.ext4 and loop devices"))
  func anImageInMemory() throws {
    try RestoreScene.with { (demo, _) throws in
      try Mount.with("-t tmpfs none", on: demo.base + "/below") { () throws in
        try demo.must("truncate -s 16M below/image && mkfs.ext4 -q below/image")
        try Mount.with("-o loop \(demo.base)/below/image", on: demo.base + "/memory") { () throws in
          try expectInMemory("tmpfs", demo)
        }
      }
    }
  }

  // MARK: overlays

  private static let overlay = """
    mkdir lower upper work root; mv demo/config lower/
    mount -t overlay overlay -o lowerdir=lower,upperdir=upper,workdir=work root
    sed -i "s,^CONFIG=.*,CONFIG=$BASE/root/config," demo/camconsole.conf; ln -s ../root/config demo/config
    """

  /// The firmware's own directory, also when files of it were changed: the directory itself stays in the lower layer.
  @Test(arguments: ["true", "touch root/config/camera.cfg; chmod 750 root/config"])
  func theLowerLayer(_ change: String) throws {
    try expect("lower layer of an overlay", after: Self.overlay + "\n" + change, undo: "umount root")
  }

  /// A copy of it is in the upper layer alone.
  @Test func theUpperLayer() throws {
    try expect(
      nil, after: Self.overlay + "\ncp -a root/config root/copy; rm -r root/config; mv root/copy root/config",
      undo: "umount root")
  }

  /// What was tried is remembered for this boot and this directory only.
  @Test func itIsTriedAgainForAnotherDirectory() throws {
    try RestoreScene.with { (demo, _) throws in
      #expect(try demo.json("backup create")["restorable"] == .truth(true))
      try demo.must(Self.overlay)
      defer { _ = try? demo.shell("umount root") }
      #expect(try demo.json("backup create")["restorable"] == .truth(false))
      try demo.must("cp -a root/config root/copy; rm -r root/config; mv root/copy root/config")
      #expect(try demo.json("backup create")["restorable"] == .truth(true))
    }
  }

  /// A camera that is watched does not write beside its configuration at every look.
  @Test(.enabled(if: !Binary.lacks("strace"), "needs strace")) func aLookWritesNothing() throws {
    try RestoreScene.with { (demo, _) throws in
      try demo.run("status")
      try demo.must("strace -f -o calls -e trace=mkdirat,renameat,renameat2,unlinkat $camconsole status > /dev/null")
      try demo.must("! grep -F .config.camconsole calls")
      try demo.must(
        "strace -f -o calls -e trace=mkdirat,renameat,renameat2,unlinkat $camconsole check > /dev/null; true")
      try demo.must("grep -F .config.camconsole calls | grep -q mkdirat")
    }
  }

  // MARK: room

  private func onAFile(_ make: String, fill: String, _ body: (Demo) throws -> Void) throws {
    try RestoreScene.with { (demo, _) throws in
      try demo.must("truncate -s 24M image && \(make) image")
      try Mount.with("-o loop \(demo.base)/image", on: demo.base + "/flash") { () throws in
        try demo.must("mv demo/config flash/config; ln -s ../flash/config demo/config; \(fill)")
        try demo.set("CONFIG", "\(demo.base)/flash/config")
        try body(demo)
      }
    }
  }

  @Test(.enabled(if: CardFilesystem.ext4.isUsable, "needs root, mkfs.ext4 and loop devices"))
  func tooFewBytes() throws {
    try onAFile("mkfs.ext4 -q -m 0", fill: "head -c 14000000 /dev/urandom > flash/config/long.wav") { demo throws in
      try expect("there is no room for a second copy", demo)
      let gap = try demo.json("backup create")["gaps"]?.list.first
      #expect(gap?["code"] == .text("full"))
      // What is missing, and no more, makes it possible.
      let text = try #require(gap?["message"]?.text)
      let megabytes = try #require(text.split(separator: " ").compactMap { Double($0) }.first)
      try demo.must("truncate -s -\(Int((megabytes + 0.2) * 1_048_576 / 2)) flash/config/long.wav")
      try expect(nil, demo)
    }
  }

  @Test(.enabled(if: CardFilesystem.ext4.isUsable, "needs root, mkfs.ext4 and loop devices"))
  func tooFewInodes() throws {
    try onAFile("mkfs.ext4 -q -m 0 -N 128", fill: "for n in $(seq 70); do echo > flash/config/$n; done") {
      demo throws in
      try expect("files are missing", demo)
    }
  }

  /// Where not even the trial has room, it is said how much is missing.
  @Test(.enabled(if: CardFilesystem.ext4.isUsable, "needs root, mkfs.ext4 and loop devices"))
  func noRoomAtAll() throws {
    let fill = "head -c 100M /dev/zero > flash/full 2> errors; true"
    try onAFile("mkfs.ext4 -q -m 0", fill: fill) { demo throws in
      try expect("there is no room for a second copy", demo)
    }
    let files = "i=0; while touch flash/$i; do i=$((i+1)); done 2> errors; true"
    try onAFile("mkfs.ext4 -q -m 0 -N 128", fill: files) { demo throws in
      try expect("missing", demo)
    }
  }

  /// A size at the limit of its number is no more than too large.
  @Test func aFileOfTheLargestSize() throws {
    try RestoreScene.with { (demo, _) throws in
      try Mount.with("-t tmpfs none", on: demo.base + "/large") { () throws in
        try demo.must(
          """
          cp -a demo large/; sed -i "s,$BASE/demo/,$BASE/large/demo/,g" large/demo/camconsole.conf
          truncate -s 9223372036854775807 large/demo/config/sounds/huge
          """)
        for command in ["status", "check", "backup create", "backup restore latest --yes --no-reboot --pin-file -"] {
          let outcome = try demo.shell("$BINARY --demo-dir large/demo \(command)", input: Demo.pin)
          #expect(outcome.status < 128 && !outcome.isKilled, "\(command): \(outcome.status) \(outcome.errors)")
        }
      }
    }
  }

  /// root writes to the blocks that are kept back for it, but not where they are kept for another user.
  @Test(.enabled(if: CardFilesystem.ext4.isUsable, "needs root, mkfs.ext4 and loop devices"))
  func blocksThatAreKeptForRoot() throws {
    let fill = "head -c 6000000 /dev/urandom > flash/config/long.wav"
    try onAFile("mkfs.ext4 -q -m 40", fill: fill) { demo throws in try expect(nil, demo) }
    try onAFile("mkfs.ext4 -q -m 40", fill: fill + "; mount -o remount,resuid=65534 flash") { demo throws in
      #expect(try demo.json("backup create")["restorable"] == .truth(false))
    }
  }

  /// The tree of an earlier restore goes before the next is staged; holes take no room.
  @Test(.enabled(if: CardFilesystem.ext4.isUsable, "needs root, mkfs.ext4 and loop devices"))
  func whatAnEarlierRestoreLeft() throws {
    let fill = "head -c 7000000 /dev/urandom > flash/config/long.wav; cp -a flash/config flash/.config.camconsole"
    try onAFile("mkfs.ext4 -q -m 0", fill: fill) { demo throws in
      try expect(nil, demo)
    }
  }
}
