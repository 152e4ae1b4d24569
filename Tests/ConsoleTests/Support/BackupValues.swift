import BackupStore
import CameraDevice
import CameraModel

@testable import CameraService

/// Backups as they are listed.
enum BackupValues {
  private static let day: Int64 = 86_400

  /// Those of the picture in the design.
  static let five = [
    Values.backup("00010007", label: "nightly"),
    Values.backup("00010006", created: Values.night - day - 1, label: "nightly"),
    Values.backup(
      "00010005", created: 1_793_637_715, label: "before lens change", isKept: true, bytes: 418_900, firmware: "5.4.0.2"
    ),
    Values.backup(
      "00010004", created: 1_792_573_960, state: .damaged, bytes: 386_100, firmware: "5.4.0.2", modules: 4),
    Values.backup("00010003", created: 1_790_852_592, label: "commissioning", bytes: 389_200, firmware: "5.4.0.2"),
  ]

  static let strange = [
    Values.backup("00020009", label: "nightly"),
    Values.backup("00010008", created: nil, state: .missing),
    Values.backup(
      "00020007", created: Values.night - 9 * day, label: "before lens change", state: .returned, isKept: true),
    Values.backup(
      "00020006", created: Values.night - 10 * day, label: "für die Höhe", state: .damaged, bytes: 1_288_490_188),
    Values.backup("00010005", created: nil, state: .foreign, bytes: 200),
  ]

  /// - Parameter inForce: which of them is, from 0.
  static func report(
    _ backups: [BackupDescription] = five, inForce: Int? = nil, hasChanged: Bool? = false
  ) -> ListReport {
    ListReport(
      card: Values.card(), backups: backups, nextRemoved: backups.count < 5 ? nil : backups.last?.name,
      inForce: inForce.map { BackupInForce(name: backups[$0].name, hasChanged: hasChanged) })
  }

  /// What *Start Backup* came to.
  static func started(
    _ backup: BackupDescription, isUnchanged: Bool = false, removed: [BackupName] = [],
    obstacles: [RestoreObstacle] = []
  ) -> StartedBackup {
    StartedBackup(
      outcome: BackupOutcome(
        name: backup.name, isUnchanged: isUnchanged, removed: removed, leftOut: [], tookOver: false),
      description: backup, notOverwritten: [], obstacles: obstacles)
  }

  /// A restore's preview of the third of the five.
  static func preview(
    _ firmware: FirmwareRelation = .backupIsOlder, from former: String = running, to new: String = stored,
    backup: BackupDescription = five[2], files: FileDifferences = files, modules: [ModulePlan] = plans,
    needsReboot: Bool = true, revertLack: RevertLack? = nil, origin: BackupOrigin? = nil,
    network: Keepable = Keepable(), users keepableUsers: Keepable = Keepable(), kept: [KeptPart] = [],
    texts: [TextFileDifference] = [], attributes: AttributeDifferences = AttributeDifferences()
  ) -> RestorePreview {
    let (former, new) = (ConfigurationDocument(Array(former.utf8)), ConfigurationDocument(Array(new.utf8)))
    let difference = ConfigurationDifference(from: former, to: new)
    let users = (try? UserList(former)).flatMap { own in
      (try? UserList(new)).map { UserChanges(from: own, to: $0) { _ in false } }
    }
    return RestorePreview(
      backup: backup, manifest: manifest, firmware: firmware,
      documents: difference.isEmpty ? [] : [DocumentDifference(path: "camera.cfg", difference: difference)],
      files: files, modules: modules, needsReboot: needsReboot, revertMinutes: 10, moduleContents: [:],
      users: needsReboot ? users : nil, ownLogin: "admin", revertLack: revertLack, origin: origin, network: network,
      keepableUsers: keepableUsers, kept: kept, texts: texts, attributes: attributes)
  }

  /// The third of the five, compared with the second.
  static func comparison(
    from former: String = running, to new: String = stored, files: FileDifferences = files,
    modules: [ModuleDifference] = moduleDifferences, leftOut: [LeftOut] = []
  ) -> BackupComparison {
    let preview = preview(from: former, to: new, files: files)
    let identities = ["5.4.1.7", "5.4.0.2"].map { ArchiveIdentity(model: "M26B", serial: "10.32.4.17", firmware: $0) }
    return BackupComparison(
      first: five[1], second: five[2], contents: preview.contents, modules: modules, leftOut: (leftOut, []),
      identities: modules.isEmpty ? (identities[0], identities[0]) : (identities[0], identities[1]))
  }

  /// Backups on a stick and on the card, one of each kind, and so many more.
  static func copies(count: Int = 0, failures: [ServiceError] = [], isCut: Bool = false) -> CopyListing {
    var kinds = [
      copy("nightly.cvb", five[1], .own),
      copy("gate-south/2026-10-21.cvb", other, .own),
      copy("00010001.CVB", five[4], .foreign),
      copy("00010003.CVB", five[4], .onCard(isDamaged: false), start: "/media/sdcard", ["old"]),
      copy("cut.cvb", five[0], .faulty(.cut(received: 30_000, expected: 44_000))),
    ]
    for number in 0..<count { kinds.append(copy("more-\(number).cvb", five[0], .onCard(isDamaged: false))) }
    return CopyListing(
      copies: kinds, places: ["/media/sdcard", "/media/usb0"], failures: failures, isCut: isCut)
  }

  static let noCopies = CopyListing(copies: [], places: ["/media/sdcard", "/media", "/mnt"])

  private static let unknown = Values.backup("00010001", created: nil)
  private static let other = Values.backup("00010004", created: 1_792_573_960, label: "before lens change")

  private static func copy(
    _ file: String, _ backup: BackupDescription, _ state: CopyDescription.State, start: String = "/media/usb0",
    _ folder: [String] = []
  ) -> FoundCopy {
    var (name, metadata) = (Optional(backup.name), backup.metadata)
    switch state {
    case .own, .onCard: if file.hasPrefix("gate-south") { metadata.serial = "10.32.4.18" }
    case .foreign: metadata = unknown.metadata
    case .faulty: (name, metadata) = (nil, unknown.metadata)
    }
    return FoundCopy(
      file: MediaFile(
        start: start, names: folder + file.split(separator: "/").map(String.init), size: backup.bytes ?? 0,
        modified: Values.night),
      description: CopyDescription(state: state, name: name, backupID: nil, metadata: metadata))
  }

  static let moduleDifferences = [
    ModuleDifference(
      address: "1", previous: module("1", "KeypadRFID", serial: "10.7.1"),
      new: module("1", "KeypadRFID", serial: "10.9.1"), settings: .changed),
    ModuleDifference(address: "4", previous: nil, new: module("4", "Info", serial: "10.7.4"), settings: .added),
  ]

  private static func module(_ address: String, _ kind: String, serial: String) -> ModuleIdentity {
    ModuleIdentity(address: address, kind: kind, serial: serial, firmware: "2.1.4")
  }

  private static var manifest: ArchiveManifest {
    let text = """
      {"format":1,"created":1793637715,"model":"M26B","serial":"10.32.4.17","firmware":"5.4.0.2","modules":[]}
      """
    guard let manifest = try? ArchiveManifest(decoding: Array(text.utf8)) else {
      preconditionFailure("the manifest is one")
    }
    return manifest
  }

  static let running = """
    SECTION image
    SHARPNESS=4
    CAPTION=Gate   north
    EXPOSURE_ZONES=0,0,100,100;20,20,60,60;35,35,30,30;10,70,80,20;5,5,90,15;0,45,100,10
    ENDSECTION image
    SECTION ethernet
    IP=10.1.2.4
    NETMASK=255.255.0.0
    WIFI_PSK=geheim
    ENDSECTION ethernet
    SECTION users
    USER1=admins:$argon2id$a:admin
    ENDSECTION users
    SECTION alarm
    ARMED=1
    ENDSECTION alarm
    """

  static let stored = """
    SECTION image
    SHARPNESS=7
    CAPTION=Gate
    EXPOSURE_ZONES=0,0,100,100;20,20,60,60;35,35,30,30;10,70,80,20;5,5,90,15;0,45,100,20
    ENDSECTION image
    SECTION ethernet
    IP=10.1.2.3
    NETMASK=255.255.255.0
    WIFI_PSK=geheim2
    GATEWAY=10.1.2.1
    ENDSECTION ethernet
    SECTION users
    USER1=admins:$argon2id$b:admin
    USER2=guests:$argon2id$c:porter
    ENDSECTION users
    SECTION events
    MOTION=1
    ENDSECTION events
    """

  static let files = FileDifferences(
    added: ["sounds/gong.wav"], removed: ["masks/yard.pgm"], changed: ["tls/camera.pem"])

  static func text(_ path: String, _ former: String, _ new: String) -> TextFileDifference {
    let (former, new) = (Array(former.utf8), Array(new.utf8))
    return TextFileDifference(
      path: path, difference: TextDifference(from: former, to: new, Settings().secretMask, limit: 3),
      layout: LayoutDifference.find(from: former, to: new))
  }

  static var attributes: AttributeDifferences {
    var attributes = AttributeDifferences()
    attributes.append(
      AttributeDifference(path: "", kind: .folder, changes: [AttributeChange("mode", "755", "700")]))
    attributes.append(
      AttributeDifference(
        path: "sounds/bell.wav", kind: .file,
        changes: [AttributeChange("owner", "1000", "0"), AttributeChange("group", "1000", "0")]))
    return attributes
  }

  static func plan(_ address: String, _ kind: String, _ action: ModuleAction) -> ModulePlan {
    func module(_ serial: String) -> ModuleIdentity {
      ModuleIdentity(address: address, kind: kind, serial: serial, firmware: "")
    }
    return ModulePlan(
      address: address, inBackup: module("10.7.1"), onBus: module(action == .replaced ? "10.9.1" : "10.7.1"),
      action: action)
  }

  static let plans = [
    plan("1", "KeypadRFID", .replaced), plan("2", "BellRFID", .same), plan("3", "DoorMaster", .restore),
    plan("4", "Info", .missing),
  ]
}
