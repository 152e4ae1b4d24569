import BackupStore
import CameraModel
import Console
import FileSystem
import TerminalUI
import Testing
import Wording

@testable import CameraService

/// The Super PIN is set, changed, replaced.
struct SuperPINScreenTests {
  private static let noPIN = Values.status(isPINSet: false, card: Values.card(.empty), backups: 0)
  private static let locked = Values.status(card: Values.card(.locked, foreign: 3), backups: 0)

  private func change(old: Int = 8, new: Int = 10, again: Int = 10) -> ConsoleDriver {
    var driver = PINDriver.make()
    driver.secret(.oldPIN, count: old)
    driver.press(.enter)
    driver.secret(.newPIN, count: new)
    driver.press(.enter)
    driver.secret(.repeatedPIN, count: again)
    driver.press(.enter)
    return driver
  }

  private func report(_ set: (inout PINOutcome) -> Void = { _ in }) -> PINReport {
    var outcome = PINOutcome()
    set(&outcome)
    return Values.pinReport(outcome)
  }

  /// Another session is at work with the PIN, and the camera cannot tell yet.
  @Test func nobodyKnowsYetWhetherAPINIsSet() {
    var driver = ConsoleDriver.loggedIn(nil)
    driver.reply(.failed(.noThread))
    driver.type("u")
    driver.reply(.usersListed())
    driver.type("p")
    #expect(driver.text.contains("The camera has not told yet whether a Super PIN is set."))
    #expect(!driver.text.contains("There is no Super PIN") && !driver.text.contains("[Save]"))
    #expect(driver.console.focusedSecret == nil)
    driver.reply(.status(Values.status()), status: Values.status())
    #expect(driver.text.contains("Old PIN") && driver.text.contains("[Save]"))
  }

  @Test func aFirstPIN() throws {
    var driver = PINDriver.make(Self.noPIN)
    PINDriver.choose("Save", in: &driver)
    #expect(driver.message == "Enter the new PIN, or let Generate choose one.")
    #expect(driver.console.focusedSecret == .newPIN)
    driver.newPIN("123")
    PINDriver.choose("Save", in: &driver)
    #expect(driver.message == "A PIN has at least 8 digits. Generate gives you a random PIN.")
    driver.newPIN("80246791")
    PINDriver.choose("Save", in: &driver)
    #expect(driver.message == "Enter the new PIN again.")
    driver.secret(.repeatedPIN, count: 8)
    #expect(driver.requests.isEmpty)
    driver.press(.enter)
    guard case .pin(.set(.typed, forgetting: false)) = try #require(driver.requests.first) else {
      return #expect(Bool(false))
    }
    driver.reply(.pinSet(report()), status: Values.status(card: Values.card(.empty), backups: 0))
    #expect(driver.lines[0].contains("Users and Passwords"))
    #expect(driver.message == "The Super PIN is set.")
    #expect(driver.text.contains("Super PIN: set on 2026-11-19"))
    #expect(driver.wiped == [.oldPIN, .newPIN, .repeatedPIN, .lastDigits])
  }

  /// Digits of backups on the card may be fewer than new ones have to be.
  @Test func formerDigitsMayBeFew() throws {
    var driver = PINDriver.make(Values.status(isPINSet: false, card: Values.card(.locked, foreign: 3), backups: 0))
    driver.newPIN("739")
    PINDriver.choose("Save", in: &driver)
    #expect(driver.message == "A PIN has at least 8 digits. Generate gives you a random PIN.")
    driver.newPIN("739146")
    driver.secret(.repeatedPIN, count: 6)
    PINDriver.choose("Save", in: &driver)
    guard case .pin(.set(.typed, forgetting: false)) = try #require(driver.requests.first) else {
      return #expect(Bool(false))
    }
  }

  @Test func aChange() throws {
    var driver = change()
    guard case .pin(.change) = try #require(driver.requests.first) else { return #expect(Bool(false)) }
    driver.reply(.pinChanged(report { $0.rewritten = 5 }))
    #expect(driver.message == "The Super PIN is changed. 5 backups re-encrypted and verified.")
  }

  @Test func theDigitsInForceMayBeShort() throws {
    let driver = change(old: 5, new: 5, again: 5)
    guard case .pin(.change) = try #require(driver.requests.first) else { return #expect(Bool(false)) }
  }

  @Test func onlyAWrongOldPINIsTypedAnew() {
    var driver = change()
    driver.forgetEffects()
    driver.reply(.failed(.store(.wrongPIN(waitSeconds: 0))))
    #expect(driver.wiped == [.oldPIN])
    #expect(driver.console.focusedSecret == .oldPIN)
    #expect(driver.lines[6].contains("**********"))
    #expect(driver.message == "That is not the Super PIN. Try again.")
    #expect(!driver.console.wantsTicks)
  }

  @Test func theWaitIsCountedDown() {
    var driver = change()
    driver.reply(.failed(.store(.wrongPIN(waitSeconds: 30))))
    #expect(driver.message == "Too many wrong PINs. Next try in 30 s")
    #expect(driver.console.wantsTicks)
    let before = driver
    driver.forgetEffects()
    driver.send(.tick)
    #expect(driver.message == "Too many wrong PINs. Next try in 29 s")
    #expect(driver.rings == 0)
    #expect(Wire.cost(from: before, to: driver) <= 20)
    for _ in 0..<29 { driver.send(.tick) }
    #expect(driver.message == "Try again.")
    #expect(!driver.console.wantsTicks)
  }

  @Test func newDigitsThatDifferAreTypedAnew() {
    var driver = change(new: 10, again: 11)
    driver.forgetEffects()
    driver.reply(.failed(.pinsDiffer))
    #expect(driver.wiped == [.newPIN, .repeatedPIN])
    #expect(driver.lines[5].contains("********"))
    #expect(driver.console.focusedSecret == .newPIN)
    #expect(driver.message.hasPrefix("The two entries of the new PIN are not the same."))
  }

  @Test func aBusyCameraKeepsWhatIsTyped() {
    var driver = change()
    driver.forgetEffects()
    driver.reply(.failed(.store(.readOnly)))
    #expect(driver.wiped.isEmpty)
    #expect(driver.lines[6].contains("**********"))
  }

  @Test func forgottenTakesAWord() throws {
    var driver = PINDriver.make()
    driver.secret(.oldPIN, count: 4)
    PINDriver.choose("I do not know", in: &driver)
    #expect(driver.text.contains("The 5 backups on the card will be locked"))
    driver.press(.enter)
    #expect(driver.message == "Type forgotten, or leave with Esc.")
    driver.type("forgotten")
    driver.forgetEffects()
    driver.press(.enter)
    #expect(driver.wiped == [.oldPIN])
    #expect(!driver.text.contains("Old PIN"))
    driver.newPIN("80246791")
    driver.press(.enter)
    driver.secret(.repeatedPIN, count: 8)
    driver.press(.enter)
    guard case .pin(.set(.typed, forgetting: true)) = try #require(driver.requests.first) else {
      return #expect(Bool(false))
    }
  }

  @Test func aLostRecordLeadsToANewPIN() {
    var driver = ConsoleDriver.loggedIn()
    driver.send(.idle)
    driver = ConsoleDriver()
    driver.type("admin")
    driver.press(.enter, .enter)
    driver.reply(.loggedIn())
    driver.reply(.failed(.store(.recordDamaged)))
    driver.type("u")
    driver.reply(.usersListed())
    driver.type("p")
    driver.reply(.failed(.store(.recordDamaged)))
    #expect(driver.text.contains("This sets a new Super PIN without the old one."))
    driver.newPIN("80246791")
    driver.press(.enter)
    driver.secret(.repeatedPIN, count: 8)
    driver.forgetEffects()
    driver.press(.enter)
    guard case .pin(.set(.typed, forgetting: true))? = driver.requests.first else { return #expect(Bool(false)) }
  }

  @Test func aDecisionIsAskedAndAnswered() {
    var driver = change()
    driver.send(.decision(.lockCard(backups: 3)))
    #expect(driver.text.contains("This PIN does not open the 3 backups on the card. The card will be locked."))
    driver.press(.escape)
    driver.send(.decision(.leaveCard(.absent)))
    driver.press(.tab, .enter)
    let answers = driver.effects.compactMap { if case .decide(let answer) = $0 { answer } else { nil } }
    #expect(answers == [false, true])
  }

  /// Another card than the usual one is in the slot: said before, and asked.
  @Test func backupsOnAnotherCard() {
    let status = Values.status(card: Values.card(.empty), backups: 0, elsewhere: 3)
    var driver = PINDriver.make(status)
    #expect(driver.text.contains("3 backups on another card will be locked until you set the old PIN again."))
    driver.secret(.oldPIN, count: 8)
    driver.press(.enter)
    driver.newPIN("80246791")
    driver.press(.enter)
    driver.secret(.repeatedPIN, count: 8)
    driver.press(.enter)
    driver.send(.decision(.leaveCard(.otherCard(backups: 3))))
    Golden.expect(driver, "pin-other-card-question")
    #expect(!PINDriver.make().text.contains("another card"))
  }

  @Test func theCurrentPINOpensOtherBackups() throws {
    var driver = PINDriver.make(Self.locked)
    PINDriver.choose("Try PIN", in: &driver)
    driver.press(.enter)
    #expect(driver.message == "Enter the Super PIN.")
    driver.secret(.pin, count: 8)
    driver.press(.enter)
    guard case .pin(.adopt) = try #require(driver.requests.first) else { return #expect(Bool(false)) }
    driver.reply(.failed(.store(.locked(foreign: 3))))
    #expect(
      driver.message == "This PIN does not open the backups. Change the Super PIN to the PIN that they were made with.")
    driver.secret(.pin, count: 8)
    driver.press(.enter)
    driver.reply(.adopted(report { $0.adopted = 3 }), status: Values.status(backups: 3))
    #expect(driver.lines[0].contains("Super PIN"))
    #expect(driver.message == "3 backups can be used again. They are no longer kept, and changed labels are lost.")
    #expect(!driver.text.contains("Try PIN"))
  }

  @Test(arguments: [
    (PINOutcome(isUnchanged: true), "This is the Super PIN already. Nothing was changed."),
    (
      PINOutcome(rewritten: 4, lost: [Values.name("00010002")]),
      "The Super PIN is changed. 4 backups re-encrypted and verified. Damaged and deleted: 00010002."
    ),
    (
      PINOutcome(adopted: 1, locked: 2),
      "The Super PIN is changed. 1 backup can be used again. It is no longer kept, and changed labels are lost. Made with another PIN: 2 backups on the card."
    ),
    (
      PINOutcome(cardFailure: .readOnly),
      "The PIN is set, but the card failed afterwards. When the card works, press Try PIN under Super PIN."
    ),
  ])
  func whatCameOfIt(outcome: PINOutcome, message: String) {
    var driver = change()
    driver.reply(.pinChanged(Values.pinReport(outcome)))
    #expect(driver.message == message)
  }

  @Test func aFirstStartOffersThePIN() {
    var driver = ConsoleDriver()
    driver.type("admin")
    driver.press(.enter)
    driver.secret(.password, count: 6)
    driver.press(.enter)
    driver.reply(.loggedIn(mustChangePassword: true))
    driver.press(.enter, .enter)
    driver.reply(.passwordChosen())
    driver.reply(.status(Self.noPIN))
    #expect(driver.lines[0].contains("Super PIN"))
    PINDriver.choose("Later", in: &driver)
    #expect(driver.lines[0].contains("Admin Menu"))
    driver.type("u")
    driver.reply(.usersListed())
    driver.press(.escape)
    #expect(driver.lines[0].contains("Admin Menu"))
  }
}

extension PINOutcome {
  fileprivate init(
    rewritten: Int = 0, adopted: Int = 0, lost: [BackupName] = [], locked: Int = 0, isUnchanged: Bool = false,
    cardFailure: CleanUpFailure? = nil
  ) {
    self.init()
    self.rewritten = rewritten
    self.adopted = adopted
    self.lost = lost
    self.locked = locked
    self.isUnchanged = isUnchanged
    self.cardFailure = cardFailure
  }
}
