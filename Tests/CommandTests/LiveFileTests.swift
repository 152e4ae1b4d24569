import TestSupport
import Testing

/// Files that are written all the time, files and modules that cannot be read, and what a restore makes of such
/// backups.
@Suite struct LiveFileTests {
  @Test func aConstantWriterStopsNoOther() throws {
    try Demo.with { demo throws in
      try demo.must("head -c 30M /dev/zero > demo/config/large; mkdir demo/config/spool")
      let outcome = try demo.shell(
        """
        while :; do echo x >> demo/config/large; echo y > demo/config/state; i=$((i+1)); : > demo/config/spool/$i
          rm -f demo/config/spool/*; done & trap "kill $!" EXIT; $camconsole backup create --skip-failed --json
        """)
      #expect(outcome.status == 0, "\(outcome.errors)")
      let shown = try demo.json("backup show latest --pin-file -", input: Demo.pin)
      let left = shown["left_out"]?.list.map { $0["path"] } ?? []
      // On a busy machine the writer may pause just when the file is read; then it is there.
      try demo.must("$camconsole backup export latest out.tar --pin-file - <<E\n\(Demo.pin)\nE")
      let names = try demo.shell("tar -tf out.tar").text
      for name in ["large", "state"] {
        #expect(left.contains(.text(name)) != names.contains("config/\(name)\n"), "\(name)")
      }
      #expect(names.contains("config/camera.cfg") && names.contains("config/spool/"))
    }
  }

  @Test(.enabled(if: !Binary.lacks(root: true, "setpriv"), "needs root and setpriv")) func aFileThatCannotBeRead()
    throws
  {
    try Demo.with { demo throws in
      try demo.must("chown -R 12345:12345 . && chmod 0 demo/config/sounds/bell.wav && mkdir -m 0 demo/config/closed")
      let user = "setpriv --reuid=12345 --regid=12345 --clear-groups"
      let refused = try demo.shell("\(user) $camconsole backup create")
      #expect(refused.status != 0 && refused.errors.contains("--skip-failed"), "\(refused.errors)")
      let made = try demo.shell("\(user) $camconsole backup create --skip-failed")
      #expect(made.status == 0, "\(made.errors)")
      #expect(made.text.contains("2 files left out."))
      #expect(made.errors.contains("config/sounds/bell.wav was left out: it could not be read"))
      try demo.must("chown -R 0:0 .")
      let listed = try demo.json("backup list")["backups"]?.list.first
      #expect(listed?["files_left_out"] == .number(2))
      let shown = try demo.json("backup show latest --pin-file -", input: Demo.pin)
      #expect(shown["left_out"]?.list.map { $0["path"] } == [.text("closed"), .text("sounds/bell.wav")])
      #expect(shown["left_out"]?.list.map { $0["reason"] } == [.text("unreadable"), .text("unreadable")])

      // A restore leaves them as they are.
      try demo.must(
        "echo inside > demo/config/closed/file; echo new > demo/config/added; stat -c %i demo/config/sounds/bell.wav > inode"
      )
      let preview = try demo.run("backup diff latest --pin-file -", input: Demo.pin).text
      #expect(preview.contains("sounds/bell.wav is not in the backup (it could not be read). The current one stays."))
      #expect(!preview.contains("closed (removed)") && preview.contains("added (removed)"))
      #expect(try demo.restore("--no-reboot").status == 0)
      try demo.must(
        "[ $(cat inode) = $(stat -c %i demo/config/sounds/bell.wav) ]; grep -q inside demo/config/closed/file")
      try demo.must("[ $(stat -c %a demo/config/closed) = 0 ] && [ ! -e demo/config/added ]")
      try demo.restart()
      #expect(try demo.run("confirm").status == 0)
      try demo.expectNoTraces()
      #expect(try demo.shell("wc -c < demo/config/sounds/bell.wav").text != "0\n")
    }
  }

  @Test func modulesThatFailAreLeftOut() throws {
    try Demo.with { demo throws in
      try demo.set("BUS_TIMEOUT", "1")
      try demo.must("rm demo/bus/03/config && mkfifo demo/bus/03/config")
      #expect(try demo.run("backup create").status == 19)
      let made = try demo.run("backup create --skip-failed")
      #expect(made.status == 0 && made.text.contains("4/5 modules."), "\(made.errors)")
      #expect(made.errors.contains("Module 03 was left out."))
      let backup = try demo.json("backup list")["backups"]?.list.first
      #expect(backup?["modules"] == .number(4) && backup?["modules_total"] == .number(5))
      #expect(try demo.run("backup list").text.contains("  4/5 "))
    }
  }

  @Test func pathsThatAreTooLongCanBeLeftOut() throws {
    try Demo.with { demo throws in
      try demo.must(
        """
        cd demo/config; name=$(printf %0200d 0); for n in $(seq 20); do mkdir $name; cd $name; done
        echo f > fits; echo l > $(printf %069d 0)
        """)
      let refused = try demo.run("backup create")
      #expect(refused.status == 20 && refused.errors.contains("4,095 bytes"))
      #expect(refused.errors.contains("--skip-failed"))
      let made = try demo.json("backup create --skip-failed")
      #expect(made["left_out"]?.list.map { $0["reason"] } == [.text("unfit")])
    }
  }
}
