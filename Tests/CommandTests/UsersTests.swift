import TestSupport
import Testing

/// Users set on the command line are the ones the configuration holds.
@Suite struct UsersTests {
  static let password = "Camera!2026"

  /// The lines of a configuration with what does not repeat cut out: the password strings.
  private func userLines(_ demo: Demo) throws -> [String] {
    let outcome = try demo.shell("grep ^USER demo/config/camera.cfg | sed 's/:[$]argon2id[$][^:]*:/:HASH:/'")
    return outcome.text.split(separator: "\n").map(String.init)
  }

  private func list(_ demo: Demo) throws -> [String] {
    let users = try demo.json("users list")
    return users["users"]?.list.map { "\($0["name"]?.text ?? "") \($0["group"]?.text ?? "")" } ?? []
  }

  private func add(_ demo: Demo, _ name: String, _ group: String = "users") throws -> ProcessOutcome {
    try demo.run(["users", "add", "--group", group, "--password-file", "-", "--", name], input: Self.password + "\n")
  }

  @Test func fromAddingToRemoving() throws {
    try Demo.with(pin: false) { demo throws in
      try demo.must("cp -p demo/config/camera.cfg before; chmod 640 demo/config/camera.cfg")
      #expect(try list(demo) == ["admin admins"])
      #expect(try add(demo, "-bob-").status == 0)
      #expect(try add(demo, "dora", "admins").status == 0)
      #expect(try demo.run("users set-group dora guests").status == 0)
      #expect(try demo.run("users rename dora Dora.2 --password-file -", input: Self.password).status == 0)
      #expect(try list(demo) == ["admin admins", "-bob- users", "Dora.2 guests"])
      #expect(
        try userLines(demo) == ["USER1=admins:HASH:admin", "USER2=users:HASH:-bob-", "USER3=guests:HASH:Dora.2"])
      #expect(
        try demo.run(["users", "list"]).text
          == "admin             admins\n-bob-             users\nDora.2            guests\n")
      let former = try demo.shell("grep Dora demo/config/camera.cfg").text
      #expect(try demo.run("users set-password Dora.2 --password-file -", input: "Camera!2027").status == 0)
      #expect(try demo.shell("grep Dora demo/config/camera.cfg").text != former)
      #expect(try demo.run("users remove --yes -- -bob- Dora.2").status == 0)
      try demo.must("cmp before demo/config/camera.cfg && test $(stat -c %a demo/config/camera.cfg) = 640")
      try demo.must("test $(ls demo/config | grep -c camera.cfg) = 1")
    }
  }

  @Test(arguments: [
    ("a=b", 20), ("a:b", 20), ("#ab", 20), ("ab", 20), ("seventeen-letters", 20), ("with space", 20), ("Zoë", 20),
    ("admin", 20),
  ])
  func namesAreRefusedInWords(name: String, status: Int32) throws {
    try Demo.with(pin: false) { demo throws in
      try demo.must("cp demo/config/camera.cfg before")
      let outcome = try add(demo, name)
      #expect(outcome.status == status)
      #expect(outcome.errors.hasPrefix("camconsole: ") && outcome.errors.hasSuffix(".\n"))
      try demo.must("cmp before demo/config/camera.cfg")
    }
  }

  @Test(arguments: ["Short!1", "nocapital!1", "NOSMALL!1", "NoDigit!!", "NoSpecial1", "meinsm", "With space!1"])
  func passwordsAreRefusedInWords(password: String) throws {
    try Demo.with(pin: false) { demo throws in
      let outcome = try demo.run("users add carl --group users --password-file -", input: password)
      #expect(outcome.status == 20)
      #expect(!outcome.errors.contains(password))
      #expect(try list(demo) == ["admin admins"])
    }
  }

  @Test func theHundredAndFirstIsRefused() throws {
    try Demo.with(pin: false) { demo throws in
      try demo.must(
        "for n in $(seq 2 100); do sed \"/^USER1=/!d; s/USER1=admins/USER$n=users/; s/admin$/user$n/\" demo/config/camera.cfg; "
          + "done > more && sed -i '/^USER1=/r more' demo/config/camera.cfg")
      #expect(try list(demo).count == 100)
      let outcome = try add(demo, "another")
      #expect(outcome.status == 20 && outcome.errors.contains("There are 100 users already"))
      #expect(try demo.run("users remove --yes user50").status == 0)
      #expect(try add(demo, "another").status == 0)
      #expect(try list(demo).last == "another users")
    }
  }

  @Test(arguments: ["remove --yes admin", "set-group admin users", "set-group admin undefined"])
  func theLastAdministratorStays(command: String) throws {
    try Demo.with(pin: false) { demo throws in
      #expect(try add(demo, "bob").status == 0)
      let outcome = try demo.run("users " + command)
      #expect(outcome.status == 20 && outcome.errors.contains("After this change no user in admins could log in"))
      #expect(try list(demo) == ["admin admins", "bob users"])
    }
  }

  @Test(arguments: ["*", "!", "x", "$6$salt$hash", "$argon2id$v=19$m=65536,t=2,p=1$c2FsdA"])
  func theLastAdministratorIsOneWhoCanLogIn(hash: String) throws {
    try Demo.with(pin: false) { demo throws in
      try demo.must("sed -i '/^ENDSECTION users/i USER2=admins:\(hash):service' demo/config/camera.cfg")
      for command in ["remove --yes admin", "set-group admin users"] {
        let outcome = try demo.run("users " + command)
        #expect(outcome.status == 20 && outcome.errors.contains("After this change no user in admins could log in"))
      }
      #expect(try list(demo) == ["admin admins", "service admins"])
    }
  }

  @Test func errorsHaveTheirCodes() throws {
    try Demo.with(pin: false) { demo throws in
      #expect(try demo.json("users remove --yes nobody")["removed"] == .list([]))
      #expect(try demo.run("users set-group nobody guests").status == 21)
      #expect(try demo.run("users set-group admin owners").status == 64)
      #expect(try demo.run("users add carl").status == 64)
      #expect(try demo.run("users add carl --group users").status == 23)
      #expect(try demo.run("users factory-reset").status == 20)
      try demo.must("echo Camera'!'2026 > secret")
      let restricted = try demo.run(
        "users add carl --group users --password-file \(demo.base)/secret", environment: ["SUDO_UID": "1000"])
      #expect(restricted.status == 24)
      try demo.must("sed -i 's/^USER1=/USER2=/' demo/config/camera.cfg")
      let malformed = try demo.run("users list")
      #expect(malformed.status == 17)
      #expect(malformed.errors.contains("camera.cfg, line ") && malformed.errors.contains("USER1 is missing"))
      #expect(try demo.run("users factory-reset --yes").status == 0)
      #expect(try list(demo) == ["admin admins"])
    }
  }

  @Test func reloadRunsWithoutAShell() throws {
    try Demo.with(pin: false) { demo throws in
      try demo.write("reload", "#!/bin/sh\nprintf '%s\\n' \"$@\" >> \(demo.base)/reloaded\n")
      try demo.must("chmod 700 demo/reload")
      try demo.set("RELOAD", "\(demo.path)/reload $HOME ;")
      #expect(try add(demo, "bob").status == 0)
      #expect(try demo.shell("cat reloaded").text == "$HOME\n;\n")
      try demo.set("RELOAD", "/bin/false")
      let outcome = try add(demo, "carl")
      #expect(outcome.status == 0 && outcome.errors.contains("The users are set, but RELOAD failed"))
      #expect(try list(demo).count == 3)
    }
  }

  @Test func aPasswordIsTypedTwiceUnseen() throws {
    try Demo.with(pin: false) { demo throws in
      let arguments = ["--demo-dir", demo.path, "users", "add", "dora", "--group", "guests"]
      let terminal = try PseudoTerminal(Binary.path, arguments, demo.options())
      #expect(terminal.shows("New password of dora: "))
      #expect(!terminal.isEchoing)
      terminal.type(Self.password + "\n")
      #expect(terminal.shows("New password of dora again: "))
      terminal.type("Camera!2027\n")
      #expect(try terminal.end() == 20)
      #expect(terminal.screen.contains("The two entries of the new password are not the same."))
      #expect(!terminal.screen.contains("Camera!"))
      #expect(try list(demo) == ["admin admins"])
    }
  }

  @Test func aRemovalIsAsked() throws {
    try Demo.with(pin: false) { demo throws in
      #expect(try add(demo, "bob").status == 0)
      for (answer, status, count) in [("no", 20, 2), ("yes", 0, 1)] as [(String, Int32, Int)] {
        let terminal = try PseudoTerminal(
          Binary.path, ["--demo-dir", demo.path, "users", "remove", "bob"], demo.options())
        #expect(terminal.shows("cannot be undone: bob. Type yes to continue: "))
        terminal.type(answer + "\n")
        #expect(try terminal.end() == status)
        #expect(try list(demo).count == count)
      }
    }
  }
}
