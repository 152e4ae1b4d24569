import BackupStore
import CameraDevice
import CameraModel
import CameraService
import FileSystem
import Sodium
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
    .opensNothing, .nothingToUndo, .undoDamaged, .undoNotWritten(file), .undoNotWritten(nil),
    .requiredLeftOut(LeftOut(path: ArchivePath("config/camera.cfg"), reason: .changing)), .notInLedger(name),
    .keepDamaged(name), .deletionUnfinished(name, .record(file)), .deletionUnfinished(name, .other),
    .importUnfinished(name, .stopped), .importUnfinished(name, .file(file)),
    .importUnfinished(name, .incoming(.damaged)),
    .importUnfinished(name, .full(needed: 4_000_000_000, free: 12_000_000)),
  ]

  /// A backup that comes in.
  private static let transfer: [StoreError] = [
    .incoming(.notABackup), .incoming(.laterVersion), .incoming(.damaged), .incoming(.cut(received: 0, expected: 0)),
    .incoming(.cut(received: 4_227_000_000, expected: 4_227_858_432)), .incoming(.excess),
    .incoming(.text(line: 65_000_000)), .incoming(.checksum), .receiving(file),
    .receiving(FileError(.read, "/media/usb0/nightly.cvb", code: FileError.Code.timedOut)), .notReceived(file),
    .notReceived(nil), .nameTaken(name), .damagedOnCard(name), .differsOnCard(name), .tooManyFiles,
    .wouldLockCard(name),
  ]

  private static let key = ConfigurationKey(SectionPlace(section: "ethernet"), "MTU")

  /// A change of the configuration that can be typed on the screen.
  private static let edits: [ServiceError] = [
    ConfigurationEditProblem.noKey("ethernet.MTUU", similar: []), .noKey("ethernet.MTUU", similar: ["ethernet.MTU"]),
    .invalidName("a b"), .invalidSection("a b"), .entriesDiffer, .users, .identity("identity.MODEL"),
    .masked("ethernet.WIFI_PSK"), .repeated("ethernet.MTU"), .emptySection("wlan"), .tooMany(limit: 4_096),
    .value("ethernet.MTU", .unprintable), .value("ethernet.MTU", .tooLong(limit: 4_096)),
    .value("ethernet.MTU", .notUTF8), .value("ethernet.MTU", .otherEncoding), .changed("camera.cfg"),
    .file("network.cfg", .utf16), .file("network.cfg", .structure(.unterminated(section: "wlan", line: 1_234))),
  ].map(ServiceError.edit)

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
    .replacesAnother, .noCard(.pulledOutAtChange), .bus(.gone), .bus(.failed(file)), .bus(.noThread), .noThread,
    .modules([ModuleFailure(address: "3", error: .failed(file)), ModuleFailure(address: "4", error: .tooLarge)]),
    .modules([ModuleFailure(address: "3", error: .stopped)]), .modules([ModuleFailure(address: "4", error: .noThread)]),
    .moduleNotRestorable(address: "3", .missing), .moduleNotRestorable(address: "3", .notInBackup),
    .restoreAwaits("00010002"), .revertNeedsReboot("00010002"), .otherRestore("00010002"), .noRestoreAwaits,
    .rebootAfterRevert(.failed(program: "/sbin/reboot", status: 1)), .notReplaceable(path: "/etc/camconsole.prom"),
    .nothingToRestore(removes: "00010002", .missing), .nothingToRestore(removes: "00010002", .directory),
    .nothingToRestore(removes: "00010002", .special), .output(file), .ownFile(path: "/etc/camera/copy.cvb"),
    .undoNotKept(.noPIN), .undoNotKept(.gone), .undoNotKept(.unexpected), .undoNotKept(.noRoom),
    .undoNotKept(.epochsUsedUp), .undoNotKept(.journalDamaged), .undoNotKept(.noMemory(kibibytes: 65_536)),
    .undoNotKept(.undoDamaged), .undoNotKept(.readOnly), .undoNotKept(.recordDamaged), .undoNotKept(.undoFile(file)),
    .undoNotKept(.record(file)), .undoNotKept(.file(file)), .undoNotKept(.identity(.model)),
    .undoNotKept(.changed(path: "camera.cfg")), .undoNotKept(.place(path: "/etc/camera")),
    .undoNotKept(.sentence("It was not possible.")), .userList(.utf16),
    .reload(.notStarted(program: "/etc/init.d/webserver", code: 2)),
    .reload(.killed(program: "/etc/init.d/webserver", signal: 9)), .reload(.stopped(program: "/etc/init.d/webserver")),
    .reload(.tookTooLong(program: "/etc/init.d/webserver", seconds: 60)),
  ]

  private static func origin(_ backup: String, _ camera: String) -> BackupOrigin {
    BackupOrigin(model: backup, serial: "", camera: CameraIdentity(model: camera, serial: "", firmware: ""))
  }

  private static let obstacles: [ExchangeObstacle] = [
    .noParent, .link, .notDirectory, .mountPoint, .holdsMount("/etc/camera/certs"), .otherDevice, .lowerLayer,
    .filesystemCannot("jffs2"), .filesystemCannot(""), .memory("tmpfs"), .readOnly, .fixed("/etc/camera"),
    .notPermitted("/etc"),
    .untried("fuse.bindfs"),
  ]

  private static let all: [ServiceError] = [
    (store + transfer).map { .store($0) }, users, edits, others,
    obstacles.map { .exchange(.notExchangeable(path: "/etc/camera", $0)) },
  ].flatMap(\.self)

  /// On the screens what cannot be kept cannot be chosen: these sentences may be longer.
  private static let ofBoxes: [ServiceError] = [
    .nothingToKeep(.network, .modulesOnly), .nothingToKeep(.network, .noConfiguration),
    .nothingToKeep(.network, .blocked(file: "network/interfaces")),
    .nothingToKeep(.network, .noNetwork(sections: [], namesFiles: true)),
    .nothingToKeep(.network, .noNetwork(sections: ["ethernet"], namesFiles: false)),
    .nothingToKeep(.users, .unreadableUsers),
  ]

  private static let trust: [TrustError] = [
    .foreignOwner(path: "/etc/camera", owner: 1_000), .foreignLink(path: "/etc/camera", owner: 1_000),
    .writableByOthers(path: "/etc/camera", mode: 0o777),
  ]

  private static let accepted: [AcceptedValue] = [
    .absolutePath(mayBeEmpty: true), .absolutePaths, .fileName(mayBeEmpty: false), .command(mayBeEmpty: true),
    .number(1...60), .oneOf(["yes", "no"]), .words, .pathPatterns, .subcommands,
  ]

  private static let invalidSettings: [SettingsError] = [
    .utf16, .malformed(.unterminated(section: "camconsole", line: 1)),
    .malformed(.nested(section: "camconsole", line: 1)), .malformed(.mismatchedEnd(section: "camconsole", line: 1)),
    .unexpectedLine(3), .unknownSection("other"), .unknownKey("CARDS", line: 3), .duplicateKey("CARD", line: 3),
    .escrowInside(key: "CONFIG", directory: "/etc/camera", path: "/etc/camera/key.pub"),
    .overlapsConfiguration(key: "STATE", path: "/etc/camera/state", configuration: "/etc/camera"),
  ]

  private static let settings: [[SettingsFileError]] = [
    [
      .missing(path: "/etc/a.conf"), .notRegular(path: "/etc/a.conf"), .tooLarge(path: "/etc/a.conf", limit: 65_536),
      .notDirectory(path: "/run/camconsole"), .unreadable(path: "/etc/a.conf", file),
    ],
    trust.map { .notTrusted($0) }, invalidSettings.map { .invalid(path: "/etc/a.conf", $0) },
    accepted.map { .invalid(path: "/etc/a.conf", .badValue(key: "KEY", value: "x", accepted: $0, line: 3)) },
  ]

  private static let editsOfCommands: [ServiceError] = [
    ConfigurationEditProblem.noSection("wlan", sections: []), .noSection("wlan", sections: ["ethernet", "image"]),
    .ambiguous("MTU", candidates: [key, ConfigurationKey(SectionPlace(section: "wlan"), "MTU")]),
    .ambiguous("a.b.c", candidates: [key, key]), .secretArgument("ethernet.WIFI_PSK"), .textSection("words"),
    .repeatedSection("wlan"), .noSections, .tooLong(limit: 1 << 20), .utf16, .notUTF8, .line(1_234, .notAPair),
    .line(1, .outside), .line(1, .structure(.nested(section: "wlan", line: 1))),
    .line(1, .structure(.mismatchedEnd(section: "wlan", line: 1))),
  ].map(ServiceError.edit)

  private static let demo: [DemoProblem] = [
    .noHome, .notADemo(path: "/tmp/demo"), .unsuitablePath("/tmp/a b"), .file(file),
  ]

  private static let secrets: [SecretProblem] = [
    .noTerminal(option: "--pin-file"), .file(path: "pin", file), .missingLine(path: "-", line: 1),
    .missingLine(path: "pin", line: 2), .tooLong(path: "pin", limit: 4_096), .utf16(path: "pin"),
  ]

  private static let drills: [DrillProblem] = [
    .unreadable(file), .wrongPIN, .place(path: "/var/tmp", file), .differs(1), .copy(.notABackup),
    .copy(.laterVersion), .copy(.damaged), .copy(.cut(received: 1, expected: 2)), .copy(.excess), .copy(.text(line: 3)),
    .copy(.checksum),
  ]

  private static let escrow: [EscrowProblem] = [
    .notPrivateKey(path: "key"), .openToOthers(path: "key", mode: 0o644), .foreignOwner(path: "key", owner: 1_000),
    .nothingFound(source: "-"), .otherKey(source: "-", fingerprint: "01 02"), .damaged(source: "-"),
    .laterVersion(source: "-"), .tooLarge(source: "-", limit: 1 << 20), .notRevealed,
  ]

  private static let consents: [Consent] = [
    .deleteBackup(name), .deleteAllBackups, .replacePIN, .changeConfiguration, .takeBack, .removeUsers, .resetUsers,
  ]

  private static let uses: [RestrictedUse] = [.option("--settings"), .file("--pin-file"), .exportInClear, .command("")]

  private static let usage: [UsageProblem] = [
    .parser("Unknown option --x."), .missingSubcommand("backup", choices: ["list"]),
    .unknownCommand("bakup", choices: ["backup"]), .noArguments, .exportToTerminal, .contradictingModule("3=4"),
  ]

  private static let shellWords: [ShellWordsProblem] = [.tooLong(4_096), .tooMany(64), .unbalanced, .severalLines]

  private static let rules: [ArchiveRule] = [
    .pathTooLong, .pathNotUTF8, .emptyComponent, .dotComponent, .unexpectedName, .unexpectedKind, .unsupportedType,
    .duplicate, .throughNonDirectory, .contentsFirst, .tooManyEntries, .tooLarge, .moduleTooLarge, .unexpectedSize,
    .badTarget, .badAddress, .notInManifest, .missing, .tooManyNames, .tooManyAttributes, .badMap, .leftOut,
  ]

  private static let archives: [ArchiveError] =
    [.manifest(.notJSON), .truncated, .trailingData(offset: 512), .tooLong]
    + rules.map { .refused(path: "config/a", $0) }

  private static let otherCommands: [ServiceError] = [
    .settingsWithheld(.ssh), .settingsWithheld(.sudo), .systemFile(.exists(path: "/etc/a.service")),
    .systemFile(.file(file)), .export(path: "-", file), .export(path: "copy.cvb", file),
    .export(path: "copy.cvb", FileError(.create, "copy.cvb", code: 17)), .screens(.noTerminal),
    .screens(.unusable(type: "dumb")), .screens(.commandRefused), .reload(.notTrusted(trust[0])),
    .exchange(.noRoom(path: "/etc/camera", MissingRoom(bytes: 0, files: 1))),
    .notPutBack(modules: ["3", "4"], cause: .moduleDiffers(address: "3")), .notPutBack(modules: ["3"], cause: nil),
    .undoNotKept(.state(file)), .undoNotKept(.configuration(file)), .undoNotKept(.former(file)),
    .undoNotKept(.unreadable(path: "camera.cfg", file)), .undoNotKept(.unfit(path: "a", nil)),
    .store(.plan(.digest(.noMemory))), .logInUsers(.malformed(line: 3)), .logInUsers(.utf16),
  ]

  private static let lists: [[ServiceError]] = [
    ofBoxes, editsOfCommands, settings.joined().map { .settings($0) }, demo.map { .demo($0) },
    secrets.map { .secret($0) }, drills.map { .drill($0) }, escrow.map { .escrow($0) },
    consents.map { .notConfirmed($0) }, uses.map { .notPermitted($0, .ssh) }, usage.map { .usage($0) },
    shellWords.map { .commandLine($0) }, archives.map { .store(.archive(name, $0)) }, otherCommands,
  ]

  /// What only a command or the start of the program can throw: the screens have no room for it.
  private static let ofCommands = Array(lists.joined())

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
    for error in Self.all + Self.ofBoxes {
      for word in words { #expect(!error.message.screenHint.contains(word), "\(error.message.screenHint)") }
    }
  }

  @Test func sentencesEndWithAPeriod() {
    for error in Self.all + Self.ofCommands {
      let (text, hint) = (error.message.text, error.message.hint)
      #expect(text.hasSuffix(".") && (hint.isEmpty || hint.hasSuffix(".")), "\(text) \(hint)")
      #expect(Self.text(error).hasSuffix("."), "\(Self.text(error))")
    }
  }

  /// Every case of every error has a row: what enums there are is seen in the rows, and what cases these have in the
  /// sources.
  @Test func everyCaseHasARow() throws {
    var used = UsedCases()
    for error in Self.all + Self.ofCommands { used.add(error) }
    #expect(used.cases.count > 40)
    for (type, cases) in used.cases where !Self.alike.contains(type) {
      let declared = try #require(try UsedCases.declared(type), "\(type)")
      let missing = declared.subtracting(cases).subtracting(Self.neverErrors[type] ?? [])
      #expect(missing.isEmpty, "\(type): \(missing.sorted())")
    }
  }

  /// Enums whose cases all have the same sentence, or are words of another sentence.
  private static let alike: Set = [
    "BackupStore.ArchiveError.HeaderFault", "BackupStore.ArchiveError.ManifestFault", "Sodium.SodiumError",
    "FileSystem.FileError.Operation", "BackupStore.ArchiveIdentity.Field", "CameraModel.CharacterClass",
    "BackupStore.LeftOut.Reason",
  ]

  /// Cases that are no reason for an error.
  private static let neverErrors: [String: Set<String>] = [
    "CameraModel.ModuleAction": ["same", "restore", "replaced", "skipped"],
    "CameraService.BackupOrigin.Relation": ["own", "otherCamera"],
  ]
}
