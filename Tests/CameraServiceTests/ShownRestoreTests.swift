import BackupStore
import CameraModel
import FileSystem
import Synchronization
import TestSupport
import Testing

@testable import CameraService

/// Between a preview and the answer to its question another session, or the camera, may change something. Then a
/// restore would do something else than was shown.
struct ShownRestoreTests {
  /// What happens meanwhile.
  enum Change: CaseIterable, Sendable {
    case password, file, mode, settings, anotherModule, missingModule

    func happen(on files: CrashingFileSystem) throws {
      let folder = try files.openDirectory(at: ChangeCamera.configuration)
      switch self {
      case .password:
        let text = ChangeSide.old.document.replacing(Bench.hash(ChangeCamera.password), with: Bench.hash("Other!2026"))
        try folder.openForWriting("camera.cfg").write(Array(text.utf8).span, at: 0)
      case .file: files.plant(ChangeCamera.configuration + "/certificate", [1])
      case .mode:
        let status = try folder.status(of: "camera.cfg")
        files.setAttributes(
          of: ChangeCamera.configuration + "/camera.cfg", mode: 0o604, owner: status.owner, group: status.group)
      case .settings:
        try files.openDirectory(at: FileBus.path + "/0050").openForWriting(FileBus.settings).write(
          Array("mine".utf8).span, at: 0)
      case .anotherModule: ChangeSide.plugInAnother(on: files)
      case .missingModule: ChangeSide.unplug(on: files)
      }
    }

    var part: ChangedPart {
      switch self {
      case .password, .mode: .file("camera.cfg")
      case .file: .file("certificate")
      case .settings: .module("0050")
      case .anotherModule, .missingModule: .module("0051")
      }
    }

    var isOfModule: Bool {
      switch self {
      case .password, .mode, .file: false
      case .settings, .anotherModule, .missingModule: true
      }
    }
  }

  private func look(
    _ files: CrashingFileSystem, _ id: BackupSelector = .latest, modulesOnly: Bool = false
  ) throws -> RestoreOptions {
    var options = RestoreOptions()
    options.modulesOnly = modulesOnly
    options.shown = try ChangeCamera().camera(files).previewRestore(id, try secret(ChangeCamera.pin), options).shown
    return options
  }

  /// What stops a restore; `nil` when it is done.
  private func obstacle(
    _ files: CrashingFileSystem, _ options: RestoreOptions, observer: WorkObserver = .none
  ) throws -> ChangedPart? {
    let camera = try ChangeCamera().camera(files, observer: observer)
    let pin = try secret(ChangeCamera.pin)
    switch failure({ () throws(ServiceError) in try camera.restore(.latest, pin, options) }) {
    case .notAsShown(let part): return part
    case nil: return nil
    case let error?: throw error
    }
  }

  /// It is refused, nothing changes, and a new preview leads on. Who was shown nothing is not asked.
  @Test(arguments: Change.allCases) func isNoticed(_ change: Change) throws {
    let files = try ChangeCamera.makeFiles()
    let options = try look(files)
    try change.happen(on: files)
    let before = try CameraPicture(files)
    #expect(try obstacle(files, options) == change.part)
    #expect(try CameraPicture(files) == before)
    #expect(try ChangeCamera().camera(files).restoreStatus() == nil)
    #expect(try obstacle(files.crashed(.kept), RestoreOptions()) == nil)
    #expect(try obstacle(files, look(files)) == nil)
  }

  /// Where modules alone are restored, nobody minds the configuration.
  @Test(arguments: Change.allCases) func ofModules(_ change: Change) throws {
    let files = try ChangeCamera.makeFiles()
    let options = try look(files, modulesOnly: true)
    try change.happen(on: files)
    #expect(try obstacle(files, options) == (change.isOfModule ? change.part : nil))
  }

  /// A module that was left out since then may be anything, and what no file of sections holds as well.
  @Test func whatDoesNotMatter() throws {
    let files = try ChangeCamera.makeFiles()
    var options = try look(files)
    options.modules.skipped = ["0051"]
    ChangeSide.plugInAnother(on: files)
    try files.openDirectory(at: ChangeCamera.configuration + "/sub").openForWriting("data").write(
      Array("live".utf8).span, at: 0)
    #expect(try obstacle(files, options) == nil)
  }

  /// A module whose settings cannot be read any more does not stop a restore of what was shown: they are written.
  @Test func aModuleThatCannotBeRead() throws {
    let files = try ChangeCamera.makeFiles()
    let options = try look(files)
    try files.openDirectory(at: FileBus.path + "/0050").remove(FileBus.settings)
    let camera = try ChangeCamera().camera(files)
    let pin = try secret(ChangeCamera.pin)
    let error = failure { () throws(ServiceError) in try camera.restore(.latest, pin, options) }
    if case .notAsShown = error { Issue.record("\(String(describing: error))") }
  }

  /// A module in the place of another one is named as that, also where it holds the settings of the backup already.
  @Test func aReplacedModuleWithTheSameSettings() throws {
    let files = try ChangeCamera.makeFiles()
    ChangeSide.plugInAnother(on: files)
    let (folder, settings) = (try files.openDirectory(at: FileBus.path + "/0051"), ChangeSide.new.settings("0051"))
    try folder.openForWriting(FileBus.settings).write(settings.span, at: 0)
    try folder.truncate(FileBus.settings, to: Int64(settings.count))
    let preview = try ChangeCamera().camera(files).previewRestore(
      .latest, try secret(ChangeCamera.pin), RestoreOptions())
    #expect(preview.modules.first { $0.address == "0051" }?.action == .replaced)
  }

  /// Another program, which takes no lock, writes while the backup is staged: behind the last of three decryptions.
  @Test func whileItIsStaged() throws {
    let files = try ChangeCamera.makeFiles()
    let options = try look(files)
    let decryptions = Mutex(0)
    let observer = WorkObserver { progress in
      guard progress.phase == .decrypting, progress.done == progress.total else { return }
      let count = decryptions.withLock {
        $0 += 1
        return $0
      }
      if count == 3 { try? Change.password.happen(on: files) }
    } shouldStop: {
      false
    }
    #expect(try obstacle(files, options, observer: observer) == .file("camera.cfg"))
    #expect(decryptions.withLock { $0 } == 3 && files.names("/flash") == ["config"])
  }

  /// Another backup under the name that was shown.
  @Test func anotherBackup() throws {
    let files = try ChangeCamera.makeFiles()
    let options = try look(files)
    try ChangeSide.new.plant(on: files)
    _ = try ChangeCamera().camera(files).startBackup(StartBackupOptions())
    try ChangeSide.old.plant(on: files)
    #expect(try obstacle(files, options) == .backup)
  }
}
