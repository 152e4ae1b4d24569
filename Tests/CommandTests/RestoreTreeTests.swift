import Glibc
import TestSupport
import Testing

/// What others do to the two trees of a restore while it waits.
@Suite struct RestoreTreeTests {
  /// A camera that runs with a restored configuration.
  private func with(_ body: (Demo, RestoreScene) throws -> Void) throws {
    try RestoreScene.with { (demo, scene) throws in
      #expect(try demo.restore("--no-reboot").status == 0)
      try demo.restart()
      try body(demo, scene)
    }
  }

  /// A tool that replaces the whole directory does not take the way back, nor the confirmation.
  @Test(arguments: ["revert --yes", "confirm"]) func theRestoredOneIsReplaced(_ command: String) throws {
    try with { (demo, scene) throws in
      try demo.must("cd demo && cp -a config copy && rm -r config && mv copy config && echo since > config/since")
      let replaced = try demo.state()
      #expect(try demo.run("boot --once").status == 0)
      let outcome = try demo.run(command)
      #expect(outcome.status == 0, "\(outcome.errors)")
      try demo.restart()
      #expect(try demo.run("boot --once").status == 0)
      #expect(try demo.state().configuration == (command == "confirm" ? replaced : scene.changed).configuration)
      try demo.expectNoTraces()
    }
  }

  /// What has been mounted in the configuration is not emptied with it, and the former configuration, which cannot be
  /// removed then, is told of until it can.
  @Test(.enabled(if: !Binary.lacks(root: true, "mount"), "needs root"), arguments: ["revert --yes", "confirm"])
  func somethingIsMountedInIt(_ command: String) throws {
    try with { (demo, scene) throws in
      let place = command == "confirm" ? ".config.camconsole" : "config"
      try demo.must(
        "cd demo; mkdir ../source \(place)/mounted; echo precious > ../source/key; mount --bind ../source \(place)/mounted"
      )
      defer { _ = try? demo.shell("umount demo/config/mounted || umount demo/.config.camconsole/mounted") }
      let outcome = try demo.run(command)
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(try demo.shell("cat source/key").text.contains("precious"))
      try demo.restart()
      #expect(try demo.run("boot --once").status == 0)
      #expect(try demo.json("status")["restore"]?["left_behind"] == .text(demo.path + "/.config.camconsole"))
      #expect(try demo.run("status").text.contains("could not be removed: it is in clear in"))
      if command == "confirm" { #expect(outcome.errors.contains("is in clear in")) }
      try demo.must("umount demo/.config.camconsole/mounted")
      #expect(try demo.run("boot --once").status == 0)
      #expect(try demo.json("status")["restore"]?["left_behind"] == .null)
      try demo.expectNoTraces()
    }
  }
}
