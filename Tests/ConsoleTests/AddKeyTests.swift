import CameraModel
import Console
import TerminalUI
import Testing

@testable import CameraService

/// Keys that are added in the Configuration dialog, and keys that a section has twice.
struct AddKeyTests {
  private static func chosen(_ driver: ConsoleDriver) -> String {
    driver.lines.first { $0.hasPrefix(" > ") } ?? ""
  }

  /// The dialog with the names typed, of a key in the section that is chosen.
  private static func named(_ key: String, in section: String? = nil, size: Size = .usual) -> ConsoleDriver {
    var driver = ConfigurationDriver.make(size: size)
    ConfigurationDriver.choose("SECTION image", in: &driver)
    driver.type("k")
    if let section {
      driver.press(.backTab, .control("u"))
      driver.type(section)
      driver.press(.enter)
    }
    driver.type(key)
    return driver
  }

  private static func edit(_ driver: inout ConsoleDriver) -> ConfigurationEdit? {
    driver.type("a")
    guard case .configuration(.preview(let draft, _))? = driver.requests.last else { return nil }
    return draft.edit
  }

  @Test(arguments: [(Size.usual, ""), (.small, "-small")]) func pictures(_ size: Size, _ suffix: String) {
    var driver = Self.named("ZOOM", size: size)
    Golden.expect(driver, "configuration-add\(suffix)")
    driver.press(.enter)
    driver.type("2")
    driver.press(.enter)
    Golden.expect(driver, "configuration-added\(suffix)")
  }

  @Test(arguments: [nil, "motion", "network.cfg:lan"]) func itIsPendingUntilApply(_ section: String?) throws {
    var driver = Self.named("ZOOM", in: section)
    driver.press(.enter)
    driver.type("2")
    driver.press(.enter)
    #expect(Self.chosen(driver).contains("ZOOM") && Self.chosen(driver).hasSuffix(" 2  (new)"), "\(driver.text)")
    #expect(driver.text.contains("Press a to apply 1 change.") && driver.requests.isEmpty)
    let edit = try #require(Self.edit(&driver))
    #expect(edit.names == [(section ?? "image") + ".ZOOM"])
    let changed = try ConfigurationDriver.files.changed(by: edit)
    let file = section?.hasPrefix("network") == true ? "network.cfg" : "camera.cfg"
    let document = try #require(changed.first { $0.path == file }?.document)
    #expect(document.value("ZOOM", in: section?.split(separator: ":").last.map(String.init) ?? "image") == [0x32])
  }

  @Test func anEmptyValueIsAValue() throws {
    var driver = Self.named("ZOOM")
    driver.press(.enter, .enter)
    #expect(Self.chosen(driver).contains("(new)"), "\(driver.text)")
    #expect(try #require(Self.edit(&driver)).names == ["image.ZOOM"])
  }

  /// Esc at the value, Discard and Remove take the key away.
  @Test(arguments: ["esc", "d", "r"]) func itIsNotAddedAfterAll(_ way: String) {
    var driver = Self.named("ZOOM")
    driver.press(.enter)
    if way == "esc" {
      driver.press(.escape)
    } else {
      driver.type("2")
      driver.press(.enter)
      driver.type(way)
    }
    #expect(!driver.lines.dropLast(3).contains { $0.contains("ZOOM") || $0.contains("Press a") }, "\(driver.text)")
    #expect(driver.message == (way == "esc" ? "" : "image.ZOOM is not added."))
  }

  @Test func aSecretIsTypedUnseen() {
    var driver = Self.named("MQTT_PASSWORD")
    driver.press(.enter)
    #expect(driver.console.focusedSecret == .secretValue)
  }

  /// A key that is there is edited.
  @Test func aKeyThatIsThere() {
    var driver = Self.named("SHARPNESS")
    driver.press(.enter)
    #expect(driver.text.contains("[4 "), "\(driver.text)")
  }

  @Test(arguments: [
    ("", nil, "Enter the name of the key."), ("A B", nil, "A B cannot be the name of a key or a section."),
    ("USER9", "users", "Users cannot be changed here."),
    ("HARDWARE", "identity", "identity.HARDWARE identifies this camera"),
    ("KEY", "notes", "SECTION notes is text and has no keys."), ("KEY", " ", "“ ” cannot be the name of a new"),
    ("KEY", "", "Enter the name of a section."), ("KEY", "x:audio.b", "“x:audio.b” cannot be the name of a new"),
  ])
  func whatCannotBeAdded(_ key: String, _ section: String?, _ reason: String) {
    var driver = Self.named(key, in: section)
    driver.press(.enter)
    #expect(driver.lines[0].hasPrefix(" Add a key "))
    #expect(driver.message.hasPrefix(reason.drop { $0 == " " }), "\(driver.message)")
  }

  /// The last line of a key counts: the others say so, and show what they have.
  @Test func aKeyThatIsThereTwice() {
    let text = "SECTION a\nK=1\nK=2\nK=2\nENDSECTION a\n"
    let files = ConfigurationFiles(
      [ConfigurationFiles.File(path: "camera.cfg", document: ConfigurationDocument(Array(text.utf8)))], Settings())
    var driver = ConfigurationDriver.make()
    driver.press(.escape)
    driver.type("g")
    driver.reply(.configuration(.listed(files.places.compactMap { try? files.shown($0) })))
    func rows() -> [String] {
      driver.lines.filter { $0.contains(" K  ") }.map { String($0.drop { " >".contains($0) }) }
    }
    #expect(rows() == ["K  1  (not used)", "K  2  (not used)", "K  2"])
    driver.press(.home, .down, .enter)
    #expect(driver.message.hasPrefix("The last line of K counts, and this one is not used."), "\(driver.message)")
    driver.press(.end, .enter)
    driver.type("3")
    driver.press(.enter)
    #expect(rows() == ["K  1  (not used)", "K  2  (not used)", "K  23  (now 2)"])
    driver.type("dr")
    #expect(rows() == ["K  (removed)  (now 1)", "K  (removed)  (now 2)", "K  (removed)  (now 2)"], "all lines go")
  }
}
