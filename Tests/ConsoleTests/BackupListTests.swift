import BackupStore
import Console
import TerminalUI
import Testing

@testable import CameraService

/// The list of backups, and every state of a card.
struct BackupListTests {
  @Test(arguments: [(Size.usual, "backup-list"), (.small, "backup-list-small"), (.large, "backup-list-large")])
  func list(_ size: Size, _ name: String) {
    Golden.expect(BackupDriver.opened(size: size), name)
  }

  @Test func columnsGoBeforeTheLabelShrinks() {
    Golden.expect(BackupDriver.opened(isSlow: true, size: Size(columns: 72, rows: 24)), "backup-list-72")
  }

  @Test(arguments: [
    ("second", 1, false), ("second-changed", 1, true), ("second-unknown", 1, nil), ("kept-changed", 2, true),
    ("damaged", 3, false), ("next", 4, false), ("next-changed", 4, true),
  ])
  func inForce(_ name: String, _ index: Int, _ hasChanged: Bool?) {
    let report = BackupValues.report(inForce: index, hasChanged: hasChanged)
    for (size, suffix) in [(Size.usual, ""), (.small, "-small")] {
      Golden.expect(BackupDriver.opened(report, size: size), "backup-force-\(name)\(suffix)")
    }
  }

  /// The full label, what is in the backup, its last check, and what is the matter with it. Nothing else moves.
  @Test(arguments: [Size.usual, .small]) func details(_ size: Size) {
    let label = "before lens change, north side, by Hofmann; the old lens is here"
    var backups = BackupValues.five
    backups[1] = Values.backup(
      "00010006", created: Values.night - 86_401, label: label, modules: 4, total: 5, leftOut: 2)
    backups[2] = Values.backup("00010005", created: Values.night - 900_000, isChecked: false)
    var driver = BackupDriver.opened(BackupValues.report(backups, inForce: 1, hasChanged: true), size: size)
    let suffix = size == .usual ? "" : "-small"
    let buttons = driver.lines.firstIndex { $0.contains("[Start Backup]") }
    for (number, name) in ["plain", "full", "unchecked", "damaged", "next"].enumerated() {
      if number > 0 { driver.press(.down) }
      Golden.expect(driver, "backup-details-\(name)\(suffix)")
      #expect(driver.lines.firstIndex { $0.contains("[Start Backup]") } == buttons)
    }
  }

  @Test(arguments: [Size.usual, .small]) func detailsOfStrangeOnes(_ size: Size) {
    var driver = BackupDriver.opened(BackupValues.report(BackupValues.strange), size: size)
    for text in ["Firmware", "Deleted outside", "Returned or imported: newer", "Damaged: it cannot", "another PIN"] {
      #expect(driver.text.contains(text), "\(driver.text)")
      driver.press(.down)
    }
  }

  /// What is the same for all backups is in no column.
  @Test func columnsThatTellNothingLeave() {
    let same = (1...3).map { Values.backup("0001000\($0)", label: "nightly") }
    let header = BackupDriver.opened(BackupValues.report(same)).lines[3]
    #expect(header.split(separator: " ") == ["Created", "Label", "State"])
    var other = same
    other[1] = Values.backup("00010002", label: "nightly", bytes: 3, firmware: "9", modules: 4)
    #expect(
      BackupDriver.opened(BackupValues.report(other)).lines[3].split(separator: " ")
        == ["Created", "Label", "Firmware", "Mod", "Size", "State"])
    let plain = (1...3).map { Values.backup("0001000\($0)") }
    #expect(!BackupDriver.opened(BackupValues.report(plain)).lines[3].contains("Label"))
  }

  @Test func aMissingBackupOfTheSameNameIsNotInForce() {
    var backups = BackupValues.five
    backups.insert(Values.backup("00010006", created: nil, state: .missing), at: 1)
    let report = ListReport(
      card: Values.card(), backups: backups, nextRemoved: nil,
      inForce: BackupInForce(name: backups[2].name, hasChanged: false))
    #expect(BackupDriver.opened(report).lines.count { $0.contains("active") } == 1)
  }

  @Test func nothingButTheMarkerMovesOnASlowLine() {
    var driver = BackupDriver.opened(isSlow: true)
    let former = driver.canvas
    driver.press(.down)
    let now = driver.canvas
    let changed = former.cells.indices.filter { former.cells[$0] != now.cells[$0] }
    let rows = Set(changed.map { $0 / 80 })
    #expect(changed.filter { $0 / 80 < 10 } == [4 * 80 + 1, 5 * 80 + 1])
    #expect(rows.subtracting([4, 5]).isSubset(of: 10...12), "and the details: \(rows)")
  }

  @Test(arguments: [
    ("absent", Values.card(.absent)), ("not-mounted", Values.card(.notMounted)), ("unreadable", Values.card(.error)),
    ("pulled-out", Values.card(.pulledOut)),
    ("empty", Values.card(.empty)), ("locked", Values.card(.locked, foreign: 5)),
  ])
  func cards(_ name: String, _ card: CardReport) {
    let report = ListReport(card: card, backups: [], nextRemoved: nil)
    for (size, suffix) in [(Size.usual, ""), (.small, "-small")] {
      Golden.expect(
        BackupDriver.opened(report, Values.status(card: card, backups: 0), size: size), "backup-\(name)\(suffix)")
    }
  }

  @Test func noSuperPIN() {
    let card = Values.card(.empty)
    let report = ListReport(card: card, backups: [], nextRemoved: nil)
    var driver = BackupDriver.opened(report, Values.status(isPINSet: false, card: card, backups: 0))
    Golden.expect(driver, "backup-no-pin")
    driver.type("p")
    #expect(driver.lines[0].contains("Super PIN"))
  }

  @Test(arguments: [Size.usual, .small])
  func whatHappenedToTheCard(_ size: Size) {
    let card = Values.card(isWritable: false, foreign: 1, isLastUsed: false, isOverfilled: true)
    let report = ListReport(card: card, backups: BackupValues.strange, nextRemoved: BackupValues.strange[3].name)
    Golden.expect(
      BackupDriver.opened(report, Values.status(card: card), size: size),
      size == .usual ? "backup-strange" : "backup-strange-small")
  }

  @Test func aCardThatIsTakenAsItIs() {
    let card = CardReport(
      state: .open, isWritable: true, filesystem: "ext4", bytesTotal: nil, bytesFree: nil, isLastUsed: false,
      isTakenAsIs: true)
    let report = ListReport(card: card, backups: BackupValues.five, nextRemoved: nil)
    #expect(BackupDriver.opened(report).text.contains("The camera does not know this card"))
    #expect(!BackupDriver.opened(report).text.contains("used last"))
  }

  @Test func theLineOnTopDoesNotContradictTheList() {
    let report = ListReport(card: Values.card(.absent), backups: [], nextRemoved: nil)
    var driver = ConsoleDriver.loggedIn()
    driver.type("b")
    driver.forgetEffects()
    driver.reply(.listed(report))
    guard case .camera(.status)? = driver.requests.first else { return #expect(Bool(false), "no look at the status") }
    driver.reply(.status(Values.status(card: Values.card(.absent))))
    #expect(driver.lines[1].hasPrefix(" No SD card"))
    #expect(driver.text.contains("There is no SD card in the slot."))
  }

  @Test func aLookThatFails() {
    var driver = ConsoleDriver.loggedIn()
    driver.type("b")
    driver.reply(.failed(.store(.stopped)))
    #expect(driver.text.contains("The backups could not be read."))
    driver.forgetEffects()
    driver.type("l")
    guard case .backups(.list)? = driver.requests.first else { return #expect(Bool(false), "not looked again") }
    driver.reply(.listed())
    #expect(driver.text == BackupDriver.opened().text)
  }

  @Test func help() {
    var driver = BackupDriver.opened()
    driver.type("?")
    Golden.expect(driver, "backup-help")
  }
}

extension Size {
  static let large = Size(columns: 132, rows: 43)
}
