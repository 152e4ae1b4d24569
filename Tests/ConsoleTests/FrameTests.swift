import Console
import TerminalUI
import Testing

/// What all screens have in common.
struct FrameTests {
  private static let hint = "Demo: user admin, first password meinsm."

  @Test func login() {
    Golden.expect(ConsoleDriver(), "login")
    Golden.expect(ConsoleDriver(logInHint: Self.hint, size: .small), "login-demo-small")
    Golden.expect(ConsoleDriver(isSlow: true), "login-slow")
  }

  @Test func menu() {
    Golden.expect(.loggedIn(), "menu")
    Golden.expect(.loggedIn(isSlow: true, size: .small), "menu-slow-small")
  }

  @Test func helpAndWayBack() {
    var driver = ConsoleDriver.loggedIn()
    driver.type("?")
    Golden.expect(driver, "menu-help")
    driver.press(.escape)
    #expect(driver.text == ConsoleDriver.loggedIn().text)
  }

  @Test func aWindowThatIsTooSmall() {
    var driver = ConsoleDriver.loggedIn()
    driver.resize(Size(columns: 59, rows: 24))
    #expect(driver.text.contains("Too small: 59x24."))
    driver.resize(.usual)
    #expect(driver.text == ConsoleDriver.loggedIn().text)
  }
}
