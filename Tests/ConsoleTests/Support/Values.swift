import CameraModel

@testable import CameraService

@testable import BackupStore

/// Values as the use cases report them.
enum Values {
  static let identity = CameraIdentity(
    model: "M26B", serial: "10.32.4.17", firmware: "5.4.1.7", name: "gate-north", address: "10.1.2.4")
  /// 2026-11-20 02:00:03 UTC.
  static let night: Int64 = 1_795_140_003

  /// What the camera has kept of itself, the oldest first.
  static let events = [
    event(night - 90, "admin", "console ttyS0", "log in", "done"),
    event(night, "root", "shell", "backup create", "done", ("id", "00030007")),
    event(night + 60, "op", "ssh 10.1.2.3", "command", "not-permitted", ("to", "backup delete-all --yes")),
  ]

  static func event(
    _ time: Int64, _ user: String, _ from: String, _ did: String, _ result: String, _ note: (String, String)? = nil
  ) -> RecordedEvent {
    let pairs = [("user", user), ("from", from), ("did", did), ("result", result)] + (note.map { [$0] } ?? [])
    return RecordedEvent(
      time: time, milliseconds: 312, fields: pairs.map { RecordedEvent.Field(name: $0.0, value: $0.1) })
  }

  /// UTC in the form of a screen.
  @Sendable static func time(_ seconds: Int64) -> String {
    String(UTCTime.iso8601(seconds).dropLast()).split(separator: "T").joined(separator: " ")
  }

  /// Whose backup it is, by the models alone; empty: it, or the camera, does not say.
  static func origin(_ backup: String, _ camera: String) -> BackupOrigin {
    BackupOrigin(model: backup, serial: "", camera: CameraIdentity(model: camera, serial: "", firmware: ""))
  }

  static func card(
    _ state: CardReport.State = .open, isWritable: Bool = true, foreign: Int = 0, isLastUsed: Bool = true,
    isOverfilled: Bool = false
  ) -> CardReport {
    let isThere = state == .open || state == .empty || state == .locked
    return CardReport(
      state: state, isWritable: isThere && isWritable, filesystem: isThere ? "ext4" : nil,
      bytesTotal: isThere ? 31_890_000_000 : nil, bytesFree: isThere ? 31_030_000_000 : nil, foreign: foreign,
      isLastUsed: isLastUsed, isOverfilled: isOverfilled)
  }

  static func status(
    isPINSet: Bool = true, pinWait: Int = 0, card: CardReport = card(), backups: Int = 5, damaged: Int = 0,
    modules: [BusModule] = modules, restore: RestoreStatus? = nil, check: CheckReport? = nil,
    elsewhere: Int = 0, escrow: EscrowReport? = nil, nextReplaced: BackupDescription? = nil
  ) -> StatusReport {
    StatusReport(
      identity: identity, isPINSet: isPINSet, pinChanged: isPINSet ? night - 86_400 : nil, pinWait: pinWait,
      card: card, backups: backups, damaged: damaged, lastBackup: backups > 0 ? night : nil, modules: modules,
      restore: restore, check: check, elsewhere: elsewhere, escrow: escrow, nextReplaced: nextReplaced,
      lastCheck: backups > 0 ? night + 1 : nil)
  }

  /// A public key of an organisation.
  static let escrowKey = EscrowKey((0..<32).map { UInt8($0) })

  /// A restore that waits for its confirmation.
  ///
  /// - Parameter seconds: until it is taken back.
  static func waitingRestore(_ seconds: Int, pending: [String] = []) -> RestoreStatus {
    RestoreStatus(
      backup: "00030002", state: .awaitingConfirmation, untilSeconds: seconds, restored: night, caller: "admin",
      revertMinutes: 10, pendingModules: pending)
  }

  static func pinReport(_ outcome: PINOutcome = PINOutcome()) -> PINReport {
    PINReport(outcome: outcome, notOverwritten: [])
  }

  static func module(
    _ address: String, _ kind: String, serial: String = "", state: BusModule.State = .ok
  ) -> BusModule {
    guard let address = ModuleAddress(address) else { preconditionFailure("\(address) is no address") }
    return BusModule(
      address: address, kind: kind, serial: serial.isEmpty ? "10.\(address.text).1" : serial, firmware: "2.1.4",
      state: state)
  }

  static let modules = [
    module("1", "KeypadRFID"), module("2", "BellRFID"), module("3", "DoorMaster"), module("4", "Info"),
    module("5", "MX-232-IO-Box"),
  ]

  static func name(_ text: String) -> BackupName {
    guard let name = BackupName(text) else { preconditionFailure("\(text) is no name of a backup") }
    return name
  }

  static func backup(
    _ text: String, created: Int64? = night, label: String = "", state: BackupDescription.State = .ok,
    isKept: Bool = false, bytes: Int64? = 421_888, firmware: String = "5.4.1.7", modules: Int64 = 5,
    total: Int64? = nil, leftOut: Int64? = nil, isChecked: Bool = true
  ) -> BackupDescription {
    let metadata =
      created == nil
      ? BackupMetadata()
      : BackupMetadata(
        created: created, files: 24, modules: modules, modulesTotal: total, leftOut: leftOut, label: label,
        model: identity.model, serial: identity.serial,
        firmware: firmware)
    return BackupDescription(
      name: name(text), state: state, bytes: state == .missing ? nil : bytes, isKept: isKept, metadata: metadata,
      check: isChecked ? BackupCheck(time: night, isDamaged: state == .damaged) : nil)
  }

  /// A password string that a password could match.
  ///
  /// - Parameter word: letters that make it different from others, 24 at most.
  static func passwordString(_ word: String) -> String {
    "$argon2id$v=19$m=65536,t=2,p=1$c2FsdHNhbHQ$" + word + String(repeating: "A", count: 24 - word.count)
  }

  static func users(_ accounts: (name: String, group: UserGroup)...) -> UserList {
    UserList(
      accounts.map { UserAccount(name: $0.name, group: $0.group, passwordString: passwordString("any")) })
  }

  static let eightUsers = users(
    ("admin", .admins), ("hofmann", .admins), ("porter", .users), ("night-watch", .users), ("delivery", .guests),
    ("cleaning", .guests), ("intern2024", .undefined), ("m.oberlechner-16", .users))
}
