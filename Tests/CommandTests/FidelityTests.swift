import TestSupport
import Testing

/// What is in the configuration directory comes back, whatever it is.
@Suite struct FidelityTests {
  /// What a restore must bring back, by tools that are not ours.
  private static let look = #"""
    look() { (cd "$1" && find . -printf '%P|%y|%m|%U|%G|%s|%T@|%l\n' | LC_ALL=C sort
      getfattr -h -d -m - -e hex -R . 2>/dev/null; find . -type f -size -1M -print0 | LC_ALL=C sort -z | xargs -0 sha256sum
      find . -type f -size +1M -exec du -k {} + | LC_ALL=C sort); }
    """#

  private static let fill = #"""
    cd demo/config; setfattr -n user.root -v r .; setfacl -d -m u:77:rwx .; chmod 2750 .; chown 0:7 .
    echo p > program; chmod 4755 program; setcap cap_net_raw+ep program; setfattr -n user.note -v 'a note' program
    setfacl -m u:1234:r-x,g:55:rwx program; mkdir shared; chown 5:7 shared; chmod 3775 shared
    setfacl -d -m g:55:rwx shared; ln -s program link; setfattr -h -n trusted.mark -v t link; chown -h 9:9 link
    mkdir $'d\xe9'; echo l > $'d\xe9/T\xfcr.wav'; ln -s $'\xff\xfe' $'l\xe9'; echo n > $'new\nline'; echo c > $'\x01\x02'
    echo b > 'back\slash'; mkdir empty; echo z > none; chmod 0 none; ln program 'second name'
    truncate -s 10G sparse; echo middle | dd of=sparse bs=1M seek=5000 conv=notrunc status=none
    truncate -s 2M hole; echo end | dd of=first bs=1M seek=3 status=none
    name=$(printf 'p%.0s' {1..200}); for n in {1..19}; do mkdir $name; cd $name; done; echo deep > file
    """#

  @Test(.enabled(if: !Binary.lacks(root: true, "setfattr", "setfacl", "setcap"), "needs root and attr, acl"))
  func everythingComesBack() throws {
    try Demo.with { demo throws in
      try demo.must("bash -e <<'END'\n\(Self.fill)\nEND")
      let look = "bash <<'END'\n\(Self.look)\nlook demo/config\nEND"
      let before = try demo.shell(look).text
      #expect(before.contains("security.capability") && before.contains("posix_acl_default"))
      let made = try demo.json("backup create")
      #expect(made["bytes"]?.number.map { $0 < 1_000_000 } == true)
      #expect(try demo.json("backup create --if-changed")["unchanged"] == .truth(true))
      // A second name makes two files of one: only the number of blocks could tell.
      try demo.must("rm -r demo/config/* && echo new > $(printf 'demo/config/\\350') && setfacl -b -k demo/config")
      let preview = try demo.run("backup diff latest --pin-file -", input: Demo.pin).text
      #expect(preview.contains(#"File d\xE9/T\xFCr.wav (added)"#) && preview.contains(#"File \xE8 (removed)"#))
      #expect(preview.contains("The configuration folder (") && preview.contains("default access list"))
      #expect(!preview.contains("\u{FFFD}"))
      #expect(try demo.restore("--no-reboot --other-model").status == 0)
      #expect(try demo.shell(look).text == before)
      try demo.restart()
      #expect(try demo.run("confirm").status == 0)
      try demo.expectNoTraces()
    }
  }

  /// What differs is said, and a backup that only attributes ask for is made.
  @Test(.enabled(if: !Binary.lacks(root: true, "setfattr"), "needs root and attr")) func attributesAreCompared() throws
  {
    try Demo.with { demo throws in
      _ = try demo.create()
      for change in ["setfattr -n user.a -v 1 certs", "chown 5:6 camera.cfg", "chmod 4600 camera.cfg", "chmod 2700 ."] {
        try demo.must("cd demo/config; \(change)")
        #expect(try demo.json("backup create --if-changed")["unchanged"] == .truth(false), "\(change)")
      }
      let preview = try demo.json("backup diff 00010001 --pin-file -", input: Demo.pin)
      #expect(preview["files"]?["changed"] == .list([.text("camera.cfg"), .text("certs")]))
      let differences = preview["attributes"]?.list.map { difference in
        let words = difference["changes"]?.list.map { change in
          ["attribute", "camera", "backup"].map { change[$0]?.text ?? "" }.joined(separator: " ")
        }
        return "\(difference["path"]?.text ?? ""): \((words ?? []).joined(separator: ", "))"
      }
      #expect(
        differences == [
          ".: mode 2700 700", "camera.cfg: owner 5 0, group 6 0, mode 4600 600", "certs: user.a set not set",
        ])
    }
  }

  /// A file system without extended attributes and access lists is named, before and after.
  @Test(.enabled(if: !Binary.lacks(root: true, "mount", "setfattr"), "needs root and attr"))
  func whatAFileSystemCannotTakeIsNamed() throws {
    try Demo.with { demo throws in
      try demo.must("cd demo/config; setfattr -n user.note -v x camera.cfg; setfacl -m u:7:r certs; chown 5:6 sounds")
      _ = try demo.create()
      try demo.must("mkdir place; mount -t ramfs none place; cp -r demo/config place/config")
      defer { _ = try? demo.shell("umount place") }
      try demo.set("CONFIG", "\(demo.path.dropLast(5))/place/config")
      let lost: JSON = .list([.text("camera.cfg (user.note)"), .text("certs (access list)")])
      let preview = try demo.json("backup diff latest --pin-file -", input: Demo.pin)
      #expect(preview["not_taken"]?["count"] == .number(2) && preview["not_taken"]?["entries"] == lost)
      let outcome = try demo.restore("--no-reboot")
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.errors.contains("could not store: camera.cfg (user.note), certs (access list)."))
      #expect(try demo.json("status")["restore"]?["not_taken"]?["entries"] == lost)
      try demo.must("[ $(stat -c %u:%g place/config/sounds) = 5:6 ]")
    }
  }

  @Test(.enabled(if: !Binary.lacks(root: true, "chattr"), "needs root and chattr")) func flagsOfOursAreTakenOff() throws
  {
    try Demo.with { demo throws in
      _ = try demo.create()
      defer { _ = try? demo.shell("chattr -R -i -a demo/config demo/.config.camconsole") }
      // The user's, in the tree that goes, and a foreign one in the way of the staged tree.
      try demo.must(
        """
        cd demo; echo l > config/log; chattr +a config/log; chattr +i config/certs config/sounds/bell.wav
        mkdir -p .config.camconsole/d; echo x > .config.camconsole/d/f; chattr +i .config.camconsole/d/f .config.camconsole/d
        """)
      let outcome = try demo.restore("--no-reboot")
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(
        outcome.text.contains("A backup does not contain the flags of chattr. These will be lost: "), "\(outcome.text)")
      for name in ["log (append-only)", "certs (immutable)", "sounds/bell.wav (immutable)"] {
        #expect(outcome.text.contains(name), "\(outcome.text)")
      }
      try demo.restart()
      #expect(try demo.run("confirm").status == 0)
      try demo.expectNoTraces()
    }
  }

  @Test(.enabled(if: !Binary.lacks(root: true, "chattr"), "needs root and chattr")) func flagsOfTheUsersAreNamed()
    throws
  {
    try Demo.with { demo throws in
      _ = try demo.create()
      defer { _ = try? demo.shell("chattr -i demo/config demo/config/camera.cfg") }
      try demo.must("chattr +i demo/config/camera.cfg")
      let users = try demo.run("users add doris --group users --password-file -", input: "Ladder-at-9pm")
      #expect(users.status == 24, "\(users.errors)")
      #expect(users.errors.contains("immutable") && users.errors.contains("chattr -i"), "\(users.errors)")
      try demo.must("chattr -i demo/config/camera.cfg; chattr +i demo/config")
      let restore = try demo.restore("--no-reboot")
      #expect(restore.status == 20, "\(restore.errors)")
      #expect(restore.errors.contains("\(demo.path)/config is immutable or append-only. Nothing was changed."))
      #expect(restore.errors.contains("chattr -i"))
      try demo.must("chattr -i demo/config")
      try demo.expectNoTraces()
    }
  }
}
