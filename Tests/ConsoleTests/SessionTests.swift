import CameraService
import Console
import TerminalUI
import Testing

@Suite struct SessionTests {
  /// The work that finds the session over sends no reply.
  @Test func whoIsNoAdministratorAnyMoreCanLogInAgain() {
    var driver = ConsoleDriver.loggedIn()
    driver.type("u")
    #expect(driver.isWorking)
    driver.send(.sessionEnded)
    #expect(driver.hasEndedSession)
    #expect(!driver.isWorking)
    driver.type("admin")
    #expect(driver.text.contains("[admin "))
    driver.press(.enter)
    #expect(driver.console.focusedSecret == .password)
  }

  @Test func aKeyTakesTheAnnouncementOfTheEndBack() {
    var driver = ConsoleDriver.loggedIn()
    driver.send(.idleWarning(seconds: 60))
    #expect(driver.message == "Press a key, or the session ends in 60 s." && driver.rings == 1)
    driver.press(.down)
    #expect(driver.message.isEmpty)
    driver.send(.idle)
    #expect(driver.hasEndedSession && driver.message.contains("no key for 10 min"))
  }
}
