import CameraModel
import CameraService
import Console
import TerminalUI
import Testing

/// The clock of a change that waits for its confirmation, on every screen.
struct WaitingChangeTests {
  private static func waiting(_ seconds: Int, isSlow: Bool = false, size: Size = .usual) -> ConsoleDriver {
    var driver = ConsoleDriver.loggedIn(
      Values.status(restore: Values.waitingRestore(seconds)), isSlow: isSlow, size: size)
    driver.press(.escape)
    driver.reply(.status(Values.status(restore: Values.waitingRestore(seconds))))
    driver.forgetEffects()
    return driver
  }

  @Test(arguments: [Size.usual, .small]) func itIsOnEveryScreen(_ size: Size) {
    for keys in ["", "u", "b", "m", "s", "?", "up"] {
      var driver = Self.waiting(583, size: size)
      driver.type(keys)
      #expect(driver.lines[1].hasSuffix("  Confirm within  9:43"), "\(keys): \(driver.lines[1])")
      #expect(driver.lines[1].hasPrefix(" SD card"))
    }
  }

  /// Card, PIN and modules make room for it.
  @Test func aNarrowScreenSaysWhatMattersMost() {
    #expect(Self.waiting(583, size: .small).lines[1] == " SD card, Super PIN set                Confirm within  9:43")
    #expect(Self.waiting(583).lines[1].contains("28.8 GB free, Super PIN set, 5 modules answer"))
  }

  @Test func aTickCostsADigit() {
    for screen in ["", "u", "b"] {
      var driver = Self.waiting(583)
      driver.type(screen)
      if screen == "u" { driver.reply(.usersListed()) }
      if screen == "b" { driver.reply(.listed()) }
      let before = driver
      driver.pass(1)
      #expect(driver.lines[1].hasSuffix(" 9:42") && Wire.cost(from: before, to: driver) <= 18)
    }
  }

  /// A slow line gets minutes, and seconds in the last one.
  @Test func aSlowLineGetsMinutes() {
    var driver = Self.waiting(125, isSlow: true)
    #expect(driver.lines[1].hasSuffix("Confirm within  2 min"))
    let first = driver.text
    driver.pass(6)
    #expect(driver.lines[1].hasSuffix("Confirm within  1 min"))
    let second = driver.text
    driver.pass(58)
    #expect(driver.text == second && first != second)
    driver.pass(1)
    #expect(driver.lines[1].hasSuffix("Confirm within  1:00"))
    driver.pass(1)
    #expect(driver.lines[1].hasSuffix("Confirm within  0:59"))
  }

  @Test func theBellRingsOnceAtOneMinute() {
    var driver = Self.waiting(62)
    driver.pass(1)
    #expect(driver.rings == 0)
    driver.pass(1)
    #expect(driver.rings == 1)
    driver.pass(59)
    #expect(driver.rings == 1)
    driver.pass(5)
    #expect(driver.lines[1].hasSuffix("  Not confirmed in time"))
  }

  /// Another session has confirmed it, or has made a change.
  @Test func whatAnotherSessionDoesIsSeen() {
    var driver = Self.waiting(300)
    #expect(driver.text.contains("C  Confirm the change"))
    driver.send(.changeWaits(seconds: nil))
    #expect(!driver.text.contains("Confirm within") && !driver.text.contains("Confirm the change"))
    #expect(!driver.console.wantsTicks)
    driver.send(.changeWaits(seconds: 200))
    #expect(driver.lines[1].hasSuffix("Confirm within  3:20") && driver.text.contains("C  Confirm the change"))
  }

  /// Before the login it is announced with the minutes left, which change once a minute.
  @Test func theLoginAnnouncesIt() {
    var driver = ConsoleDriver()
    driver.send(.changeWaits(seconds: 600))
    Golden.expect(driver, "login-waiting")
    #expect(driver.console.wantsTicks)
    let before = driver.text
    driver.pass(1)
    #expect(driver.lines[1] == " A change waits. Log in and confirm it within 9 min, or the camera reverts it.")
    let after = driver.text
    driver.pass(59)
    #expect(before != after && driver.text == after)
    driver.pass(481)
    #expect(driver.lines[1].contains("confirm it within less than 1 min"))
    var small = ConsoleDriver(size: .small)
    small.send(.changeWaits(seconds: 541))
    #expect(small.lines[1] == " A change waits. Log in and confirm it within 9 min.")
    small.send(.changeWaits(seconds: nil))
    #expect(small.lines[1].isEmpty && !small.console.wantsTicks)
  }

  @Test func afterTheLogoutItIsStillAnnounced() {
    var driver = Self.waiting(300)
    driver.type("l")
    #expect(driver.lines[0].hasPrefix(" Log in ") && driver.lines[1].contains("within 5 min"))
  }

  @Test func withoutAChangeNothingTicks() {
    #expect(!ConsoleDriver.loggedIn().console.wantsTicks && !ConsoleDriver().console.wantsTicks)
  }
}
