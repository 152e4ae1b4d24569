import Glibc
import TestSupport
import Testing

/// A camera in a state that nobody wants reports it in `status`, and the rules of `system-files prometheus` fire for it
/// and for nothing else: with the metrics that the program printed, in a Prometheus that runs for twenty days.
@Suite(
  .enabled(
    if: SystemCamera.isUsable && CardFilesystem.ext4.isUsable && !Binary.lacks("promtool", "cc"),
    "needs root, unshare, mkfs.ext4, promtool and cc"))
struct AlertTests {
  /// A state, and what is told of it.
  struct State: Sendable {
    let name: String
    /// Each alert that fires, and the label that says what it is about.
    let alerts: Set<String>
    /// The checks that fail.
    var checks: Set<String> = []
    /// What `status` says.
    let words: String
    /// Brings a healthy camera into the state, and runs the report there.
    let enter: @Sendable (SystemCamera, (Clock) throws -> Void) throws -> Void
  }

  /// What a camera's clock shows, and what time it is.
  struct Clock: Sendable {
    /// Days since the camera was healthy.
    var days = 0
    var isSet = true

    static let right = Clock()

    /// How far the camera's clock is ahead of that of the tests, in seconds.
    fileprivate var step: Int { isSet ? days * 86_400 : -20_000 * 86_400 }
    /// The time of a Prometheus, in seconds since 1970.
    fileprivate var now: Int64 { Int64(time(nil)) + Int64(days) * 86_400 }
  }

  private static let staleBackup = "CamconsoleNoGoodBackup"

  static let states: [State] = [
    State(name: "healthy", alerts: [], words: "Modules    5 of 5 answer\n") { _, report in try report(.right)
    },
    State(
      name: "no card", alerts: ["CamconsoleCardNotUsable absent"], checks: ["card"],
      words: "There is no SD card"
    ) {
      camera, report in
      try camera.demo.must("mv demo/card away")
      try report(.right)
    },
    State(
      name: "card not mounted", alerts: ["CamconsoleCardNotUsable not-mounted"], checks: ["card"],
      words: "No SD card is mounted"
    ) { camera, report in
      try camera.demo.set("CARD_MOUNT", "yes")
      try report(.right)
    },
    State(name: "read-only card", alerts: ["CamconsoleCardReadOnly"], checks: ["card"], words: "read-only") {
      camera, report in
      try Mount.with("--bind \(camera.demo.card)", on: camera.demo.card) { () throws in
        try camera.demo.must("mount -o remount,ro,bind demo/card")
        try report(.right)
      }
    },
    State(name: "full card", alerts: ["CamconsoleCardFull"], checks: ["card"], words: "The SD card is full") {
      camera, report in
      try camera.demo.must("mv demo/card away")
      try Mount.with("-t tmpfs -o size=400k none", on: camera.demo.card) { () throws in
        try camera.demo.must("cp -a away/. demo/card; head -c 400k /dev/zero > demo/card/recording || true")
        try report(.right)
      }
    },
    State(
      name: "card of another PIN", alerts: ["CamconsoleCardNotUsable locked", staleBackup], checks: ["card"],
      words: "another PIN"
    ) { camera, report in
      let outcome = try camera.run("pin set --forgotten --yes --pin-file -", input: Demo.otherPIN)
      #expect(outcome.status == 0, "\(outcome.errors)")
      try report(.right)
    },
    State(name: "damaged backup", alerts: ["CamconsoleBackupDamaged"], words: "1 damaged") {
      camera, report in
      try camera.demo.damage("card/CAMVAULT/00010001.CVB", at: 3_000)
      #expect(try camera.run("backup verify").status == 17)
      try report(.right)
    },
    State(name: "missing backup", alerts: ["CamconsoleBackupMissing"], words: "1 missing") {
      camera, report in
      try camera.demo.must("rm demo/card/CAMVAULT/00010001.CVB")
      try report(.right)
    },
    State(name: "returned backup", alerts: ["CamconsoleBackupReturned"], words: "1 returned") {
      camera, report in
      try camera.demo.must("mv demo/card/CAMVAULT/00010001.CVB away")
      #expect(try camera.run("backup acknowledge").status == 0)
      try camera.demo.must("mv away demo/card/CAMVAULT/00010001.CVB")
      try report(.right)
    },
    State(
      name: "no PIN",
      alerts: ["CamconsoleNoPIN", "CamconsoleBackupFailed", "CamconsoleNotVerified", staleBackup],
      words: "Super PIN  not set"
    ) { camera, report in
      try camera.demo.must("rm -r demo/state demo/card/CAMVAULT")
      #expect(try camera.run("backup create --if-changed").status == 10)
      try report(.right)
    },
    State(name: "never verified", alerts: ["CamconsoleNotVerified"], words: "Verified   never") {
      camera, report in
      try camera.demo.must("rm -r demo/state demo/card/CAMVAULT")
      #expect(try camera.run("pin set --pin-file -", input: Demo.pin).status == 0)
      #expect(try camera.run("backup create").status == 0)
      try report(.right)
    },
    State(
      name: "clock not set", alerts: ["CamconsoleCheckFailed clock"], checks: ["clock"],
      words: "The clock is not set"
    ) {
      camera, report in
      try report(Clock(isSet: false))
    },
    State(
      name: "silent module", alerts: ["CamconsoleModuleSilent 03", "CamconsoleBackupFailed"],
      words: "module-failed"
    ) { camera, report in
      try camera.demo.set("BUS_TIMEOUT", "1")
      try camera.demo.must("rm demo/bus/03/config; mkfifo demo/bus/03/config")
      #expect(try camera.run("backup create --if-changed").status == 19)
      try report(.right)
    },
    State(
      name: "restore that waits", alerts: ["CamconsoleRestoreUnconfirmed"],
      words: "complete; the camera must restart"
    ) { camera, report in
      let outcome = try camera.run("backup restore latest --yes --no-reboot --pin-file -", input: Demo.pin)
      #expect(outcome.status == 0, "\(outcome.errors)")
      try report(.right)
    },
    State(
      name: "nothing reverts", alerts: ["CamconsoleCheckFailed revert"], checks: ["revert"],
      words: "Nothing on this camera reverts a restore"
    ) { camera, report in
      try camera.demo.must("rm demo/booted/watch")
      try report(.right)
    },
    State(
      name: "configuration that cannot be exchanged", alerts: ["CamconsoleCheckFailed restore"],
      checks: ["restore"],
      words: "is a mount point"
    ) { camera, report in
      try Mount.with("--bind \(camera.demo.configuration)", on: camera.demo.configuration) { () throws in
        try report(.right)
      }
    },
    State(
      name: "state in memory", alerts: ["CamconsoleCheckFailed state"], checks: ["state"],
      words: "is in memory (tmpfs)"
    ) { camera, report in
      try camera.demo.must("cp -a demo/state copy")
      try Mount.with("-t tmpfs none", on: camera.demo.path + "/state") { () throws in
        try camera.demo.must("cp -a copy/. demo/state; chmod 700 demo/state")
        try report(.right)
      }
    },
    State(
      name: "unreadable record",
      alerts: [
        "CamconsoleReportIncomplete", "CamconsoleCheckFailed state", "CamconsoleCardNotUsable locked",
        "CamconsoleNotVerified", staleBackup,
      ],
      checks: ["state"],
      words: "Both copies of the record"
    ) { camera, report in
      try camera.demo.must("for r in demo/state/record.*; do echo x > $r; done")
      try report(.right)
    },
    State(name: "failed backup", alerts: ["CamconsoleBackupFailed"], words: "failed (io-error)") {
      camera, report in
      try camera.demo.must("mv demo/config away")
      #expect(try camera.run("backup create --if-changed").status == 74)
      try camera.demo.must("mv away demo/config")
      try report(.right)
    },
    State(name: "no backup for four days", alerts: [staleBackup], words: "Last good") {
      camera, report in
      try report(Clock(days: 4))
    },
    State(name: "found unchanged every night", alerts: [], words: "nothing had changed") {
      camera, report in
      for day in 1...4 {
        let outcome = try camera.run("backup create --if-changed", Clock(days: day))
        #expect(outcome.status == 0 && outcome.text.contains("Nothing has changed"), "\(outcome)")
      }
      try report(Clock(days: 4))
    },
  ]

  /// What a camera says of its state.
  fileprivate struct Report {
    let state: State
    let metrics: String
    /// When the metrics were printed, in seconds since 1970.
    let now: Int64
  }

  @Test func eachIsReported() throws {
    var reports: [Report] = []
    for state in Self.states {
      try SystemCamera.with(archive: try Self.healthy.get()) { camera in
        try state.enter(camera) { (clock) throws in reports.append(try report(of: state, camera, clock)) }
      }
    }
    #expect(reports.map(\.state.name) == Self.states.map(\.name))
    try InstalledFiles.with(["prometheus"]) { files throws in try Prometheus.expect(reports, files) }
  }

  /// Two backups, one with a label, verified.
  private static let healthy = Result {
    var archive: [UInt8] = []
    try SystemCamera.with { camera in
      // Away from the marks of a demo camera, so that it is a machine whose init system runs `boot`.
      try camera.demo.set("RUN", camera.demo.path + "/booted")
      for command in ["boot", "backup create", "backup create --label x", "backup verify", "check"] {
        let outcome = try camera.run(command)
        #expect(outcome.status == 0, "\(command): \(outcome.text)\(outcome.errors)")
      }
      try camera.demo.must("rm -r over")
      archive = try camera.demo.archive()
    }
    return archive
  }

  private func report(of state: State, _ camera: SystemCamera, _ clock: Clock) throws -> Report {
    let (status, check, metrics) = try camera.reports(clock)
    #expect(status.contains(state.words), "\(state.name): \(status)")
    #expect(status.contains("Check      ") == !state.checks.isEmpty, "\(state.name): \(status)")
    let checks = try JSON(parsing: Array(check.utf8))["checks"]?.list ?? []
    let failed = checks.filter { $0["ok"] == .truth(false) }.compactMap { $0["name"]?.text }
    #expect(!checks.isEmpty && Set(failed) == state.checks, "\(state.name): \(check)")
    return Report(state: state, metrics: metrics, now: clock.now)
  }
}

extension SystemCamera {
  /// Runs a command by another clock.
  fileprivate func run(_ words: String, _ clock: AlertTests.Clock = .right, input: String = "") throws -> ProcessOutcome
  {
    try run(words.split(separator: " ").map(String.init), over: try environment(clock), input: input)
  }

  /// What the three reports print, which are made on one system.
  fileprivate func reports(_ clock: AlertTests.Clock) throws -> (status: String, check: String, metrics: String) {
    let script = """
      cd "$1" && "$2" status > status && { "$2" check --json > check || [ $? -eq 20 ]; } \
        && "$2" status --prometheus > metrics
      """
    let program = ["/bin/sh", "-c", script, "sh", demo.base, Binary.path]
    let outcome = try runProcess(
      "/usr/bin/unshare", Self.arguments(demo, program: program), demo.options("", try environment(clock)))
    #expect(outcome.status == 0, "\(outcome.errors)")
    func text(_ name: String) throws -> String { try #require(Disk.read(demo.base + "/" + name)) }
    return (try text("status"), try text("check"), try text("metrics"))
  }

  private func environment(_ clock: AlertTests.Clock) throws -> [String: String] {
    guard clock.step != 0 else { return [:] }
    try FalseClock.make(in: demo)
    return FalseClock.environment(demo, ahead: clock.step)
  }
}

/// A Prometheus that gets the same metrics of a camera for twenty days.
private enum Prometheus {
  /// Longer than the alerts wait for a backup and for a verification: a 0 stands for *never*, and that is the time at
  /// which this Prometheus begins.
  private static let days: Int64 = 20

  /// Expects that of each report its alerts fire at the end, and no others. One Prometheus looks at all of them, each
  /// in a storage of its own.
  static func expect(_ reports: [AlertTests.Report], _ files: InstalledFiles) throws {
    let test = "rule_files: [camconsole.rules.yml]\nevaluation_interval: 15m\ntests:\n" + reports.map(group).joined()
    let outcome = try files.shell(
      "cd etc/prometheus && cat > states.yml && promtool test rules states.yml", input: test)
    #expect(outcome.status == 0, "\(outcome.text)\(outcome.errors)")
  }

  private static func group(_ report: AlertTests.Report) -> String {
    let lines = report.metrics.split(separator: "\n").filter { !$0.hasPrefix("#") }
    #expect(lines.count > 40, "\(report.state.name): \(report.metrics)")
    let samples = report.state.alerts.sorted().map(sample).joined()
    return """
        - name: \(report.state.name)
          interval: 15m
          input_series:
      \(lines.map { constant(String($0), report.now) }.joined(separator: "\n"))
          promql_expr_test:
            - expr: >-
                sum by (alertname, about) (
                label_join(ALERTS{alertstate="firing"}, "about", "", "state", "check", "address"))
              eval_time: \(days)d
              exp_samples:\(samples.isEmpty ? " []" : samples)

      """
  }

  /// A sample as a series that does not change. A time is as long before the end as it was before now.
  private static func constant(_ line: String, _ now: Int64) -> String {
    let name = line.split(separator: " ").dropLast().joined(separator: " ")
    var value = line.split(separator: " ").last.flatMap { Int64($0) } ?? -1
    if name.contains("_timestamp_seconds{"), value != 0 { value += days * 86_400 - now }
    return "      - {series: '\(name)', values: '\(value)x\(days * 96)'}"
  }

  private static func sample(_ alert: String) -> String {
    let words = alert.split(separator: " ")
    let about = words.count > 1 ? ", about=\"\(words[1])\"" : ""
    return "\n          - {labels: '{alertname=\"\(words[0])\"\(about)}', value: 1}"
  }
}
