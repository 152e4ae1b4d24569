import BackupStore
import CameraModel
import CameraService
import Sodium
import TestSupport
import Testing

/// Digits that open backups on the card are accepted, however many a new PIN needs by now.
struct FormerPINTests {
  typealias Case = (former: Int, minimum: Int, digits: String)
  static let cases: [Case] = [(4, 8, "7391"), (6, 8, "739146"), (8, 10, "73914628")]
  static let others = "48151623420815"

  /// A camera whose new PINs are longer, with the card of another.
  private func with(_ parameters: Case, _ body: (Bench, Camera) throws -> Void) throws {
    try Bench.withCard { bench in
      let former = try bench.camera("former", minimum: parameters.former)
      _ = try former.setPIN(try secret(parameters.digits), forgetting: false, PINDecisions())
      _ = try former.startBackup(StartBackupOptions())
      try body(bench, try bench.camera("a", minimum: parameters.minimum))
    }
  }

  private func locking() -> PINDecisions {
    var decisions = PINDecisions()
    decisions.lockCard = { _ in true }
    return decisions
  }

  private func isTooShort(
    _ minimum: Int, _ location: SourceLocation = #_sourceLocation, _ body: () throws(ServiceError) -> PINReport
  ) {
    guard case .pin(.tooShort(minimum)) = failure(body) else {
      Issue.record("the digits are not refused as too few", sourceLocation: location)
      return
    }
  }

  @Test(arguments: cases) func areSet(_ parameters: Case) throws {
    try with(parameters) { _, camera in
      let digits = try secret(parameters.digits)
      #expect(try camera.setPIN(digits, forgetting: false, PINDecisions()).outcome.adopted == 1)
      try camera.checkPIN(digits)
      _ = try camera.startBackup(StartBackupOptions())
      #expect(try camera.listBackups().backups.count == 2)
    }
  }

  @Test(arguments: cases) func areSetInThePlaceOfForgottenOnes(_ parameters: Case) throws {
    try with(parameters) { _, camera in
      _ = try camera.setPIN(try secret(Self.others), forgetting: false, locking())
      let digits = try secret(parameters.digits)
      #expect(try camera.setPIN(digits, forgetting: true, PINDecisions()).outcome.adopted == 1)
      try camera.checkPIN(digits)
    }
  }

  @Test(arguments: cases) func areChangedTo(_ parameters: Case) throws {
    try with(parameters) { _, camera in
      _ = try camera.setPIN(try secret(Self.others), forgetting: false, locking())
      let digits = try secret(parameters.digits)
      #expect(try camera.changePIN(from: try secret(Self.others), to: digits, PINDecisions()).outcome.adopted == 1)
      try camera.checkPIN(digits)
    }
  }

  /// Nobody is asked whether to lock the card with them.
  @Test func thoseThatOpenNothingAreRefused() throws {
    try with((6, 8, "739146")) { _, camera in
      let short = try secret("112233")
      let others = try secret(Self.others)
      isTooShort(8) { () throws(ServiceError) in try camera.setPIN(short, forgetting: false, locking()) }
      _ = try camera.setPIN(others, forgetting: false, locking())
      isTooShort(8) { () throws(ServiceError) in try camera.setPIN(short, forgetting: true, locking()) }
      isTooShort(8) { () throws(ServiceError) in try camera.changePIN(from: others, to: short, locking()) }
      try camera.checkPIN(others)
      let three = try secret("739")
      isTooShort(8) { () throws(ServiceError) in try camera.setPIN(three, forgetting: true, locking()) }
    }
  }

  /// Without foreign backups nothing is tried, so that nothing counts.
  @Test func nothingIsTriedOnACardOfOnesOwn() throws {
    try Bench.withCard { bench in
      let camera = try bench.camera("a")
      let short = try secret("112233")
      let own = try secret(Self.others)
      isTooShort(8) { () throws(ServiceError) in try camera.setPIN(short, forgetting: false, PINDecisions()) }
      _ = try camera.setPIN(own, forgetting: false, PINDecisions())
      _ = try camera.startBackup(StartBackupOptions())
      for _ in 1...6 {
        isTooShort(8) { () throws(ServiceError) in
          try camera.changePIN(from: own, to: short, PINDecisions())
        }
      }
      let wrong = try secret("00000000")
      for _ in 1...6 {
        isTooShort(8) { () throws(ServiceError) in try camera.changePIN(from: wrong, to: short, PINDecisions()) }
      }
      try camera.checkPIN(own)
    }
  }
}
