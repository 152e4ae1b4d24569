import BackupStore
import CameraDevice
import CameraService
import Console
import FileSystem
import TerminalUI
import Testing

/// Backups on sticks and elsewhere on the card: one is chosen, and nobody types a path.
struct ImportScreenTests {
  private static func opened(_ listing: CopyListing = BackupValues.copies(), size: Size = .usual) -> ConsoleDriver {
    var driver = BackupDriver.opened(size: size)
    driver.type("i")
    driver.reply(.copiesFound(listing))
    driver.forgetEffects()
    return driver
  }

  private static func imported(_ driver: ConsoleDriver) -> FoundCopy? {
    guard case .backups(.importCopy(let copy))? = driver.requests.last else { return nil }
    return copy
  }

  @Test(arguments: [(Size.usual, ""), (.small, "-small")]) func theScreens(_ size: Size, _ suffix: String) {
    var driver = Self.opened(size: size)
    Golden.expect(driver, "import\(suffix)")
    driver.press(.down)
    Golden.expect(driver, "import-other-camera\(suffix)")
    driver.press(.end)
    Golden.expect(driver, "import-cut\(suffix)")
    Golden.expect(Self.opened(BackupValues.noCopies, size: size), "import-none\(suffix)")
    Golden.expect(QuestionPlace.importLocksCard.asked(), "import-question")
  }

  @Test func theChosenOneIsImportedAndChosenInTheList() throws {
    var driver = Self.opened()
    driver.press(.down, .enter)
    #expect(try #require(Self.imported(driver)).path == "/media/usb0/gate-south/2026-10-21.cvb")
    let backup = Values.backup("00010004", created: 1_792_573_960, label: "before lens change", state: .returned)
    let report = BackupValues.report([BackupValues.five[0], BackupValues.five[1], backup])
    driver.reply(.imported(backup, report))
    #expect(driver.lines[0].contains("Backup and Restore"))
    #expect(driver.message.hasPrefix("Backup 00010004 was imported and read back: 412 KB."))
    #expect(driver.message.hasSuffix("newer backups do not replace it."), "no command is named: \(driver.message)")
    #expect(driver.lines.contains { $0.hasPrefix(" > 3") }, "\(driver.text)")
    driver.press(.enter)
    #expect(driver.lines[0].contains("Restore"), "it is restored as any other")
  }

  @Test func oneThatTheCardHasIsNotWrittenAgain() {
    var driver = Self.opened()
    driver.type("i")
    driver.reply(.imported(BackupValues.five[0], isUnchanged: true))
    #expect(driver.message.hasPrefix("Backup 00010007 is on the card already. Nothing was changed."))
    guard case .backups(.list)? = driver.requests.last else { return #expect(Bool(false), "not listed again") }
  }

  @Test func theSearchAndTheImportAreStopped() {
    var driver = BackupDriver.opened()
    for reply in [Reply.copiesFound(), .failed(.store(.stopped))] {
      driver.type("i")
      driver.send(.progress(nil))
      #expect(driver.message.contains("Esc stops it."), "\(driver.message)")
      driver.press(.escape)
      #expect(driver.effects.contains { if case .stopWork = $0 { true } else { false } })
      driver.reply(reply)
      driver.forgetEffects()
    }
    #expect(driver.lines[0].contains("Import") && driver.requests.isEmpty)
  }

  @Test(arguments: [
    (ServiceError.store(.receiving(FileError(.open, "/media/usb0/nightly.cvb", code: 2))), "look again with l"),
    (.store(.incoming(.damaged)), "Copy it again, or use another backup."),
    (.store(.differsOnCard(Values.name("00010006"))), "Set its PIN, then import again: only the PIN tells which one."),
    (.store(.nameTaken(Values.name("00010006"))), "Delete that one under Backup and Restore, or use another card."),
  ])
  func whatGoesWrongIsSaid(_ error: ServiceError, _ advice: String) {
    var driver = Self.opened()
    driver.press(.enter)
    driver.reply(.failed(error))
    #expect(driver.message.contains(advice), "\(driver.message)")
    #expect(!driver.message.contains("camconsole") && !driver.message.contains("--"), "\(driver.message)")
    #expect(driver.lines[0].contains("Import"), "another one can be chosen")
  }

  /// What an import has found wrong with a copy stays in its row and its details, also behind a help, until someone
  /// looks again. What is wrong with the card or the camera is not told of the copy.
  @Test(arguments: [
    (ServiceError.store(.incoming(.damaged)), "damaged", "This backup is damaged."),
    (.store(.nameTaken(Values.name("00010006"))), "not imported", "has the number 00010006."),
    (.store(.differsOnCard(Values.name("00010006"))), "not imported", "One of the two is damaged."),
    (.store(.receiving(FileError(.read, "nightly.cvb", code: 5))), "not imported", "cannot be read"),
    (.store(.readBackDiffers), "not checked", "Import checks all of it."),
  ])
  func whatIsWrongWithACopyStaysInItsRow(_ error: ServiceError, _ word: String, _ sentence: String) {
    var driver = Self.opened()
    driver.press(.enter)
    driver.reply(.failed(error))
    func isTold(_ word: String, _ sentence: String) -> Bool {
      let row = driver.lines.first { $0.contains(" nightly ") } ?? ""
      return row.hasSuffix("  " + word) && driver.lines[8...12].joined(separator: " ").contains(sentence)
    }
    #expect(isTold(word, sentence), "\(driver.text)")
    driver.type("?")
    driver.press(.escape)
    driver.reply(.copiesFound(BackupValues.copies()))
    #expect(isTold(word, sentence), "\(driver.text)")
    driver.type("l")
    driver.reply(.copiesFound(BackupValues.copies()))
    #expect(isTold("not checked", "Import checks all of it."), "\(driver.text)")
  }

  /// Before there is a PIN, and on an empty card: where a dead camera is replaced.
  @Test func itIsOfferedWhereNothingIsListed() {
    for status in [Values.status(isPINSet: false), Values.status()] {
      var driver = BackupDriver.opened(BackupValues.report([]), status)
      #expect(driver.text.contains("[Import...]"), "\(driver.text)")
      driver.type("i")
      driver.reply(.copiesFound())
      #expect(driver.lines[0].contains("Import"))
    }
  }
}
