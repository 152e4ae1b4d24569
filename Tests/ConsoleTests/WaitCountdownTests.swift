import BackupStore
import CameraService
import Console
import TerminalUI
import Testing

/// The time to wait after wrong secrets is the same on all screens that ask for one.
struct WaitCountdownTests {
  /// The four screens with a secret that is typed, before it is tried.
  enum Place: CaseIterable {
    case logIn, restore, superPIN, tryDigits

    var driver: ConsoleDriver {
      var driver: ConsoleDriver
      switch self {
      case .logIn:
        driver = ConsoleDriver()
        driver.type("admin")
        driver.press(.enter)
        driver.secret(.password, count: 6)
      case .restore:
        driver = BackupListTests.opened(size: .usual)
        driver.press(.enter)
        driver.secret(.pin, count: 12)
      case .superPIN:
        driver = PINDriver.make()
        driver.secret(.oldPIN, count: 8)
        driver.secret(.newPIN, count: 10)
        driver.secret(.repeatedPIN, count: 10)
      case .tryDigits:
        driver = PINDriver.make(Values.status(card: Values.card(.locked, foreign: 3), backups: 0))
        PINDriver.choose("Try digits", in: &driver)
        driver.secret(.pin, count: 12)
      }
      return driver
    }

    var button: String {
      switch self {
      case .logIn: "Log in"
      case .restore: "Show what"
      case .superPIN: "Save"
      case .tryDigits: "Try"
      }
    }

    func wrong(_ seconds: Int) -> ServiceError {
      self == .logIn ? .logIn(.wrong(waitSeconds: seconds)) : .store(.wrongPIN(waitSeconds: seconds))
    }
  }

  private static func failed(_ place: Place, _ seconds: Int) -> ConsoleDriver {
    var driver = place.driver
    PINDriver.choose(place.button, in: &driver)
    driver.reply(.failed(place.wrong(seconds)))
    driver.forgetEffects()
    return driver
  }

  /// Types the secret again and presses the button.
  private static func retry(_ place: Place, _ driver: inout ConsoleDriver) {
    if let name = driver.console.focusedSecret { driver.secret(name, count: 12) }
    PINDriver.choose(place.button, in: &driver)
  }

  @Test(arguments: Place.allCases) func itIsCountedDown(_ place: Place) {
    var driver = Self.failed(place, 61)
    #expect(driver.message.hasSuffix("Next try in 1:01") && driver.console.wantsTicks)
    driver.send(.tick)
    #expect(driver.message.hasSuffix("Next try in 1:00"))
    driver.send(.tick)
    #expect(driver.message.hasSuffix("Next try in 59 s") && driver.rings == 0)
  }

  @Test(arguments: Place.allCases) func nothingIsTriedBeforeItIsOver(_ place: Place) {
    var driver = Self.failed(place, 2)
    driver.send(.tick)
    Self.retry(place, &driver)
    #expect(driver.requests.isEmpty && driver.message.hasSuffix("Next try in 1 s") && driver.rings == 1)
    driver.send(.tick)
    #expect(driver.message == "Try again." && !driver.console.wantsTicks)
    PINDriver.choose(place.button, in: &driver)
    #expect(driver.requests.count == 1)
  }

  @Test(arguments: Place.allCases) func itGoesOnUnderTheHelp(_ place: Place) {
    var driver = Self.failed(place, 3)
    driver.press(.function(1))
    #expect(driver.lines[0].contains("Help") && driver.console.wantsTicks)
    driver.send(.tick)
    #expect(driver.message.isEmpty)
    driver.press(.escape)
    driver.send(.tick)
    #expect(driver.message.hasSuffix("Next try in 1 s"))
    driver.press(.function(1))
    driver.send(.tick)
    #expect(!driver.console.wantsTicks)
  }
}
