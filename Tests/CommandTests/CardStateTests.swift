import TestSupport
import Testing

/// Cards that are absent, not mounted, read-only, or full.
@Suite struct CardStateTests {
  private let needingCard = [
    "backup create", "backup verify", "backup show latest --pin-file -", "backup keep latest", "backup acknowledge",
    "backup delete latest --yes", "backup delete-all --yes", "pin adopt --pin-file -",
  ]

  @Test func noCard() throws {
    try Demo.with { demo throws in
      try demo.must("rmdir demo/card")
      for command in needingCard { #expect(try demo.run(command, input: Demo.pin).status == 13, "\(command)") }
      let status = try demo.json("status")
      #expect(status["card"]?["state"] == .text("absent"))
      #expect(status["card"]?["bytes_total"] == .null && status["card"]?["filesystem"] == .null)
      #expect(try demo.json("backup list")["backups"] == .list([]))
      #expect(try demo.run("pin check --pin-file -", input: Demo.pin).status == 0)
      #expect(!demo.exists("card"))
    }
  }

  @Test func notMounted() throws {
    try Demo.with { demo throws in
      try demo.set("CARD_MOUNT", "yes")
      for command in needingCard { #expect(try demo.run(command, input: Demo.pin).status == 13, "\(command)") }
      let card = try demo.json("status")["card"]
      #expect(card?["state"] == .text("not-mounted"))
      #expect(card?["problem"] == .text("No SD card is mounted at CARD."))
      try demo.must("[ -z \"$(ls -A demo/card)\" ]")
    }
  }

  @Test(.enabled(if: !Binary.lacks(root: true, "mount"), "needs root to mount"))
  func readOnly() throws {
    try Demo.with { demo throws in
      let ids = [try demo.create(), try demo.create()]
      try Mount.with("--bind demo/card".replacingDemo(demo), on: demo.card) {
        try demo.must("mount -o remount,bind,ro demo/card")
        for command in [
          "backup create", "backup delete latest --yes", "backup delete-all --yes", PINChangeTests.change,
        ] {
          #expect(try demo.run(command, input: PINChangeTests.digits).status == 15, "\(command)")
        }
        try demo.expectBackups(ids.reversed())
        #expect(try demo.json("status")["card"]?["writable"] == .truth(false))
        #expect(try demo.opens(ids[0], with: Demo.pin))
        #expect(try demo.run("backup export latest \(demo.base)/out --sealed").status == 0)
      }
      #expect(try demo.opens(ids[0], with: Demo.pin))
      try demo.create()
    }
  }

  @Test(
    .enabled(if: CardFilesystem.ext4.isUsable, "needs root and mkfs.ext4"))
  func aMountedExt4IsReadOnly() throws {
    try Demo.with { demo throws in
      try Mount.withCard(.ext4, megabytes: 8, in: demo) {
        let id = try demo.create()
        try demo.must("mount -o remount,ro demo/card")
        #expect(try demo.run("backup create").status == 15)
        try demo.expectBackups([id])
      }
    }
  }

  /// No room from the start, where the file system says how much there is; else it is full in the middle of the write.
  @Test(
    .enabled(if: !CardFilesystem.usable.isEmpty, "needs root and a file system's tools"),
    arguments: CardFilesystem.usable)
  func aCardFillsUp(_ filesystem: CardFilesystem) throws {
    try Demo.with { demo throws in
      try demo.must("head -c 3000000 /dev/urandom > demo/config/large")
      try Mount.withCard(filesystem, megabytes: 11, in: demo) {
        let card = try demo.json("status")["card"]
        if filesystem == .fat { #expect(card?["bytes_free"] == .null, "fusefat says 0 of 0 bytes: unknown") }
        #expect(card?["filesystem"]?.text?.isEmpty == false)
        var ids: [String] = []
        var last = try demo.run("backup create --json")
        while last.status == 0, ids.count < 5 {
          ids.append(try #require(try JSON(parsing: last.standardOutput)["id"]?.text))
          last = try demo.run("backup create --json")
        }
        #expect(last.status == 16, "\(last.errors)")
        #expect(last.errors.contains("full"))
        #expect((2...3).contains(ids.count))
        try demo.expectBackups(ids.reversed())
        try demo.must("[ $(ls demo/card/CAMVAULT | wc -l) = \(ids.count) ]")

        let change = try demo.run(PINChangeTests.change, input: PINChangeTests.digits)
        #expect(change.status == 16, "\(change.errors)")
        try demo.expectBackups(ids.reversed())
        #expect(try demo.opens(ids[0], with: Demo.pin))

        try demo.must("rm demo/config/large")
        ids.append(try demo.create())
        try demo.expectBackups(ids.reversed())
      }
    }
  }

  /// A line of shell without the right to take flags off.
  private static let withoutUnlocking = "setpriv --bounding-set=-linux_immutable --inh-caps=-linux_immutable "

  /// Flags on backups, and on their directory, are ours to take off.
  @Test(
    .enabled(if: CardFilesystem.ext4.isUsable && !Binary.lacks("chattr"), "needs root, mkfs.ext4 and chattr"),
    arguments: ["+i", "+a"])
  func flagsOnTheCardAreTakenOff(_ flag: String) throws {
    try Demo.with { demo throws in
      try Mount.withCard(.ext4, megabytes: 8, in: demo) {
        var ids = try (1...5).map { _ in try demo.create() }
        try demo.must("chattr \(flag) demo/card/CAMVAULT/* demo/card/CAMVAULT")
        ids.append(try demo.create())
        try demo.expectBackups(ids.suffix(5).reversed())
        try demo.must("chattr \(flag) demo/card/CAMVAULT/* demo/card/CAMVAULT")
        #expect(try demo.run(PINChangeTests.change, input: PINChangeTests.digits).status == 0)
        #expect(try demo.backups().count == 5)
        try demo.must("chattr \(flag) demo/card/CAMVAULT/* demo/card/CAMVAULT")
        #expect(try demo.run("backup delete-all --yes").status == 0)
        try demo.must("[ -z \"$(ls -A demo/card/CAMVAULT)\" ]")
      }
    }
  }

  /// A file that resists keeps no other from being deleted, and is listed afterwards.
  @Test(
    .enabled(
      if: CardFilesystem.ext4.isUsable && !Binary.lacks("chattr", "setpriv"), "needs root, mkfs.ext4, chattr, setpriv"))
  func whatResistsADeletionIsListed() throws {
    try Demo.with { demo throws in
      try Mount.withCard(.ext4, megabytes: 8, in: demo) {
        let ids = try (1...3).map { _ in try demo.create() }
        let file = "\(demo.card)/CAMVAULT/\(ids[1]).CVB"
        try demo.must("chattr +i \(file)")
        let deletion = try demo.shell(Self.withoutUnlocking + "$camconsole backup delete-all --yes")
        #expect(deletion.status == 24, "\(deletion.errors)")
        #expect(
          deletion.errors.contains("Only 2 backups could be deleted") && deletion.errors.contains("chattr -i \(file)"),
          "\(deletion.errors)")
        try demo.must("[ \"$(ls demo/card/CAMVAULT)\" = \(ids[1]).CVB ]")
        try demo.expectBackups([ids[1]])
        #expect(try demo.json("status")["backups"] == .number(1))
        let next = try demo.create()
        try demo.expectBackups([next, ids[1]])
        try demo.must("chattr -i \(file)")
      }
    }
  }

  /// A surplus backup that cannot be removed waits. The others are listed, opened and exported all the same.
  @Test(
    .enabled(
      if: CardFilesystem.ext4.isUsable && !Binary.lacks("chattr", "setpriv"), "needs root, mkfs.ext4, chattr, setpriv"))
  func whatCannotBeRemovedHindersNoReport() throws {
    try Demo.with { demo throws in
      try Mount.withCard(.ext4, megabytes: 8, in: demo) {
        let ids = try (1...5).map { _ in try demo.create() }
        try demo.must("chattr +i demo/card/CAMVAULT/\(ids[0]).CVB")
        let sixth = try demo.shell(Self.withoutUnlocking + "$camconsole backup create --json")
        #expect(sixth.status == 74)
        let report = try JSON(parsing: Array(sixth.errors.utf8))
        #expect(report["id"] == .text("00010006"))
        #expect(report["error"]?["message"]?.text?.contains("Backup 00010006 was created and verified") == true)
        let hint = "Remove the flag: chattr -i \(demo.card)/CAMVAULT/\(ids[0]).CVB."
        #expect(report["error"]?["hint"]?.text?.contains(hint) == true, "\(sixth.errors)")
        #expect(try demo.run("backup list").status == 0)
        #expect(try demo.run("status").status == 0)
        #expect(try demo.opens(ids[4], with: Demo.pin))
        #expect(try demo.backups().count == 5)
        try demo.must("[ $(ls demo/card/CAMVAULT | wc -l) = 5 ]")
      }
    }
  }

  /// Something else fills the card while the backup is written: the calls are slowed down to let it.
  @Test(
    .enabled(
      if: !Binary.lacks("strace") && !CardFilesystem.usable.isEmpty, "needs strace, root and a file system's tools"),
    arguments: CardFilesystem.usable)
  func aCardFillsUpInTheMiddle(_ filesystem: CardFilesystem) throws {
    try Demo.with { demo throws in
      try Mount.withCard(filesystem, megabytes: 24, in: demo) {
        let former = [try demo.create(), try demo.create()]
        try demo.must("head -c 9000000 /dev/urandom > demo/config/large")
        let outcome = try demo.shell(
          """
          strace -f -o /dev/null -e trace=pwrite64 -e inject=pwrite64:delay_enter=200000 $camconsole backup create &
          while [ $(ls demo/card/CAMVAULT | wc -l) -lt 3 ]; do sleep 0.02; done
          head -c 24000000 /dev/zero > demo/card/filler 2>/dev/null
          wait $!
          """)
        #expect(outcome.status == 16, "\(outcome.errors)")
        #expect(outcome.errors.contains("The SD card is full"))
        try demo.expectBackups(former.reversed())
        try demo.must("[ $(ls demo/card/CAMVAULT | wc -l) = 2 ] && rm demo/card/filler")
        try demo.expectBackups([try demo.create()] + former.reversed())
      }
    }
  }
}

extension String {
  /// The paths of a line that begins in the test's directory, made absolute.
  fileprivate func replacingDemo(_ demo: Demo) -> String {
    split(separator: " ").map { $0.hasPrefix("demo/") ? demo.base + "/" + $0 : String($0) }.joined(separator: " ")
  }
}
