import TestSupport
import Testing

/// What a cut in a change of users leaves in the configuration is in no backup, and goes at the next work.
@Suite(.enabled(if: !Binary.lacks("strace"), "needs strace"))
struct UserLeftoverTests {
  private static let command = "users add dora --group users --password-file -"
  private static let leftover = "demo/config/.camera.cfg.camconsole-new"

  private func with(_ body: (Demo) throws -> Void) throws {
    try Demo.with { demo throws in
      try demo.set("PASSWORD_CLASSES", "1")
      try demo.must("echo mine > demo/config/camera.cfg.new")
      try body(demo)
    }
  }

  @Test func killedAtEachCall() throws {
    var moments: [FaultMoment] = []
    try with { demo throws in moments = try FaultMoment.all(of: Self.command, demo, modules: []) }
    var left = 0
    for moment in moments {
      try with { demo throws in
        let label = try moment.run(Self.command, "signal=KILL", demo).label
        let isLeft = try demo.shell("[ -e \(Self.leftover) ]").status == 0
        left += isLeft ? 1 : 0
        try demo.must("cp -a demo/config config")
        // What cannot be removed is in no backup, no comparison and no restored configuration.
        if isLeft, !Binary.lacks(root: true, "mount") {
          try Mount.with("-o bind,ro '\(demo.configuration)'", on: demo.configuration) { () throws in
            try demo.create()
            try demo.must("[ -e \(Self.leftover) ]; $camconsole backup list > listed")
            try demo.expectNoLeftover(label)
          }
        }
        try demo.restart()
        #expect(try demo.run("boot --once").status == 0, "\(label)")
        let names = try demo.shell("ls -A demo/config").text.split(separator: "\n").map(String.init)
        #expect(!names.contains { $0.hasSuffix("camconsole-new") }, "\(label): \(names)")
        try demo.create()
        try demo.expectNoLeftover(label)
        // The configuration is the one before or the one after.
        try demo.must("grep -qx mine demo/config/camera.cfg.new")
        let users = try demo.json("users list")["users"]?.list.count ?? 0
        #expect((1...2).contains(users), "\(label)")
      }
    }
    #expect(left > 1)
  }

  /// The next change of users, or any other work, removes it.
  @Test(arguments: ["users add dora --group users --password-file -", "status", "backup list"])
  func theNextWorkRemovesIt(_ command: String) throws {
    try with { demo throws in
      try demo.must("sed 's/^USER1=.*/USER1=admins:secret:never/' demo/config/camera.cfg > \(Self.leftover)")
      #expect(try demo.run(command, input: Demo.pin).status == 0)
      try demo.must("[ ! -e \(Self.leftover) ] && [ -e demo/config/camera.cfg.new ]")
    }
  }

  /// What an earlier version left is in no backup, and goes when users are set and at a start. A file of the same name
  /// that an administrator made stays.
  @Test(arguments: [command, "boot --once"]) func whatAnEarlierVersionLeft(_ command: String) throws {
    try with { demo throws in
      let before = try demo.create()
      try demo.must("sed 's/^USER1=.*/USER1=admins:secret:never/' demo/config/camera.cfg > demo/config/camera.cfg.new")
      try demo.create()
      try demo.must("[ -e demo/config/camera.cfg.new ]")
      try demo.must("$camconsole backup export latest - --pin-file - <<E | tar -t > names\n\(Demo.pin)\nE")
      let names = try demo.shell("cat names").text
      #expect(names.contains("/camera.cfg\n") && !names.contains("/camera.cfg.new"), "\(names)")
      let diff = try demo.run("backup diff \(before) --pin-file -", input: Demo.pin).text
      #expect(!diff.contains("never"), "\(diff)")
      #expect(try demo.run(command, input: "Ladder-at-9pm").status == 0)
      try demo.must("[ ! -e demo/config/camera.cfg.new ] && grep -q ^USER1=admins: demo/config/camera.cfg")
    }
  }
}

extension Demo {
  /// Expects that neither the newest backup nor its comparison with the camera has what a cut left.
  fileprivate func expectNoLeftover(_ label: String, _ location: SourceLocation = #_sourceLocation) throws {
    try must("$camconsole backup export latest - --pin-file - <<E | tar -t > names\n\(Demo.pin)\nE", location)
    let names = try shell("cat names").text
    #expect(!names.contains("camconsole-new"), "\(label): \(names)", sourceLocation: location)
    #expect(names.contains("/camera.cfg.new\n"), "\(label): \(names)", sourceLocation: location)
    let diff = try run("backup diff latest --pin-file -", input: Demo.pin).text
    #expect(!diff.contains("camconsole-new"), "\(label): \(diff)", sourceLocation: location)
  }
}
