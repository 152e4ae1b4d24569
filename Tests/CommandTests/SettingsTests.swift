import Glibc
import TestSupport
import Testing

/// Settings, demo cameras and state directories that are not to be trusted.
@Suite struct SettingsTests {
  private func with(_ line: String, _ demo: Demo) throws -> ProcessOutcome {
    try demo.must("cp demo/camconsole.conf s.conf && chmod 600 s.conf && { \(line); }")
    return try demo.shell("$BINARY --settings s.conf status")
  }

  @Test(arguments: [
    "chmod 666 s.conf", "chmod 620 s.conf", "rm s.conf", "rm s.conf; mkdir s.conf", "rm s.conf; mkfifo s.conf",
    "rm s.conf; ln -s demo/camconsole.conf s.conf", "sed -i 's/^BUS=/BSU=/' s.conf", "echo garbage >> s.conf",
    "head -c 70000 /dev/zero > s.conf", "head -c 5000 /dev/urandom > s.conf", "sed -i '/^ENDSECTION/d' s.conf",
    "sed -i 's,^CARD=.*,CARD=relative,' s.conf", "sed -i 's,^CARD_MOUNT=.*,CARD_MOUNT=maybe,' s.conf",
    "sed -i 's,^\\(CONFIG\\)=.*,&\\n&,' s.conf", "sed -i \"s,^STATE=.*,STATE=$DEMO/config/state,\" s.conf",
    "sed -i \"s,^CONFIG=.*,CONFIG=$DEMO,\" s.conf", "sed -i 's,^CARD_MOUNT=.*,BUS_TIMEOUT=-1,' s.conf",
    "sed -i 's,^CARD_MOUNT=.*,BUS_TIMEOUT=99999999999999999999,' s.conf", "chmod 770 demo/state",
    "chmod 702 demo/state",
    "mkdir open && chmod 777 open && mv s.conf open && ln -s open/s.conf s.conf",
  ])
  func refused(_ line: String) throws {
    try Demo.with { demo throws in
      let outcome = try with(line, demo)
      #expect(outcome.status == 78, "\(outcome.errors)")
      #expect(outcome.errors.hasPrefix("camconsole: ") && outcome.standardOutput == [])
    }
  }

  @Test(.enabled(if: !Binary.lacks(root: true), "needs root")) func anotherOwnerIsRefused() throws {
    try Demo.with { demo throws in
      #expect(try with("chown 12345 s.conf", demo).status == 78)
      #expect(try with("chown 12345 demo/state", demo).status == 78)
    }
  }

  @Test(
    .enabled(if: !Binary.lacks(root: true), "needs root, whose files are trusted"),
    arguments: [
      ":", "sed -i 's/$/\\r/' s.conf", "printf '# end\\n\\n' >> s.conf", "mv s.conf t.conf; mv t.conf s.conf",
    ])
  func accepted(_ line: String) throws {
    try Demo.with { demo throws in
      let outcome = try with(line, demo)
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
  }

  @Test func theLimitOfAPathIsTold() throws {
    try Demo.with { demo throws in
      try demo.set("IMPORT_FROM", "/" + String(repeating: "x", count: 255))
      let outcome = try demo.run("status")
      #expect(outcome.status == 78 && outcome.errors.contains("of at most 255 bytes"), "\(outcome.errors)")
    }
  }

  @Test func whatIsNoDemoIsRefused() throws {
    try Demo.with { demo throws in
      try demo.must("mkdir mine && echo photo > mine/photo && echo x > file && mkdir -p a/empty")
      for name in ["mine", "file", "a/empty", "/", "/etc", "a/.."] {
        let outcome = try demo.shell("$BINARY --demo-dir \(name) status")
        #expect(outcome.status == 20, "\(name): \(outcome.errors)")
      }
      try demo.must("grep -q photo mine/photo && [ $(ls -A mine | wc -l) = 1 ] && [ -z \"$(ls -A a/empty)\" ]")
      try demo.must("$BINARY --demo-dir new/deep/er status && [ -d new/deep/er/card ] && [ $(stat -c %a new) = 700 ]")
    }
  }

  @Test func theDefaultDemoIsAtHome() throws {
    try Demo.with { demo throws in
      try demo.must("HOME=$BASE/home $BINARY --demo status && [ -d home/.local/share/camconsole-demo/card ]")
    }
  }

  @Test(.enabled(if: !Binary.lacks(root: true, "setpriv"), "needs root and setpriv")) func withoutAHome() throws {
    let outcome = try runProcess(
      "/bin/sh", ["-c", "unset HOME; setpriv --reuid=12345 --regid=12345 --clear-groups \(Binary.path) --demo status"])
    #expect(outcome.status == 78, "\(outcome.errors)")
  }

  @Test(.enabled(if: !Binary.lacks(root: true, "setpriv"), "needs root and setpriv")) func aUserHasADemoToo() throws {
    try Demo.with { demo throws in
      let user = "setpriv --reuid=12345 --regid=12345 --clear-groups"
      try demo.must("chown -R 12345:12345 . && \(user) $camconsole backup create && \(user) $camconsole backup verify")
      try demo.must("chown root demo/camconsole.conf && chmod 644 demo/camconsole.conf && \(user) $camconsole status")
      try demo.must("chown 12346 demo/camconsole.conf; \(user) $camconsole status; [ $? = 78 ]")
    }
  }
}
