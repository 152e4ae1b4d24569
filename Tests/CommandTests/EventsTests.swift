import TestSupport
import Testing

/// The events that a camera keeps, by the command.
@Suite struct EventsTests {
  @Test func whatWasDoneIsListed() throws {
    try Demo.with { demo throws in
      let id = try demo.create("--label first")
      _ = try demo.run("backup show latest --pin-file -", input: Demo.otherPIN)
      try demo.must(
        "$camconsole status >/dev/null; $camconsole backup list >/dev/null; $camconsole boot --once >/dev/null")
      let (events, user) = (try demo.json("events")["events"]?.list ?? [], try demo.user())
      #expect(events.map { $0["did"]?.text } == ["pin set", "backup create", "backup show"])
      #expect(events.map { $0["result"]?.text } == ["done", "done", "wrong-pin"])
      #expect(events[1]["id"]?.text == id && events[1]["user"]?.text == user)
      #expect(events.allSatisfy { $0["time"]?.text?.hasSuffix("Z") == true && $0["ms"] != nil })
      let text = try demo.run("events --last 1").text
      #expect(text.hasSuffix("(shell): backup show latest: wrong-pin\n") && text.split(separator: "\n").count == 1)
      let all = try demo.run("events").text
      #expect(
        all.contains("backup create: done, id \(id)\n") && !all.contains(Demo.pin) && !all.contains(Demo.otherPIN))
      #expect(try demo.run("events --last 0").status == 64)
    }
  }

  /// A camera on which nothing was done has none.
  @Test func thereMayBeNone() throws {
    try Demo.with(pin: false) { demo throws in
      #expect(try demo.run("events").text == "" && demo.json("events")["events"]?.list.isEmpty == true)
    }
  }

  @Test func filesAreForTheirOwnerOnly() throws {
    try Demo.with { demo throws in
      #expect(try demo.shell("stat -c %a demo/state/events").text == "600\n")
    }
  }

  /// Many processes at once lose no event and mix no line.
  @Test func manyWriteAtOnce() throws {
    try Demo.with { demo throws in
      try demo.must(
        "for i in 1 2 3 4 5 6 7 8; do $camconsole --wait 60 users add user$i --group guests --password-file - <<EOF &\nAnother-One-$i\nEOF\ndone; wait"
      )
      let subjects = try demo.json("events")["events"]?.list.compactMap { $0["to"]?.text } ?? []
      #expect(Set(subjects) == Set((1...8).map { "user\($0) guests" }))
      #expect(subjects.count == 8)
    }
  }

  /// A state directory that takes nothing does not stop the work.
  @Test func aDirectoryInItsPlaceStopsNothing() throws {
    try Demo.with { demo throws in
      try demo.must("rm demo/state/events && mkdir demo/state/events")
      try demo.create()
      #expect(try demo.run("events").status == 74)
    }
  }
}
