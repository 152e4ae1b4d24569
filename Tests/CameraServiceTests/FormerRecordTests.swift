import BackupStore
import CameraService
import FoundationEssentials
import TestSupport
import Testing
import Wording

/// A camera that is updated while a restore waits goes on with the record of the former version.
struct FormerRecordTests {
  /// As the former version wrote it after a restore, but for the inodes and the boot.
  private static let record = """
    {"backup":"00010001","isConfirmed":false,"modules":[],"source":{"name":"00010001",\
    "file":"T0om6u9tO2G5QBDmUbuFjA==","created":1795000000,"serial":"10.32.4.17"},"configuration":{"backup":\
    {"file":"T0om6u9tO2G5QBDmUbuFjA==","serial":"10.32.4.17","name":"00010001","created":1795000000},\
    "digest":"bmuTeSC7nMtg3FDyie+3Qb+VwBI1qZkmiRdnB4Xnvq4="},"leftOut":{"users":false,"network":true,\
    "modules":[{"address":"05","isOfOtherKind":true}],"kept":[{"file":"camera.cfg","section":"ethernet",\
    "isOnlyInBackup":false}]},"losses":{"count":1,"named":["bell.wav (owner)"]},\
    "newTree":NEW,"bootID":"11111111-2222-3333-4444-555555555555","formerTree":FORMER,"began":1795998398,"caller":"root (sudo)",\
    "serial":"10.32.4.17","model":"M26B","revertMinutes":10,"starts":0,"firmware":"5.4.1.7"}
    """

  /// The trees as the record of this version has them.
  private struct Trees: Decodable {
    struct Tree: Decodable {
      let device: UInt64
      let inode: UInt64
      var text: String { #"{"inode":\#(inode),"device":\#(device)}"# }
    }

    let formerTree: Tree
    let newTree: Tree
  }

  /// A camera that was restored by the former version, and restarted.
  private func with(_ body: (Bench) throws -> Void) throws {
    try Bench.restored(minutes: 10) { (bench) throws in
      let trees = try JSONDecoder().decode(Trees.self, from: Data(try bench.state("restore")))
      let text = Self.record.replacing("NEW", with: trees.newTree.text)
        .replacing("FORMER", with: trees.formerTree.text)
      try bench.writeState("restore", Array(text.utf8))
      bench.clock.restart()
      try body(bench)
    }
  }

  @Test func itGoesOn() throws {
    try with { (bench) throws in
      #expect(try bench.camera.finishRestore() == .waiting(backup: "00010001", seconds: 600, pending: []))
      let waiting = try #require(try bench.camera.restoreStatus())
      #expect(waiting.state == .awaitingConfirmation && waiting.restored == 1_795_998_398)
      #expect(waiting.caller == "root (sudo)" && waiting.created == 1_795_000_000 && waiting.leftOut.network)
      #expect(waiting.leftOut.text == "module 05 (other kind)" && waiting.losses.text == "bell.wav (owner)")
      let confirmed = try bench.camera.confirmRestore()
      #expect(confirmed.state == .confirmed && confirmed.undo == .possible)
      #expect(confirmed.leftOut == waiting.leftOut && confirmed.losses == waiting.losses)
      #expect(try bench.text() == Bench.new)
      bench.camera.markBoot(once: false)
      try bench.restore(.undo, minutes: 0)
      #expect(try bench.text() == Bench.former)
    }
  }

  @Test func itIsTakenBack() throws {
    try with { (bench) throws in
      _ = try bench.camera.finishRestore()
      bench.clock.pass(600)
      guard case .reverted(let report) = try bench.camera.finishRestore() else {
        Issue.record("it is not taken back")
        return
      }
      #expect(report.needsReboot && report.backup == "00010001")
      #expect(try bench.text() == Bench.former)
    }
  }

  /// Sentences that former versions wrote, and codes of this one.
  @Test(arguments: [
    (
      #""No Super PIN is set. Without one there are no backups.""#,
      "No Super PIN is set. Without one there are no backups."
    ), (#""no-pin""#, "No Super PIN is set. Without one there are no backups."),
    (#""no-room""#, "The state directory has no room for the copy that Undo needs."),
    (
      #""undo-file","file":"undo.cvb.new","number":5"#,
      "The copy that Undo needs cannot be kept in the state directory: undo.cvb.new: Input/output error."
    ),
    (
      #""unreadable","file":"config/a","number":13"#,
      "The camera's configuration cannot be read: config/a: Permission denied."
    ), (#""unfit","file":"config/a""#, "config/a cannot be part of a backup."),
  ])
  func whyItCannotBeUndone(_ problem: String, _ sentence: String) throws {
    try Bench.restored(minutes: 0) { (bench) throws in
      bench.clock.restart()
      _ = try bench.camera.finishRestore()
      let outcome = String(decoding: try bench.state("restored"), as: UTF8.self)
      let text = outcome.replacing(#""isModulesOnly":false"#, with: #""isModulesOnly":false,"problem":\#(problem)"#)
      try bench.writeState("restored", Array(text.utf8))
      guard case .failed(let problem)? = try bench.camera.restoreStatus()?.undo else {
        Issue.record("\(problem)")
        return
      }
      #expect(problem.text == sentence)
    }
  }
}
