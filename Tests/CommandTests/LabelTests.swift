import TestSupport
import Testing

/// `backup label`: the list shows another label, and the file on the card stays as it is.
@Suite struct LabelTests {
  private func sum(_ demo: Demo) throws -> String { try demo.shell("cd demo/card/CAMVAULT && sha256sum *").text }

  @Test func itIsChanged() throws {
    try Demo.with { demo throws in
      let ids = [try demo.create("--label one"), try demo.create("--label two")]
      let former = try sum(demo)
      let outcome = try demo.run(["backup", "label", ids[0], "größe, \"north\""])
      #expect(outcome.text == "The label of backup \(ids[0]) is größe, \"north\".\n", "\(outcome.errors)")
      #expect(try demo.backups().map { $0["label"] } == [.text("two"), .text("größe, \"north\"")])
      #expect(try demo.run("backup list").text.contains("größe"))
      let shown = try demo.json("backup show \(ids[0]) --pin-file -", input: Demo.pin)
      #expect(shown["label"] == .text("größe, \"north\""))
      #expect(try demo.run(["backup", "label", "latest", ""]).text == "Backup \(ids[1]) has no label now.\n")
      #expect(try demo.backups()[0]["label"] == .text(""))
      #expect(try sum(demo) == former)
      try demo.expectBackups(ids.reversed())
    }
  }

  /// To do again what is done already is a success that says so.
  @Test func again() throws {
    try Demo.with { demo throws in
      let id = try demo.create("--label one")
      for (label, isUnchanged) in [("one", true), ("two", false), ("two", true)] {
        let labelled = try demo.json("backup label latest \(label)")
        #expect(labelled["unchanged"] == .truth(isUnchanged) && labelled["label"] == .text(label))
        #expect(labelled["id"] == .text(id))
      }
      #expect(try demo.run("backup label latest two").text == "Backup \(id) has this label already.\n")
    }
  }

  @Test func refused() throws {
    try Demo.with { demo throws in
      #expect(try demo.run("backup label latest x").status == 21)
      let id = try demo.create("--label one")
      let unfit = [String(repeating: "a", count: 65), "a\u{1B}[2J", "a\u{202E}b"]
      for label in unfit { #expect(try demo.run(["backup", "label", id, label]).status == 20, "\(label)") }
      #expect(try demo.run("backup label 00010077 x").status == 21)
      #expect(try demo.run("backup label latest").status == 64)
      try demo.must("cp -a demo/card/CAMVAULT/\(id).CVB copy")
      #expect(try demo.run("backup delete latest --yes").status == 0)
      try demo.must("cp -a copy demo/card/CAMVAULT/\(id).CVB")
      let returned = try demo.run(["backup", "label", id, "x"])
      #expect(returned.status == 20 && returned.errors.contains("has returned to the card"), "\(returned.errors)")
      #expect(try demo.backups().map { $0["label"] } == [.text("one")])
      try demo.must("rm -r demo/card")
      #expect(try demo.run("backup label latest x").status == 13)
    }
  }

  /// A change of the PIN keeps it; another camera, and this one without its record, reads the one in the file.
  @Test func changeOfThePINAndAdoption() throws {
    try Demo.with { demo throws in
      try demo.create("--label one")
      #expect(try demo.run("backup label latest later").status == 0)
      let changed = try demo.run(
        "pin change --old-pin-file - --new-pin-file -", input: "\(Demo.pin)\n\(Demo.otherPIN)\n")
      #expect(changed.status == 0, "\(changed.errors)")
      #expect(try demo.backups().map { $0["label"] } == [.text("later")])
      try demo.must("rm demo/state/record.*")
      let adopted = try demo.run("pin set --pin-file -", input: Demo.otherPIN)
      #expect(adopted.status == 0 && adopted.text.contains("changed labels are lost"), "\(adopted.text)")
      #expect(try demo.backups().map { $0["label"] } == [.text("one")])
    }
  }
}
