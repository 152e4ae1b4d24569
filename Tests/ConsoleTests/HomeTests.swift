import BackupStore
import CameraModel
import Console
import TerminalUI
import Testing

@testable import CameraService

/// The camera at a glance, and what to do next.
struct HomeTests {
  private static func check(_ problems: CheckName...) -> CheckReport {
    CheckReport(CheckName.allCases.map { CheckResult($0, problems.contains($0) ? .noLog : nil) })
  }

  private static let next = Values.backup("00030001", created: Values.night - 4_000_000, label: "commissioning")

  private static func driver(
    _ status: StatusReport, last: LastLogin? = nil, isSlow: Bool = false, size: Size = .usual
  ) -> ConsoleDriver {
    var driver = ConsoleDriver(isSlow: isSlow, size: size)
    driver.type("dora")
    driver.press(.enter)
    driver.secret(.password, count: 6)
    driver.press(.enter)
    driver.reply(
      .session(
        .loggedIn(AdministratorSession(name: "dora", line: "ttyS0", mustChangePassword: false, lastLogin: last))))
    driver.reply(.status(status))
    driver.forgetEffects()
    return driver
  }

  /// The text behind a label; `nil` where there is no such row.
  private static func row(_ label: String, _ driver: ConsoleDriver) -> String? {
    let line = driver.lines.dropFirst(3).first { $0.hasPrefix(" " + label + " ") }
    return line.map { String($0.dropFirst(16)) }
  }

  @Test(arguments: [Size.usual, .small]) func everythingIsWell(_ size: Size) {
    let last = LastLogin(time: Values.night - 40_000, line: "10.1.2.3", failures: 0)
    let driver = Self.driver(
      Values.status(check: Self.check(), nextReplaced: Self.next), last: last, size: size)
    Golden.expect(driver, "home\(size == .usual ? "" : "-small")")
  }

  @Test(arguments: [Size.usual, .small]) func muchIsWrong(_ size: Size) {
    let last = LastLogin(time: Values.night - 40_000, line: "10.1.2.3", failures: 2)
    var status = Values.status(
      damaged: 1, restore: Values.waitingRestore(583, pending: ["3"]), check: Self.check(.log, .clock),
      nextReplaced: Self.next)
    status.missing = 2
    var driver = Self.driver(status, last: last, size: size)
    driver.press(.escape)
    driver.reply(.status(status))
    Golden.expect(driver, "home-wrong\(size == .usual ? "" : "-small")")
  }

  @Test func ages() {
    let driver = Self.driver(Values.status())
    #expect(Self.row("Last backup", driver) == "2026-11-20 02:00, 3 h ago")
    #expect(Self.row("Verified", driver) == "2026-11-20 02:00, 2 h ago")
    #expect(Self.row("Time", driver) == "2026-11-20 05:00 UTC" && Self.row("Address", driver) == "10.1.2.4")
  }

  @Test func theLastLoginAndFailedTries() {
    func row(_ last: LastLogin?) -> String? { Self.row("Last login", Self.driver(Values.status(), last: last)) }
    #expect(row(nil) == nil)
    #expect(row(LastLogin(time: Values.night, line: "ttyS0", failures: 0)) == "2026-11-20 02:00, ttyS0")
    #expect(
      row(LastLogin(time: Values.night, line: "ttyS0", failures: 1)) == "2026-11-20 02:00 (1 failed try since), ttyS0")
    #expect(row(LastLogin(time: nil, line: "", failures: 3)) == "none before (3 failed tries since)")
  }

  @Test func gaps() {
    #expect(Self.row("Check", Self.driver(Values.status(check: Self.check()))) == "ok")
    let driver = Self.driver(Values.status(check: Self.check(.clock, .log)))
    #expect(Self.row("Check", driver) == "problems: log, clock. Press s.")
  }

  @Test func whatToDoNext() {
    func next(_ status: StatusReport) -> String? { Self.row("Next", Self.driver(status)) }
    #expect(next(Values.status()) == nil)
    let empty = Values.card(.empty)
    #expect(next(Values.status(isPINSet: false, card: empty, backups: 0)) == "Press u, then p, to set the Super PIN.")
    #expect(next(Values.status(card: empty, backups: 0)) == "Press b, then s, to make the first backup.")
    #expect(next(Values.status(card: Values.card(.absent), backups: 0)) == "Put an SD card into the slot.")
    #expect(
      next(Values.status(card: Values.card(.locked, foreign: 2), backups: 0))
        == "The card is locked. Press b for a way out.")
    #expect(next(Values.status(damaged: 1)) == "1 backup is damaged. Press b to see it.")
  }

  /// In the session that began with the choice of a password there is always a next step.
  @Test func theFirstHourNamesEachStep() {
    var driver = ConsoleDriver()
    driver.type("admin")
    driver.press(.enter)
    driver.secret(.password, count: 6)
    driver.press(.enter)
    driver.reply(.loggedIn(mustChangePassword: true))
    driver.secret(.newPassword, count: 9)
    driver.press(.enter)
    driver.secret(.repeatedPassword, count: 9)
    driver.press(.enter)
    driver.reply(.passwordChosen())
    driver.reply(.status(Values.status(isPINSet: false, card: Values.card(.empty), backups: 0)))
    #expect(driver.lines[0].hasPrefix(" Super PIN"))
    driver.press(.escape)
    #expect(Self.row("Next", driver) == "Press u, then p, to set the Super PIN.")
    driver.type("s")
    driver.type("r")
    driver.reply(.status(Values.status(card: Values.card(.empty), backups: 0)))
    driver.press(.escape)
    #expect(Self.row("Next", driver) == "Press b, then s, to make the first backup.")
    driver.type("s")
    driver.type("r")
    driver.reply(.status())
    driver.press(.escape)
    #expect(Self.row("Next", driver) == "Ready. Press u to add users, l to log out.")
  }

  /// A state that is long does not push the entries off a low screen.
  @Test func theEntriesAreAlwaysThere() {
    let status = Values.status(
      damaged: 1, restore: Values.waitingRestore(583), check: Self.check(.log), nextReplaced: Self.next)
    var driver = Self.driver(status, last: LastLogin(time: 1, line: "x", failures: 9), size: .small)
    driver.press(.escape)
    driver.reply(.status(status))
    for entry in ["C  Confirm", "U  Users", "B  Backup", "M  Modules", "S  System", "L  Log out"] {
      #expect(driver.text.contains(entry), "\(driver.text)")
    }
    #expect(Self.row("Next", driver) != nil && Self.row("Check", driver) != nil)
  }

  @Test func itFitsASlowLine() {
    let last = LastLogin(time: Values.night - 40_000, line: "ttyS0", failures: 0)
    let driver = Self.driver(
      Values.status(check: Self.check(), nextReplaced: Self.next), last: last, isSlow: true)
    #expect(Wire.cost(of: driver) <= 540)
    #expect(Self.row("Last backup", driver) == "3 h ago, verified 2 h ago")
    #expect(Self.row("Replaced next", driver) == "commissioning")
    let unnamed = Values.backup("00030001", created: Values.night - 4_000_000)
    let other = Self.driver(Values.status(check: Self.check(), nextReplaced: unnamed), isSlow: true)
    #expect(Self.row("Replaced next", other) == "2026-10-04 18:53")
  }

  /// One finds again what one came from.
  @Test func theMarkIsOnWhatWasOpened() {
    var driver = ConsoleDriver.loggedIn()
    for (letter, row) in [("b", "> B  Backup and Restore"), ("s", "> S  System"), ("u", "> U  Users and Passwords")] {
      driver.type(letter)
      if letter == "b" { driver.reply(.listed()) }
      if letter == "u" { driver.reply(.usersListed()) }
      driver.press(.escape)
      #expect(driver.text.contains(row), "\(driver.text)")
    }
  }

  /// A change that comes to the top moves no mark to another entry.
  @Test func theMarkStaysOnItsEntry() {
    var driver = ConsoleDriver.loggedIn()
    driver.press(.down, .down)
    driver.send(.changeWaits(seconds: 300))
    #expect(driver.text.contains("C  Confirm the change") && driver.text.contains("> G  Configuration"))
    driver.send(.changeWaits(seconds: nil))
    #expect(driver.text.contains("> G  Configuration"))
  }
}
