import TerminalSupport
import TestSupport
import Testing

/// A minute without a key, on three lines at once.
@Suite struct IdleJourneys {
  @Test func withoutKeysEverythingTypedIsWiped() throws {
    try Demo.with { demo throws in
      try demo.set("IDLE", "1")
      let id = try demo.create()
      try demo.damage("card/CAMVAULT/\(id).CVB", at: 3_000)
      let menu = try demo.visitMenu()
      let login = try demo.visit()
      login.type("admin\t\(Demo.password)")
      try login.expect("[*************")
      let asked = try demo.visitMenu(isFresh: false)
      try asked.open("Super PIN", "up")
      asked.type("\(Demo.pin)\t\(Demo.otherPIN)\t\(Demo.otherPIN)\r")
      try asked.expect("[Change PIN and delete them]")
      #expect(try demo.run("backup create").status == 18)

      try menu.expect("Press a key, or the session ends in 30 s")
      try menu.expect("Logged out: no key for 1 min")
      try menu.expect("[Log in]")
      try login.expect("What you typed was deleted: no key for 1 min")
      try asked.expect("Logged out: no key for 1 min. The question was answered: Cancel.")
      // The lock is free, and the PIN the former one.
      #expect(try demo.run("backup create").status == 0)
      #expect(try demo.opens(with: Demo.pin))
      for (terminal, secrets) in [(login, [Demo.password]), (asked, [Demo.password, Demo.pin, Demo.otherPIN])] {
        let memory = ProcessMemory(of: terminal.identifier)
        for secret in secrets { #expect(try memory.count(of: Array(secret.utf8), strides: 1...1) == 0) }
      }
      login.press(.enter)
      try login.expectTitle("Log in")
    }
  }
}
