import TestSupport
import Testing

/// What keeps a camera from being backed up, and from restarting, is told before it matters.
@Suite struct CheckFieldTests {
  private func check(_ name: String, _ demo: Demo) throws -> JSON? {
    let checks = try JSON(parsing: try demo.run("check --json").standardOutput)["checks"]?.list
    return checks?.first { $0["name"] == .text(name) }
  }

  private func expect(_ name: String, _ words: String, after change: String, undo: String = ":") throws {
    try Demo.with { demo throws in
      try demo.must("$camconsole backup create > made")
      #expect(try check(name, demo)?["ok"] == .truth(true))
      defer { _ = try? demo.shell(undo) }
      try demo.must(change)
      let found = try check(name, demo)
      #expect(found?["message"]?.text?.contains(words) == true, "\(found ?? .null)")
      #expect(found?["hint"]?.text?.isEmpty == false)
      let status = try demo.run("status")
      #expect(status.status == 0 && status.text.contains(words), "\(status.text)\(status.errors)")
    }
  }

  private static func setReboot(_ contents: String) -> String {
    "printf '\(contents)' > reboot; chmod 755 reboot; sed -i \"s,^REBOOT=.*,REBOOT=$BASE/reboot,\" demo/camconsole.conf"
  }

  private static let changes: [(name: String, words: String, change: String)] = [
    ("reboot", "is empty and cannot be run", setReboot("")),
    ("reboot", "does not begin with #!", setReboot("exit 0")),
    ("reboot", "its interpreter /bin/none is not a program", setReboot("#!/bin/none -x")),
    ("reboot", "does not begin with #!", setReboot("\\177ELF")),
    ("card", "CAMVAULT on the card is not a folder", "mv demo/card/CAMVAULT away; touch demo/card/CAMVAULT"),
    ("card", "CAMVAULT on the card is not a folder", "mv demo/card/CAMVAULT away; ln -s ../../away demo/card/CAMVAULT"),
    (
      "card", "The card is locked",
      "rm demo/state/record.*; echo 55667788990011 | $camconsole pin set --pin-file - --yes"
    ),
    ("state", "Both copies of the record", "echo x > demo/state/record.1; echo x > demo/state/record.2"),
    ("settings", "does not exist. Backups contain no modules", "mv demo/bus away"),
    (
      "settings", "nosuch/* matches no file",
      "sed -i '/^ENDSECTION/i NETWORK_FILES=sounds/* nosuch/*' demo/camconsole.conf"
    ),
    ("restore", "demo/config does not exist", "mv demo/config away"),
    (
      "restore", "camera.cfg is a link", "mv demo/config/camera.cfg demo/config/real; ln -s real demo/config/camera.cfg"
    ),
    ("restore", "camera.cfg is a folder", "rm demo/config/camera.cfg; mkdir demo/config/camera.cfg"),
    ("restore", "camera.cfg is a pipe", "rm demo/config/camera.cfg; mkfifo demo/config/camera.cfg"),
    ("restore", "camera.cfg does not exist", "rm demo/config/camera.cfg"),
  ]

  @Test(arguments: changes.indices) func somethingIsWrong(_ index: Int) throws {
    let change = Self.changes[index]
    try expect(change.name, change.words, after: change.change)
  }

  @Test(.enabled(if: !Binary.lacks(root: true, "chattr"), "needs root and chattr"), arguments: ["", "/record.2"])
  func theStateIsImmutable(_ name: String) throws {
    try expect(
      "state", "demo/state\(name): it is immutable", after: "chattr +i demo/state\(name)",
      undo: "chattr -i demo/state\(name)")
  }

  @Test(.enabled(if: CardFilesystem.ext4.isUsable, "needs root and mkfs.ext4")) func theCardIsFull() throws {
    try Demo.with { demo throws in
      try Mount.withCard(.ext4, megabytes: 8, in: demo) {
        try demo.create()
        #expect(try check("card", demo)?["ok"] == .truth(true))
        try demo.must("head -c 500000 /dev/urandom > demo/config/large")
        _ = try demo.shell("cat /dev/zero > demo/card/fill")
        #expect(try check("card", demo)?["message"]?.text?.contains("The SD card is full") == true)
      }
    }
  }

  /// A bus that does not exist is said at the backup too; a camera without a bus says so in its settings.
  @Test func aBackupWithoutABus() throws {
    try Demo.with { demo throws in
      try demo.must("mv demo/bus away")
      let made = try demo.json("backup create")
      #expect(made["gaps"]?.list.first?["message"]?.text?.contains("Backups contain no modules") == true, "\(made)")
      #expect(made["restorable"] == .truth(true) && made["modules_total"] == .number(0))
      try demo.set("BUS", "")
      #expect(try demo.json("backup create")["gaps"] == .list([]))
      #expect(try check("settings", demo)?["ok"] == .truth(true))
    }
  }

  /// What is not a file in the place of camera.cfg keeps no backup from being made, but is no reason to lose a good
  /// one.
  @Test(arguments: ["ln -s nowhere", "mkdir", "mkfifo"]) func cameraCfgIsNotAFile(_ command: String) throws {
    try Demo.with { demo throws in
      try demo.must(
        "$camconsole backup create > made; mv demo/config/camera.cfg whole; \(command) demo/config/camera.cfg")
      for options in ["", " --skip-failed"] {
        let made = try demo.json("backup create" + options)
        #expect(made["restorable"] == .truth(false))
        #expect(made["gaps"]?.list.first?["message"]?.text?.contains("camera.cfg is a ") == true, "\(made)")
      }
      try demo.create()
      try demo.create()
      let refused = try demo.run("backup create")
      #expect(refused.status == 20 && refused.errors.contains("camera.cfg is a "), "\(refused.errors)")
      #expect(refused.errors.contains("would replace backup 00010001"), "\(refused.errors)")
    }
  }

  /// A program that writes camera.cfg all the time keeps no backup from being made with it. Where it is held up for
  /// long just after emptying the file, that is said: no backup is made, or one that is not called restorable.
  @Test func aConstantWriterOfCameraCfg() throws {
    try Demo.with { demo throws in
      try demo.must("cp demo/config/camera.cfg whole")
      let outcome = try demo.shell(
        """
        while :; do sed "s/^NAME=.*/NAME=x$i/" whole > next; cat next > demo/config/camera.cfg; i=$((i+1)); done &
        trap "kill $!" EXIT; for n in 1 2 3; do $camconsole backup create --skip-failed --json || echo >> failed; done
        """)
      let lines = outcome.text.split(separator: "\n")
      let failures = try demo.shell("cat failed 2>/dev/null").text.utf8.count
      #expect(lines.count + failures == 3, "\(outcome.text)\(outcome.errors)")
      #expect(failures == 0 || outcome.errors.contains("it changed in every reading"), "\(outcome.errors)")
      for line in lines {
        let made = try JSON(parsing: Array(line.utf8))
        #expect(made["left_out"] == .list([]), "\(line)")
        guard made["restorable"] == .truth(true) else {
          #expect(made["gaps"]?.list.first?["message"]?.text?.contains("camera.cfg") == true, "\(line)")
          continue
        }
        #expect(made["model"] == .text("M26B"))
        let id = try #require(made["id"]?.text)
        try demo.must("rm -f out.tar; $camconsole backup export \(id) out.tar --pin-file - <<E\n\(Demo.pin)\nE")
        try demo.must("tar -xOf out.tar config/camera.cfg > written; tail -1 whole > end; tail -1 written | cmp - end")
      }
      #expect(try demo.run("backup verify").status == 0)
    }
  }

  /// A report is given while another process is at work, and says so.
  @Test(.enabled(if: !Binary.lacks("flock"), "needs flock")) func statusWhileAnotherIsAtWork() throws {
    try Demo.with { demo throws in
      let id = try demo.create()
      try demo.must("sed -i 's/^USER1=admins/&/' demo/config/camera.cfg")
      let outcome = try demo.shell("flock demo/run/lock $camconsole --wait 0 status --json")
      #expect(outcome.status == 0, "\(outcome.errors)")
      let report = try JSON(parsing: outcome.standardOutput)
      #expect(report["backups"] == .number(1) && report["pin"]?["set"] == .truth(true), "\(id)")
      #expect(report.unread.contains { $0["code"] == .text("busy") })
      #expect(try demo.shell("flock demo/run/lock $camconsole --wait 0 backup create").status == 18)
    }
  }
}
