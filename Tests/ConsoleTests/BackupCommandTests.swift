import BackupStore
import CameraDevice
import CameraModel
import Console
import TerminalUI
import Testing

@testable import CameraService

/// What the list of backups does.
struct BackupCommandTests {
  @Test func startBackup() throws {
    var driver = BackupDriver.opened()
    driver.type("s")
    driver.type("new lens")
    driver.press(.enter)
    driver.type(" ")
    Golden.expect(driver, "backup-start")
    driver.press(.enter)
    #expect(!driver.requests.contains { if case .backups(.start) = $0 { true } else { false } }, "a box begins nothing")
    driver.press(.enter)
    guard case .backups(.start(let options))? = driver.requests.last else { return #expect(Bool(false), "not started") }
    #expect(
      options.label == "new lens" && options.isKept && options.onlyIfChanged && options.skippedModules.isEmpty)
    #expect(options.asked == .backup(BackupValues.five[4].name))
    let made = Values.backup("00010008", created: Values.night + 60, label: "new lens", isKept: true)
    let removed = BackupValues.five[4].name
    driver.reply(.started(BackupValues.started(made, removed: [removed]), milliseconds: 312))
    driver.reply(.listed(BackupValues.report([made] + BackupValues.five.dropLast())))
    Golden.expect(driver, "backup-started")
  }

  /// Another session keeps the backup that the screen named, or deletes one: nothing else is replaced in its place.
  @Test func whatIsReplacedIsWhatTheScreenNames() {
    var driver = BackupDriver.opened()
    driver.type("s")
    driver.type("new lens")
    driver.press(.enter, .enter, .enter)
    driver.forgetEffects()
    driver.reply(.failed(.replacesAnother))
    #expect(driver.message.hasPrefix("The backups on the card have changed meanwhile. No backup was made."))
    guard case .backups(.list)? = driver.requests.last else { return #expect(Bool(false), "not read again") }
    driver.reply(.listed(ListReport(card: Values.card(), backups: BackupValues.five, nextRemoved: nil)))
    #expect(driver.text.contains("[new lens") && !driver.text.contains("five backups"))
    driver.press(.enter)
    guard case .backups(.start(let options))? = driver.requests.last else { return #expect(Bool(false), "not started") }
    #expect(options.asked == .nothing && options.label == "new lens")
  }

  @Test func startBackupSmall() {
    var driver = BackupDriver.opened(size: .small)
    driver.type("s")
    Golden.expect(driver, "backup-start-small")
    driver.press(.escape)
    driver.reply(.listed())
    #expect(driver.text == BackupDriver.opened(size: .small).text)
  }

  @Test func aModuleThatIsLeftOut() {
    var driver = BackupDriver.opened()
    driver.type("s")
    driver.press(.enter, .enter, .enter)
    driver.reply(.failed(.modules([ModuleFailure(address: "3", error: .hung)])))
    Golden.expect(driver, "backup-start-module")
    driver.forgetEffects()
    driver.type("l")
    guard case .backups(.start(let options))? = driver.requests.first else {
      return #expect(Bool(false), "not started")
    }
    #expect(options.skippedModules == ["3"])
    driver.reply(.failed(.modules([ModuleFailure(address: "4", error: .gone)])))
    driver.press(.enter)
    #expect(driver.requests.count == 1)
  }

  /// A dead bus is one question, not one a module.
  @Test func severalModulesThatAreLeftOut() {
    var driver = BackupDriver.opened()
    driver.type("s")
    driver.press(.enter, .enter, .enter)
    let modules = [("3", ModuleBusError.hung), ("4", .gone), ("7", .hung), ("8", .hung)].map {
      ModuleFailure(address: $0.0, error: $0.1)
    }
    driver.reply(.failed(.modules(modules)))
    Golden.expect(driver, "backup-start-modules")
    driver.forgetEffects()
    driver.type("l")
    guard case .backups(.start(let options))? = driver.requests.first else {
      return #expect(Bool(false), "not started")
    }
    #expect(options.skippedModules == ["3", "4", "7", "8"])
  }

  @Test func fourAreKeptAlready() {
    let kept = BackupValues.five.prefix(4).map { Values.backup($0.name.description, isKept: true) }
    var driver = BackupDriver.opened(BackupValues.report(kept))
    driver.type("s")
    #expect(driver.text.contains("Four backups are kept already. More cannot be kept."))
    driver.press(.enter, .enter, .enter)
    driver.reply(.failed(.store(.tooManyKept)))
    #expect(driver.message.hasPrefix("Four backups are kept already"))
  }

  /// It is said before a further backup is made, which may be wanted all the same.
  @Test(arguments: [Size.usual, .small]) func nothingHasChanged(_ size: Size) {
    var driver = BackupDriver.opened(size: size)
    driver.type("s")
    driver.press(.enter, .enter, .enter)
    let unchanged = BackupValues.started(BackupValues.five[0], isUnchanged: true)
    driver.reply(.started(unchanged, milliseconds: 90, BackupValues.report()))
    Golden.expect(driver, "backup-start-unchanged\(size == .usual ? "" : "-small")")
    driver.press(.escape)
    driver.forgetEffects()
    driver.type("s")
    guard case .backups(.start(let again))? = driver.requests.last else { return #expect(Bool(false), "not started") }
    #expect(again.onlyIfChanged)
    driver.reply(.started(unchanged, milliseconds: 90, BackupValues.report()))
    driver.accept()
    guard case .backups(.start(let options))? = driver.requests.last else { return #expect(Bool(false), "not started") }
    #expect(!options.onlyIfChanged)
  }

  /// What is known before anything is typed is said before. Where it cannot be told, or a module is silent, nothing is.
  @Test func nothingHasChangedIsSaidBeforeTheFormIsFilled() {
    let sentence = "Nothing has changed since the backup of 2026-11-20 02:00:03, nightly."
    var driver = BackupDriver.opened()
    driver.unchanged = BackupValues.five[0]
    driver.type("s")
    Golden.expect(driver, "backup-start-known")
    #expect(driver.text.contains(sentence))
    for error in [ServiceError.store(.stopped), .modules([ModuleFailure(address: "3", error: .hung)])] {
      driver = BackupDriver.opened()
      driver.answersLooks = false
      driver.type("s")
      driver.reply(.failed(error))
      #expect(
        driver.lines[0].contains("Start Backup") && driver.message.isEmpty && !driver.text.contains("Nothing has"))
    }
    let silent = Values.status(modules: [Values.module("1", "Info", state: .hung)])
    driver = BackupDriver.opened(BackupValues.report(), silent)
    driver.answersLooks = false
    driver.type("s")
    #expect(!driver.isWorking, "nobody's typing waits for a module")
  }

  @Test func verify() {
    var driver = BackupDriver.opened()
    driver.press(.down)
    driver.type("v")
    guard case .backups(.verify(let names))? = driver.requests.last else { return #expect(Bool(false), "not verified") }
    #expect(names == [BackupValues.five[1].name])
    driver.reply(.verified([BackupValues.five[1]]))
    driver.reply(.listed())
    #expect(driver.message == "Verified, every byte is ok: the backup of 2026-11-19 02:00:02, nightly.")
    #expect(driver.lines[5].hasPrefix(" > 2"))
  }

  @Test func verifyAll() {
    var driver = BackupDriver.opened()
    driver.type("w")
    guard case .backups(.verify(let names))? = driver.requests.last else { return #expect(Bool(false), "not verified") }
    #expect(names.isEmpty)
    driver.reply(.verified(BackupValues.five))
    driver.reply(.listed())
    #expect(driver.message == "Damaged, and cannot be restored: the backup of 2026-10-21 09:12:40.")
    #expect(driver.rings == 1)
  }

  @Test func nothingToVerify() {
    var driver = BackupDriver.opened()
    driver.type("w")
    driver.reply(.verified([]))
    driver.reply(.listed())
    #expect(driver.message == "There is no backup on the card to verify.")
  }

  @Test func keepToggles() {
    var driver = BackupDriver.opened()
    driver.type("k")
    guard case .backups(.keep(let name, true))? = driver.requests.last else { return #expect(Bool(false), "not kept") }
    #expect(name == BackupValues.five[0].name)
    driver.reply(.marked(Values.backup("00010007", label: "nightly", isKept: true)))
    driver.reply(.listed())
    #expect(driver.message == "Kept: newer backups do not replace the backup of 2026-11-20 02:00:03, nightly.")
    driver.press(.down, .down)
    driver.type("k")
    guard case .backups(.keep(_, false))? = driver.requests.last else { return #expect(Bool(false), "still kept") }
    driver.reply(.marked(Values.backup("00010005", label: "before")))
    #expect(driver.message.hasPrefix("No longer kept: "))
  }

  @Test func theSelectionStaysOnItsBackup() {
    var driver = BackupDriver.opened()
    driver.press(.down)
    driver.type("l")
    let newer = Values.backup("00010008", created: Values.night + 60)
    driver.reply(.listed(BackupValues.report([newer] + BackupValues.five.dropLast())))
    #expect(driver.lines[6].hasPrefix(" > 3 2026-11-19"))
  }

  @Test(arguments: [Size.usual, .small])
  func deleteAll(_ size: Size) {
    var driver = BackupDriver.opened(size: size)
    driver.type("d")
    driver.press(.tab, .tab, .enter)
    Golden.expect(driver, size == .usual ? "backup-delete" : "backup-delete-small")
    driver.press(.enter)
    #expect(driver.message == "Type delete, or leave with Esc.")
    driver.type("delete")
    driver.press(.enter)
    guard case .backups(.deleteAll(asked: nil))? = driver.requests.last else {
      return #expect(Bool(false), "not deleted")
    }
    driver.reply(.allDeleted(Camera.Deletion(count: 5, notOverwritten: ["00010003.CVB"])))
    let empty = ListReport(card: Values.card(.empty), backups: [], nextRemoved: nil)
    driver.reply(.listed(empty), status: Values.status(card: empty.card, backups: 0))
    #expect(driver.message.hasPrefix("5 backup files deleted. New backups are possible. 00010003.CVB was removed but"))
  }

  @Test(arguments: [Size.usual, .small])
  func deleteOne(_ size: Size) {
    var driver = BackupDriver.opened(size: size)
    driver.press(.down, .down)
    driver.type("d")
    Golden.expect(driver, size == .usual ? "backup-delete-one" : "backup-delete-one-small")
    driver.forgetEffects()
    driver.press(.enter)
    #expect(driver.requests.isEmpty, "a question begins on Cancel")
    driver.type("d")
    driver.press(.tab, .enter)
    guard case .backups(.delete(let name, asked: nil))? = driver.requests.last else {
      return #expect(Bool(false), "not deleted")
    }
    #expect(name == BackupValues.five[2].name)
    driver.reply(.deleted(BackupValues.five[2]))
    driver.reply(.listed(BackupValues.report(BackupValues.five.filter { $0.name != name })))
    #expect(driver.message == "Deleted: the backup of 2026-11-02 16:41:55, before lens change.")
  }

  /// What is not on the card cannot be deleted from it, and nothing else is deleted in its place.
  @Test func deleteAMissingOne() {
    let report = ListReport(card: Values.card(foreign: 1), backups: BackupValues.strange, nextRemoved: nil)
    var driver = BackupDriver.opened(report)
    driver.press(.down)
    driver.type("d")
    #expect(driver.message == "This backup is not on the card. To remove it from the list, press a.")
    #expect(!driver.text.contains("[Cancel]"))
  }

  /// There is nothing to choose between where it is the only one.
  @Test func deleteTheOnlyOne() {
    var driver = BackupDriver.opened(BackupValues.report([BackupValues.five[0]]))
    driver.type("d")
    #expect(driver.text.contains("[Delete it]") && !driver.text.contains("[All"))
  }

  /// The list is read again: what it shows is not what is on the card.
  @Test func anotherCardIsInTheSlot() {
    var driver = BackupDriver.opened()
    driver.type("d")
    driver.press(.tab, .enter)
    driver.forgetEffects()
    driver.reply(.failed(.store(.otherBackups)))
    #expect(driver.message.hasPrefix("The backups on the card have changed since the question."))
    guard case .backups(.list)? = driver.requests.last else { return #expect(Bool(false), "not read again") }
  }

  @Test(arguments: [StoreError.full(needed: 390_000, free: 12_000), .noFileLeft(.inodes)])
  func aFullCardOffersToDeleteABackup(_ error: StoreError) {
    var driver = BackupDriver.opened()
    driver.type("s")
    driver.press(.enter, .enter, .enter)
    driver.reply(.failed(.store(error)))
    if case .noFileLeft = error { Golden.expect(driver, "backup-start-full") }
    driver.press(.tab, .enter)
    driver.reply(.listed())
    #expect(driver.lines[0].contains("Backup and Restore"))
    #expect(driver.message == "Press d to delete the chosen backup, or choose another one.")
    #expect(driver.lines.contains { $0.hasPrefix(" > 5") }, "the one that is replaced next")
  }

  /// With fewer than five backups none is next: a damaged one is chosen, else the oldest that is not kept.
  @Test(arguments: [(0, 3), (1, 1)]) func whatIsChosenOnAFullCard(_ which: Int, _ chosen: Int) {
    let backups = [
      Array(BackupValues.five.prefix(4)),
      [BackupValues.five[0], BackupValues.five[1], BackupValues.five[2]],
    ][which]
    var driver = BackupDriver.opened(BackupValues.report(backups))
    driver.type("s")
    driver.press(.enter, .enter, .enter)
    driver.reply(.failed(.store(.noFileLeft(.inodes))))
    driver.press(.tab, .enter)
    driver.reply(.listed(BackupValues.report(backups)))
    #expect(driver.lines.contains { $0.hasPrefix(" > \(chosen + 1)") }, "\(driver.text)")
  }

  /// Where one backup is not enough, or only a large one, the question says so.
  @Test(
    arguments: [
      (
        399_360, "Select one backup of 390 KB or more",
        "Press d to delete the chosen backup, or choose another one of 390 KB"
      ),
      (900_000, "One backup is not enough. Delete three or more", "Delete three or more backups"),
    ] as [(Int64, String, String)])
  func aFullCardThatNeedsMore(_ lack: Int64, _ question: String, _ advice: String) {
    var driver = BackupDriver.opened()
    driver.type("s")
    driver.press(.enter, .enter, .enter)
    driver.reply(.failed(.store(.full(needed: lack + 5_000, free: 5_000))))
    #expect(driver.text.contains(question), "\(driver.text)")
    driver.press(.tab, .enter)
    driver.reply(.listed())
    #expect(driver.message.hasPrefix(advice), "\(driver.message)")
  }

  @Test func aCardThatIsTooSmall() {
    var driver = BackupDriver.opened()
    driver.type("s")
    driver.press(.enter, .enter, .enter)
    driver.reply(.failed(.store(.full(needed: 4_000_000, free: 12_000))))
    #expect(driver.message == "All backups on the card are too small to make room. Use a larger card.")
  }

  @Test func aFullCardWithoutBackups() {
    let report = ListReport(card: Values.card(.empty), backups: [], nextRemoved: nil)
    var driver = BackupDriver.opened(report, Values.status(card: report.card, backups: 0))
    driver.type("s")
    driver.press(.enter, .enter, .enter)
    driver.reply(.failed(.store(.noFileLeft(.inodes))))
    #expect(driver.message.hasPrefix("The SD card cannot take another file"))
  }

  @Test func aCardWithoutInodesSaysSo() {
    let card = CardReport(
      state: .open, isWritable: true, filesystem: "ext4", bytesTotal: 64_000_000, bytesFree: 54_000_000, inodesFree: 0)
    let driver = BackupDriver.opened(
      ListReport(card: card, backups: BackupValues.five, nextRemoved: nil), Values.status(card: card))
    #expect(driver.text.contains("it has no free inode"))
  }

  @Test func aLockedCardWithOneBackup() {
    let backup = Values.backup("00010009", created: nil, state: .foreign)
    let report = ListReport(
      card: Values.card(.locked, foreign: 1), backups: [], nextRemoved: nil, locked: [backup])
    var driver = BackupDriver.opened(report, Values.status(card: report.card, backups: 0))
    driver.type("d")
    #expect(
      driver.text.contains("Delete the backup?") && driver.text.contains("[Delete it]")
        && !driver.text.contains("Select one"))
    driver.press(.escape)
    driver.type("p")
    #expect(driver.lines[0].contains("Super PIN"))
  }

  /// Of a locked card one backup can be deleted, too, named by its number.
  @Test(arguments: [Size.usual, .small]) func deleteOneOfALockedCard(_ size: Size) {
    let backups = [9, 8, 7].map { Values.backup("0001000\($0)", created: nil, state: .foreign) }
    func report(_ backups: [BackupDescription]) -> ListReport {
      ListReport(
        card: Values.card(.locked, foreign: backups.count), backups: [], nextRemoved: nil, locked: backups)
    }
    let status = Values.status(card: Values.card(.locked, foreign: 3), backups: 0)
    let suffix = size == .usual ? "" : "-small"
    var driver = BackupDriver.opened(report(backups), status, size: size)
    driver.type("d")
    Golden.expect(driver, "backup-delete-locked\(suffix)")
    driver.forgetEffects()
    driver.press(.enter)
    #expect(driver.message == "Type delete, or leave with Esc." && driver.requests.isEmpty)
    driver.press(.tab, .tab, .enter)
    driver.press(.down)
    Golden.expect(driver, "backup-locked-one\(suffix)")
    driver.type("d")
    Golden.expect(driver, "backup-locked-question\(suffix)")
    driver.forgetEffects()
    driver.type("dy")
    driver.press(.enter)
    #expect(driver.requests.isEmpty, "a question begins on Cancel")
    driver.press(.enter)
    driver.accept()
    guard case .backups(.delete(let name, asked: nil))? = driver.requests.last else {
      return #expect(Bool(false), "not deleted")
    }
    #expect(name == backups[1].name)
    driver.reply(.deleted(backups[1], report([backups[0], backups[2]])))
    #expect(driver.lines[0].contains("Backup and Restore") && driver.text.contains("it holds 2 backups"))
    #expect(driver.message == "Deleted: backup 00010008.")
  }

  @Test func acknowledge() {
    let report = ListReport(card: Values.card(foreign: 1), backups: BackupValues.strange, nextRemoved: nil)
    var driver = BackupDriver.opened(report)
    driver.type("a")
    Golden.expect(driver, "backup-acknowledge")
    driver.accept()
    guard case .backups(.acknowledge)? = driver.requests.last else { return #expect(Bool(false), "not acknowledged") }
    driver.reply(.acknowledged([BackupValues.strange[1].name]))
    driver.reply(.listed(BackupValues.report([BackupValues.strange[0]])))
    #expect(driver.message == "1 missing backup removed from the list.")
    #expect(!driver.text.contains("Acknowledge"))
  }

  @Test func whatCannotBeRestored() {
    let report = ListReport(card: Values.card(foreign: 1), backups: BackupValues.strange, nextRemoved: nil)
    var driver = BackupDriver.opened(report)
    driver.forgetEffects()
    for sentence in [
      "This backup is not on the card.", "", "This backup is damaged", "This backup was made with another PIN",
    ] {
      driver.press(.down)
      guard !sentence.isEmpty else { continue }
      driver.press(.enter)
      #expect(driver.message.hasPrefix(sentence))
    }
    #expect(driver.requests.isEmpty && driver.rings == 3)
  }

  /// Nobody knows the PIN of a damaged one, and it is deleted with all the others.
  @Test func aDamagedBackupOfALockedCard() {
    let backups = [
      Values.backup("00010009", created: nil, state: .foreign),
      Values.backup("00010008", created: nil, state: .damaged),
    ]
    let report = ListReport(
      card: Values.card(.locked, foreign: 1), backups: [], nextRemoved: nil, locked: backups)
    var driver = BackupDriver.opened(report, Values.status(card: report.card, backups: 0))
    driver.type("d")
    #expect(driver.text.contains("Delete all 2 backups?"))
    driver.press(.tab, .tab, .enter)
    driver.type("d")
    #expect(driver.text.contains("Delete backup 00010009, made with another PIN?"))
    driver.press(.escape, .down)
    driver.type("d")
    #expect(driver.text.contains("Delete damaged backup 00010008?"))
  }
}
