import BackupStore
import Console
import FileSystem
import TerminalUI
import Testing

@testable import CameraService

/// The time to wait after wrong secrets is the same on all screens that ask for one.
struct WaitCountdownTests {
  /// The four screens with a secret that is typed, before it is tried.
  enum Place: CaseIterable {
    case logIn, restore, superPIN, tryPIN

    var driver: ConsoleDriver {
      var driver: ConsoleDriver
      switch self {
      case .logIn:
        driver = ConsoleDriver()
        driver.type("admin")
        driver.press(.enter)
        driver.secret(.password, count: 6)
      case .restore:
        driver = BackupDriver.opened(size: .usual)
        driver.press(.enter)
        driver.secret(.pin, count: 12)
      case .superPIN:
        driver = PINDriver.make()
        driver.secret(.oldPIN, count: 8)
        driver.secret(.newPIN, count: 10)
        driver.secret(.repeatedPIN, count: 10)
      case .tryPIN:
        driver = PINDriver.make(Values.status(card: Values.card(.locked, foreign: 3), backups: 0))
        PINDriver.choose("Try PIN", in: &driver)
        driver.secret(.pin, count: 12)
      }
      return driver
    }

    var button: String {
      switch self {
      case .logIn: "Log in"
      case .restore: "Show what"
      case .superPIN: "Save"
      case .tryPIN: "Try"
      }
    }

    var secret: FieldName {
      switch self {
      case .logIn: .password
      case .restore, .tryPIN: .pin
      case .superPIN: .oldPIN
      }
    }

    /// Goes to the field and types, as far as the field takes it.
    func typeSecret(into driver: inout ConsoleDriver) {
      for _ in 0..<8 where driver.console.focusedSecret != secret { driver.press(.tab) }
      if driver.console.focusedSecret == secret { driver.secret(secret, count: 12) }
    }

    /// Opens it while a wait runs that began before.
    func opened(waiting seconds: Int) -> ConsoleDriver {
      var driver: ConsoleDriver
      switch self {
      case .logIn:
        driver = ConsoleDriver()
        driver.logInWait = seconds
        driver.type("admin")
      case .restore: driver = BackupDriver.opened(size: .usual)
      case .superPIN:
        driver = ConsoleDriver.loggedIn()
        driver.type("u")
        driver.reply(.usersListed())
      case .tryPIN: driver = PINDriver.make(Values.status(card: Values.card(.locked, foreign: 3), backups: 0))
      }
      driver.nextPINTry = NextPINTry(wait: seconds)
      switch self {
      case .logIn, .restore: driver.press(.enter)
      case .superPIN: driver.type("p")
      case .tryPIN: PINDriver.choose("Try PIN", in: &driver)
      }
      driver.forgetEffects()
      return driver
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
    PINDriver.choose(place.button, in: &driver)
    #expect(driver.requests.isEmpty && driver.message.hasSuffix("Next try in 1 s") && driver.rings == 1)
    driver.send(.tick)
    #expect(driver.message == "Try again." && !driver.console.wantsTicks)
    place.typeSecret(into: &driver)
    PINDriver.choose(place.button, in: &driver)
    #expect(driver.requests.count == 1)
  }

  @Test(arguments: Place.allCases) func itGoesOnUnderTheHelp(_ place: Place) {
    var driver = Self.failed(place, 3)
    driver.press(.function(1))
    #expect(driver.lines[0].contains("Help") && driver.console.wantsTicks)
    driver.send(.tick)
    #expect(driver.message.isEmpty)
    // The screen looks again.
    driver.nextPINTry = NextPINTry(wait: 2)
    driver.press(.escape)
    driver.send(.tick)
    #expect(driver.message.hasSuffix("Next try in 1 s"))
    driver.press(.function(1))
    driver.send(.tick)
    #expect(!driver.console.wantsTicks)
  }

  /// A wait that began before is said from the start, and not that something was wrong.
  @Test(arguments: Place.allCases) func itIsSaidFromTheMomentTheScreenOpens(_ place: Place) {
    var driver = place.opened(waiting: 9)
    let reason = place == .logIn ? "Too many failed logins." : "Too many wrong PINs."
    #expect(driver.message == "\(reason) Next try in 9 s" && driver.rings == 0 && driver.console.wantsTicks)
    driver.send(.tick)
    #expect(driver.message == "\(reason) Next try in 8 s")
  }

  /// Nothing is taken meanwhile, and nothing is dropped in silence.
  @Test(arguments: Place.allCases) func noDigitIsTaken(_ place: Place) {
    var driver = place.opened(waiting: 9)
    #expect(driver.console.focusedSecret == nil)
    driver.type("4815")
    driver.press(.backspace, .control("u"), .unreadable)
    #expect(driver.rings == 7 && driver.message.hasSuffix("Next try in 9 s") && !driver.text.contains("[*"))
    driver.forgetEffects()
    driver.press(.pasted("4"), .pasted("8"))
    #expect(driver.rings == 0, "the line says it already")
    for _ in 0..<9 { driver.send(.tick) }
    #expect(driver.console.focusedSecret == place.secret && driver.message == "Try again.")
  }

  /// Digits that were not tried are not called wrong.
  @Test(arguments: Place.allCases) func aTryThatCameTooEarlyIsNotCalledWrong(_ place: Place) {
    var driver = place.driver
    PINDriver.choose(place.button, in: &driver)
    driver.reply(.failed(place == .logIn ? .logIn(.mustWait(seconds: 5)) : .store(.mustWait(seconds: 5))))
    #expect(
      driver.message == (place == .logIn ? "Too many failed logins." : "Too many wrong PINs.") + " Next try in 5 s")
  }

  /// What is typed as a user name decides.
  @Test func anotherNameHasAWaitOfItsOwn() {
    var driver = Place.logIn.opened(waiting: 9)
    driver.press(.backTab)
    driver.logInWait = 0
    driver.type("2")
    #expect(driver.message.isEmpty && !driver.console.wantsTicks)
    driver.press(.tab)
    #expect(driver.namesAsked == ["admin", "admin2"] && driver.console.focusedSecret == .password)
    driver.press(.backTab, .tab)
    #expect(driver.namesAsked.count == 2, "it is known already")
    driver = Place.logIn.opened(waiting: 9)
    driver.press(.escape)
    #expect(driver.message.isEmpty && !driver.console.wantsTicks && !driver.text.contains("admin"))
  }

  /// Other work holds the lock: the try itself will tell.
  @Test func aLookThatFailsSaysNothing() {
    var driver = BackupDriver.opened(size: .usual)
    driver.answersLooks = false
    driver.press(.enter)
    driver.reply(.failed(.store(.busy(LockHolder(work: "backup", since: nil)))))
    #expect(driver.message.isEmpty && driver.console.focusedSecret == .pin && driver.rings == 0)
    driver.send(.tick)
    #expect(driver.console.focusedSecret == .pin, "it is not looked again while digits are typed")
  }

  /// PINs that were tried on backups of another PIN have a wait of their own.
  @Test func backupsOfAnotherPINHaveAWaitOfTheirOwn() {
    var driver = PINDriver.make(Values.status(isPINSet: false, card: Values.card(.locked, foreign: 3), backups: 0))
    #expect(driver.console.focusedSecret == .newPIN)
    driver.nextPINTry = NextPINTry(wait: 60, foreignWait: 30)
    driver.press(.function(1), .escape)
    #expect(driver.message == "Too many wrong PINs. Next try in 30 s" && driver.console.focusedSecret == nil)
    driver = PINDriver.make(Values.status(isPINSet: false, card: Values.card(.empty), backups: 0))
    driver.nextPINTry = NextPINTry(wait: 60, foreignWait: 30)
    driver.press(.function(1), .escape)
    #expect(driver.message.isEmpty && driver.console.focusedSecret == .newPIN)
  }
}
