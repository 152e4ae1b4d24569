import TestSupport
import Testing

/// Backups that leave the card: as an archive for any tar, or sealed.
@Suite struct ExportTests {
  private static let listing =
    "find . ! -name . -printf '%y %m %U:%G %T@ %s %l %p\\n' | sed 's/^d\\(.*\\) [0-9]* /d\\1 /' | sort"

  /// No file is made, so no file was removed.
  @Test func standardOutputThatTakesNothing() throws {
    try Demo.with { demo throws in
      try demo.create()
      for command in ["export latest - --sealed", "create --to -"] {
        let outcome = try demo.shell("$camconsole backup \(command) > /dev/full")
        #expect(outcome.errors.contains("cannot be written to standard output: No space left"), "\(outcome.errors)")
        #expect(outcome.status == 16 && !outcome.errors.contains("removed"), "\(outcome.errors)")
      }
      #expect(try demo.run(["backup", "export", "latest", "", "--sealed"]).status == 64)
    }
  }

  @Test(.enabled(if: !Binary.lacks(root: true), "needs root, who reads a file without rights"))
  func anArchiveEqualsTheConfiguration() throws {
    try Demo.with { demo throws in
      try demo.must(
        """
        cd demo/config && chmod 640 camera.cfg && chmod 705 certs && touch -d '2001-02-03 04:05:06.789' masks/privacy.pgm
        mkdir -p 'a/b c' && printf x > 'a/b c/ä quote"d' && ln -s ../nowhere a/dangling && : > empty
        truncate -s 3000000 sparse && printf end >> sparse && chmod 000 empty && ln empty hard
        """)
      let id = try demo.create()
      let export = try demo.run("backup export \(id) \(demo.base)/out.tar --pin-file -", input: Demo.pin)
      #expect(export.status == 0, "\(export.errors)")
      try demo.must("[ $(stat -c %a out.tar) = 600 ]")
      let names = try demo.shell("tar -tf out.tar").text.split(separator: "\n")
      #expect(names.first == "manifest.json")
      #expect(names.contains("config/camera.cfg") && names.contains("modules/05"))
      try demo.must("mkdir x && tar -xpf out.tar --numeric-owner -C x && diff -r --no-dereference x/config demo/config")
      let here = try demo.shell("cd demo/config && \(Self.listing)").text
      let there = try demo.shell("cd x/config && \(Self.listing)").text
      #expect(here == there)
      #expect(here.split(separator: "\n").count == 17)
      try demo.must("for m in demo/bus/*; do cmp $m/config x/modules/${m##*/} || exit 1; done")
    }
  }

  @Test(.enabled(if: !Binary.lacks("python3"), "needs python3 and python3-nacl"))
  func aSealedFileOpensWithThePINAlone() throws {
    try Demo.with { demo throws in
      let id = try demo.create("--label Spring")
      #expect(try demo.run("backup export \(id) \(demo.base)/sealed --sealed").status == 0)
      try demo.must("cmp sealed \(demo.vault)/\(id).CVB")
      let opened = try demo.shell(
        "printf \(Demo.pin) > pin && /usr/bin/python3 \(Binary.reference) open sealed pin out.tar", input: Demo.pin)
      #expect(opened.status == 0, "\(opened.errors)")
      #expect(try JSON(parsing: opened.standardOutput)["metadata"]?["label"] == .text("Spring"))
      try demo.must("mkdir x && tar -xpf out.tar -C x && diff -r --no-dereference x/config demo/config")
    }
  }

  /// The text is what any decoder of base64 reads.
  @Test(.enabled(if: !Binary.lacks("python3"), "needs python3")) func theArmorIsBase64() throws {
    try Demo.with { demo throws in
      let id = try demo.create()
      try demo.must(
        "$camconsole backup export \(id) text --sealed --armor; $camconsole backup export \(id) - --sealed --armor | cmp - text"
      )
      let script = """
        import base64, hashlib, sys
        lines = open("text").read().split("\\n")
        assert lines[0] == "-----BEGIN CAMCONSOLE BACKUP-----" and lines[-2:] == ["-----END CAMCONSOLE BACKUP-----", ""]
        data = base64.b64decode("".join(lines[1:-3]), validate=True)
        assert all(len(line) == 64 for line in lines[1:-4]) and lines[-3] == "SHA-256: " + hashlib.sha256(data).hexdigest()
        sys.stdout.buffer.write(data)
        """
      try demo.must("/usr/bin/python3 -c '\(script)' | cmp - \(demo.vault)/\(id).CVB")
    }
  }

  @Test func standardOutputTakesBothForms() throws {
    try Demo.with { demo throws in
      let id = try demo.create()
      try demo.must("$camconsole backup export \(id) - --sealed | cmp - \(demo.vault)/\(id).CVB")
      try demo.must("printf \(Demo.pin) > pin; $camconsole backup export latest - --pin-file pin | tar -tf - >names")
      try demo.must("grep -qx config/camera.cfg names")
    }
  }

  @Test func nothingIsOverwritten() throws {
    try Demo.with { demo throws in
      try demo.create()
      try demo.must("echo mine > out && ln -s nowhere link && mkfifo pipe")
      for name in ["out", "link", "pipe", "demo", "."] {
        let export = try demo.run("backup export latest \(demo.base)/\(name) --sealed")
        #expect(export.status == 20, "\(name): \(export.errors)")
      }
      try demo.must("grep -qx mine out && [ -L link ] && [ ! -e nowhere ]")
    }
  }

  @Test func whatFailsLeavesNothingBehind() throws {
    try Demo.with { demo throws in
      try demo.create()
      let out = demo.base + "/out"
      #expect(try demo.run("backup export latest \(out) --pin-file -", input: Demo.otherPIN).status == 11)
      #expect(try demo.run("backup export 00010009 \(out) --sealed").status == 21)
      #expect(try demo.run("backup export latest \(out) --pin-file \(demo.base)/none").status == 74)
      try demo.must("[ ! -e out ]")
      #expect(try demo.run("backup export latest \(demo.base)/none/out --sealed").status == 74)
    }
  }

  @Test(.enabled(if: !Binary.lacks(root: true, "mount"), "needs root to mount"))
  func aFullDiskLeavesNothingBehind() throws {
    try Demo.with { demo throws in
      try demo.create()
      try Mount.with("-t tmpfs -o size=16k none", on: demo.base + "/small") {
        let export = try demo.run("backup export latest \(demo.base)/small/out --pin-file -", input: Demo.pin)
        #expect(export.status == 16, "\(export.errors)")
        try demo.must("[ -z \"$(ls -A small)\" ]")
      }
    }
  }

  /// What a backup's label is decides nothing, and a damaged one gives no archive, not even a part.
  @Test func aDamagedBackupGivesNoByte() throws {
    try Demo.with { demo throws in
      let id = try demo.create()
      try demo.damage("card/CAMVAULT/\(id).CVB", at: 40_000)
      for options in ["--sealed", "--pin-file -"] {
        let export = try demo.run("backup export \(id) - \(options)", input: Demo.pin)
        #expect(export.status == 17)
        #expect(export.standardOutput == [])
      }
    }
  }
}
