import BackupStore
import CameraModel
import Console
import TerminalUI
import Testing
import Wording

@testable import CameraService

/// What is seen.
struct SuperPINGoldenTests {
  @Test func screens() {
    for (name, size) in [("", Size.usual), ("-small", .small)] {
      Golden.expect(PINDriver.make(size: size), "pin-change\(name)")
      Golden.expect(PINDriver.make(isSlow: true, size: size), "pin-change-slow\(name)")
      Golden.expect(
        PINDriver.make(Values.status(isPINSet: false, card: Values.card(.empty), backups: 0), size: size),
        "pin-set\(name)")
      Golden.expect(
        PINDriver.make(Values.status(isPINSet: false, card: Values.card(.locked, foreign: 3), backups: 0), size: size),
        "pin-set-locked\(name)")
      Golden.expect(
        PINDriver.make(Values.status(card: Values.card(.locked, foreign: 3), backups: 0), size: size),
        "pin-change-locked\(name)")
      Golden.expect(
        PINDriver.make(Values.status(card: Values.card(.absent), backups: 0), size: size), "pin-no-card\(name)")
      Golden.expect(
        PINDriver.make(Values.status(card: Values.card(isWritable: false)), size: size), "pin-read-only\(name)")
      Golden.expect(
        PINDriver.make(Values.status(card: Values.card(foreign: 2), damaged: 1), size: size),
        "pin-foreign-damaged\(name)")
      let key = Values.escrowKey
      Golden.expect(
        PINDriver.make(
          Values.status(escrow: EscrowReport(state: .missing, key: key, sealed: nil)), size: size),
        "pin-escrow\(name)")
      let problem = ServiceError.escrow(.notPublicKey(path: "/etc/camconsole.pub"))
      Golden.expect(
        PINDriver.make(
          Values.status(escrow: EscrowReport(state: .missing, key: nil, keyProblem: problem, sealed: nil)), size: size),
        "pin-escrow-key\(name)")
      Golden.expect(PINDriver.make(Values.status(pinWait: 299), size: size), "pin-wait\(name)")
      var driver = PINDriver.make(size: size)
      driver.secret(.oldPIN, count: 8)
      driver.press(.enter)
      driver.newPIN("24121987")
      Golden.expect(driver, "pin-date\(name)")
      PINDriver.choose("Generate", in: &driver)
      driver.reply(.pinGenerated(count: 12))
      Golden.expect(driver, "pin-generated\(name)")
      driver = PINDriver.make(size: size)
      driver.press(.function(1))
      Golden.expect(driver, "pin-help\(name)")
      driver = PINDriver.make(size: size)
      PINDriver.choose("I do not know", in: &driver)
      Golden.expect(driver, "pin-forgotten-question\(name)")
      driver.type("forgotten")
      driver.press(.enter)
      Golden.expect(driver, "pin-forgotten\(name)")
      driver = PINDriver.make(Values.status(card: Values.card(.locked, foreign: 3), backups: 0), size: size)
      PINDriver.choose("Try PIN", in: &driver)
      Golden.expect(driver, "pin-try\(name)")
      driver = PINDriver.typed("8024679135", size: size)
      driver.press(.enter)
      driver.send(.decision(.loseDamaged([Values.name("00010002")])))
      Golden.expect(driver, "pin-lose-damaged\(name)")
      driver.press(.escape)
      var outcome = PINOutcome()
      outcome.rewritten = 4
      outcome.lost = [Values.name("00010002")]
      driver.reply(.pinChanged(Values.pinReport(outcome)))
      Golden.expect(driver, "pin-changed\(name)")
    }
  }
}
