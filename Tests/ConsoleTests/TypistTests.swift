import BackupStore
import CameraModel
import Console
import FoundationEssentials
import TerminalUI
import TestSupport
import Testing
import Wording

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
      for operation in driver.requests where random.oneIn(2) || count % 2 == 0 { answer(operation) }
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
    let restore = Values.waitingRestore(random.below(600), pending: ["3"])
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
      .usersChanged, .notAsShown(.module("3")), .newerFirmware("9.0"), .rebootNeeded("00010001"), .noAdministrator,
      .noSuchModule("9"),
      .logIn(.wrong(waitSeconds: 2)), .otherModel(Values.origin("A", "B")), .moduleDiffers(address: "3"),
    ]
    return errors[random.below(errors.count)]
  }

  private mutating func answer(_ operation: Operation) {
    let reply = random.oneIn(5) ? .failed(error()) : reply(to: operation)
    driver.reply(reply, status: operation.traits.looksAtStatus(after: reply) ? status() : nil)
  }

  private mutating func reply(to operation: Operation) -> Reply {
    switch operation {
    case .session(let operation): reply(to: operation)
    case .camera(.status): .status(status())
    case .camera(.modules): .modules(random.oneIn(3) ? [] : Values.modules)
    case .camera(.check): .camera(.checked(CheckReport([])))
    case .camera(.events): .camera(.events(Values.events))
    case .camera(.reboot): .restarting
    case .backups(let operation): reply(to: operation)
    case .pin(let operation): reply(to: operation)
    case .restore(.preview): .previewed()
    case .restore(.compare): .compared()
    case .restore(.start): .restored(needsReboot: random.oneIn(2))
    case .restore(.confirm):
      .restoreConfirmed(RestoreStatus(backup: "00010001", state: .confirmed, pendingModules: []))
    case .restore(.revert): .restoreReverted("00010001", needsReboot: random.oneIn(2))
    case .users(.list): .usersListed()
    case .users(.hashPassword), .users(.hashFactoryPassword): .passwordString(Values.passwordString("test"))
    case .users(.set), .users(.reset): .usersSet()
    case .configuration(.list): .configuration(.listed(ConfigurationDriver.sections))
    case .configuration(.takeSecret(let key)): ConfigurationDriver.taken(key)
    case .configuration(.preview(let draft, _)):
      .configuration(.previewed(ConfigurationDriver.preview(draft.edit, isUnchanged: random.oneIn(4))))
    case .configuration(.change(_, _, let shown)):
      .configuration(.changed(ConfigurationReport(preview: shown, losses: RestoreLosses())))
    }
  }

  private mutating func reply(to operation: SessionOperation) -> Reply {
    switch operation {
    case .logIn(let name): .loggedIn(as: name, mustChangePassword: random.oneIn(4))
    case .wait: .logInWait(seconds: 3)
    case .choosePassword: .passwordChosen()
    }
  }

  private mutating func reply(to operation: BackupOperation) -> Reply {
    let listing =
      random.oneIn(3) ? nil : BackupValues.report(random.oneIn(3) ? BackupValues.strange : BackupValues.five)
    return switch operation {
    case .list: .listed(listing ?? BackupValues.report([]))
    case .verify: .verified(BackupValues.five, listing)
    case .keep: .marked(BackupValues.five[0], listing)
    case .label: .labelled(BackupValues.five[0], isUnchanged: random.oneIn(3), listing)
    case .acknowledge: .acknowledged([Values.name("00010001")], listing)
    case .delete: .deleted(BackupValues.five[1], listing)
    case .start:
      .started(
        BackupValues.started(BackupValues.five[0], isUnchanged: random.oneIn(3)), milliseconds: 90, listing)
    case .deleteAll: .failed(.store(.stopped))
    case .findChanges: .changesFound(since: random.oneIn(2) ? BackupValues.five[0] : nil)
    case .findCopies: .copiesFound(BackupValues.copies(count: random.below(3) * 20))
    case .importCopy: .imported(BackupValues.five[0], isUnchanged: random.oneIn(3), listing)
    }
  }

  private func reply(to operation: PINOperation) -> Reply {
    switch operation {
    case .nextTry: .nextPINTry(NextPINTry(wait: 3))
    case .set: .pinSet()
    case .change: .pinChanged()
    case .adopt: .adopted()
    case .generate: .pinGenerated(count: 12)
    }
  }
}
