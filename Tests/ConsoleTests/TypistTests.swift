import BackupStore
import CameraModel
import Console
import FoundationEssentials
import TerminalUI
import TestSupport
import Testing

@testable import CameraService

/// Somebody types anything, into every screen, on a camera that answers anything.
@Suite struct TypistTests {
  private static let isLong = ProcessInfo.processInfo.environment["CAMCONSOLE_LONG"] == "1"

  @Test(arguments: [1, 2] as [UInt64]) func nothingTypedDoesHarm(_ seed: UInt64) {
    var typist = Typist(seed: seed)
    typist.type(keys: Self.isLong ? 500_000 : 10_000)
    #expect(typist.titles.count >= 12, "\(typist.titles)")
  }
}

private struct Typist {
  private var random: SeededGenerator
  private var driver = ConsoleDriver.loggedIn()
  /// The screens that were on top, by their first words.
  private(set) var titles: Set<String> = []

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
  }

  mutating func type(keys: Int) {
    for count in 0..<keys {
      type()
      // A busy person sees not every frame.
      if count % 8 == 0 { look() }
      for request in driver.requests where random.oneIn(2) || count % 2 == 0 { answer(request) }
      driver.forgetEffects()
      driver.nextPINTry = NextPINTry(wait: random.oneIn(6) ? 3 : 0, undoNeedsOldPIN: random.oneIn(2))
      if driver.lines.first?.hasPrefix(" Log in") ?? true, random.oneIn(3) { driver = .loggedIn(status()) }
    }
  }

  private mutating func look() {
    let canvas = driver.canvas
    #expect(canvas.cells.count == driver.size.columns * driver.size.rows)
    if let cursor = canvas.cursor {
      #expect((0..<driver.size.columns).contains(cursor.column) && (0..<driver.size.rows).contains(cursor.row))
    }
    titles.insert(String(driver.lines.first?.prefix(14) ?? ""))
  }

  private mutating func type() {
    switch random.below(24) {
    case 0..<8: driver.press([.up, .down, .left, .right, .home, .end, .pageUp, .pageDown, .delete][random.below(9)])
    case 8..<12: driver.press(random.oneIn(4) ? .backTab : .tab)
    case 12..<16: driver.press(.enter)
    case 16: driver.press(.escape)
    case 17..<20: driver.press(.character(Unicode.Scalar(UInt8(0x20 + random.below(0x5F)))))
    case 20: driver.type(["delete", "forgotten", "reset", "\u{1F4A9}\u{202E}"][random.below(4)])
    case 21: driver.press([.control("l"), .control("u"), .control("w"), .function(1), .backspace][random.below(5)])
    case 22: driver.send(event())
    default: secret()
    }
  }

  private mutating func secret() {
    guard let name = driver.console.focusedSecret else { return }
    driver.secret(name, count: random.below(70))
    guard name == .newPIN else { return }
    driver.send(.secretMeasured(name, PINStrength(digits: random.below(65))))
  }

  private mutating func event() -> ConsoleEvent {
    switch random.below(8) {
    case 0:
      let (columns, rows) = [(80, 24), (60, 18), (132, 43), (50, 10), (1, 1), (61, 19)][random.below(6)]
      driver.resize(Size(columns: columns, rows: rows))
      return .tick
    case 1: return .idleWarning(seconds: 60)
    case 2: return random.oneIn(20) ? .sessionEnded : .tick
    case 3: return random.oneIn(20) ? .idle : .tick
    case 4: return .progress(WorkStep(phase: .writing, percent: random.below(101), secondsLeft: random.below(9_999)))
    case 5: return .decision(.lockCard(backups: random.below(65)))
    case 6: return .reply(.failed(error()), status: nil)
    default: return .tick
    }
  }

  private mutating func status() -> StatusReport {
    let restore = RestoreStatus(
      backup: "00010001", state: .awaitingConfirmation, untilSeconds: random.below(600), restored: Values.night,
      caller: "admin", revertMinutes: 10, pendingModules: ["3"])
    let states: [CardReport.State] = [.open, .empty, .locked, .absent, .notMounted, .pulledOut, .error]
    return Values.status(
      isPINSet: !random.oneIn(4), pinWait: random.oneIn(4) ? 9 : 0,
      card: Values.card(states[random.below(states.count)], foreign: 2),
      restore: random.oneIn(5) ? restore : nil)
  }

  private mutating func error() -> ServiceError {
    let errors: [ServiceError] = [
      .store(.noPIN), .store(.wrongPIN(waitSeconds: 4)), .store(.mustWait(seconds: 60)), .store(.locked(foreign: 3)),
      .store(.recordDamaged), .store(.stopped), .store(.noFileLeft(.inodes)), .store(.otherBackups), .noCard(.absent),
      .noCard(.pulledOut), .pinsDiffer, .passwordsDiffer,
      .usersChanged, .newerFirmware("9.0"), .rebootNeeded("00010001"), .noAdministrator, .noSuchModule("9"),
      .logIn(.wrong(waitSeconds: 2)), .otherModel(Values.origin("A", "B")), .moduleDiffers(address: "3"),
    ]
    return errors[random.below(errors.count)]
  }

  private mutating func answer(_ request: Request) {
    let fresh = request.changesStatus ? status() : nil
    driver.reply(random.oneIn(5) ? .failed(error()) : reply(to: request), status: fresh)
  }

  private mutating func reply(to request: Request) -> Reply {
    switch request {
    case .logIn(let name):
      .loggedIn(AdministratorSession(name: name, line: "ttyS0", mustChangePassword: random.oneIn(4)))
    case .logInWait: .logInWait(seconds: 3)
    case .nextPINTry: .nextPINTry(NextPINTry(wait: 3))
    case .choosePassword, .setUsers, .resetUsers:
      random.oneIn(2)
        ? .usersSet(UserChange(users: Values.eightUsers, isChanged: true, reloadFailure: nil))
        : .passwordChosen(UserChange(users: Values.eightUsers, isChanged: true, reloadFailure: nil))
    case .status: .status(status())
    case .listBackups: .backups(BackupValues.report(random.oneIn(3) ? BackupValues.strange : BackupValues.five))
    case .verify: .verified(BackupValues.five)
    case .keep: .marked(BackupValues.five[0])
    case .acknowledge: .acknowledged([Values.name("00010001")])
    case .generatePIN: .pinGenerated(count: 12)
    case .preview: .previewed(BackupValues.preview())
    case .restore: .restored(RestoreReport(preview: BackupValues.preview(), needsReboot: random.oneIn(2)))
    case .reboot: .restarting
    case .confirmRestore: .restoreConfirmed(RestoreStatus(backup: "00010001", state: .confirmed, pendingModules: []))
    case .revertRestore:
      .restoreReverted(RevertReport(backup: "00010001", needsReboot: random.oneIn(2), pendingModules: []))
    case .users: .users(Values.eightUsers)
    case .hashPassword, .hashFactoryPassword: .passwordString(Values.passwordString("test"))
    case .modules: .modules(random.oneIn(3) ? [] : Values.modules)
    case .setPIN: .pinSet(PINReport(outcome: PINOutcome(), hasCard: true, notOverwritten: []))
    case .changePIN: .pinChanged(PINReport(outcome: PINOutcome(), hasCard: true, notOverwritten: []))
    case .adopt: .adopted(PINReport(outcome: PINOutcome(), hasCard: true, notOverwritten: []))
    case .delete: .backupDeleted(DeletedBackup(description: BackupValues.five[1]))
    case .startBackup, .deleteAll: .failed(.store(.stopped))
    }
  }
}
