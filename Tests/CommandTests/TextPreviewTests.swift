import TerminalSupport
import TestSupport
import Testing

/// Files that are text are compared by line, and their secrets are masked.
@Suite struct TextPreviewTests {
  private func diff(_ demo: Demo) throws -> (text: String, json: JSON, raw: [UInt8]) {
    let words = try demo.run("backup diff latest --pin-file -", input: Demo.pin)
    #expect(words.status == 0, "\(words.errors)")
    let json = try demo.run("backup diff latest --json --pin-file -", input: Demo.pin)
    return (words.text, try JSON(parsing: json.standardOutput), words.standardOutput + json.standardOutput)
  }

  private static let yaml = "cat > demo/config/app.yaml"

  @Test func linesAreNamed() throws {
    try Demo.with { demo throws in
      try demo.must("printf 'name: gate\\nport: 80\\nold: 1\\nlast: x\\n' > demo/config/app.yaml")
      try demo.create()
      try demo.must("printf 'name: gate\\nport: 8080\\nlast: x\\nnew: 2\\n' > demo/config/app.yaml")
      let (text, json, _) = try diff(demo)
      #expect(
        text.contains("File app.yaml (changed)\n  ~ 2: port: 8080 -> port: 80\n  + 3: old: 1\n  - 4: new: 2\n"),
        "\(text)")
      let file = json["texts"]?.list.first
      #expect(file?["file"] == .text("app.yaml") && file?["left_out"] == .number(0))
      #expect(
        file?["lines_added"] == .number(1) && file?["lines_removed"] == .number(1)
          && file?["lines_changed"] == .number(1))
      #expect(
        file?["lines"]?.list.first
          == .object(["line": .number(2), "camera": .text("port: 8080"), "backup": .text("port: 80")]))
      #expect(json["files"]?["changed"] == .list([.text("app.yaml")]))
    }
  }

  /// A section whose lines are no `KEY=VALUE` is compared as text, and so is a document without sections' frames.
  @Test func sectionsOfText() throws {
    try Demo.with { demo throws in
      try demo.must(
        "printf 'SECTION app.json\\n{ \"port\": 80,\\n  \"token\": \"OldSecret\" }\\nENDSECTION app.json\\n' >> demo/config/camera.cfg"
      )
      try demo.create()
      try demo.must("sed -i -e 's/\"port\": 80/\"port\": 81/' -e s/OldSecret/NewSecret/ demo/config/camera.cfg")
      let (text, json, raw) = try diff(demo)
      #expect(text.contains("SECTION app.json (changed)\n  ~ "), "\(text)")
      #expect(text.contains("{ \"port\": 81, -> { \"port\": 80,\n"))
      #expect(text.contains("\"token\": \"***\" } ->   \"token\": \"***\" }\n"))
      #expect(json["sections"]?.list.first?["lines"]?["lines"]?.list.count == 2)
      #expect(!String(decoding: raw, as: UTF8.self).contains("Secret"))
    }
  }

  /// Whatever holds a secret, in whatever syntax: the line says that it differs, and does not show it.
  @Test func secretsAreMasked() throws {
    let lines = [
      "NETCAM_URL=rtsp://viewer:OldSecret1@192.0.2.9:554/s", "phone1=ph1:_profilename=desk:authid=1:authpwd=OldSecret2",
      "export PSK=OldSecret3", "password: OldSecret4", "\"password\": \"OldSecret5\"",
      "{\"user\":\"x\",\"password\":\"OldSecret6\"}",
      "option key 'OldSecret7'", "wpa-psk \"OldSecret8\"", "<password>OldSecret9</password>", "viewer:OldSecret0",
      "Authorization: Basic OldSecretA", "http://h/?user=x&password=OldSecretB",
      "-----BEGIN PRIVATE KEY-----\\nOldSecretC\\n-----END PRIVATE KEY-----", "# pin = OldSecretD",
    ]
    try Demo.with { demo throws in
      try demo.must(
        "printf '%b\\n' '\(lines.map { $0.split(separator: "'").joined(separator: "'\\''") }.joined(separator: "' '"))' > demo/config/all.txt"
      )
      try demo.must(
        "{ echo SECTION voip; grep '^[A-Za-z_0-9]*=' demo/config/all.txt; echo ENDSECTION voip; } >> demo/config/camera.cfg"
      )
      try demo.must(
        "echo OldSecretE > demo/config/wifi.psk; printf 'USERX=admins:OldSecretF\\nENDSECTION\\n' > demo/config/other.cfg"
      )
      try demo.create()
      try demo.must(
        "sed -i s/OldSecret/NewSecret/ demo/config/*.* && sed -i '/^USER1=/s/^/#/; /^#USER1/a USER1=admins:OldSecretG:admin' demo/config/camera.cfg"
      )
      let (text, _, raw) = try diff(demo)
      for hidden in ["Secret", "argon2id"] {
        #expect(!String(decoding: raw, as: UTF8.self).contains(hidden), "\(text)")
      }
      #expect(
        text.contains(
          "File all.txt (changed)\n  ~ 1: NETCAM_URL=rtsp://viewer:***@192.0.2.9:554/s -> NETCAM_URL=rtsp://viewer:***@"
        ))
      #expect(
        text.contains("  ~ NETCAM_URL: rtsp://viewer:***@192.0.2.9:554/s -> rtsp://viewer:***@192.0.2.9:554/s\n"),
        "\(text)")
      #expect(
        text.contains("File wifi.psk (changed)\n")
          && text.contains("  ~ phone1: ph1:_profilename=desk:authid=***:authpwd=*** -> "))
    }
  }

  @Test func otherFilesByName() throws {
    try Demo.with { demo throws in
      try demo.must(
        "cd demo/config; head -c 1048577 /dev/zero | tr '\\0' a > large.txt; printf 'a\\0b\\n' > blob; head -c 1048576 /dev/zero | tr '\\0' a > limit.txt; printf 'x\\n' > gone.txt"
      )
      try demo.create()
      try demo.must(
        "cd demo/config; for f in large.txt blob limit.txt; do echo b | dd of=$f conv=notrunc status=none; done; rm gone.txt; echo y > here.txt"
      )
      let (text, json, _) = try diff(demo)
      #expect(json["texts"]?.list.compactMap { $0["file"]?.text } == ["limit.txt"])
      #expect(
        text.contains(
          "File blob (changed)\nFile large.txt (changed)\nFile limit.txt (changed, line ends)\n  ~ 1: b -> aaa"),
        "\(text)")
      #expect(text.contains("File gone.txt (added)\n") && text.contains("File here.txt (removed)\n"))
      #expect(text.split(separator: "\n").allSatisfy { $0.utf8.count < 700 })
    }
  }

  /// Latin-1 shows its characters; what steers a terminal does not reach it.
  @Test func foreignBytes() throws {
    try Demo.with { demo throws in
      try demo.must("printf 'name=Hof\\nb=1\\nplain text that is long enough\\n' > demo/config/latin.txt")
      try demo.create()
      try demo.must(
        "printf 'name=H\\366he\\nb=\\033[2J\\205\\b\\nplain text that is long enough\\n' > demo/config/latin.txt")
      let (text, json, raw) = try diff(demo)
      #expect(text.contains("  ~ 1: name=H\u{F6}he -> name=Hof\n  ~ 2: b=?[2J?? -> b=1\n"), "\(text)")
      #expect(json["texts"]?.list.first?["lines"]?.list.first?["camera"] == .text("name=H\u{F6}he"))
      #expect(raw.allSatisfy { $0 >= 0x20 || $0 == 0x0A })
    }
  }

  @Test func manyLinesAreCut() throws {
    try Demo.with { demo throws in
      try demo.must("seq -f 'line %g' 1 3000 > demo/config/long.txt; seq -f 'a %g' 1 250 > demo/config/short.txt")
      try demo.create()
      try demo.must("sed -i s/line/row/ demo/config/long.txt; sed -i s/a/b/ demo/config/short.txt")
      let text = try diff(demo).text
      #expect(text.contains("File long.txt (changed)\n  ~ 3000 lines replaced by 3000 lines\n"), "\(text)")
      #expect(text.contains("  ~ 200: b 200 -> a 200\n... 50 more lines differ\n"), "\(text.suffix(300))")
    }
  }

  /// On the screen too, and the search does not find what is hidden.
  @Test func onTheScreen() throws {
    try Demo.with { demo throws in
      try demo.must("printf 'port: 80\\npassword: OldSecret\\n' > demo/config/app.yaml")
      try demo.setPassword()
      try demo.create()
      try demo.must("printf 'port: 81\\npassword: NewSecret\\n' > demo/config/app.yaml")
      let terminal = try demo.visitMenu(isFresh: false)
      try terminal.open("Backup and Restore", "b")
      try terminal.expect("ok")
      try terminal.open("Restore", "r")
      try terminal.open("Restore: what changes", Demo.pin + "\r")
      try terminal.expect("Changes: 1 file, 2 lines")
      try terminal.expect("  ~ 1: port: 81 -> port: 80")
      try terminal.expect("  ~ 2: password: *** -> password: ***")
      terminal.type("/secret\r")
      try terminal.expect("No line contains secret.")
      #expect(!String(decoding: terminal.transcript, as: UTF8.self).contains("Secret"))
    }
  }
}
