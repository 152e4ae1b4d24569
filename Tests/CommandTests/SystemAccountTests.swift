import TestSupport
import Testing

/// The accounts of `system-files sshd` and `sudo`: what sshd and sudo do with them. `/etc`, `/run` and `/usr/bin` are
/// those of this system, with changes that end with the test.
@Suite(
  .enabled(
    if: !Binary.lacks(root: true, "unshare", "mount", "sshd", "ssh-keygen", "sudo", "visudo", "setpriv"),
    "needs root, unshare, mount, setpriv, sshd, ssh-keygen and sudo"))
struct SystemAccountTests {
  /// Users of the groups in the files, and a program that tells how it was started.
  private static let scene = """
    mkdir over && mount -t tmpfs none over && mkdir over/etc over/bin over/etc-work over/bin-work
    mount -t overlay overlay -o lowerdir=/etc,upperdir=$PWD/over/etc,workdir=$PWD/over/etc-work /etc
    mount -t overlay overlay -o lowerdir=/usr/bin,upperdir=$PWD/over/bin,workdir=$PWD/over/bin-work /usr/bin
    mount -t tmpfs none /run && mkdir /run/sshd
    n=7001
    for kind in technician fleet fetch operator; do
      echo "$kind:x:$n:$n::/tmp:/bin/sh" >> /etc/passwd
      echo "camconsole-$kind:x:$n:$kind" >> /etc/group
      echo "$kind:*:1::::::" >> /etc/shadow
      n=$((n + 1))
    done
    printf '#!/bin/sh\\necho "$(id -u) [$*] [$SSH_ORIGINAL_COMMAND] [$SSH_CONNECTION] [$TERM] [$LEFT]"\\n' \
      > /usr/bin/camconsole
    chmod 755 /usr/bin/camconsole
    cp etc/sudoers.d/camconsole /etc/sudoers.d
    ssh-keygen -q -t ed25519 -N '' -f key

    """

  private func shell(_ script: String) throws -> ProcessOutcome {
    var outcome: ProcessOutcome?
    try InstalledFiles.with(["sshd", "sudo"]) { files throws in
      var options = ProcessOptions()
      options.environment["ROOT"] = files.root
      let all = "set -eu; cd \"$ROOT\"\n" + Self.scene + script
      outcome = try runProcess("/usr/bin/unshare", ["-m", "--propagation", "private", "/bin/sh", "-c", all], options)
    }
    return try #require(outcome)
  }

  /// What sudo starts for a member of a group whose client asked for something.
  private func asked(_ user: String, _ command: String) throws -> ProcessOutcome {
    try shell(
      """
      export SSH_ORIGINAL_COMMAND='pin set' SSH_CONNECTION='192.0.2.7 1 192.0.2.1 22' TERM=vt220 LEFT=over
      exec setpriv --reuid \(user) --regid camconsole-\(user) --init-groups sudo -n /usr/bin/camconsole \(command)
      """)
  }

  @Test func sshdAndVisudoAcceptTheFiles() throws {
    let outcome = try shell(
      """
      visudo -cs > seen && grep -q 'sudoers.d/camconsole: parsed OK' seen
      cp etc/ssh/sshd_config.d/camconsole.conf /etc/ssh/sshd_config.d && sshd -t -h key
      """)
    #expect(outcome.status == 0 && outcome.errors == "", "\(outcome.text)\(outcome.errors)")
  }

  @Test(arguments: [
    ("technician", "sudo -n /usr/bin/camconsole", "yes"), ("fleet", "sudo -n /usr/bin/camconsole", "no"),
    ("fetch", "sudo -n /usr/bin/camconsole backup export latest - --sealed", "no"), ("camtechnician", "none", "yes"),
    ("camfleet", "/usr/bin/camconsole", "no"),
    ("camfetch", "/usr/bin/camconsole backup export latest - --sealed", "no"),
    ("operator", "none", "yes"),
  ]) func sshdForcesTheCommand(_ user: String, _ command: String, _ terminal: String) throws {
    let outcome = try shell(
      "sshd -T -f etc/ssh/sshd_config.d/camconsole.conf -h key -C user=\(user),host=x,addr=192.0.2.7")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let lines = outcome.text.split(separator: "\n")
    #expect(lines.contains("forcecommand \(command)"), "\(outcome.text)")
    #expect(lines.contains("permittty \(terminal)"))
    #expect(lines.contains("disableforwarding \(user == "operator" ? "no" : "yes")"))
  }

  @Test func aTechnicianHasTheScreensOnly() throws {
    let outcome = try asked("technician", "")
    #expect(outcome.text == "0 [] [] [192.0.2.7 1 192.0.2.1 22] [vt220] []\n", "\(outcome.errors)")
  }

  @Test func aFleetsCommandReachesTheProgram() throws {
    let outcome = try asked("fleet", "")
    #expect(outcome.text == "0 [] [pin set] [192.0.2.7 1 192.0.2.1 22] [vt220] []\n", "\(outcome.errors)")
  }

  @Test func theFetchKeyGetsSealedBackupsOnly() throws {
    let outcome = try asked("fetch", "backup export latest - --sealed")
    #expect(
      outcome.text == "0 [backup export latest - --sealed] [] [192.0.2.7 1 192.0.2.1 22] [vt220] []\n",
      "\(outcome.errors)")
  }

  @Test(arguments: [
    ("technician", "status"), ("fleet", "pin set"), ("fetch", ""), ("fetch", "backup export latest -"),
    ("fetch", "backup export latest /tmp/x --sealed"), ("operator", ""), ("operator", "backup delete-all --yes"),
    ("operator", "backup create --label x"),
  ]) func sudoRefusesAllElse(_ user: String, _ command: String) throws {
    let outcome = try asked(user, command)
    #expect(outcome.status == 1 && outcome.text == "" && outcome.errors.contains("sudo:"), "\(outcome.errors)")
  }

  @Test func anOperatorMayLookAndBackUp() throws {
    for command in ["status", "check", "backup create", "backup list", "backup verify", "confirm"] {
      let outcome = try asked("operator", command)
      #expect(outcome.text == "0 [\(command)] [] [] [vt220] []\n", "\(outcome.errors)")
    }
  }
}
