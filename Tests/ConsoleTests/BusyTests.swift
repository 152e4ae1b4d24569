import BackupStore
import CameraService
import Console
import FileSystem
import TerminalUI
import Testing

/// A look at a camera on which another session is at work.
struct BusyTests {
  private static let busy = Reply.failed(.store(.busy(LockHolder(work: "backup", since: Values.night))))
  private static let sentence =
    "Another session is at work: a backup, since 2026-11-20 02:00:03. Try again in a moment."

  @Test func theSentenceIsInLocalTimeAndGoesWithTheNextList() {
    var driver = ConsoleDriver.loggedIn()
    driver.type("b")
    driver.reply(Self.busy)
    #expect(driver.message == Self.sentence)
    #expect(driver.text.contains("The backups could not be read."))
    driver.send(.tick)
    driver.send(.tick)
    driver.reply(Self.busy)
    #expect(driver.message == Self.sentence)
    driver.send(.tick)
    driver.send(.tick)
    driver.reply(.listed())
    #expect(driver.message.isEmpty && driver.text.contains("commissioning"))
  }

  @Test func anotherMessageStays() {
    var driver = BackupDriver.opened()
    driver.type("v")
    driver.reply(.verified([BackupValues.five[0]]))
    let message = driver.message
    #expect(message.hasPrefix("Verified"))
    driver.reply(.listed())
    #expect(driver.message == message)
  }

  @Test func theListThatWasReadBeforeStays() {
    var driver = BackupDriver.opened()
    driver.press(.escape)
    driver.type("b")
    driver.reply(Self.busy)
    #expect(driver.message == Self.sentence && driver.text.contains("commissioning"))
    driver.type("s")
    #expect(driver.lines[0].contains("Start Backup"))
  }
}
