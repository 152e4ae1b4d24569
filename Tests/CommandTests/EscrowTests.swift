import TestSupport
import Testing

/// The escrow of the PIN: keys, what a camera keeps and tells, and the centre that opens it.
@Suite struct EscrowTests {
  private static let open = "$BINARY escrow open --key key --reveal"

  /// A demo camera whose settings name the public key of `key`, before a PIN is set.
  private func withKey(pin: Bool = false, _ body: (Demo) throws -> Void) throws {
    try Demo.with(pin: pin) { demo throws in
      try demo.must("$BINARY escrow keygen key")
      try demo.set("ESCROW", demo.base + "/key.pub")
      try body(demo)
    }
  }

  private func state(_ demo: Demo) throws -> String? { try demo.json("status")["escrow"]?["state"]?.text }

  /// The PINs that the centre finds in the status of a camera.
  private func opened(_ demo: Demo, _ key: String = "key") throws -> [String?] {
    let outcome = try demo.shell("$camconsole status --json | $BINARY escrow open --key \(key) --reveal --json")
    return try outcome.text.split(separator: "\n").map { try JSON(parsing: Array($0.utf8))["pin"]?.text }
  }

  @Test func keygen() throws {
    try Demo.with(pin: false) { demo throws in
      let made = try demo.json("escrow keygen \(demo.base)/key")
      let fingerprint = try #require(made["fingerprint"]?.text)
      #expect(made["private"] == .text(demo.base + "/key") && made["public"] == .text(demo.base + "/key.pub"))
      #expect(try demo.shell("stat -c %a key key.pub").text == "600\n600\n")
      // Anybody can make the fingerprint.
      let digest = try demo.shell("cut -d' ' -f2 key.pub | base64 -d | head -c 32 | sha256sum | head -c 20").text
      #expect(fingerprint.split(separator: "-").joined() == digest)
      #expect(try demo.run(["escrow", "keygen", ""]).status == 64)
      for name in ["key", "other"] {
        try demo.must("cp key kept; [ \(name) = key ] || touch other.pub")
        let again = try demo.shell("$BINARY escrow keygen \(name)")
        #expect(again.status == 20 && again.errors.contains("exists already"), "\(again.errors)")
        try demo.must("cmp key kept; [ ! -e other ]")
      }
    }
  }

  /// From the camera's status to the PIN, by pipe, by file and by the independent reader.
  @Test func theCentreOpensIt() throws {
    try withKey { demo throws in
      #expect(try state(demo) == "no-pin")
      let set = try demo.json("pin set --pin-file -", input: Demo.pin)
      let fingerprint = try #require(set["escrow"]?.text)
      let escrow = try #require(try demo.json("status")["escrow"])
      #expect(escrow["state"] == .text("current") && escrow["fingerprint"] == .text(fingerprint))
      #expect(escrow["key_fingerprint"] == .text(fingerprint))
      #expect(try opened(demo) == [Demo.pin])
      let text = try demo.shell("\(Self.open) demo/state/escrow").text
      #expect(text.hasPrefix("M26B 10.32.4.17  ") && text.hasSuffix("  0001  \(Demo.pin)\n"), "\(text)")
      // Two cameras, and one without an escrow.
      let lines = "{ $camconsole status --json; echo '{\"escrow\":null}'; $camconsole status --json; }"
      let both = try demo.shell("\(lines) | \(Self.open)")
      #expect(both.status == 0 && both.text.split(separator: "\n").count == 2, "\(both.errors)")
      let pipe = try demo.shell("mkfifo pipe; cat demo/state/escrow > pipe & \(Self.open) pipe")
      #expect(pipe.status == 0 && pipe.text == text, "\(pipe.errors)")
      for place in ["status", "settings"] {
        #expect(try demo.run(place).text.contains(fingerprint), "\(place)")
      }
      #expect(try demo.shell("stat -c %a demo/state/escrow").text == "600\n")
    }
  }

  @Test func itFollowsAChange() throws {
    try withKey { demo throws in
      try demo.run("pin set --pin-file -", input: Demo.pin)
      try demo.create()
      let changed = try demo.run(PINChangeTests.change, input: PINChangeTests.digits)
      #expect(changed.status == 0 && changed.text.contains("sealed for your organisation"), "\(changed.text)")
      #expect(try opened(demo) == [Demo.otherPIN])
      try demo.run("pin set --forgotten --yes --pin-file -", input: Demo.pin)
      #expect(try opened(demo) == [Demo.pin])
      // Another key is told, until the PIN is entered again.
      try demo.must("$BINARY escrow keygen second")
      try demo.set("ESCROW", demo.base + "/second.pub")
      #expect(try state(demo) == "other-key" && opened(demo) == [Demo.pin] && opened(demo, "second") == [nil])
      let again = try demo.run("pin set --pin-file -", input: Demo.pin)
      #expect(again.status == 0 && again.text.hasPrefix("This is the Super PIN already. The backups"), "\(again.text)")
      #expect(try state(demo) == "current" && opened(demo, "second") == [Demo.pin])
      // Without a key the next PIN is nobody's.
      try demo.must("sed -i /^ESCROW=/d demo/camconsole.conf")
      #expect(try state(demo) == "current")
      try demo.run(PINChangeTests.change, input: PINChangeTests.digits)
      #expect(try demo.json("status")["escrow"] == .null && !demo.exists("state/escrow"))
    }
  }

  /// Never silently without an escrow: nothing is changed.
  @Test(arguments: [
    ("rm key.pub", "does not exist", 21), ("echo x > key.pub", "is not a public key", 20),
    ("cp key key.pub", "is a private key", 20), ("rm key.pub; mkdir key.pub", "is not a regular file", 20),
    ("sed -i 's/ A/ B/; t; s/ ./ A/' key.pub", "is not a public key", 20), (": > key.pub", "is not a public key", 20),
  ])
  func aKeyThatCannotBeUsed(_ change: String, _ words: String, _ status: Int32) throws {
    for hasPIN in [false, true] {
      try withKey(pin: hasPIN) { demo throws in
        if hasPIN { try demo.create() }
        try demo.must(change)
        let before = try demo.shell("find demo/state demo/card -type f ! -name 'events*' -exec cksum {} + | sort").text
        let outcome =
          hasPIN
          ? try demo.run(PINChangeTests.change, input: PINChangeTests.digits)
          : try demo.run("pin set --pin-file -", input: Demo.pin)
        #expect(outcome.status == status && outcome.errors.contains(words), "\(outcome.errors)")
        #expect(outcome.errors.contains("Nothing was changed"), "\(outcome.errors)")
        let after = try demo.shell("find demo/state demo/card -type f ! -name 'events*' -exec cksum {} + | sort").text
        #expect(after == before)
        #expect(try demo.run("check").text.contains(words))
        #expect(try demo.run("status").status == 0)
      }
    }
  }

  @Test func whatTheCentreRefuses() throws {
    try withKey { demo throws in
      try demo.run("pin set --pin-file -", input: Demo.pin)
      try demo.must("cp demo/state/escrow one; $BINARY escrow keygen second")
      func refused(_ line: String, _ status: Int32, _ words: String) throws {
        let outcome = try demo.shell(line)
        #expect(outcome.status == status && outcome.errors.contains(words), "\(line): \(outcome.errors)")
        #expect(!outcome.text.contains(Demo.pin), "\(line)")
      }
      try refused("$BINARY escrow open --key key one", 20, "add --reveal")
      try refused("$BINARY escrow open --key second --reveal one", 20, "sealed for the key")
      try refused("$BINARY escrow open --key key.pub --reveal one", 20, "is not a private key")
      try refused("$BINARY escrow open --key none --reveal one", 21, "does not exist")
      try refused("$BINARY escrow open --key key --reveal none", 21, "does not exist")
      try refused("$BINARY escrow open --key key --reveal key.pub", 21, "has no sealed PIN")
      try refused("\(Self.open) < /dev/null", 21, "has no sealed PIN")
      try refused("head -c 500 one > cut; \(Self.open) cut", 17, "damaged")
      for mode in ["640", "604"] {
        try refused("chmod \(mode) key; \(Self.open) one; status=$?; chmod 600 key; exit $status", 24, "chmod 600")
      }
      try refused("chmod 606 key; \(Self.open) one; status=$?; chmod 600 key; exit $status", 78, "chmod go-w")
      // One that does not open keeps no other from being opened.
      let both = try demo.shell("\(Self.open) --json cut one")
      let lines = try both.text.split(separator: "\n").map { try JSON(parsing: Array($0.utf8)) }
      #expect(both.status == 17 && lines.map { $0["pin"]?.text } == [nil, Demo.pin])
      #expect(lines.first?["error"]?["code"] == .text("damaged") && lines.last?["error"] == .null)
      let keys: Set = [
        "source", "model", "serial", "time", "vault_id", "epoch", "fingerprint", "pin", "error",
      ]
      #expect(lines.allSatisfy { $0.keys == keys })
    }
  }

  /// On a terminal the PIN is shown without another word.
  @Test(.enabled(if: !Binary.lacks("script"), "needs script")) func onATerminal() throws {
    try withKey { demo throws in
      try demo.run("pin set --pin-file -", input: Demo.pin)
      let shown = try demo.shell(
        "script -qec \"$BINARY escrow open --key key demo/state/escrow\" /dev/null < /dev/null")
      #expect(shown.status == 0 && shown.text.contains(Demo.pin), "\(shown.text)")
    }
  }
}
