import BackupStore
import CameraService
import TestSupport
import Testing

/// Between a question and its answer another session may decide, and restore again: the answer is about the restore
/// that the question named.
struct QuestionTests {
  /// Reads how the restore stands; then another session takes it back and restores again, which waits.
  ///
  /// - Returns: the restore that a person is asked about.
  private func replaced(_ bench: Bench) throws -> RestoreID {
    bench.clock.restart()
    _ = try bench.camera.finishRestore()
    let asked = try #require(try bench.camera.restoreStatus()?.id)
    #expect(try bench.camera.revertibleRestore() == (asked, false))
    _ = try bench.camera.revertRestore(asked)
    bench.clock.restart()
    _ = try bench.camera.finishRestore()
    #expect(try bench.camera.revertibleRestore() == (asked, true))
    try bench.restore(minutes: 10)
    bench.clock.restart()
    _ = try bench.camera.finishRestore()
    return asked
  }

  private func expectRefusal(_ bench: Bench, _ work: () throws(ServiceError) -> Void) throws {
    let error = failure(work)
    guard case .otherRestore("00010001") = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(try bench.text() == Bench.new)
    #expect(try bench.camera.restoreStatus()?.state == .awaitingConfirmation)
  }

  @Test func anotherRestoreIsNotConfirmed() throws {
    try Bench.restored(minutes: 10) { (bench) throws in
      let asked = try replaced(bench)
      try expectRefusal(bench) { () throws(ServiceError) in try bench.camera.confirmRestore(asked) }
      let waiting = try #require(try bench.camera.restoreStatus()?.id)
      #expect(try bench.camera.confirmRestore(waiting).id == waiting)
      #expect(try bench.camera.confirmRestore(waiting).isRepeated)
    }
  }

  @Test func anotherRestoreIsNotTakenBack() throws {
    try Bench.restored(minutes: 10) { (bench) throws in
      let asked = try replaced(bench)
      try expectRefusal(bench) { () throws(ServiceError) in _ = try bench.camera.revertRestore(asked) }
      #expect(try bench.camera.revertRestore(try bench.camera.revertibleRestore().id).needsReboot)
      #expect(try bench.text() == Bench.former)
    }
  }

  /// What is taken back already, and then restored again, is not taken back by the one who only repeats it.
  @Test func aRepeatedRevertIsAboutTheSameRestore() throws {
    try Bench.restored(minutes: 10) { (bench) throws in
      _ = try bench.camera.revertRestore()
      let (asked, isReverted) = try bench.camera.revertibleRestore()
      #expect(isReverted)
      #expect(try bench.camera.revertRestore(asked).isUnchanged)
      try bench.restore(minutes: 10)
      bench.clock.restart()
      _ = try bench.camera.finishRestore()
      try expectRefusal(bench) { () throws(ServiceError) in _ = try bench.camera.revertRestore(asked) }
    }
  }

  @Test func anotherRestoreIsNotUndone() throws {
    try Bench.restored(minutes: 0) { (bench) throws in
      bench.clock.restart()
      _ = try bench.camera.finishRestore()
      let pin = try secret("48151623420815")
      var options = RestoreOptions()
      options.undoes = try bench.camera.previewRestore(.undo, pin, options).undoes
      #expect(options.undoes != nil)
      try bench.write(Bench.new + "SECTION since\nENDSECTION since\n")
      try bench.restore(minutes: 0)
      bench.clock.restart()
      _ = try bench.camera.finishRestore()
      bench.camera.markBoot(once: false)
      let asked = options
      guard
        case .otherRestore("00010001") = failure({ () throws(ServiceError) in
          _ = try bench.camera.restore(.undo, pin, asked)
        })
      else {
        Issue.record("another restore is undone")
        return
      }
      #expect(try bench.text() == Bench.new)
      options.undoes = try bench.camera.previewRestore(.undo, pin, RestoreOptions()).undoes
      try bench.restore(.undo, minutes: 0, options)
      #expect(try bench.text() == Bench.new + "SECTION since\nENDSECTION since\n")
    }
  }
}
