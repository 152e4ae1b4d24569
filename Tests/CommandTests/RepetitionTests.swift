import TestSupport
import Testing

/// A script that runs again: what is done already is a success that says so, and writes nothing.
@Suite struct RepetitionTests {
  /// Runs a command that must succeed with these words, and with `unchanged` in JSON, and must not change a file.
  private func expectSame(
    _ demo: Demo, _ command: String, _ words: String, input: String = "", _ location: SourceLocation = #_sourceLocation
  ) throws {
    let files = "cd demo; find config card state -type f ! -name logins ! -name 'events*' -exec md5sum {} + | sort"
    let before = try demo.shell(files).text
    let outcome = try demo.run(command, input: input)
    #expect(
      outcome.status == 0 && outcome.text.contains(words), "\(outcome.text)\(outcome.errors)", sourceLocation: location)
    let json = try demo.json(command, input: input, location)
    #expect(json["unchanged"] == .truth(true), "\(json)", sourceLocation: location)
    guard !command.hasPrefix("pin"), command != "backup delete-all --yes" else { return }
    #expect(try demo.shell(files).text == before, sourceLocation: location)
  }

  @Test func users() throws {
    try Demo.with(pin: false) { demo throws in
      let (password, other) = ("Camera!2026", "Camera!2027")
      let add = "users add dora --group users --password-file -"
      #expect(try demo.run(add, input: password).status == 0)
      try expectSame(demo, add, "User dora is in users already, with this password.", input: password)
      #expect(try demo.run(add, input: other).status == 20)
      #expect(try demo.run("users add dora --group guests --password-file -", input: password).status == 20)
      try expectSame(demo, "users set-group dora users", "User dora is in users already.")
      try expectSame(
        demo, "users set-password dora --password-file -", "User dora has this password already.", input: password)
      #expect(try demo.json("users set-password dora --password-file -", input: other)["unchanged"] == .truth(false))
      let rename = "users rename dora carl --password-file -"
      #expect(try demo.json(rename, input: other)["previous"] == .text("dora"))
      try expectSame(demo, rename, "The user has the name carl already.", input: other)
      #expect(try demo.run(rename, input: password).status == 21)
      let removed = try demo.json("users remove --yes carl")
      #expect(removed["removed"] == .list([.text("carl")]) && removed["reload_failed"] == .truth(false))
      try expectSame(demo, "users remove --yes carl", "These users do not exist: carl.")
      try expectSame(demo, "users remove carl", "These users do not exist: carl.")
      try expectSame(demo, "users rename admin admin", "The user has the name admin already.")
      try expectSame(
        demo, "users rename admin admin --password-file -", "The user has the name admin already.", input: "meinsm")
      #expect(try demo.run("users rename nobody nobody").status == 21)
      try expectSame(demo, "users factory-reset --yes", "The only user is admin already")
      // The factory password is not a new one, though it is the current one.
      #expect(try demo.run("users set-password admin --password-file -", input: "meinsm").status == 20)
    }
  }

  @Test func thePIN() throws {
    try Demo.with { demo throws in
      try demo.create()
      let words = "This is the Super PIN already."
      try expectSame(demo, "pin set --pin-file -", words, input: Demo.pin)
      let change = "pin change --old-pin-file - --new-pin-file -"
      try expectSame(demo, change, words, input: "\(Demo.pin)\n\(Demo.pin)\n")
      #expect(try demo.json(change, input: "\(Demo.pin)\n\(Demo.otherPIN)\n")["rewritten"] == .number(1))
      // The same script once more: its old PIN is the one before.
      try expectSame(demo, change, words, input: "\(Demo.pin)\n\(Demo.otherPIN)\n")
      #expect(try demo.json("pin check --pin-file -", input: Demo.otherPIN)["right"] == .truth(true))
      // Neither is: a wrong PIN, which counts. The right one ends the counting.
      for _ in 1...2 {
        for _ in 1...4 { #expect(try demo.run(change, input: "\(Demo.pin)\n11112222\n").status == 11) }
        try expectSame(demo, change, words, input: "\(Demo.pin)\n\(Demo.otherPIN)\n")
      }
      // Setting does not tell the PIN from others more often than a check does.
      for _ in 1...5 { #expect(try demo.run("pin set --pin-file -", input: "11112222").status == 20) }
      #expect(try demo.run("pin set --pin-file -", input: Demo.otherPIN).status == 20)
      #expect(try demo.run("pin check --pin-file -", input: Demo.otherPIN).status == 12)
      #expect(try demo.run(change, input: "\(Demo.pin)\n\(Demo.otherPIN)\n").status == 12)
    }
  }

  @Test func backups() throws {
    try Demo.with { demo throws in
      let id = try demo.create()
      try expectSame(demo, "backup unkeep latest", "Backup \(id) was not kept. Nothing was changed.")
      #expect(try demo.json("backup keep latest")["unchanged"] == .truth(false))
      try expectSame(demo, "backup keep latest", "Backup \(id) is kept already.")
      try expectSame(demo, "backup acknowledge", "No backup is missing.")
      try expectSame(
        demo, "pin adopt --pin-file -", "No backup on the card was made with another PIN.", input: Demo.pin)
      try demo.create()
      try demo.must("rm demo/card/CAMVAULT/\(id)*")
      #expect(try demo.json("backup acknowledge")["acknowledged"] == .list([.text(id)]))
      #expect(try demo.json("backup delete-all --yes")["removed"] == .number(1))
      try expectSame(demo, "backup delete-all --yes", "There were no backups on the card")
    }
  }

  @Test func confirmingAndReverting() throws {
    try RestoreScene.with { (demo, scene) throws in
      #expect(try demo.run("confirm").status == 21)
      #expect(try demo.run("revert --yes").status == 21)
      for (command, done, again) in [
        ("revert --yes", "is reverted", "is reverted already"), ("confirm", "is confirmed", "is confirmed already"),
      ] {
        let restore = try demo.run("backup restore latest --yes --pin-file -", input: Demo.pin)
        #expect(restore.status == 0, "\(restore.errors)")
        #expect(try demo.run("boot --once").status == 0)
        let first = try demo.run(command)
        #expect(first.status == 0 && first.text.contains(done) && !first.text.contains("already"), "\(first.errors)")
        if command == "revert --yes" { #expect(try demo.run("boot --once").status == 0) }
        try expectSame(demo, command, again)
        #expect(try demo.run(command == "confirm" ? "revert --yes" : "confirm").status == 21)
      }
    }
  }
}
