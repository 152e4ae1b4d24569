import BackupStore
import CameraService
import Console
import TerminalUI
import Testing

/// What a field cannot take is told, and what is pasted elsewhere does nothing.
struct RefusalTests {
  private static let names = "Only ASCII letters, digits and signs are allowed here, without spaces."
  private static let passwords = "Only ASCII letters, digits and signs are allowed in a password."

  private static func addUser() -> ConsoleDriver {
    var driver = UsersDriver.make()
    driver.type("a")
    driver.forgetEffects()
    return driver
  }

  private static func label() -> ConsoleDriver {
    var driver = ConsoleDriver.loggedIn()
    driver.type("b")
    driver.reply(.listed())
    driver.type("s")
    driver.forgetEffects()
    return driver
  }

  @Test(arguments: [Key.character("ä"), .character(" "), .unreadable, .pasted(nil), .pasted("€")])
  func aNameTellsWhatItTakes(_ key: Key) {
    for form in [Self.addUser(), ConsoleDriver()] {
      var driver = form
      driver.type("an")
      driver.press(key)
      driver.type("ton")
      #expect(driver.text.contains("[anton ") && driver.message == Self.names && driver.rings == 1)
    }
  }

  @Test func aNameThatIsTooLong() {
    var driver = Self.addUser()
    driver.type("sixteencharacter")
    #expect(driver.rings == 0)
    driver.type("s")
    #expect(driver.message == "At most 16 characters fit here." && driver.rings == 1)
    #expect(driver.text.contains("[sixteencharacter "))
  }

  @Test func aLabel() {
    var driver = Self.label()
    driver.type("Höhe")
    #expect(driver.rings == 0)
    driver.press(.unreadable)
    #expect(driver.message == "Only characters that this terminal can show are allowed here." && driver.rings == 1)
    driver.type(String(repeating: "x", count: BackupMetadata.longestLabel))
    #expect(driver.message == "At most \(BackupMetadata.longestLabel) bytes fit here." && driver.rings == 6)
  }

  @Test func aSearch() {
    var driver = BackupDriver.previewed()
    driver.type("/ip")
    driver.press(.unreadable)
    #expect(driver.rings == 1 && driver.text.contains("Find  [ip ") && !driver.message.isEmpty)
  }

  /// It is not used before it was emptied.
  @Test func aPINWithACharacterMissing() {
    var driver = ConsoleDriver.loggedIn()
    driver.type("b")
    driver.reply(.listed())
    driver.type("r")
    driver.forgetEffects()
    driver.secret(.pin, count: 3)
    driver.send(.secretRefused(.pin, .character))
    #expect(driver.message == "Only digits are allowed in a PIN. Press Ctrl-U and enter it again." && driver.rings == 1)
    driver.secret(.pin, count: 8)
    driver.press(.enter)
    #expect(driver.requests.isEmpty && driver.message.contains("not allowed in a PIN. Press Ctrl-U"))
    driver.secret(.pin, count: 0)
    driver.secret(.pin, count: 8)
    driver.press(.enter)
    #expect(driver.requests.count == 1)
  }

  @Test func aPasswordWithACharacterMissing() {
    var driver = Self.addUser()
    driver.type("anton")
    driver.press(.enter, .enter)
    driver.secret(.newPassword, count: 1)
    driver.send(.secretRefused(.newPassword, .character))
    #expect(driver.message.hasPrefix(Self.passwords) && driver.rings == 1)
    driver.secret(.newPassword, count: 10)
    driver.press(.enter)
    driver.secret(.repeatedPassword, count: 10)
    driver.press(.enter)
    #expect(driver.requests.isEmpty && driver.message.contains("not allowed in a password"))
    // Leaving the form empties it.
    driver.press(.escape)
    driver.type("a")
    #expect(driver.console.spoiledSecrets.isEmpty)
  }

  @Test func aLogInWithACharacterMissing() {
    var driver = ConsoleDriver()
    driver.type("admin")
    driver.press(.enter)
    driver.secret(.password, count: 5)
    driver.send(.secretRefused(.password, .full(limit: 128)))
    #expect(driver.message.hasPrefix("At most 128 characters fit here."))
    driver.press(.enter)
    #expect(driver.requests.isEmpty)
    driver.press(.escape)
    driver.type("admin")
    driver.press(.enter)
    driver.secret(.password, count: 5)
    driver.press(.enter)
    #expect(driver.requests.count == 1)
  }

  /// Of a paste with many the first rings.
  @Test func aPasteRingsOnce() {
    var driver = Self.addUser()
    driver.press(.pasted("a"), .pasted("ä"), .pasted("b"), .pasted(nil), .pasted("ö"))
    #expect(driver.text.contains("[ab ") && driver.rings == 1 && driver.message == Self.names)
  }

  @Test func elsewhereAPasteDoesNothing() {
    var help = ConsoleDriver.loggedIn()
    help.type("?")
    var question = ConsoleDriver.loggedIn()
    question.press(.escape)
    for screen in [ConsoleDriver.loggedIn(), UsersDriver.make(), BackupDriver.previewed(), help, question] {
      var driver = screen
      driver.forgetEffects()
      for scalar in "rubmslykn/?1 ".unicodeScalars { driver.press(.pasted(scalar)) }
      driver.press(.pasted(nil), .unreadable)
      #expect(driver.text == screen.text && driver.effects.isEmpty, "\(driver.text)")
    }
  }

  private static func redraws(_ driver: ConsoleDriver) -> Int {
    driver.effects.count { if case .redraw = $0 { true } else { false } }
  }

  /// Someone plugs a cable into a console that runs.
  @Test func enterOnTheEmptyLogInDrawsAllAgain() {
    var driver = ConsoleDriver()
    let text = driver.text
    driver.press(.enter, .enter)
    #expect(Self.redraws(driver) == 2 && driver.text == text)
    driver.press(.tab, .enter)
    #expect(Self.redraws(driver) == 3, "from the password")
    driver.press(.tab, .enter)
    #expect(Self.redraws(driver) == 4 && driver.message == "Enter a user name.", "from the button")
    driver.type("a")
    driver.press(.enter)
    #expect(Self.redraws(driver) == 4)
    driver = ConsoleDriver(size: Size(columns: 40, rows: 10))
    driver.press(.enter)
    #expect(Self.redraws(driver) == 1)
    driver.press(.character("x"), .tab)
    #expect(driver.effects.count == 1)
  }

  /// What was wrong with the PIN before is over while another one is typed.
  @Test func aComplaintIsOverWithTheNextChange() {
    var driver = PINDriver.make()
    driver.secret(.oldPIN, count: 8)
    driver.press(.enter)
    driver.newPIN("1234")
    driver.press(.enter, .enter)
    #expect(driver.message.hasPrefix("A PIN has at least 8 digits."), "\(driver.message)")
    driver.newPIN("12345")
    #expect(driver.message.isEmpty)
    var login = ConsoleDriver()
    login.type("dora")
    login.press(.enter)
    login.secret(.password, count: 3)
    login.press(.enter)
    login.reply(.failed(.logIn(.wrong(waitSeconds: 0))))
    #expect(login.message.contains("is wrong"), "\(login.message)")
    var other = login
    login.secret(.password, count: 1)
    #expect(login.message.isEmpty)
    other.press(.up)
    #expect(!other.message.isEmpty)
    other.type("x")
    #expect(other.message.isEmpty)
  }
}
