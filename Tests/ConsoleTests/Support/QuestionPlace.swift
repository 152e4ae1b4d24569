import BackupStore
import CameraDevice
import CameraModel
import Console
import TerminalUI
import Wording

@testable import CameraService

/// Every question of every screen, and the two screens that are questions as a whole.
enum QuestionPlace: CaseIterable {
  case logOut, menuRestart, confirmByLetter, confirmByEnter, revert
  case deleteOne, deleteAll, acknowledge, listRestart, startWithoutModule, startUnchanged
  case restore, restoreOfOtherModel, restoreModules, leaveOut, leaveOutStuck, previewRestart, restartAgain
  case closeUsers, ownSession, factoryReset, replaceUsers, forgotten
  case closeConfiguration, applyConfiguration
  case goOnTrying, lockCard, loseDamaged, loseUndo, leaveCard, importLocksCard

  /// The keys that open it, of which the last does.
  private var keys: [Key] {
    switch self {
    case .logOut: [.escape]
    case .menuRestart, .revert, .listRestart, .restore, .restoreOfOtherModel, .restoreModules: [.character("r")]
    case .confirmByLetter: [.character("c")]
    case .deleteOne: [.character("d")]
    case .deleteAll: [.character("d"), .tab, .tab, .enter]
    case .acknowledge: [.character("a")]
    case .closeUsers, .closeConfiguration: [.character("c")]
    case .applyConfiguration: [.character("a")]
    case .ownSession: [.character("r"), .character("s")]
    case .factoryReset, .replaceUsers: [.character("f")]
    case .leaveOut, .leaveOutStuck, .previewRestart, .restartAgain: [.character("r"), .tab, .enter]
    case .startWithoutModule, .startUnchanged: [.character("s"), .enter, .enter, .enter]
    case .confirmByEnter, .forgotten, .goOnTrying, .lockCard, .loseDamaged, .loseUndo, .leaveCard: [.enter]
    case .importLocksCard: [.character("i"), .enter]
    }
  }

  var opener: Key { keys[keys.count - 1] }

  /// The word that is typed before the answer.
  var word: String? {
    switch self {
    case .deleteAll: "delete"
    case .restoreOfOtherModel: "S26"
    case .factoryReset, .replaceUsers: "reset"
    case .forgotten: "forgotten"
    case .logOut, .menuRestart, .confirmByLetter, .confirmByEnter, .revert, .deleteOne, .acknowledge, .listRestart,
      .startWithoutModule, .startUnchanged, .restore, .restoreModules, .leaveOut, .leaveOutStuck, .previewRestart,
      .restartAgain, .closeUsers, .closeConfiguration, .applyConfiguration, .ownSession, .goOnTrying, .lockCard,
      .loseDamaged, .loseUndo, .leaveCard, .importLocksCard:
      nil
    }
  }

  /// Whether a letter may answer, because nothing is destroyed or restarted.
  var isHarmless: Bool {
    switch self {
    case .logOut, .startWithoutModule, .startUnchanged, .goOnTrying: true
    case .menuRestart, .confirmByLetter, .confirmByEnter, .revert, .deleteOne, .deleteAll, .acknowledge, .listRestart,
      .restore, .restoreOfOtherModel, .restoreModules, .leaveOut, .leaveOutStuck, .previewRestart,
      .restartAgain, .closeUsers, .closeConfiguration, .applyConfiguration, .ownSession, .factoryReset, .replaceUsers,
      .forgotten, .lockCard,
      .loseDamaged, .loseUndo, .leaveCard, .importLocksCard:
      false
    }
  }

  /// Whether the whole screen is the question.
  var isScreen: Bool { [.confirmByLetter, .confirmByEnter, .restartAgain].contains(self) }

  /// What it looks like before the keys.
  private func before() -> ConsoleDriver {
    let waiting = Values.status(restore: Values.waitingRestore(500))
    let unstarted = Values.status(
      restore: RestoreStatus(backup: "00010004", state: .rebootNeeded, pendingModules: []))
    switch self {
    case .logOut: return .loggedIn()
    case .menuRestart: return .loggedIn(unstarted)
    case .confirmByLetter, .confirmByEnter:
      var driver = ConsoleDriver.loggedIn(waiting)
      driver.press(.escape)
      driver.reply(.status(waiting))
      driver.press(.home)
      return driver
    case .revert: return .loggedIn(waiting)
    case .listRestart: return BackupDriver.opened(BackupValues.report(), unstarted)
    case .deleteOne, .deleteAll, .startWithoutModule, .startUnchanged, .importLocksCard: return BackupDriver.opened()
    case .acknowledge: return BackupDriver.opened(BackupValues.report(BackupValues.strange))
    case .restore, .leaveOut, .leaveOutStuck, .previewRestart, .restartAgain: return BackupDriver.previewed()
    case .restoreOfOtherModel:
      let origin = BackupOrigin(
        model: "S26", serial: "1", camera: CameraIdentity(model: "M26B", serial: "2", firmware: ""))
      return BackupDriver.previewed(BackupValues.preview(origin: origin))
    case .restoreModules: return BackupDriver.previewed(BackupValues.preview(needsReboot: false))
    case .closeUsers: return UsersDriver.changed()
    case .closeConfiguration: return ConfigurationDriver.changed()
    case .applyConfiguration: return ConfigurationDriver.previewed()
    case .ownSession:
      var driver = UsersDriver.make(as: "hofmann")
      driver.press(.down)
      return driver
    case .factoryReset: return UsersDriver.make()
    case .replaceUsers: return UsersDriver.unreadable()
    case .forgotten:
      var driver = PINDriver.make()
      PINDriver.focus(on: "I do not know", in: &driver)
      return driver
    case .goOnTrying, .lockCard, .loseDamaged, .loseUndo, .leaveCard:
      return PINDriver.typed()
    }
  }

  /// What the work says that the last key has begun.
  private func answer(_ driver: inout ConsoleDriver) {
    switch self {
    case .startWithoutModule: driver.reply(.failed(.modules([ModuleFailure(address: "3", error: .hung)])))
    case .startUnchanged:
      driver.reply(.started(BackupValues.started(BackupValues.five[0], isUnchanged: true), milliseconds: 90))
    case .leaveOut: driver.reply(.failed(.restoreModules([ModuleFailure(address: "3", error: .hung)])))
    case .leaveOutStuck: driver.reply(.failed(.notPutBack(modules: ["3"], cause: nil)))
    case .previewRestart: driver.reply(.failed(.rebootNeeded("00010004")))
    case .restartAgain:
      driver.reply(.restored())
      driver.readNotice()
      driver.reply(.failed(.reboot(.failed(program: "/sbin/reboot", status: 1))))
    case .goOnTrying: driver.send(.decision(.goOnTrying(tried: 4, left: 3)))
    case .lockCard: driver.send(.decision(.lockCard(backups: 3)))
    case .loseDamaged: driver.send(.decision(.loseDamaged([Values.name("00010001")])))
    case .loseUndo: driver.send(.decision(.loseUndo))
    case .leaveCard: driver.send(.decision(.leaveCard(.absent)))
    case .importLocksCard: driver.send(.decision(.importLocksCard(Values.name("00010001"))))
    case .logOut, .menuRestart, .confirmByLetter, .confirmByEnter, .revert, .deleteOne, .deleteAll, .acknowledge,
      .listRestart, .restore, .restoreOfOtherModel, .restoreModules, .closeUsers, .closeConfiguration,
      .applyConfiguration,
      .ownSession, .factoryReset,
      .replaceUsers, .forgotten:
      break
    }
  }

  /// The question is asked, and nothing was pressed since.
  func asked() -> ConsoleDriver {
    var driver = before()
    for key in keys {
      driver.press(key)
      if self == .importLocksCard, key != opener { driver.reply(.copiesFound()) }
    }
    answer(&driver)
    driver.forgetEffects()
    return driver
  }
}

extension ConsoleDriver {
  /// What was decided, and what was begun that is no mere look.
  var harm: [String] {
    effects.compactMap { effect in
      switch effect {
      case .decide(true): "decided"
      case .endSession: "logged out"
      case .perform(let operation): operation.traits.isLook ? nil : "\(operation)"
      case .decide(false), .stopWork, .wipe, .redraw, .ring, .quit: nil
      }
    }
  }
}
