import BackupStore
import Console
import TerminalUI
import Testing

@testable import CameraService

/// A label that is given after the backup was made.
struct BackupLabelTests {
  private static func opened(size: Size = .usual) -> ConsoleDriver {
    var driver = BackupDriver.opened(size: size)
    driver.press(.down)
    driver.type("e")
    driver.forgetEffects()
    return driver
  }

  @Test(arguments: [(Size.usual, ""), (.small, "-small")]) func itIsEdited(_ size: Size, _ suffix: String) {
    var driver = Self.opened(size: size)
    Golden.expect(driver, "backup-label\(suffix)")
    driver.press(.control("u"))
    driver.type("north side")
    driver.press(.enter)
    guard case .backups(.label(let name, "north side"))? = driver.requests.last else {
      return #expect(Bool(false), "not labelled")
    }
    #expect(name == BackupValues.five[1].name)
    let labelled = Values.backup(name.description, created: Values.night - 86_401, label: "north side")
    var backups = BackupValues.five
    backups[1] = labelled
    driver.reply(.labelled(labelled, BackupValues.report(backups)))
    #expect(driver.message == "The label is north side now.")
    #expect(driver.lines.contains { $0.hasPrefix(" > 2") && $0.contains("north ") }, "\(driver.text)")
  }

  @Test func itIsRemoved() {
    var driver = Self.opened()
    driver.press(.control("u"), .enter)
    guard case .backups(.label(_, ""))? = driver.requests.last else { return #expect(Bool(false), "not labelled") }
    driver.reply(.labelled(Values.backup("00010006"), BackupValues.report()))
    #expect(driver.message == "The label is removed.")
  }

  @Test func itStays() {
    var driver = Self.opened()
    driver.press(.escape)
    #expect(driver.lines[0].contains("Backup and Restore"))
    driver = Self.opened()
    driver.press(.enter)
    driver.reply(.labelled(BackupValues.five[1], isUnchanged: true, BackupValues.report()))
    #expect(driver.message == "The label is the same.")
  }

  /// The card was exchanged, or another session has deleted it.
  @Test func itIsNotThere() {
    var driver = Self.opened()
    driver.press(.enter)
    driver.reply(.failed(.store(.notFound("00010006"))))
    #expect(driver.lines[0].contains("Backup and Restore"))
    driver = Self.opened()
    driver.press(.enter)
    driver.reply(.failed(.store(.label)))
    #expect(driver.lines[0].hasPrefix(" Label ") && driver.message.hasPrefix("The label is too long"))
  }

  /// Of what the camera does not list nothing can be recorded.
  @Test func whatTakesNone() {
    var driver = BackupDriver.opened(BackupValues.report(BackupValues.strange))
    for text in ["This backup is not on the card.", "This backup was returned to the card."] {
      driver.press(.down)
      driver.type("e")
      #expect(driver.message.hasPrefix(text), "\(driver.text)")
    }
  }
}
