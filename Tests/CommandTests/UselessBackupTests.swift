import TestSupport
import Testing

/// Backups that could not be restored are not made, and push none off the card.
@Suite struct UselessBackupTests {
  @Test func aBrokenConfigurationIsNotBackedUp() throws {
    try Demo.with { demo throws in
      let good = Array(try (1...3).map { _ in try demo.create() }.reversed())
      try demo.must("cp demo/config/camera.cfg whole; cp demo/card/CAMVAULT/* .")
      let broken = [
        ": >", "head -c 5000 /dev/zero >", "head -c 5000 /dev/urandom >", "sed '/^SECTION users/,$d' whole >",
        "sed 's/^ENDSECTION users//' whole >", "sed 's/=admins:/=users:/' whole >",
      ]
      for command in broken {
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
      try demo.expectBackups([try demo.create()] + good)
    }
  }
}
