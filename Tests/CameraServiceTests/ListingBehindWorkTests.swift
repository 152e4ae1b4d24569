import BackupStore
import CameraDevice
import CameraModel
import FileSystem
import Synchronization
import TestSupport
import Testing

@testable import CameraService

/// Work on the backups of a card brings their new listing, for which no header is read again.
@Suite struct ListingBehindWorkTests {
  /// Runs `body` with a camera and a card in memory that has three backups.
  private func with(_ body: (Camera, CrashingFileSystem) throws -> Void) throws {
    try Bench.withCard { bench in
      var camera = bench.camera
      _ = try camera.setPIN(try secret(Bench.pin), forgetting: false, PINDecisions())
      for label in ["a", "b", "c"] {
        var options = StartBackupOptions()
        options.label = label
        _ = try camera.startBackup(options)
      }
      camera.listsBehindWork = true
      try body(camera, bench.files)
    }
  }

  private static func camera(_ machine: Machine) -> Camera {
    var camera = Camera(machine, log: MemoryLog(), waitSeconds: 10, caller: Caller(name: "root", origin: .shell))
    camera.listsBehindWork = true
    return camera
  }

  private enum Work: CaseIterable {
    case keep, keepAgain, verify, acknowledge, delete, deleteAll

    func prepare(_ camera: Camera, _ files: CrashingFileSystem) throws {
      if case .keepAgain = self { _ = try camera.keepBackup(.latest, true) }
      if case .acknowledge = self { files.uproot("\(StoreFixture.vault)/00010002.CVB") }
    }

    func listing(_ camera: Camera) throws -> ListReport? {
      switch self {
      case .keep, .keepAgain: try camera.keepBackup(.latest, true).listing
      case .verify: try camera.verifyBackups([]).listing
      case .acknowledge: try camera.acknowledgeMissing().listing
      case .delete: try camera.deleteBackup(try #require(BackupName("00010002"))).listing
      case .deleteAll: try camera.deleteAllBackups().listing
      }
    }
  }

  @Test(arguments: Work.allCases) private func itIsWhatALookShows(_ work: Work) throws {
    try with { camera, files in
      try work.prepare(camera, files)
      let listing = try #require(try work.listing(camera))
      #expect(lines(listing) == lines(try camera.listBackups()))
    }
  }

  @Test func aMarkReadsEachHeaderOnce() throws {
    try with { camera, files in
      let before = files.trace.split(separator: "\n").count
      #expect(try camera.keepBackup(.latest, true).listing?.backups.map(\.isKept) == [true, false, false])
      let calls = files.trace.split(separator: "\n").dropFirst(before)
      let opened = calls.filter { $0.contains("open") && $0.contains(".CVB") }
      #expect(opened.count == 3 && Set(opened).count == 3, "\(opened)")
      let record = try #require(calls.lastIndex { $0.contains("/state/record") })
      #expect(!calls[record...].contains { $0.contains(StoreFixture.vault) })
    }
  }

  /// Work that is done is not reported as failed because the card went behind it.
  @Test func withoutACardThereIsNone() throws {
    try with { camera, _ in
      let machine = camera.machine
      let leaving = Self.camera(
        Machine(
          settings: machine.settings, files: machine.files, card: LeavingSlot(machine.card), bus: machine.bus,
          time: machine.time, commands: machine.commands))
      let kept = try leaving.keepBackup(.latest, true)
      #expect(kept.result.description.isKept && kept.listing == nil)
    }
  }

  /// A listing reads the whole configuration: a command does not wait for it.
  @Test func whoDoesNotAskGetsNone() throws {
    try with { camera, files in
      var command = camera
      command.listsBehindWork = false
      let before = files.trace.split(separator: "\n").count
      let kept = try command.keepBackup(.latest, true)
      #expect(kept.listing == nil)
      let calls = files.trace.split(separator: "\n").dropFirst(before)
      #expect(!calls.contains { $0.contains("open \(Bench.folder)/") }, "\(calls)")
    }
  }

  private func lines(_ report: ListReport) -> [String] {
    report.backups.map { "\($0.name) \($0.state) \($0.isKept) \($0.bytes ?? -1) \(String(describing: $0.check))" }
      + ["\(report.card.state) \(report.card.bytesFree ?? -1) \(String(describing: report.nextRemoved))"]
  }
}

/// The card is there once.
private final class LeavingSlot: CardSlot {
  private let first: CardPresence
  private let looks = Atomic(0)

  init(_ slot: any CardSlot) { first = slot.open() }

  func open() -> CardPresence { looks.wrappingAdd(1, ordering: .relaxed).oldValue == 0 ? first : .absent }
}
