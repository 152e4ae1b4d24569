import BackupStore
import CameraModel
import CameraService
import Console
import TerminalUI
import Testing

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
    #expect(driver.text.contains("Write these digits down now: they are not shown again."))
    #expect(driver.text.contains("A thief of the card needs 9.5 years"))
  }

  @Test func saveNeedsNoRetyping() throws {
    var driver = generated()
    #expect(driver.console.focusedSecret == nil)
    PINDriver.choose("Save", in: &driver)
    guard case .pin(.set(forgetting: false)) = try #require(driver.requests.first) else { return #expect(Bool(false)) }
    #expect(driver.console.secretPlace != nil)
  }

  @Test func aChangeStillNeedsTheOldPIN() throws {
    var driver = generated(Values.status())
    #expect(driver.console.focusedSecret == .oldPIN)
    driver.press(.enter)
    #expect(driver.message == "Enter the old PIN.")
    driver.secret(.oldPIN, count: 8)
    driver.press(.enter)
    guard case .pin(.change) = try #require(driver.requests.first) else { return #expect(Bool(false)) }
    driver.reply(.failed(.store(.wrongPIN(waitSeconds: 0))))
    #expect(driver.wiped == [.oldPIN])
    #expect(driver.console.secretPlace != nil)
  }

  @Test func anEnterTooManyDoesNotSaveDigitsThatNobodyWroteDown() throws {
    var driver = generated()
    driver.press(.enter)
    guard case .pin(.generate) = try #require(driver.requests.first) else { return #expect(Bool(false)) }
  }

  @Test func ownDigitsTakeTheirPlace() {
    var driver = generated()
    PINDriver.choose("Own digits", in: &driver)
    #expect(driver.wiped == [.newPIN, .repeatedPIN])
    #expect(driver.console.secretPlace == nil)
    #expect(driver.console.focusedSecret == .newPIN)
    #expect(driver.text.contains("8 to 64 digits;"))
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
    #expect(driver.wiped == [.oldPIN, .newPIN, .repeatedPIN])
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
    ("1", "A thief of the card needs no time at all"), ("8024679", "A thief of the card needs 50 minutes"),
    ("24121987", "A thief of the card needs 8 hours, for a date far less"),
    ("12345678", "A thief of the card needs 8 hours, for a run far less"),
    ("121212121212", "A thief of the card needs 9.5 years, for repeats far less"),
  ])
  func strength(digits: String, line: String) {
    var driver = PINDriver.make()
    driver.press(.enter)
    driver.newPIN(digits)
    #expect(driver.lines[9] == " \(line)")
    driver.secret(.newPIN, count: 0)
    #expect(driver.lines[9].hasPrefix(" 8 to 64 digits;"))
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
}
