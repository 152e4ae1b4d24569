import CameraModel
import Console
import TerminalUI
import Testing

@testable import CameraService

/// The Configuration dialog: sections, keys, and values that are edited in their rows.
struct ConfigurationScreenTests {
  private static let sizes = [(Size.usual, ""), (.small, "-small")]

  private static func chosen(_ driver: ConsoleDriver) -> String {
    driver.lines.first { $0.hasPrefix(" > ") } ?? ""
  }

  @Test(arguments: sizes) func pictures(_ size: Size, _ suffix: String) {
    Golden.expect(ConfigurationDriver.make(size: size), "configuration\(suffix)")
    var driver = ConfigurationDriver.changed(size: size)
    Golden.expect(driver, "configuration-changed\(suffix)")
    driver.type("c")
    Golden.expect(driver, "configuration-close\(suffix)")
    driver.press(.escape)
    driver.press(.end)
    Golden.expect(driver, "configuration-end\(suffix)")
    driver.type("?")
    Golden.expect(driver, "configuration-help\(suffix)")
  }

  @Test(arguments: sizes) func aValueIsEditedInItsRow(_ size: Size, _ suffix: String) {
    var driver = ConfigurationDriver.make(size: size)
    ConfigurationDriver.choose("sharp", in: &driver)
    let row = driver.canvas.cursor?.row
    driver.press(.enter)
    driver.type("2")
    Golden.expect(driver, "configuration-edit\(suffix)")
    #expect(driver.canvas.cursor?.row == row)
    driver.press(.enter)
    #expect(Self.chosen(driver).contains("SHARPNESS") && Self.chosen(driver).hasSuffix(" 42  (now 4)"))
    #expect(driver.requests.isEmpty, "nothing is done before Apply")
    driver.type("e")
    #expect(driver.text.contains("[42"))
    driver.press(.backspace, .backspace)
    driver.type("4")
    driver.press(.enter)
    #expect(Self.chosen(driver).hasSuffix(" 4") && !driver.text.contains("Press a"), "the same value is no change")
  }

  /// What the last search or key said is not about the value that is typed now.
  @Test func aMessageEndsWithWhatItIsAbout() {
    var driver = ConfigurationDriver.make()
    ConfigurationDriver.choose("sharp", in: &driver)
    #expect(driver.message == "Match 1 of 1.")
    driver.type("n")
    #expect(driver.message == "Match 1 of 1, from the top again.")
    driver.press(.up)
    #expect(driver.message.isEmpty, "another row is chosen")
    ConfigurationDriver.choose("WIFI", in: &driver)
    driver.type("d")
    #expect(driver.message == "This key is not changed. There is nothing to discard.")
    driver.type("e")
    #expect(driver.message.isEmpty)
    driver.press(.enter)
    #expect(driver.message == "Type a value, or press Esc to change nothing.")
    driver.press(.escape)
    #expect(driver.message.isEmpty)
  }

  /// A value that is longer than its row is whole in the message line while its row is chosen; of a very long one it is
  /// said how much more there is.
  @Test(arguments: [Size.usual, .small]) func aLongValueIsWhole(_ size: Size) {
    var driver = ConfigurationDriver.make(size: size)
    ConfigurationDriver.choose("EXPOSURE", in: &driver)
    driver.press(.up, .down)
    #expect(Self.chosen(driver).hasSuffix(">"), "\(driver.text)")
    let value = "EXPOSURE_ZONES=0,0,100,100;20,20,60,60;35,35,30,30;10,70,80,20;5,5,90,15;0,45,100,10"
    #expect(driver.message.filter { $0 != " " } == value)
    driver.press(.down)
    #expect(driver.message.isEmpty)
    driver.press(.up)
    ConfigurationDriver.set("EXPOSURE", to: String(repeating: "x", count: 300), in: &driver)
    let text = "EXPOSURE_ZONES=" + String(repeating: "x", count: 300)
    let shown = driver.message.prefix { $0 != "." }.filter { $0 != " " }.count
    #expect(driver.message.hasSuffix(" ... \(text.count - shown) more characters"), "\(driver.message)")
  }

  @Test func escLeavesTheValueAsItIs() {
    var driver = ConfigurationDriver.make()
    ConfigurationDriver.choose("CAPTION", in: &driver)
    driver.type("e")
    driver.press(.control("u"))
    driver.type("other")
    driver.press(.tab, .down, .escape)
    #expect(driver.lines[0].hasPrefix(" Configuration ") && Self.chosen(driver).hasSuffix("Gate   north"))
    driver.press(.escape)
    #expect(driver.lines[0].hasPrefix(" Admin Menu"))
  }

  @Test(arguments: sizes) func aSecretIsTypedUnseen(_ size: Size, _ suffix: String) {
    var driver = ConfigurationDriver.make(size: size)
    ConfigurationDriver.choose("WIFI", in: &driver)
    #expect(Self.chosen(driver).hasSuffix(" ***") && !driver.text.contains("geheim"))
    driver.type("e")
    #expect(driver.console.focusedSecret == .secretValue)
    driver.press(.enter)
    #expect(driver.message == "Type a value, or press Esc to change nothing." && driver.requests.isEmpty)
    driver.secret(.secretValue, count: 5)
    Golden.expect(driver, "configuration-secret\(suffix)")
    driver.press(.escape)
    #expect(driver.wiped == [.secretValue] && driver.console.focusedSecret == nil)
    driver.type("e")
    driver.secret(.secretValue, count: 9)
    driver.press(.enter)
    guard case .configuration(.takeSecret(let key))? = driver.requests.last else {
      return #expect(Bool(false), "not taken")
    }
    #expect(key.name == "ethernet.WIFI_PSK")
    driver.reply(.failed(.secret(.noMemory)))
    #expect(driver.console.focusedSecret == .secretValue, "after a failure it is still typed")
  }

  /// A value with a secret in it is typed as a whole, and unseen: what the row shows is not what the file holds.
  @Test func aValueWithASecretInItIsTypedUnseen() {
    var driver = ConfigurationDriver.make()
    ConfigurationDriver.choose("FTP", in: &driver)
    #expect(!driver.text.contains("geheim") && Self.chosen(driver).contains("***"))
    driver.type("e")
    #expect(driver.console.focusedSecret == .secretValue)
  }

  @Test(arguments: [
    ("USER1", "Users cannot be changed here."),
    ("SERIAL", "identity.SERIAL identifies this camera and cannot be changed here."),
    ("SECTION image", "This is the name of a section. Choose a key below it."),
    ("the lens", "SECTION notes is text and has no keys."),
  ])
  func whatCannotBeChanged(_ text: String, _ reason: String) {
    for key in ["e", "r", "d"] {
      var driver = ConfigurationDriver.make()
      ConfigurationDriver.choose(text, in: &driver)
      driver.type(key)
      #expect(driver.message.hasPrefix(reason), "\(driver.message)")
      #expect(!driver.text.contains("Press a to apply") && driver.requests.isEmpty)
    }
  }

  @Test func removingAndDiscarding() {
    var driver = ConfigurationDriver.make()
    ConfigurationDriver.choose("NETMASK", in: &driver)
    driver.type("d")
    #expect(driver.message == "This key is not changed. There is nothing to discard.")
    driver.type("r")
    #expect(Self.chosen(driver).hasSuffix("(removed)  (now 255.255.0.0)"))
    #expect(driver.text.contains("Press a to apply 1 change."))
    driver.type("e")
    #expect(driver.text.contains("[255.255.0.0"), "a key that is removed is edited from its value")
    driver.press(.escape)
    driver.type("r")
    #expect(!driver.text.contains("Press a"))
    driver.type("rd")
    #expect(!driver.text.contains("Press a"))
    driver.type("a")
    #expect(driver.message == "Nothing is changed. There is nothing to apply." && driver.requests.isEmpty)
  }

  @Test func sectionsAreReachedByOneKey() {
    var driver = ConfigurationDriver.make(size: .small)
    driver.press(.home)
    for name in ["identity", "image", "notes", "users", "wlan of network.cfg", "ethernet"] {
      driver.type("s")
      #expect(Self.chosen(driver) == " > SECTION \(name)", "\(driver.text)")
    }
  }

  /// `/` finds sections, keys and values, but no secret.
  @Test func finding() {
    var driver = ConfigurationDriver.make()
    for (text, row) in [
      ("section wlan", "SECTION wlan"), ("sharpness", "SHARPNESS"), ("gate-north", "NAME"), ("in May", "the lens"),
    ] {
      ConfigurationDriver.choose(text, in: &driver)
      #expect(Self.chosen(driver).contains(row), "\(driver.text)")
    }
    ConfigurationDriver.choose("geheim", in: &driver)
    #expect(driver.message == "No line contains geheim.")
  }

  /// Another session may change the camera meanwhile: the same key stays chosen, and what was typed stays.
  @Test func aNewListKeepsChoiceAndChanges() {
    var driver = ConfigurationDriver.changed()
    ConfigurationDriver.choose("SHARPNESS", in: &driver)
    driver.type("?")
    driver.press(.escape)
    let fewer = ConfigurationDriver.sections.filter { $0.place.section != "identity" }
    driver.reply(.configuration(.listed(fewer)))
    #expect(Self.chosen(driver).contains("SHARPNESS") && driver.text.contains("Press a to apply 3 changes."))
  }

  @Test func whatCannotBeReadIsSaid() {
    var driver = ConsoleDriver.loggedIn()
    driver.type("g")
    driver.reply(.failed(.edit(.file("camera.cfg", .utf16))))
    #expect(driver.text.contains("The configuration cannot be read.") && driver.text.contains("UTF-16"))
    driver.type("eras/x")
    driver.press(.escape, .escape)
    #expect(driver.lines[0].hasPrefix(" Admin Menu"))
  }

  /// A value that was typed is not lost with the mark for removal.
  @Test func removeTwiceBringsBackWhatWasTyped() {
    var driver = ConfigurationDriver.make()
    ConfigurationDriver.set("SHARPNESS", to: "7", in: &driver)
    driver.type("r")
    #expect(Self.chosen(driver).hasSuffix("(removed)  (now 4)"))
    driver.type("r")
    #expect(Self.chosen(driver).hasSuffix(" 7  (now 4)"))
    driver.type("rdrr")
    #expect(Self.chosen(driver).hasSuffix(" 4"), "what was discarded does not come back")
  }
}

/// From *Apply* to the restart.
struct ApplyScreenTests {
  private static let sizes = [(Size.usual, ""), (.small, "-small")]

  @Test(arguments: sizes) func pictures(_ size: Size, _ suffix: String) {
    var driver = ConfigurationDriver.previewed(size: size)
    #expect(!driver.text.contains("password9") && !driver.text.contains("geheim"))
    Golden.expect(driver, "configuration-apply\(suffix)")
    driver.type("a")
    Golden.expect(driver, "configuration-question\(suffix)")
    driver.accept()
    guard case .configuration(.change(let draft, let options, let shown))? = driver.requests.last else {
      return #expect(Bool(false), "nothing was changed")
    }
    #expect(draft.edit.names == ["image.SHARPNESS", "ethernet.NETMASK", "ethernet.WIFI_PSK"])
    #expect(options.revertMinutes == nil)
    driver.reply(.configuration(.changed(ConfigurationReport(preview: shown, losses: RestoreLosses()))))
    Golden.expect(driver, "configuration-restart\(suffix)")
    driver.readNotice()
    guard case .camera(.reboot)? = driver.requests.last else { return #expect(Bool(false), "no restart") }
  }

  @Test func withoutTheBoxItNeedNotBeConfirmed() {
    var driver = ConfigurationDriver.previewed()
    driver.type("va")
    driver.accept()
    guard case .configuration(.change(_, let options, _))? = driver.requests.last else {
      return #expect(Bool(false), "nothing was changed")
    }
    #expect(options.revertMinutes == 0)
  }

  /// Where nobody would revert it, no box promises that.
  @Test func aRevertThatNobodyWouldDoIsNotOffered() {
    var driver = ConfigurationDriver.changed()
    driver.type("a")
    guard case .configuration(.preview(let draft, _))? = driver.requests.last else { return #expect(Bool(false)) }
    driver.reply(.configuration(.previewed(ConfigurationDriver.preview(draft.edit, revertLack: .neverRan))))
    #expect(!driver.text.contains("Revert unless"))
    driver.type("a")
    driver.accept()
    guard case .configuration(.change(_, let options, _))? = driver.requests.last else { return #expect(Bool(false)) }
    #expect(options.revertMinutes == 0)
  }

  @Test func cancelGoesBackToTheChanges() {
    var driver = ConfigurationDriver.previewed()
    driver.type("a")
    driver.press(.escape)
    driver.type("c")
    #expect(driver.lines[0].hasPrefix(" Configuration ") && driver.text.contains("Press a to apply 3 changes."))
    #expect(!driver.requests.contains { if case .configuration(.change) = $0 { true } else { false } })
  }

  /// The list is read again where it is not what was shown.
  @Test func anotherSessionChangedIt() {
    var driver = ConfigurationDriver.previewed()
    driver.type("a")
    driver.accept()
    driver.reply(.failed(.edit(.changed("camera.cfg"))))
    #expect(driver.lines[0].hasPrefix(" Configuration "))
    guard case .configuration(.list)? = driver.requests.last else { return #expect(Bool(false), "not read again") }
    driver.reply(.configuration(.listed(ConfigurationDriver.sections)))
    #expect(driver.message.hasPrefix("camera.cfg has changed since it was shown."))
    #expect(driver.text.contains("Press a to apply 3 changes."))
  }

  @Test func nothingWouldChange() {
    var driver = ConfigurationDriver.changed()
    driver.type("a")
    driver.reply(.configuration(.previewed(ConfigurationDriver.preview(ConfigurationEdit(), isUnchanged: true))))
    #expect(driver.lines[0].hasPrefix(" Configuration ") && driver.message.hasSuffix("Nothing would change."))
  }

  @Test func leavingAsksForTheChanges() {
    var driver = ConfigurationDriver.changed()
    driver.press(.escape)
    #expect(driver.text.contains("3 changes not applied yet: image.SHARPNESS, ethernet.NETMASK,"))
    driver.press(.tab, .tab, .enter)
    guard case .configuration(.preview)? = driver.requests.last else { return #expect(Bool(false), "no preview") }
    driver.reply(.failed(.restoreAwaits("config")))
    driver.press(.escape, .tab, .enter)
    #expect(driver.lines[0].hasPrefix(" Admin Menu"))
  }
}
