import TestSupport
import Testing

/// Commands that a client asks for over SSH, as sshd's forced command gets them.
@Suite(.enabled(if: SystemCamera.isUsable, "needs root, unshare and mount"))
struct SSHCommandTests {
  @Test func wholeLinesArePermitted() throws {
    try SystemCamera.with(["SSH_COMMANDS": "status, backup list --json, backup create *, pin set"]) { camera in
      for (command, status) in [
        ("status", 0), ("camconsole status --json", 0), ("--wait 5 --json status", 0), ("status --wait 5", 0),
        ("backup list --json", 0), ("backup list", 24), ("status extra", 24), ("pin set --forgotten --yes", 24),
        ("pin set --wait --forgotten", 24), ("'backup create'", 24), ("--settings /x status", 24), ("backup", 24),
        ("backup create; backup delete-all --yes", 24), ("backup create --skip-module $(id)", 21),
        ("backup create --label 'a", 64), ("status\nbackup list --json", 64), ("backup create --nonsense", 64),
      ] as [(String, Int32)] {
        let outcome = try camera.ssh(command)
        #expect(outcome.status == status, "\(command): \(outcome.errors)")
      }
    }
  }

  @Test func labelsHaveBlanks() throws {
    try SystemCamera.with(["SSH_COMMANDS": "backup create *"]) { camera in
      for (command, label) in [
        ("backup create --json --label 'before  lens change'", "before  lens change"),
        (#"backup create --json --label "it's $HOME; `id`""#, "it's $HOME; `id`"),
        (#"backup create --json --label=a\ \"b\""#, "a \"b\""),
      ] {
        let outcome = try camera.ssh(command)
        #expect(outcome.status == 0, "\(command): \(outcome.errors)")
        #expect(try JSON(parsing: outcome.standardOutput)["label"] == .text(label))
      }
    }
  }

  @Test(arguments: [
    ("pin set --json", "not-permitted"), ("--json backup show 99999999", "not-found"), ("status --json 'x", "usage"),
    ("status --json \"x y\"", "not-permitted"),
  ]) func errorsAreJSONWhereItWasAsked(_ command: String, _ code: String) throws {
    try SystemCamera.with(["SSH_COMMANDS": "status, backup show *"]) { camera in
      let outcome = try camera.ssh(command)
      let error = try JSON(parsing: outcome.standardError)["error"]
      #expect(error?["code"] == .text(code), "\(outcome.errors)")
      #expect(outcome.standardOutput == [])
    }
  }

  @Test func aSealedExportMayBePermitted() throws {
    try SystemCamera.with(["SSH_COMMANDS": "backup export *"]) { camera in
      try camera.demo.create()
      let sealed = try camera.ssh("backup export latest - --sealed")
      let file = try camera.demo.shell("cat demo/card/CAMVAULT/*").standardOutput
      #expect(sealed.status == 0 && sealed.standardOutput == file, "\(sealed.errors)")
      for command in [
        "backup export latest -", "backup export latest - --pin-file -",
        "backup export latest \(camera.demo.base)/out --sealed",
        "backup export latest --sealed ./-",
      ] {
        let outcome = try camera.ssh(command, input: Demo.pin)
        #expect(outcome.status == 24 && outcome.standardOutput == [], "\(command): \(outcome.errors)")
      }
      let sudo = try camera.run(["backup", "export", "latest", "-", "--sealed"], over: ["SUDO_UID": "1000"])
      #expect(sudo.status == 0 && sudo.standardOutput == sealed.standardOutput)
      try camera.demo.must("[ ! -e out ]")
    }
  }

  /// Ciphertext leaves and comes back, through pipes; files of the camera cannot be named.
  @Test func transfersMayBePermitted() throws {
    try SystemCamera.with([
      "SSH_COMMANDS": "backup export *, backup import *, backup create *, backup restore *, backup list --json"
    ]) { camera in
      try camera.demo.create()
      let text = try camera.ssh("backup export latest - --sealed --armor").text
      #expect(text.hasPrefix("-----BEGIN CAMCONSOLE BACKUP-----\n"))
      #expect(try camera.ssh("backup export latest - --armor").status == 64)
      let again = try camera.ssh("backup import -", input: text)
      #expect(again.status == 0 && again.text.contains("already"), "\(again.errors)")
      try camera.demo.must("rm demo/card/CAMVAULT/*; mkdir -p x; echo x > x/file")
      let imported = try camera.ssh("backup import - --json", input: text)
      #expect(try JSON(parsing: imported.standardOutput)["state"] == .text("ok"), "\(imported.errors)")
      for command in [
        "backup import \(camera.demo.base)/x/file", "backup import ./-",
        "backup restore - --pin-file /etc/hostname --yes",
      ] {
        _ = camera.logged()
        let refused = try camera.ssh(command, input: text)
        #expect(refused.status == 24, "\(command): \(refused.errors)")
        #expect(camera.logged().contains { $0.contains("result=\"not-permitted\"") }, "\(command)")
      }
      let streamed = try camera.ssh("backup create --to - --armor")
      #expect(streamed.status == 0 && streamed.text.hasSuffix("-----END CAMCONSOLE BACKUP-----\n"))
      let restored = try camera.ssh(
        "backup restore - --pin-file - --yes --no-reboot --revert-after 0", input: Demo.pin + "\n" + streamed.text)
      #expect(restored.status == 0, "\(restored.errors)")
    }
  }

  /// What the settings permit is nothing for a client, also where it is wrong.
  @Test func aWrongSettingIsForTheMachineOnly() throws {
    try SystemCamera.with(["SSH_COMMANDS": "status, backup * latest, pin check"]) { camera in
      let outcome = try camera.ssh("status")
      #expect(outcome.status == 78 && outcome.errors.contains("settings of this camera are wrong"))
      #expect(!outcome.errors.contains("latest") && !outcome.errors.contains("pin check"), "\(outcome.errors)")
      let own = try camera.run(["settings"])
      #expect(own.status == 78 && own.errors.contains("SSH_COMMANDS cannot be “backup * latest”"), "\(own.errors)")
      let sudo = try camera.run(["status"], over: ["SUDO_UID": "1000"])
      #expect(sudo.status == 78 && !sudo.errors.contains("latest"), "\(sudo.errors)")
    }
  }

  @Test func longCommandsAreRefusedAtOnce() throws {
    try SystemCamera.with(["SSH_COMMANDS": "status, backup create *"]) { camera in
      for command in [
        "status" + String(repeating: " --json", count: 18_000),
        "backup create " + String(repeating: "x", count: 100_000),
        "backup create" + String(repeating: " -x", count: 1_200),
        "backup create --label '" + String(repeating: "a ", count: 60_000),
      ] {
        let outcome = try camera.ssh(command)
        #expect(outcome.status == 64 && outcome.errors.utf8.count < 300, "\(outcome.errors.prefix(300))")
      }
    }
  }
}
