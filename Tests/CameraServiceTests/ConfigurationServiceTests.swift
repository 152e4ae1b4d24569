import BackupStore
import CameraDevice
import CameraModel
import FileSystem
import Glibc
import TestSupport
import Testing

@testable import CameraService

/// A change of keys from its beginning to its end, on a file system in memory.
struct ConfigurationServiceTests {
  private static let config = ChangeCamera.configuration

  /// The camera's `camera.cfg`.
  private func main(_ files: CrashingFileSystem) -> String {
    String(decoding: files.bytes(Self.config + "/camera.cfg") ?? [], as: UTF8.self)
  }

  private let changed = ChangeSide.old.document.replacing("MODEL=M26B\n", with: "MODEL=M26B\nLOCATION=north\n")

  /// Only the one file is another: all else is as it was, with every attribute, and so is the file's own.
  @Test func everythingElseStays() throws {
    let (camera, files) = (ChangeCamera(), try ChangeCamera.makeFiles())
    let before = try CameraPicture(files)
    let report = try camera.edit(files)
    #expect(!report.isUnchanged && report.losses.isEmpty)
    #expect(main(files) == changed)
    let status = try files.openDirectory(at: Self.config).status(of: "camera.cfg")
    #expect(status.mode == 0o640)
    files.plant(Self.config + "/camera.cfg", Array(ChangeSide.old.document.utf8))
    files.setAttributes(of: Self.config + "/camera.cfg", mode: 0o640, owner: geteuid(), group: getegid())
    #expect(try CameraPicture(files) == before)
  }

  /// While a person looks at a preview, or at what was done, the new secrets are in nothing that the screen has.
  @Test func thePreviewHasNoSecret() throws {
    let (camera, files) = (ChangeCamera(), try ChangeCamera.makeFiles())
    let secret = Array("hunter2hunter2".utf8)
    var edit = ConfigurationEdit()
    edit.set(ConfigurationKey(SectionPlace(section: "identity"), "WIFI_PSK"), to: secret)
    edit.set(
      ConfigurationKey(SectionPlace(section: "identity"), "FTP"),
      to: Array("ftp://op:".utf8) + secret + Array("@h/".utf8))
    let preview = try camera.camera(files).previewConfiguration(edit, ConfigurationOptions())
    #expect(!preview.isUnchanged && !holds(preview, secret))
    let report = try camera.camera(files).changeConfiguration(edit, ConfigurationOptions(), shown: preview)
    #expect(!report.isUnchanged && !holds(report, secret))
    #expect(main(files).contains("WIFI_PSK=hunter2hunter2\n") && main(files).contains("FTP=ftp://op:hunter2hunter2@h/"))
  }

  private func holds(_ value: Any, _ secret: [UInt8]) -> Bool {
    if let bytes = value as? [UInt8] { return bytes.contains(secret) }
    if let text = value as? String { return Array(text.utf8).contains(secret) }
    return Mirror(reflecting: value).children.contains { holds($0.value, secret) }
  }

  @Test func itIsConfirmed() throws {
    var (camera, files) = (ChangeCamera(), try ChangeCamera.makeFiles())
    try camera.edit(files)
    #expect(try camera.camera(files).restoreStatus()?.state == .rebootNeeded)
    #expect(try camera.restart(files) == .waiting(backup: "config", seconds: 600, pending: []))
    let status = try camera.camera(files).confirmRestore()
    #expect(status.state == .confirmed && status.undo == .possible)
    #expect(status.edited == EditedConfiguration(["identity.LOCATION"]))
    #expect(main(files) == changed)
    try camera.restore(.undo, on: files)
    #expect(main(files) == ChangeSide.old.document)
  }

  @Test func itIsRevertedWhenItsTimeIsOver() throws {
    var (camera, files) = (ChangeCamera(), try ChangeCamera.makeFiles())
    try camera.edit(files)
    camera.begin(files)
    let report = RevertReport(backup: "config", needsReboot: true, pendingModules: [])
    #expect(
      try camera.stayingBoot(files) == [.waiting(backup: "config", seconds: 600, pending: []), .reverted(report)])
    #expect(main(files) == ChangeSide.old.document)
    #expect(files.names("/flash") == ["config"])
  }

  /// Without a PIN it is reverted all the same, and cannot be undone: that is said before.
  @Test func withoutAPIN() throws {
    var camera = ChangeCamera()
    let files = try ChangeCamera.makeFiles()
    for name in files.names(ChangeCamera.state) { files.uproot(ChangeCamera.state + "/" + name) }
    var edit = ConfigurationEdit()
    edit.set(ChangeCamera.key, to: Array("north".utf8))
    let preview = try camera.camera(files).previewConfiguration(edit, ConfigurationOptions())
    guard case .store(.noPIN)? = preview.undoObstacle else {
      return #expect(Bool(false), "\(String(describing: preview.undoObstacle))")
    }
    try camera.edit(files)
    _ = try camera.restart(files)
    let status = try camera.camera(files).confirmRestore()
    #expect(status.state == .confirmed && status.undo == .failed(.noPIN))
    #expect(main(files) == changed)
  }

  @Test func whatIsSoAlreadyIsNoChange() throws {
    let (camera, files) = (ChangeCamera(), try ChangeCamera.makeFiles())
    try camera.edit(files, minutes: 0)
    var later = camera
    _ = try later.restart(files)
    let before = try CameraPicture(files)
    #expect(try later.edit(files).isUnchanged)
    #expect(try CameraPicture(files) == before)
    #expect(try later.camera(files).restoreStatus()?.state == .confirmed)
  }

  /// A person agreed to a change of one file, and another program has written it since.
  @Test func whatWasShownHasChanged() throws {
    let (camera, files) = (ChangeCamera(), try ChangeCamera.makeFiles())
    var edit = ConfigurationEdit()
    edit.set(ChangeCamera.key, to: Array("north".utf8))
    let preview = try camera.camera(files).previewConfiguration(edit, ConfigurationOptions())
    #expect(preview.names == ["identity.LOCATION"] && !preview.isUnchanged)
    files.plant(Self.config + "/camera.cfg", Array(ChangeSide.new.document.utf8))
    let before = try CameraPicture(files)
    let error = #expect(throws: ServiceError.self) { try camera.edit(files, shown: preview) }
    guard case .edit(.changed("camera.cfg"))? = error else { return #expect(Bool(false), "\(error as Any)") }
    #expect(try CameraPicture(files) == before)
    #expect(files.names("/flash") == ["config"])
  }

  /// An earlier change that waits forbids another one, already before a person is asked.
  @Test func whileAnotherWaits() throws {
    var (camera, files) = (ChangeCamera(), try ChangeCamera.makeFiles())
    func expectRefusal(_ isExpected: (ServiceError?) -> Bool, _ location: SourceLocation = #_sourceLocation) throws {
      var edit = ConfigurationEdit()
      edit.set(ChangeCamera.key, to: Array("south".utf8))
      let now = try camera.camera(files)
      let errors = [
        failure { () throws(ServiceError) in try now.previewConfiguration(edit, ConfigurationOptions()) },
        failure { () throws(ServiceError) in try now.changeConfiguration(edit, ConfigurationOptions()) },
      ]
      for error in errors { #expect(isExpected(error), "\(error as Any)", sourceLocation: location) }
    }
    try camera.edit(files)
    try expectRefusal { if case .rebootNeeded("config") = $0 { true } else { false } }
    _ = try camera.restart(files)
    try expectRefusal { if case .restoreAwaits("config") = $0 { true } else { false } }
    #expect(main(files) == changed)
  }

  /// Nothing would revert it: `boot` has not run in this boot.
  @Test func whereNothingWouldRevertIt() throws {
    let (camera, files) = (ChangeCamera(), try ChangeCamera.makeFiles())
    files.exchange(ChangeCamera.run, with: files.addMedium())
    let error = #expect(throws: ServiceError.self) { try camera.edit(files) }
    guard case .revertNotArmed(.neverRan)? = error else { return #expect(Bool(false), "\(error as Any)") }
    #expect(main(files) == ChangeSide.old.document)
    try camera.edit(files, minutes: 0)
    #expect(main(files) == changed)
  }

  /// No lock is held by who only looks, and values are in no log.
  @Test func whatIsReported() throws {
    try Bench.with { bench in
      let places = try bench.camera.configurationFiles().places
      #expect(places.map(\.name) == ["identity", "tail", "users"])
      var edit = ConfigurationEdit()
      edit.set(ConfigurationKey(SectionPlace(section: "users"), "USER1"), to: Array("admins:hunter2:eve".utf8))
      #expect(
        failure { () throws(ServiceError) in
          try bench.camera.changeConfiguration(edit, ConfigurationOptions())
        }?.code == .refused)
      let events = bench.log.events
      #expect(events.map(\.useCase) == [.showConfiguration, .changeConfiguration])
      #expect(events.map(\.subject) == ["", "users.USER1"])
      #expect(bench.configuration?.contains("hunter2") == false)
    }
  }
}
