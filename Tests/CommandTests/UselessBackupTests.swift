import TestSupport
import Testing

/// Backups that could not be restored are made and said to be so, but push none off the card.
@Suite struct UselessBackupTests {
  private static let broken = [
    ": >", "head -c 5000 /dev/zero >", "head -c 5000 /dev/urandom >", "sed '/^SECTION users/,$d' whole >",
    "sed 's/^ENDSECTION users//' whole >", "sed 's/=admins:/=users:/' whole >", "iconv -t UTF-16 whole >",
  ]

  @Test func aBrokenConfigurationReplacesNoBackup() throws {
    try Demo.with { demo throws in
      let good = Array(try (1...5).map { _ in try demo.create() }.reversed())
      try demo.must("cp demo/config/camera.cfg whole; cp demo/card/CAMVAULT/* .")
      for command in Self.broken {
        try demo.must(command + " demo/config/camera.cfg")
        for option in ["", "--if-changed"] {
          let outcome = try demo.run("backup create --json \(option)")
          #expect(outcome.status == 20, "\(command): \(outcome.text)\(outcome.errors)")
          #expect(try JSON(parsing: outcome.standardError)["error"]?["code"] == .text("refused"))
        }
        #expect(
          try demo.run("backup restore latest --yes --no-reboot --keep-users --pin-file -", input: Demo.pin).status
            == 20)
      }
      try demo.expectBackups(good)
      try demo.must("for f in *.CVB; do cmp $f demo/card/CAMVAULT/$f || exit 1; done; cp whole demo/config/camera.cfg")
      #expect(try demo.create() == "00010006")
    }
  }

  /// Its modules and an export are worth having.
  @Test(arguments: broken) func whereThereIsRoomItIsMade(_ command: String) throws {
    try Demo.with { demo throws in
      let good = try demo.create()
      try demo.must("cp demo/config/camera.cfg whole; \(command) demo/config/camera.cfg")
      let made = try demo.json("backup create")
      #expect(made["restorable"] == .truth(false), "\(made)")
      let messages = made["gaps"]?.list.compactMap { $0["message"]?.text } ?? []
      #expect(messages.contains { $0.contains("users") }, "\(messages)")
      #expect(try demo.run("backup create").errors.contains("A new backup cannot be restored: "))
      #expect(try demo.run("backup restore latest --yes --modules-only --pin-file -", input: Demo.pin).status <= 20)
      try demo.must("cp whole demo/config/camera.cfg")
      #expect(try demo.run("backup restore \(good) --yes --no-reboot --pin-file -", input: Demo.pin).status == 0)
    }
  }

  @Test func aCameraWithoutAName() throws {
    try Demo.with { demo throws in
      try demo.must("sed -i /^MODEL=/d demo/config/camera.cfg")
      let made = try demo.json("backup create")
      #expect(made["restorable"] == .truth(false))
      #expect(
        made["gaps"]?.list.first?["message"]?.text?.contains("The model of this camera is not known") == true, "\(made)"
      )
      #expect(try demo.run("status").text.contains("Check      The model of this camera is not known"))
    }
  }
}
