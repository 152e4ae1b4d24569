import BackupStore
import CameraModel
import Console
import TerminalUI
import Testing
import Wording

@testable import CameraService

/// Digits that are drawn for a person, and how strong digits are.
struct GeneratedPINTests {
  private func generated(_ status: StatusReport = Values.status(isPINSet: false, backups: 0)) -> ConsoleDriver {
    var driver = PINDriver.make(status)
    PINDriver.choose("Generate", in: &driver)
    driver.reply(.pinGenerated(count: 12))
    driver.forgetEffects()
    return driver
  }

  @Test func theyAreShownInAPlaceThatNothingElseIsDrawnIn() throws {
    let driver = generated()
    let place = try #require(driver.console.secretPlace)
    #expect(place.name == .newPIN)
    #expect(place.count == 12)
    let columns = (0..<12).map { place.position(of: $0).column - place.position.column }
    #expect(columns == [0, 1, 2, 3, 5, 6, 7, 8, 10, 11, 12, 13])
    #expect(driver.lines[place.position.row] == " New PIN")
    #expect(driver.text.contains("Write this PIN down now. It is not shown again."))
    #expect(driver.text.contains("A thief needs 9.5 years."))
  }

  /// The focus is on the last four digits, and the fourth saves.
  @Test func theLastFourDigitsSave() throws {
    var driver = generated()
    #expect(driver.console.focusedSecret == .lastDigits)
    #expect(driver.text.contains("Type the last four digits of the new PIN to save it."))
    for count in 1...3 { driver.secret(.lastDigits, count: count) }
    #expect(driver.requests.isEmpty)
    driver.secret(.lastDigits, count: 4)
    guard case .pin(.set(.generated, forgetting: false))? = driver.requests.first else {
      return #expect(Bool(false), "not saved")
    }
    #expect(driver.requests[0].traits.secrets == [.newPIN, .lastDigits] && driver.console.secretPlace != nil)
  }

  @Test func otherDigitsDoNotSave() {
    var driver = generated()
    driver.press(.enter)
    #expect(driver.requests.isEmpty && driver.message == "Type the last four digits of the new PIN to save it.")
    driver.secret(.lastDigits, count: 4)
    driver.reply(.failed(.pinsDiffer))
    #expect(driver.message == "These are not the last four digits of the new PIN. Type them again.")
    #expect(driver.wiped == [.lastDigits] && driver.console.focusedSecret == .lastDigits)
    #expect(driver.console.secretPlace != nil, "the PIN is still shown")
  }

  /// Another PIN is drawn: what was typed of the one before does not count.
  @Test func anotherPINBeginsAfresh() {
    var driver = generated()
    driver.secret(.lastDigits, count: 3)
    PINDriver.choose("Generate", in: &driver)
    driver.reply(.pinGenerated(count: 12))
    #expect(driver.wiped.contains(.lastDigits) && driver.console.focusedSecret == .lastDigits)
    #expect(!driver.text.contains("***"))
  }

  @Test func aChangeStillNeedsTheOldPIN() throws {
    var driver = generated(Values.status())
    #expect(driver.console.focusedSecret == .oldPIN)
    driver.press(.enter)
    driver.secret(.lastDigits, count: 4)
    #expect(driver.message == "Enter the old PIN." && driver.console.focusedSecret == .oldPIN)
    driver.secret(.oldPIN, count: 8)
    driver.press(.enter, .enter)
    guard case .pin(.change(.generated)) = try #require(driver.requests.first) else { return #expect(Bool(false)) }
    driver.nextPINTry = NextPINTry(triesBeforeWait: 4)
    driver.reply(.failed(.store(.wrongPIN(waitSeconds: 0))))
    #expect(driver.wiped == [.oldPIN] && driver.text.contains("Tries left before a wait: 4."))
    #expect(driver.console.secretPlace != nil)
  }

  @Test func anOwnPINTakesItsPlace() {
    var driver = generated()
    PINDriver.choose("Own PIN", in: &driver)
    #expect(driver.wiped == [.newPIN, .repeatedPIN, .lastDigits])
    #expect(driver.console.secretPlace == nil)
    #expect(driver.console.focusedSecret == .newPIN)
    #expect(driver.text.contains("8 to 64 digits"))
  }

  @Test func theyAreNotSeenOnOtherScreens() {
    var driver = generated()
    driver.press(.function(1))
    #expect(driver.console.secretPlace == nil)
    driver.press(.escape)
    #expect(driver.console.secretPlace != nil)
    driver.resize(Size(columns: 50, rows: 24))
    #expect(driver.console.secretPlace == nil)
    driver.resize(.small)
    #expect(driver.console.secretPlace != nil)
    driver.press(.escape)
    #expect(driver.console.secretPlace == nil)
    #expect(driver.wiped == [.oldPIN, .newPIN, .repeatedPIN, .lastDigits])
  }

  @Test func aQuestionOverThemHidesThem() throws {
    var driver = generated(Values.status())
    driver.resize(.small)
    driver.secret(.oldPIN, count: 8)
    driver.press(.enter)
    driver.send(.decision(.lockCard(backups: 3)))
    let isCovered = !driver.text.contains("\n New PIN\n")
    #expect(isCovered == (driver.console.secretPlace == nil))
  }

  @Test(arguments: [
    ("80246791", "A thief needs 8 hours."),
    ("24121987", "A thief needs 8 hours. Less for dates."),
    ("12345678", "A thief needs 8 hours. Less for 1234."),
    ("121212121212", "A thief needs 9.5 years. Less for 1212."),
  ])
  func strength(digits: String, line: String) {
    var driver = PINDriver.make()
    driver.press(.enter)
    driver.newPIN(digits)
    #expect(driver.lines[9] == " \(line)")
    driver.secret(.newPIN, count: 0)
    #expect(driver.lines[9].hasPrefix(" Type 8 to 64 digits,"))
  }

  @Test(arguments: ["24121987", "8024679135024", "1234567890123456", "111111111111111111111111"])
  func aDigitCostsLittle(digits: String) {
    for length in 2...digits.count {
      var driver = PINDriver.make(isSlow: true)
      driver.press(.enter)
      driver.newPIN(String(digits.prefix(length - 1)))
      let before = driver
      driver.newPIN(String(digits.prefix(length)))
      #expect(Wire.cost(from: before, to: driver) <= 70, "\(digits.prefix(length))")
    }
  }

  /// Of a PIN that Save refuses nothing is said of a thief.
  @Test func aPINThatIsTooShortHasNoStrength() {
    var driver = PINDriver.make()
    driver.press(.enter)
    driver.newPIN("1234567")
    #expect(driver.lines[9] == " Type 8 to 64 digits." && !driver.text.contains("thief"))
  }

  /// Whoever wrote it down must know.
  @Test func leavingSaysThatItWasNotSet() {
    var escaped = generated()
    escaped.press(.escape)
    var closed = generated(Values.status())
    PINDriver.choose("Close", in: &closed)
    for driver in [escaped, closed] {
      #expect(driver.lines[0].contains("Users and Passwords"))
      #expect(driver.message == "The generated PIN was not set." && driver.rings == 0)
    }
    var own = generated()
    PINDriver.choose("Own PIN", in: &own)
    own.press(.escape)
    #expect(own.message.isEmpty)
  }
}
