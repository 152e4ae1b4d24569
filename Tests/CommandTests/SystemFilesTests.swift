import TestSupport
import Testing

/// What `system-files` prints and writes.
@Suite struct SystemFilesTests {
  static let kinds = ["systemd", "sshd", "serial", "cron", "sudo", "ansible", "oxidized", "prometheus"]

  @Test func everyFileOfTheFolderIsInstalled() throws {
    try InstalledFiles.with(Self.kinds) { files throws in
      let sums = "find . -type f -exec sha256sum {} + | cut -c 1-64 | sort"
      let installed = try files.must(sums)
      let folder = try files.must("cd '\(InstalledFiles.source)' && \(sums)")
      #expect(installed == folder && installed.utf8.count > 65 * 20)
    }
  }

  @Test func eachSaysWhereItBelongs() throws {
    try InstalledFiles.with(Self.kinds) { files throws in
      for place in try files.places() {
        #expect(try files.must("head -n 1 '\(place)'") == "# /\(place)\n")
      }
    }
  }

  @Test func everyoneMayReadThem() throws {
    try InstalledFiles.with(Self.kinds) { files throws in
      #expect(try files.must("find . -type d ! -perm 755") == "")
      #expect(try files.must("find . -type f ! -perm 644 -printf '%m %P\\n'") == "440 etc/sudoers.d/camconsole\n")
    }
  }

  @Test func theyArePrinted() throws {
    try InstalledFiles.with(["systemd"]) { files throws in
      let printed = try files.run("system-files systemd").text
      for place in try files.places() {
        #expect(printed.contains(try files.must("cat '\(place)'")), "\(place)")
      }
      let one = try files.run("system-files sudo")
      #expect(one.text == (try files.must("cat '\(InstalledFiles.source)/sudo/sudoers-camconsole'")))
    }
  }

  @Test func json() throws {
    try InstalledFiles.with([]) { files throws in
      let printed = try JSON(parsing: files.run("system-files sudo --json").standardOutput)
      let file = try #require(printed["files"]?.list.first)
      #expect(printed["kind"] == .text("sudo") && file["path"] == .text("/etc/sudoers.d/camconsole"))
      #expect(file["mode"] == .text("0440") && file["state"] == .null && (file["bytes"]?.number ?? 0) > 500)
      for state in ["written", "unchanged"] {
        let outcome = try files.run("system-files sudo --json --into \(files.root)")
        let file = try JSON(parsing: outcome.standardOutput)["files"]?.list.first
        #expect(file?["state"] == .text(state))
        #expect(file?["path"] == .text(files.root + "/etc/sudoers.d/camconsole"))
      }
    }
  }

  /// All are looked at before the first is written.
  @Test func whatHasOtherContentsStays() throws {
    try InstalledFiles.with([]) { files throws in
      let last = "etc/tmpfiles.d/camconsole.conf"
      try files.must("mkdir -p etc/tmpfiles.d && echo ours > \(last)")
      let refused = try files.run("system-files systemd --into \(files.root)")
      #expect(refused.status == 20 && refused.errors.contains("\(last) exists and has other contents"))
      #expect(try files.places() == [last] && files.must("cat \(last)") == "ours\n")

      let replaced = try files.run("system-files systemd --into \(files.root) --replace")
      #expect(replaced.status == 0 && replaced.text.contains("\(last)  replaced"), "\(replaced.errors)")
      #expect(try files.must("head -n 1 \(last)") == "# /\(last)\n")
      let again = try files.run("system-files systemd --into \(files.root)")
      #expect(again.status == 0 && !again.text.contains("written") && !again.text.contains("replaced"))
    }
  }

  @Test(arguments: ["ln -s ../victim", "mkdir"]) func whatIsNoFileIsNotReplaced(_ make: String) throws {
    try InstalledFiles.with([]) { files throws in
      try files.must("mkdir -p etc/cron.d && echo ours > etc/victim && \(make) etc/cron.d/camconsole")
      for option in ["", " --replace"] {
        let outcome = try files.run("system-files cron --into \(files.root)" + option)
        #expect(outcome.status == 20 && outcome.errors.contains("is not a regular file"), "\(outcome.errors)")
      }
      #expect(try files.must("cat etc/victim") == "ours\n")
    }
  }

  /// A path is for a root shell.
  @Test(arguments: ["SUDO_UID", "SSH_ORIGINAL_COMMAND"]) func overSSHAndSudoNothingIsWritten(_ variable: String) throws
  {
    try InstalledFiles.with([]) { files throws in
      let words = ["system-files", "cron", "--into", files.root]
      var options = ProcessOptions()
      options.environment[variable] = "1000"
      let refused = try runProcess(Binary.path, words, options)
      #expect(refused.status == 24, "\(refused.errors)")
      #expect(try runProcess(Binary.path, ["system-files", "cron"], options).status == 0)
      #expect(try files.places() == [])
    }
  }

  /// What the refusal says of shells is what sudo and su really do.
  @Test(.enabled(if: !Binary.lacks(root: true, "sudo", "su"), "needs root, sudo and su"))
  func aRootShellIsOneWithoutTheVariablesOfSudo() throws {
    try InstalledFiles.with([]) { files throws in
      let command = "\(Binary.path) system-files cron --into \(files.root)"
      let refused = try files.shell("sudo -n -i \(command)")
      #expect(refused.status == 24 && refused.errors.contains("--into is not permitted by sudo."), "\(refused.errors)")
      #expect(refused.errors.contains("Start it with sudo su -."), "\(refused.errors)")
      #expect(try files.places() == [])
      try files.must("sudo -n su - -c '\(command)'")
      #expect(try files.places() == ["etc/cron.d/camconsole"])
    }
  }

  @Test func aWrongKindNamesTheRightOnes() throws {
    let outcome = try runProcess(Binary.path, ["system-files", "nonsense"])
    #expect(outcome.errors.contains(": \(Self.kinds.joined(separator: ", "))."), "\(outcome.errors)")
  }

  @Test(arguments: ["nonsense", "", "cron --replace", "cron --into="]) func usage(_ words: String) throws {
    try InstalledFiles.with([]) { files throws in
      #expect(try files.run("system-files \(words)").status == 64)
    }
  }
}
