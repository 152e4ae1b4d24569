import TestSupport
import Testing

/// Files that were edited on Windows: a byte order mark, CR LF, UTF-16.
@Suite struct WindowsFilesTests {
  /// What an editor makes of a file, and the bytes that its lines end with then.
  private static let editors = [
    ("sed -i -e '1s/^/\\xef\\xbb\\xbf/'", "0a"), ("sed -i -e 's/$/\\r/'", "0d0a"),
    ("sed -i -e 's/$/\\r/' -e '1s/^/\\xef\\xbb\\xbf/'", "0d0a"),
    ("sed -i -z -e 's/\\n/\\r/g' -e '1s/^/\\xef\\xbb\\xbf/'", "0d"),
  ]
  private static let utf16 = "edit() { iconv -f UTF-8 -t UTF-16 \"$1\" > t && cat t > \"$1\"; }; edit"

  /// The lines of a configuration without byte order mark and line ends.
  private func lines(_ demo: Demo) throws -> String {
    try demo.shell("sed -e 's/^\\xef\\xbb\\xbf//' demo/config/camera.cfg | tr -d '\\n\\r'").text
  }

  private func users(_ demo: Demo) throws -> [String?] {
    try demo.json("users list")["users"]?.list.map { $0["name"]?.text } ?? []
  }

  @Test(arguments: editors) func theCameraGoesOn(_ editor: String, _ end: String) throws {
    try Demo.with { demo throws in
      let identity = try demo.json("status")["camera"]
      try demo.must("\(editor) demo/config/camera.cfg; cp -p demo/config/camera.cfg edited")
      #expect(try demo.json("status")["camera"] == identity)
      #expect(try users(demo) == ["admin"])
      let added = try demo.run("users add dora --group users --password-file -", input: "Camera!2026")
      #expect(added.status == 0, "\(added.errors)")
      #expect(try users(demo) == ["admin", "dora"])
      #expect(try demo.run("users remove dora --yes").status == 0)
      try demo.must("cmp edited demo/config/camera.cfg")
      #expect(try demo.create() == "00010001")
      let model = try demo.json("backup show latest --pin-file -", input: Demo.pin)["model"]
      #expect(model == identity?["model"])
    }
  }

  /// New lines end like the others, and nothing else changes.
  @Test(arguments: editors) func aNewUserTakesTheLineEnd(_ editor: String, _ end: String) throws {
    try Demo.with { demo throws in
      try demo.must("\(editor) demo/config/camera.cfg; cp demo/config/camera.cfg edited")
      try #require(
        try demo.run("users add dora --group users --password-file -", input: "Camera!2026").status == 0)
      let bytes = try demo.shell("xxd -p demo/config/camera.cfg | tr -d '\\n'").text
      let name = ":dora".utf8.map { String($0, radix: 16) }.joined()
      #expect(bytes.contains(name + end + "454e4453454354494f4e"), "\(bytes)")
      let former = try demo.shell("xxd -p edited | tr -d '\\n'").text
      #expect(bytes.prefix(6) == former.prefix(6) && bytes.suffix(8) == former.suffix(8))
    }
  }

  /// A backup of such a file comes back, over a file of every other kind, also with network and users that stay.
  @Test(arguments: editors, ["", "--keep-users", "--keep-network --keep-users"])
  func itComesBack(_ editor: (String, String), _ options: String) throws {
    try Demo.with { demo throws in
      try demo.must(
        "cp -p demo/config/camera.cfg plain; \(editor.0) demo/config/camera.cfg; cp demo/config/camera.cfg edited")
      let text = try lines(demo)
      try demo.create()
      try demo.must("cp plain demo/config/camera.cfg")
      let outcome = try demo.restore("--no-reboot --revert-after 0 \(options)")
      #expect(outcome.status == 0, "\(outcome.errors)")
      try demo.must("cmp edited demo/config/camera.cfg")
      #expect(try lines(demo) == text)
      #expect(try users(demo) == ["admin"])
    }
  }

  @Test func theOtherWayRound() throws {
    try Demo.with { demo throws in
      try demo.create()
      try demo.must("cp demo/config/camera.cfg plain; \(Self.editors[2].0) demo/config/camera.cfg")
      #expect(try demo.restore("--no-reboot --revert-after 0 --keep-users").status == 0)
      try demo.must("cmp plain demo/config/camera.cfg")
    }
  }

  /// Users, identity and sections are lost in UTF-16: the sentence says so, and a backup brings them back. A backup of
  /// it is made, and says that it cannot be restored.
  @Test func aConfigurationInUTF16() throws {
    try Demo.with { demo throws in
      let good = try demo.create()
      try demo.must("\(Self.utf16) demo/config/camera.cfg; cp demo/config/camera.cfg edited")
      for command in ["users list", "users factory-reset --yes", "users set-group admin users"] {
        let outcome = try demo.run(command)
        #expect(outcome.status == 17, "\(command): \(outcome.errors)")
        #expect(
          outcome.errors
            == "camconsole: camera.cfg is saved as UTF-16, which Notepad calls Unicode. Its users cannot be read. "
            + "Save it as UTF-8, or restore a backup.\n")
      }
      let made = try demo.run("backup create")
      #expect(made.status == 0, "\(made.errors)")
      #expect(made.errors.contains("and its users cannot be read. Save camera.cfg as UTF-8."), "\(made.errors)")
      try demo.must("cmp edited demo/config/camera.cfg")
      try demo.expectBackups(["00010002", good])
      let outcome = try demo.run(
        "backup restore \(good) --yes --no-reboot --revert-after 0 --other-model --pin-file -", input: Demo.pin)
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(try users(demo) == ["admin"])
    }
  }

  @Test(arguments: editors) func theSettings(_ editor: String, _ end: String) throws {
    try Demo.with { demo throws in
      let former = try demo.run("settings").text
      try demo.must("\(editor) demo/camconsole.conf")
      let outcome = try demo.run("settings")
      #expect(outcome.status == 0 && outcome.text == former, "\(outcome.errors)")
    }
  }

  @Test func settingsInUTF16() throws {
    try Demo.with { demo throws in
      try demo.must("\(Self.utf16) demo/camconsole.conf")
      let outcome = try demo.run("status")
      #expect(outcome.status == 78 && outcome.errors.contains("is saved as UTF-16"), "\(outcome.errors)")
      #expect(outcome.errors.hasSuffix("Save it as UTF-8, and try again.\n"))
    }
  }

  @Test(arguments: ["printf '\\357\\273\\277M99\\r\\n'", "printf 'M99\\r'", "printf 'M99\\n' | iconv -t UTF-16"])
  func filesOfTheIdentity(_ command: String) throws {
    try Demo.with { demo throws in
      try demo.must("\(command) > model")
      for key in ["MODEL_FILE", "SERIAL_FILE", "FIRMWARE_FILE"] { try demo.set(key, demo.base + "/model") }
      let camera = try demo.json("status")["camera"]
      #expect(camera?["model"] == .text("M99") && camera?["serial"] == .text("M99"))
      #expect(camera?["firmware"] == .text("M99"))
    }
  }

  @Test(arguments: ["'\\357\\273\\277\(Demo.pin)\\r\\n'", "'\\357\\273\\277\(Demo.pin)'", "'\(Demo.pin)\\r\\r\\n'"])
  func aPINFile(_ text: String) throws {
    try Demo.with { demo throws in
      try demo.must("printf \(text) > pin && $camconsole pin check --pin-file pin")
      try demo.must("printf \(text) | $camconsole pin check --pin-file -")
      try demo.must(
        "printf '\\357\\273\\277Camera!2026\\r\\n' > new && $camconsole users set-password admin --password-file new")
      let same = try demo.run("users set-password admin --password-file -", input: "Camera!2026")
      #expect(same.status == 0, "\(same.errors)")
    }
  }

  /// As PowerShell writes it.
  @Test func aPINFileInUTF16() throws {
    try Demo.with { demo throws in
      try demo.must("printf '\(Demo.pin)\\r\\n' | iconv -t UTF-16 > pin")
      let outcome = try demo.run("pin check --pin-file \(demo.base)/pin")
      #expect(outcome.status == 64 && outcome.errors.contains("pin is UTF-16"), "\(outcome.errors)")
      #expect(outcome.errors.hasSuffix("Save it as UTF-8, and try again.\n") && !outcome.errors.contains("4815"))
      #expect(try demo.run("pin check --pin-file -", input: Demo.pin).status == 0)
    }
  }
}
