import BackupStore
import TestSupport
import Testing

@testable import CameraService

/// How long a PIN has to wait is known before it is typed.
struct NextPINTryTests {
  private static let right = "48151623420815"
  private static let wrong = "99887766554433"

  @Test func wrongPINsAreCounted() throws {
    try Bench.withCard { bench in
      let camera = try bench.camera("a")
      #expect(try camera.nextPINTry() == NextPINTry(triesBeforeWait: 5))
      _ = try camera.setPIN(try secret(Self.right), forgetting: false, PINDecisions())
      for _ in 1...4 { try fail(camera) }
      #expect(try camera.nextPINTry() == NextPINTry(triesBeforeWait: 1))
      try fail(camera)
      let next = try camera.nextPINTry()
      #expect((1...30).contains(next.wait) && next.foreignWait == 0 && !next.undoNeedsOldPIN)
    }
  }

  @Test func pinsThatOpenNoBackupOfAnotherAreCountedBesides() throws {
    try Bench.withCard { bench in
      let former = try bench.camera("former")
      _ = try former.setPIN(try secret(Self.right), forgetting: false, PINDecisions())
      _ = try former.startBackup(StartBackupOptions())
      let camera = try bench.camera("a")
      for _ in 1...5 { _ = try? camera.setPIN(try secret(Self.wrong), forgetting: false, PINDecisions()) }
      let next = try camera.nextPINTry()
      #expect(next.wait == 0 && (1...30).contains(next.foreignWait))
    }
  }

  private func fail(_ camera: Camera) throws {
    let digits = try secret(Self.wrong)
    let error = failure { () throws(ServiceError) in try camera.checkPIN(digits) }
    if case .store(.wrongPIN)? = error { return }
    Issue.record("the PIN was not called wrong")
  }
}
