import CameraModel
import FileSystem
import TestSupport
import Testing
import Wording

@testable import BackupStore
@testable import CameraService

/// What a preview says of a restore, line by line.
struct RestorePreviewTests {
  private func preview(
    of new: String = Bench.former, _ options: RestoreOptions = RestoreOptions()
  ) throws -> RestorePreview {
    try Bench.preview(of: new, over: Bench.former, options).preview
  }

  private func texts(_ preview: RestorePreview) -> [String] {
    preview.lines(Settings()).filter { $0.kind != .warning }.map(\.text)
  }

  @Test func nothing() throws {
    let preview = try preview()
    #expect(texts(preview) == ["The configuration is the same."] && preview.isSame)
    #expect(preview.firmwareText == "firmware unknown")
    #expect(preview.attributes.isEmpty && preview.attributes.leftOut == 0)
  }

  /// Values alone are no matter of the layout.
  @Test func aValue() throws {
    #expect(
      try texts(preview(of: Bench.new)) == ["Lines outside all sections (changed)", "NAME: former -> new"])
  }

  /// Lines are counted where they are too many to be compared, and else shown.
  @Test(arguments: [2, 40_000]) func manyLines(_ count: Int) throws {
    var preview = try preview()
    let (own, new) = (Array("a\n".utf8), Array("b\n".utf8))
    let difference = try #require(
      TextDifference(
        from: Array(repeatElement(own, count: count).joined()), to: Array(repeatElement(new, count: count).joined()),
        Settings().secretMask, limit: 10))
    preview.files.changed = ["a"]
    preview.texts = [TextFileDifference(path: "a", difference: difference, layout: [])]
    let lines = texts(preview).dropFirst()
    #expect(difference.isReplaced == (count > 2))
    #expect(lines.count == (count > 2 ? 1 : 2) && lines.contains { $0.contains("replaced by") } == (count > 2))
  }

  /// Only a newer firmware needs consent.
  @Test func aNewerFirmware() throws {
    let own = try preview()
    let newer = RestorePreview(
      backup: own.backup, manifest: own.manifest, firmware: .backupIsNewer, documents: [], files: own.files,
      modules: [], needsReboot: true, revertMinutes: 0, moduleContents: [:], users: nil, ownLogin: nil)
    var options = RestoreOptions()
    #expect(own.refusal(options) == nil && newer.refusal(options) != nil)
    options.allowsNewer = true
    #expect(newer.refusal(options) == nil)
  }

  /// Two modules are paired where each is the only one of its kind.
  @Test func pairs() throws {
    func missing(_ address: String) -> ModulePlan {
      let module = ModuleIdentity(address: address, kind: "lens", serial: "", firmware: "")
      return ModulePlan(address: address, inBackup: module, onBus: nil, action: .missing)
    }
    func unknown(_ address: String) -> ModulePlan {
      let module = ModuleIdentity(address: address, kind: "lens", serial: "", firmware: "")
      return ModulePlan(address: address, inBackup: nil, onBus: module, action: .notInBackup)
    }
    var preview = try preview()
    preview.modules = [missing("01"), unknown("11")]
    #expect(preview.offeredPairs.map(\.old) == ["01"] && preview.offeredPairs.map(\.new) == ["11"])
    preview.modules = [missing("01"), missing("02"), unknown("11")]
    #expect(preview.offeredPairs.isEmpty)
    preview.modules = [missing("01"), unknown("11"), unknown("12")]
    #expect(preview.offeredPairs.isEmpty)
  }

  /// An address that the backup does not have.
  @Test func aPairThatIsNone() throws {
    var options = RestoreOptions()
    options.modules.pairs = ["07": "08"]
    do {
      _ = try preview(options)
      Issue.record("no error")
    } catch ServiceError.noSuchModule(let address) {
      #expect(address == "07")
    }
  }

  private func preview(_ options: RestoreOptions) throws -> RestorePreview {
    try preview(of: Bench.former, options)
  }

  /// Where no restore is taken back by itself, nobody misses `boot`.
  @Test func nobodyWatches() throws {
    try Bench.restored(minutes: 0) { (bench) throws in
      bench.clock.restart()
      _ = try bench.camera.finishRestore()
      bench.clock.restart()
      let preview = try bench.camera.previewRestore(.latest, try secret("48151623420815"), RestoreOptions())
      #expect(preview.revertLack != nil)
      let settings = try Settings(
        ConfigurationDocument(Array("SECTION camconsole\nREVERT=0\nENDSECTION camconsole\n".utf8)))
      #expect(preview.lines(settings).filter { $0.kind == .warning }.isEmpty)
      #expect(preview.lines(Settings()).filter { $0.kind == .warning }.count == 1)
    }
  }

  /// A preview of a backup settles nothing, and a restore that waits does not forbid it. It forbids one of Undo.
  @Test func whileARestoreWaits() throws {
    try Bench.restored(minutes: 10) { (bench) throws in
      bench.clock.restart()
      let pin = try secret("48151623420815")
      _ = try bench.camera.previewRestore(.latest, pin, RestoreOptions())
      let error = failure { () throws(ServiceError) in try bench.camera.previewRestore(.undo, pin, RestoreOptions()) }
      #expect(error != nil)
    }
  }

  /// A backup that does not say of which camera it is, because it cannot be opened, is nobody's.
  @Test func aBackupThatSaysNothing() throws {
    try Bench.restored(minutes: 0) { (bench) throws in
      var report = try bench.camera.listBackups()
      report.camera = CameraIdentity(model: "M26B", serial: "1", firmware: "")
      let name = try #require(BackupName(epoch: 1, counter: 1))
      let foreign = BackupDescription(
        name: name, state: .foreign, bytes: nil, isKept: false, metadata: BackupMetadata(), isUndo: false)
      #expect(!report.isOfOtherCamera(foreign))
    }
  }
}

/// Where a restore needs a configuration that can be exchanged.
struct RestorePlaceTests {
  @Test func modulesAloneNeedNone() throws {
    try Bench.restored(minutes: 0) { (bench) throws in
      bench.clock.restart()
      _ = try bench.camera.finishRestore()
      try bench.linkConfiguration()
      var options = RestoreOptions()
      options.modulesOnly = true
      try bench.restore(minutes: 0, options)
      #expect(throws: ServiceError.self) { try bench.restore(minutes: 0) }
    }
  }
}

/// What entries lose.
struct RestoreLossesTests {
  @Test func onlyWhatIsLostCounts() {
    var losses = RestoreLosses()
    losses.add([], of: "a")
    #expect(losses.isEmpty && losses.text.isEmpty)
  }

  /// A bounded number is named, all are counted.
  @Test func many() {
    var losses = RestoreLosses()
    for number in 1...20 { losses.add([.owner], of: "\(number)") }
    #expect(losses.count == 20 && losses.named.count == 16 && losses.text.hasSuffix(" and 4 more"))
  }

  @Test func attributes() {
    let time = FileTime(seconds: 0, nanoseconds: 0)
    func entry(_ mode: UInt32, _ extended: [ExtendedAttribute]) -> ArchiveEntry {
      ArchiveEntry(
        path: ArchivePath("config/a"), kind: .file(size: 0), mode: mode, owner: 1, group: 2, modified: time,
        extended: extended)
    }
    let status = FileStatus(
      kind: .regular, size: 0, mode: 0o644, owner: 1, group: 2, modified: time, changed: time, device: 1, inode: 1)
    let comment = [ExtendedAttribute(name: Array("user.comment".utf8), value: [1])]
    #expect(AttributeDifference(entry(0o644, comment), status, comment, path: "a") == nil)
    let changes = AttributeDifference(entry(0o600, []), status, comment, path: "a")?.changes
    #expect(changes == [AttributeChange("mode", "644", "600"), AttributeChange("user.comment", "set", "not set")])
  }
}
