import BackupStore
import CameraDevice
import CameraModel
import CameraService
import FileSystem
import TerminalUI
import Testing

@testable import Wording

/// Sentences as a person who sees the screens reads them: two lines of 78 columns, and nothing of the command line.
struct MessageTests {
  private static let name = BackupName(epoch: 1, counter: 2)!
  private static let file = FileError(.write, "record", code: 5)

  private static let store: [StoreError] = [
    .noPIN, .pinAlreadySet, .wrongPIN(waitSeconds: 0), .wrongPIN(waitSeconds: 3_600), .mustWait(seconds: 900),
    .locked(foreign: 64), .onlyReturned(BackupName(epoch: 1, counter: 1)!), .noCard, .readOnly,
    .full(needed: 4_000_000_000, free: 12_000_000),
    .full(needed: nil, free: nil), .noFileLeft(.inodes), .noFileLeft(.names), .epochsTaken, .numbersTaken,
    .otherBackups, .deletionUnfinished(name, .card(file)), .deletionUnfinished(name, .readOnly),
    .wouldLeaveCard(.tooFewInodes(missing: 3)), .wouldLeaveCard(.otherCard(backups: 5)), .damaged([name]),
    .vaultDamaged, .notFound("00010002"), .otherPIN(name),
    .noMemory(kibibytes: 65_536), .noMemory(kibibytes: 0), .cleanUpFailed(done: name, .card(file)),
    .partlyDeleted(count: 1, file),
    .cleanUpFailed(done: name, .record(file)), .cleanUpFailed(done: nil, .readOnly), .cleanUpFailed(done: nil, .other),
    .stopped, .plan(.refused(path: "sounds/welcome.wav", .pathTooLong)), .plan(.identity(.model)),
    .plan(.changed(path: "camera.cfg")), .plan(.file(path: "camera.cfg", file)), .label,
    .archive(name, .header(offset: 512, .checksum)), .configurationKeepsChanging("camera.cfg"), .readBackDiffers,
    .tooManyKept, .countersUsedUp, .epochsUsedUp, .wouldLock(foreign: 5), .wouldLose([name]),
    .wouldLeaveCard(.absent), .wouldLeaveCard(.readOnly), .wouldLeaveCard(.tooSmall(missing: 2_000_000)),
    .nothingToAdopt, .tooCostly(passes: 10, mebibytes: 1_024), .obstructed, .recordDamaged, .record(file), .file(file),
    .staging(file), .escrow(file),
    .nothingToCompare(.noBackup), .nothingToCompare(.missing(name)), .nothingToCompare(.notKnown(name)),
    .busy(LockHolder(work: "", since: nil)), .busy(LockHolder(work: "change-pin", since: 1_795_140_003)),
  ]

  private static let users: [ServiceError] =
    [
      UserError.name(.tooShort(minimum: 3)), .name(.tooLong(maximum: 16)), .name(.notPrintable), .name(.reserved("#")),
      .nameTaken("m.oberlechner-16"), .tooMany(limit: 100), .notFound("m.oberlechner-16"), .noAdministratorLeft,
      .needsPassword("m.oberlechner-16"), .badPasswordString,
    ].map(ServiceError.user)
    + [
      UserListProblem.malformed(line: 1_234), .unknownGroup("operators", line: 1_234), .badName(line: 1_234),
      .badPasswordString(line: 1_234), .gap(missing: 12, line: 1_234), .duplicateNumber(12, line: 1_234),
      .duplicateName("m.oberlechner-16", line: 1_234), .tooMany(limit: 1_000, line: 1_234),
      .brokenSection(line: 1_234),
    ].map(ServiceError.userList)
    + [
      PasswordProblem.notPrintable, .tooShort(minimum: 8), .tooLong(maximum: 99), .factoryDefault,
      .tooFewClasses(required: 4, missing: CharacterClass.allCases.dropLast()),
      .tooFewClasses(required: 3, missing: [.digit, .special]),
    ].map(ServiceError.password)
    + [
      .passwordsDiffer, .usersChanged, .logIn(.wrong(waitSeconds: 60)), .logIn(.mustWait(seconds: 60)),
      .reload(.failed(program: "/etc/init.d/webserver", status: 1)),
    ]

  private static let others: [ServiceError] = [
    .noCard(.absent), .noCard(.pulledOut), .noCard(.unwritable("squashfs")), .card(file), .state(file), .run(file),
    .configuration(file),
    .noCard(.notMounted(.nothingMounted)), .noCard(.notMounted(.partOfFileSystem)),
    .noCard(.notMounted(.cameraFileSystem)), .noCard(.notMounted(.noBlockDevice("tmpfs"))),
    .noCard(.notMounted(.unknown)), .configurationWrite(file), .bus(.hung),
    .modules([ModuleFailure(address: "keypad-at-the-gate", error: .hung)]),
    .modules([ModuleFailure(address: "3", error: .gone), ModuleFailure(address: "4", error: .hung)]),
    .noSuchModule("3"), .pin(.notDigits), .pin(.tooShort(minimum: 8)), .pin(.tooLong(maximum: 64)), .pinsDiffer,
    .secret(.noMemory), .notConfirmed(.restore),
    .restoreModules([ModuleFailure(address: "keypad-at-the-gate", error: .hung)]),
    .restoreModules([ModuleFailure(address: "3", error: .hung), ModuleFailure(address: "4", error: .gone)]),
    .moduleNotRestorable(address: "3", .otherKind), .moduleDiffers(address: "keypad-at-the-gate"),
    .otherModel(origin("M26B", "S74")), .otherModel(origin("", "S74")),
    .otherModel(origin("M26B", "")),
    .nothingToKeep(.users, .noUsers),
    .notAsShown(.backup), .notAsShown(.file("")), .notAsShown(.file("certs/https.pem")), .notAsShown(.module("3")),
    .newerFirmware("5.4.1.7"), .noAdministrator, .revertNotArmed(.neverRan),
    .revertNotArmed(.notAgain(seconds: 86_400)), .revertNotArmed(.notWatched), .exchange(.file(file)),
    .rebootNeeded("00010002"), .reboot(.notStarted(program: "/sbin/reboot", code: 2)), .restoreRecordDamaged,
    .nothingToRestore(removes: "00010002"), .nothingToRestore(removes: "00010002", .link),
    .identityLost(removes: "00010002"),
    .escrow(.notPublicKey(path: "/etc/camconsole.pub")), .escrow(.privateInPlaceOfPublic(path: "/etc/camconsole.pub")),
    .escrow(.notRegular(path: "/etc/camconsole.pub")), .escrow(.unreadable(path: "/etc/camconsole.pub", file)),
    .escrow(.unreadable(path: "/etc/camconsole.pub", FileError(.open, "camconsole.pub", code: 2))),
  ]

  private static func origin(_ backup: String, _ camera: String) -> BackupOrigin {
    BackupOrigin(model: backup, serial: "", camera: CameraIdentity(model: camera, serial: "", firmware: ""))
  }

  private static let obstacles: [ExchangeObstacle] = [
    .noParent, .link, .notDirectory, .mountPoint, .holdsMount("/etc/camera/certs"), .otherDevice, .lowerLayer,
    .filesystemCannot("jffs2"), .filesystemCannot(""), .readOnly, .fixed("/etc/camera"), .notPermitted("/etc"),
    .untried("fuse.bindfs"),
  ]

  private static let all =
    store.map(ServiceError.store) + users + others
    + obstacles.map { .exchange(.notExchangeable(path: "/etc/camera", $0)) }

  /// On the screens what cannot be kept cannot be chosen: these sentences may be longer.
  private static let ofCommands = [
    KeepObstacle.noConfiguration, .blocked(file: "network/interfaces"), .noNetwork(sections: [], namesFiles: true),
    .noNetwork(sections: ["ethernet"], namesFiles: false),
  ].map { ServiceError.nothingToKeep(.network, $0) }

  /// What a report says of a backup that cannot be restored here.
  private static let gaps = [
    RestoreObstacle.users, .usersInUTF16, .identity, .main(.link), .bus(path: "/run/mxbus"),
    .room(path: "/etc/camera", MissingRoom(bytes: 3_500_000, files: 12)),
  ].map(\.message)

  private static func text(_ error: ServiceError) -> String {
    [error.message.text, error.message.screenHint].filter { !$0.isEmpty }.joined(separator: " ")
  }

  @Test func twoLines() {
    for text in Self.all.map(Self.text) + Self.gaps.map({ "\($0.text) \($0.screenHint)" }) {
      let lines = Text.wrapped(text, to: 78)
      #expect(lines.count <= 2, "\(lines.joined(separator: "\n"))")
    }
  }

  @Test func nothingOfTheCommandLine() {
    let words = [
      "--", "pin set", "backup delete", "pin change", "pin generate", "backup list", "backup diff", "backup unkeep",
      "delete-all",
      "modules list", "users list", "factory-reset", "camconsole",
    ]
    for error in Self.all + Self.ofCommands {
      for word in words { #expect(!error.message.screenHint.contains(word), "\(error.message.screenHint)") }
    }
  }

  @Test func sentencesEndWithAPeriod() {
    for error in Self.all + Self.ofCommands { #expect(Self.text(error).hasSuffix("."), "\(Self.text(error))") }
  }
}
