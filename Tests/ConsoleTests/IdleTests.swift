import BackupStore
import CameraService
import Console
import TerminalUI
import Testing
import Wording

/// No key for too long: where there is something to end or to wipe.
struct IdleTests {
  /// While a change of the Super PIN asks.
  private static func asked() -> ConsoleDriver {
    var driver = PINDriver.typed()
    driver.press(.enter)
    driver.send(.progress(nil))
    driver.forgetEffects()
    return driver
  }

  private static func answers(_ driver: ConsoleDriver) -> [Bool] {
    driver.effects.compactMap { if case .decide(let answer) = $0 { answer } else { nil } }
  }

  @Test func workIsNotIdleAndAQuestionIs() {
    var driver = Self.asked()
    #expect(driver.isWorking && !driver.console.waitsForKeys)
    driver.send(.idle)
    #expect(driver.effects.isEmpty)
    driver.send(.decision(.loseDamaged([Values.name("00010001")])))
    #expect(driver.console.waitsForKeys)
    driver.press(.tab, .enter)
    #expect(!driver.console.waitsForKeys && Self.answers(driver) == [true])
  }

  @Test func aQuestionIsAnsweredNoAndTheSessionEnds() {
    var driver = Self.asked()
    driver.send(.decision(.loseDamaged([Values.name("00010001")])))
    driver.send(.idleWarning(seconds: 30))
    #expect(driver.message == "Press a key, or the session ends in 30 s.")
    driver.send(.idle)
    #expect(Self.answers(driver) == [false] && driver.hasEndedSession)
    #expect(driver.message == "Logged out: no key for 10 min. The question was answered: Cancel.")
    #expect(driver.lines[0].contains("Log in") && !driver.text.contains("*"))
    // What the work asks after that is answered without anyone.
    driver.send(.decision(.leaveCard(.absent)))
    #expect(Self.answers(driver) == [false, false] && !driver.text.contains("No card is in the slot"))
    driver.reply(.failed(.store(.stopped)), status: Values.status())
    #expect(driver.message.hasPrefix("Logged out") && driver.lines[1].isEmpty)
    driver.type("admin")
    #expect(driver.text.contains("[admin "))
  }

  @Test func aDemoThatRestartsLeavesNoQuestionOpen() {
    var driver = Self.asked()
    driver.send(.decision(.lockCard(backups: 2)))
    driver.send(.restarted)
    #expect(Self.answers(driver) == [false] && driver.message.hasPrefix("The camera has restarted"))
    driver.send(.sessionEnded)
    #expect(!driver.isWorking && driver.message.hasPrefix("The camera has restarted"))
  }

  @Test func whatWasTypedAtTheLoginIsWiped() {
    var driver = ConsoleDriver()
    #expect(!driver.console.waitsForKeys)
    driver.send(.idle)
    #expect(driver.effects.isEmpty && driver.message.isEmpty)
    driver.type("admin")
    #expect(driver.console.waitsForKeys)
    driver.press(.enter)
    driver.secret(.password, count: 6)
    #expect(driver.text.contains("[******"))
    driver.send(.idleWarning(seconds: 60))
    #expect(driver.message == "Press a key, or what you typed is deleted in 60 s.")
    driver.send(.idle)
    #expect(driver.wiped == [.password] && !driver.text.contains("*") && !driver.text.contains("[admin"))
    #expect(driver.message == "What you typed was deleted: no key for 10 min.")
    #expect(!driver.console.waitsForKeys)
  }
}
