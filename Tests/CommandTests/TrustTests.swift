import TestSupport
import Testing

/// Another user on the camera, and what root does at paths that this user can exchange.
@Suite(.enabled(if: !Binary.lacks(root: true, "setpriv", "flock"), "needs root, setpriv and flock"))
struct TrustTests {
  static let stranger = "setpriv --reuid=65534 --regid=65534 --clear-groups"
  static let belongs = "belongs to user 65534"

  @Test(arguments: ["config", "state", "run", "card", "bus"]) func refusesSettings(name: String) throws {
    try Demo.with { demo throws in
      try demo.must("chown 65534 demo/\(name)")
      for command in ["status", "backup create", "boot --once", "settings"] {
        let outcome = try demo.run(command)
        #expect(outcome.status == 78 && outcome.text.isEmpty, "\(command): \(outcome.text)")
        #expect(outcome.errors.contains("\(demo.path)/\(name) \(Self.belongs)"), "\(outcome.errors)")
        #expect(outcome.errors.contains("chown root"), "\(outcome.errors)")
      }
      try demo.must("chown root demo/\(name) && $camconsole backup create")
    }
  }

  @Test func refusesACameraInADirectoryOfAnother() throws {
    try Demo.with { demo throws in
      try demo.must("chown 65534 .")
      let outcome = try demo.run("status")
      #expect(outcome.status == 78 && outcome.errors.contains("\(demo.base) \(Self.belongs)"), "\(outcome.errors)")
      try demo.must("chown root . && chmod 777 .")
      #expect(try demo.run("status").errors.contains("Other users can write \(demo.base) and change"))
    }
  }

  /// RELOAD of another user is not run, and `check` says so.
  @Test func runsNoProgramOfAnother() throws {
    try Demo.with { demo throws in
      try demo.must("printf '#!/bin/sh\\ntouch \(demo.base)/ran\\n' > reload; chmod 700 reload")
      try demo.set("RELOAD", demo.base + "/reload")
      let add = "users add guest1 --group guests --password-file -"
      #expect(try demo.run(add, input: "Camera.2026x").status == 0)
      try demo.must("[ -e ran ] && rm ran && chown 65534 reload")
      let outcome = try demo.run("users remove guest1 --yes")
      #expect(outcome.errors.contains("reload \(Self.belongs)"), "\(outcome.errors)")
      try demo.must("[ ! -e ran ]")
      #expect(try demo.run("check").text.contains("reload \(Self.belongs)"))
    }
  }

  /// The collector's own user exchanges whatever is made in the directory, as fast as it can.
  @Test func metricsChangeNoFileOfRoot() throws {
    try Demo.with { demo throws in
      try demo.must("chmod 711 . && mkdir collector && chown 65534:65534 collector && echo topsecret > secret")
      try demo.must("chmod 600 secret")
      let exchange = "[ -L \"$f\" ] || { rm -f \"$f\"; ln -s ../secret \"$f\"; }"
      let loop = "while :; do for f in .cam*; do \(exchange); done; rm -f cam.prom; done"
      try demo.must(
        """
        (cd collector && exec \(Self.stranger) sh -c '\(loop)' 2>&-) & meddler=$!
        for i in $(seq 30); do $camconsole status --prometheus collector/cam.prom 2>&-; done
        kill $meddler
        [ "$(stat -c '%a %u' secret)" = '600 0' ] && [ "$(cat secret)" = topsecret ]
        """)
    }
  }

  @Test func metricsGoIntoACollectorsDirectory() throws {
    try Demo.with { demo throws in
      try demo.must("mkdir collector && chown 65534:65534 collector")
      try demo.must(
        """
        for i in 1 2 3 4; do $camconsole status --prometheus collector/cam.prom & done; wait
        [ "$(ls -A collector)" = cam.prom ] && grep -q camconsole_pin_set collector/cam.prom
        [ "$(stat -c '%a %u' collector/cam.prom)" = '644 0' ]
        """)
      try demo.must("mkdir collector/below && chown 65534 collector/below")
      let outcome = try demo.run("status --prometheus \(demo.base)/collector/below/cam.prom")
      #expect(outcome.status == 78 && outcome.errors.contains("collector \(Self.belongs)"), "\(outcome.errors)")
      try demo.must("[ -z \"$(ls -A collector/below)\" ]")
    }
  }

  @Test func metricsReplaceRegularFilesOnly() throws {
    try Demo.with { demo throws in
      try demo.must("mkdir x && mknod x/null c 1 3 && ln -s ../victim x/link && mkfifo x/pipe && mkdir x/directory")
      try demo.must("echo mine > x/m.prom.new; ls -l --time-style=full-iso x > before")
      for name in ["null", "link", "pipe", "directory"] {
        let outcome = try demo.run("status --prometheus \(demo.base)/x/\(name)")
        #expect(outcome.status == 20 && outcome.errors.contains("is not a regular file"), "\(outcome.errors)")
      }
      try demo.must("ls -l --time-style=full-iso x | cmp - before && [ ! -e victim ]")
      try demo.must("$camconsole status --prometheus x/m.prom && [ \"$(cat x/m.prom.new)\" = mine ]")
    }
  }

  @Test func exportsGoWhereNobodyElseExchangesThem() throws {
    try Demo.with { demo throws in
      try demo.create()
      try demo.must("chmod 711 . && mkdir theirs shared && chown 65534 theirs && chmod 1777 shared")
      try demo.must("\(Self.stranger) ln -s ../demo shared/link")
      for (path, words) in [("theirs/x", "theirs \(Self.belongs)"), ("shared/link/x", "is a link of user 65534")] {
        let outcome = try demo.run("backup export latest \(demo.base)/\(path) --sealed")
        #expect(outcome.status == 78 && outcome.errors.contains(words), "\(outcome.errors)")
      }
      try demo.must("[ -z \"$(ls -A theirs)\" ] && [ ! -e demo/x ]")
      try demo.must("cd shared && $camconsole backup export latest x --sealed && [ \"$(stat -c %a x)\" = 600 ]")
    }
  }

  @Test func aPINComesFromWhatNobodyElseExchanges() throws {
    try Demo.with { demo throws in
      try demo.must("chmod 711 . && mkdir theirs shared && echo \(Demo.pin) | tee theirs/pin shared/pin > pin")
      try demo.must("chown 65534 theirs shared/pin && chmod 1777 shared && \(Self.stranger) ln -s ../pin shared/link")
      for (path, words) in [
        ("theirs/pin", "theirs \(Self.belongs)"), ("shared/pin", "shared/pin \(Self.belongs)"),
        ("shared/link", "is a link of user 65534"),
      ] {
        let outcome = try demo.run("pin check --pin-file \(demo.base)/\(path)")
        #expect(outcome.status == 78 && outcome.errors.contains(words), "\(path): \(outcome.errors)")
      }
      try demo.must("$camconsole pin check --pin-file pin")
      try demo.must("$camconsole pin check --pin-file /dev/stdin < theirs/pin")
      try demo.must("cat pin | $camconsole pin check --pin-file /dev/fd/0")
      try demo.must("ln -s pin own && mkfifo pipe && { cat pin > pipe & } && $camconsole pin check --pin-file pipe")
      try demo.must("$camconsole pin check --pin-file own")
    }
  }

  /// Who may read the directory above the configuration may lock it.
  @Test func aLockOfAnotherKeepsNobodyOut() throws {
    try Demo.with { demo throws in
      try demo.must("chmod 755 . demo")
      try demo.must(
        """
        \(Self.stranger) sh -c 'exec 9<demo; flock 9; exec sleep 1000' & holder=$!
        until ! flock -n demo true; do sleep 0.05; done
        $camconsole check --json > report
        kill $holder
        ls -A demo > names
        """)
      #expect(try canRestore(demo.shell("cat report")))
      try demo.must("! grep -q '\\.lock$' names")
    }
  }

  /// Whether a report of `check` says so.
  private func canRestore(_ report: ProcessOutcome) throws -> Bool {
    let checks = try JSON(parsing: report.standardOutput)["checks"]?.list ?? []
    return checks.contains { $0["name"] == .text("restore") && $0["ok"] == .truth(true) }
  }

  /// A user's own demo camera in a home directory whose group is the user's own.
  @Test func aUserHasADemoCamera() throws {
    try withTemporaryDirectory { base in
      let demo = Demo(base: base)
      try demo.must("chmod 711 . && cp $BINARY program && chmod 755 program && mkdir home && chown 65534:65534 home")
      let line = "umask 002; mkdir -p .local/share; $BASE/program --demo status && $BASE/program --demo backup list"
      try demo.must("cd home && HOME=$BASE/home \(Self.stranger) sh -c '\(line)'")
      try demo.must("[ \"$(stat -c %a:%u home/.local/share/camconsole-demo)\" = 700:65534 ]")
      // It is not root's.
      let outcome = try demo.shell("HOME=$BASE/home $BINARY --demo status")
      #expect(outcome.status == 78 && outcome.errors.contains("home \(Self.belongs)"), "\(outcome.errors)")
    }
  }
}
