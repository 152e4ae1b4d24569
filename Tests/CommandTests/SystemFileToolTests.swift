import TestSupport
import Testing

/// The tools that read the files of `system-files` accept them, and they mean there what they say.
@Suite struct SystemFileToolTests {
  private static let services = ["boot-once", "boot", "backup", "verify", "metrics"].map { "camconsole-\($0).service" }
  private static let timers = ["backup", "verify", "metrics"].map { "camconsole-\($0).timer" }

  /// A root of the units alone, with a program in the place of each that they start.
  private func withUnits(_ body: (InstalledFiles) throws -> Void) throws {
    try InstalledFiles.with(["systemd", "serial"]) { files throws in
      try files.must(
        """
        mkdir -p usr/lib/systemd usr/bin sbin && cp -a /usr/lib/systemd/system usr/lib/systemd && ln -s usr/lib lib
        cp /bin/true usr/bin/camconsole && cp /bin/true sbin/agetty
        """)
      try body(files)
    }
  }

  @Test(.enabled(if: !Binary.lacks("systemd-analyze"), "needs systemd-analyze")) func systemdAcceptsTheUnits() throws {
    try withUnits { files throws in
      for unit in Self.services + Self.timers + ["serial-getty@ttyS0.service"] {
        let outcome = try files.shell("systemd-analyze verify --man=no --root=. '\(unit)'")
        let unitErrors = outcome.errors.split(separator: "\n").filter { $0.contains("camconsole") }
        #expect(outcome.status == 0 && unitErrors == [], "\(unit): \(outcome.errors)")
      }
      // A line that systemd does not know is only told, and that is what the lines above look for.
      try files.must("echo Nonsense=1 >> etc/systemd/system/camconsole-.service.d/hardening.conf")
      let wrong = try files.shell("systemd-analyze verify --man=no --root=. camconsole-boot.service")
      #expect(wrong.errors.contains("camconsole-.service.d/hardening.conf"), "\(wrong.errors)")
    }
  }

  /// The exposure is 2.2 of 10. Without the hardening it is 9.6.
  @Test(
    .enabled(if: !Binary.lacks("systemd-analyze"), "needs systemd-analyze"), arguments: services)
  func theExposureIsLow(_ service: String) throws {
    try withUnits { files throws in
      let security = "systemd-analyze security --no-pager --offline=yes --root=. --threshold="
      let outcome = try files.shell("\(security)23 \(service)")
      #expect(outcome.status == 0, "\(outcome.text.split(separator: "\n").last ?? "")")
      try files.must("rm -r etc/systemd/system/camconsole-.service.d")
      #expect(try files.shell("\(security)90 \(service)").status != 0)
    }
  }

  /// A bind mount on the configuration keeps every restore from working.
  @Test func nothingIsMountedOnCardAndConfiguration() throws {
    try InstalledFiles.with(["systemd"]) { files throws in
      let lines = try files.must("grep -rhE '^(ReadWritePaths|BindPaths|ProtectSystem)' . || true")
      #expect(lines == "ProtectSystem=yes\n")
    }
  }

  @Test func theCommandsOfTheUnitsWork() throws {
    try Demo.with { demo throws in
      try InstalledFiles.with(["systemd"]) { files throws in
        let lines = try files.must("grep -rh '^ExecStart=' etc/systemd/system").split(separator: "\n")
        #expect(lines.count == Self.services.count)
        for line in lines {
          let command = line.dropFirst("ExecStart=/usr/bin/camconsole ".count)
          let words = command.split(separator: " ").map { $0.hasPrefix("/") ? "\(demo.base)/x.prom" : String($0) }
          let outcome = try demo.run(words)
          #expect(outcome.status == 0, "\(line): \(outcome.errors)")
        }
        try demo.must("grep -q camconsole_last_attempt_ok.*1 x.prom")
      }
    }
  }

  /// With `sleep` and the collector's directory of the test.
  @Test func theCommandsOfCronWork() throws {
    try Demo.with { demo throws in
      try InstalledFiles.with(["cron"]) { files throws in
        try files.must(
          """
          mkdir bin prom && printf '#!/bin/sh\\nexec "$BINARY" --demo-dir "$DEMO" "$@"\\n' > bin/camconsole
          printf '#!/bin/sh\\n' > bin/sleep && chmod 755 bin/*
          grep -E '^[@*0-9]' etc/cron.d/camconsole | sed -E 's/^(@reboot|([^ ]+ +){5}) *root +//' > commands
          sed -i "s,/var/lib/prometheus/node-exporter,$PWD/prom," commands && [ "$(wc -l < commands)" = 5 ]
          """)
        let commands = try files.must("cat commands").split(separator: "\n")
        for command in commands {
          let outcome = try files.shell("PATH=$PWD/bin:$PATH; \(command)", ["DEMO": demo.path])
          #expect(outcome.status == 0 && outcome.text == "" && outcome.errors == "", "\(command): \(outcome.errors)")
        }
        try files.must("[ -s prom/camconsole.prom ]")
      }
    }
  }

  /// agetty starts the program on the line, without asking for a name.
  @Test(.enabled(if: !Binary.lacks(root: true, "agetty", "script"), "needs root, agetty and script"))
  func agettyStartsTheProgram() throws {
    try InstalledFiles.with(["serial"]) { files throws in
      try files.must(
        """
        printf '#!/bin/sh\\ntest -t 0 && echo "started in $TERM with $# arguments"\\n' > program && chmod 755 program
        command=$(sed -n '/^ExecStart=-/,$p' etc/systemd/system/*/camconsole.conf | tr -d '\\\\\\n' \
          | sed "s/^ExecStart=-//; s,/usr/bin/camconsole,$PWD/program,; s/\\$TERM/vt100/")
        script -qec "setsid -c $command" /dev/null < /dev/null > seen
        grep -q 'started in vt100 with 0 arguments' seen || { cat seen; exit 1; }
        """)
    }
  }

  @Test(
    .enabled(if: !Binary.lacks("ansible-playbook"), "needs ansible-playbook"))
  func ansibleAcceptsTheRole() throws {
    try InstalledFiles.with(["ansible"]) { files throws in
      let check = "ansible-playbook --syntax-check -i 'camera,' etc/ansible/camconsole.yml"
      let outcome = try files.shell(check)
      #expect(outcome.status == 0 && !outcome.errors.contains("ERROR"), "\(outcome.errors)")
      try files.must("sed -i 's/import_tasks/import_nothing/' etc/ansible/roles/camconsole/tasks/main.yml")
      #expect(try files.shell(check).status != 0)
    }
  }

  /// What runs a model as oxidized does: the commands, and then each output through the block of its command.
  private static let oxidized = """
    module Oxidized
      class Model
        class << self
          attr_reader :commands, :ways
          def cmd(command, &block) = (@commands ||= {})[command] = block
          def cfg(way, &block) = (@ways ||= {})[way] = block
          def exec(state) = puts("exec #{state}")
        end
      end
    end
    load ENV['MODEL']
    Camconsole.ways.each { |way, block| print way, ' '; Camconsole.instance_exec(&block) } if ARGV.empty?
    puts Camconsole.commands.keys if ARGV.empty?
    print Camconsole.commands.fetch(ARGV[0]).call(STDIN.read) unless ARGV.empty?
    """

  /// The model that README shows: its command is carried out twice over SSH, and says the same. A refusal is not taken
  /// for a configuration.
  @Test(
    .enabled(if: SystemCamera.isUsable && !Binary.lacks("ruby"), "needs root, unshare and ruby"))
  func theModelForOxidizedWorks() throws {
    try InstalledFiles.with(["oxidized"]) { files throws in
      let model = try files.must("cat etc/oxidized/model/camconsole.rb; ruby -c etc/oxidized/model/camconsole.rb >&2")
      let shown = try #require(Disk.read(Binary.project + "/README.md")).split(separator: "```\n")
      let code = model.split(separator: "\n", omittingEmptySubsequences: false).filter { !$0.hasPrefix("#") }
      #expect(shown.contains { $0 == code.joined(separator: "\n") }, "README shows another model.")
      func ruby(_ command: String = "", input: String = "") throws -> ProcessOutcome {
        let environment = ["MODEL": files.root + "/etc/oxidized/model/camconsole.rb", "SCRIPT": Self.oxidized]
        return try files.shell("ruby -e \"$SCRIPT\" -- \(command)", environment, input: input)
      }
      #expect(try ruby().text == "ssh exec true\nconfig show\n")
      try SystemCamera.with(["SSH_COMMANDS": "config show"]) { camera in
        let first = try camera.ssh("config show").text
        try camera.demo.must("echo '# of a person' >> demo/config/camera.cfg; touch demo/config/camera.cfg")
        #expect(try camera.ssh("config show").text == first && first.contains("=***\n"))
        #expect(try ruby("'config show'", input: first).text == first)
        let refusal = try camera.ssh("config show --nonsense")
        #expect(try refusal.status != 0 && ruby("'config show'", input: refusal.errors).status == 1)
      }
    }
  }

  @Test(.enabled(if: !Binary.lacks("promtool"), "needs promtool")) func prometheusAcceptsTheRules() throws {
    try InstalledFiles.with(["prometheus"]) { files throws in
      try files.must("cd etc/prometheus && promtool check rules *.rules.yml && promtool test rules *.test.yml")
      // Each alert is tested: without its rule the tests fail.
      let names = try files.must("sed -n 's/.*- alert: //p' etc/prometheus/camconsole.rules.yml")
      for name in names.split(separator: "\n") {
        try files.must("grep -q 'alertname[=:] *\"\\?\(name)\\b' etc/prometheus/camconsole.rules.test.yml")
      }
    }
  }

  /// Every metric that an alert looks at is one that the program writes.
  @Test func theAlertsLookAtMetricsThatExist() throws {
    try Demo.with { demo throws in
      try demo.create()
      let metrics = try demo.run("status --prometheus").text
      try InstalledFiles.with(["prometheus"]) { files throws in
        let names = try files.must(
          "grep -ohE '^ *(expr|- \\{series):.*' etc/prometheus/* | grep -oE 'camconsole_[a-z_]+' | sort -u")
        for name in names.split(separator: "\n") {
          #expect(metrics.contains("\n\(name){"), "\(name)")
        }
      }
    }
  }
}
