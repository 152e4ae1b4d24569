import BackupStore
import CameraDevice
import FileSystem
import Testing
import Wording

@testable import CameraService

/// Why something could not be kept for Undo: the record holds all that the error said.
struct UndoFailureTests {
  private static let error = FileError(.write, "undo.cvb.new", code: FileError.Code.failed)

  private static let all: [UndoFailure] = [
    .noPIN, .noRoom, .readOnly, .undoFile(error), .undoDamaged, .record(error), .recordDamaged, .file(error),
    .noMemory(kibibytes: 65_536), .epochsUsedUp, .state(error), .configuration(error), .former(error),
    .place(path: "/flash/config"), .journalDamaged,
    .unreadable(path: "config/a", FileError(.read, "config/a", code: FileError.Code.failed)),
    .changed(path: "config/a"),
    .unfit(path: "config/a", .tooManyAttributes), .identity(.serial), .gone, .sentence("No Super PIN is set."),
    .unexpected,
  ]

  @Test(arguments: all) func itIsRecorded(_ failure: UndoFailure) {
    #expect(UndoFailure(failure.problem) == failure)
    #expect(failure.text.hasSuffix("."))
  }

  /// Causes that once had the same sentence.
  @Test func causesAreToldApart() {
    let read = FileError(.read, "record.a", code: FileError.Code.failed)
    let write = FileError(.write, "record.a", code: FileError.Code.failed)
    let errors: [ServiceError] = [
      .store(.record(read)), .store(.record(write)), .store(.plan(.refused(path: "config/a", .pathTooLong))),
      .store(.plan(.refused(path: "config/a", .tooManyNames))), .store(.undoDamaged), .store(.readOnly),
      .store(.epochsUsedUp), .exchange(.notExchangeable(path: "/flash/config", .link)), .noCard(.absent),
    ]
    let sentences = errors.map { UndoFailure(UndoFailure($0).problem).text }
    #expect(Set(sentences).count == sentences.count, "\(sentences)")
  }
}
