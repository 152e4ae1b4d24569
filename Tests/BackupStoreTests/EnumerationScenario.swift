import Sodium
import TestSupport
import Testing

@testable import BackupStore

/// An operation on a store in some state.
struct Scenario: Sendable, CustomTestStringConvertible {
  let name: String
  /// Makes the state from an empty camera and an empty card.
  let prepare: @Sendable (CrashingFileSystem) throws -> Void
  let operation: @Sendable (CrashingFileSystem) throws -> Void
  var between = Between.nothing
  /// In the middle of an operation without a card, errors of the card are no matter.
  var usesCard = true
  var sealing = Sealing.never

  /// When the PIN that is set must be sealed.
  enum Sealing {
    case never, always
    /// With the PIN from before the operation, or with the one after it.
    case before, after
  }

  init(
    _ name: String, prepare: @escaping @Sendable (CrashingFileSystem) throws -> Void,
    operation: @escaping @Sendable (CrashingFileSystem) throws -> Void, between: Between = .nothing,
    usesCard: Bool = true, sealing: Sealing = .never
  ) {
    self.name = name
    self.prepare = prepare
    self.operation = operation
    self.between = between
    self.usesCard = usesCard
    self.sealing = sealing
  }

  var testDescription: String { name }

  /// The PIN at the beginning, the one that is set, and that of the other camera.
  static let (old, new, other) = ("1234", "5678", "9999")
  static let camera = StoreFixture()
  static let otherCamera = StoreFixture(state: "/state2")

  /// The organisation for which some operations seal the PIN.
  static let organisation = Organisation()
  static let escrow = Escrow(key: organisation.key.key, model: "C100", serial: "42")

  /// A private key that the scenarios share.
  final class Organisation: Sendable {
    let key: EscrowPrivateKey

    init() {
      do { key = try EscrowPrivateKey.make() } catch { fatalError("no memory for a key: \(error)") }
    }
  }

  /// The file system at the beginning.
  func makeBase() throws -> CrashingFileSystem {
    let fileSystem = StoreFixture.makeFileSystem()
    try prepare(fileSystem)
    return fileSystem.crashed(.kept)
  }
}

/// States to begin with.
extension Scenario {
  /// A PIN and so many backups.
  static func backups(_ count: Int, keeping kept: Int = 0) -> @Sendable (CrashingFileSystem) throws -> Void {
    { fileSystem in
      try camera.setPIN(fileSystem, old)
      for number in 0..<count { try camera.create(fileSystem, "b\(number + 1)", isKept: number < kept) }
    }
  }

  /// The same, and each has got another label later.
  static func labelled(_ count: Int) -> @Sendable (CrashingFileSystem) throws -> Void {
    { fileSystem in
      try backups(count)(fileSystem)
      for row in try camera.session(fileSystem).list(.headers).backups {
        _ = try camera.session(fileSystem).label(.name(row.name), "later \(row.name)")
      }
    }
  }

  /// The same with what was before a restore kept for Undo.
  static func undoable(_ count: Int) -> @Sendable (CrashingFileSystem) throws -> Void {
    { fileSystem in
      try backups(count)(fileSystem)
      try camera.session(fileSystem).sealUndo(try camera.request(fileSystem, "first"), created: 1_700_000_000)
    }
  }

  /// The same with a PIN that is sealed.
  static func sealed(_ count: Int) -> @Sendable (CrashingFileSystem) throws -> Void {
    { fileSystem in
      _ = try camera.session(fileSystem).setPIN(
        StoreFixture.digits(old), forgetting: false, escrow: escrow, .agreeing)
      for number in 0..<count { try camera.create(fileSystem, "b\(number + 1)") }
    }
  }

  /// Five listed backups, of which one was wiped by a failing card, two are damaged and one is kept, one that was put
  /// back, and what is not ours.
  @Sendable static func mixed(_ fileSystem: CrashingFileSystem) throws {
    try backups(1)(fileSystem)
    let first = StoreFixture.cardFiles(fileSystem)
    for number in 2...6 { try camera.create(fileSystem, "b\(number)", isKept: number == 4) }
    let files = fileSystem.names(StoreFixture.vault).map { "\(StoreFixture.vault)/\($0)" }
    fileSystem.overwrite(files[0], [UInt8](repeating: 0, count: 2_000))
    fileSystem.flip(files[2], at: 1_500)
    fileSystem.flip(files[3], at: 0)
    for (name, bytes) in first { fileSystem.plant("\(StoreFixture.vault)/\(name)", bytes) }
    fileSystem.plant("\(StoreFixture.vault)/0001FF00.CVB", [UInt8](repeating: 0, count: 700))
    fileSystem.plant("\(StoreFixture.vault)/README.TXT", [1, 2, 3])
  }

  /// Five backups, of which two that are not the oldest are damaged, one of these kept.
  @Sendable static func damaged(_ fileSystem: CrashingFileSystem) throws {
    try backups(5, keeping: 4)(fileSystem)
    for number in [3, 5] { fileSystem.flip("\(StoreFixture.vault)/0001000\(number).CVB", at: 1_500) }
  }

  /// The same, and it is known.
  @Sendable static func knownDamaged(_ fileSystem: CrashingFileSystem) throws {
    try damaged(fileSystem)
    try verify(fileSystem)
  }

  /// Five backups that the ledger lists, one of them missing, and a returned one.
  @Sendable static func returned(_ fileSystem: CrashingFileSystem) throws {
    try backups(2)(fileSystem)
    let files = StoreFixture.cardFiles(fileSystem)
    for number in 3...7 { try camera.create(fileSystem, "b\(number)") }
    for (name, bytes) in files { fileSystem.plant("\(StoreFixture.vault)/\(name)", bytes) }
    let newest = fileSystem.names(StoreFixture.vault).last!
    fileSystem.uproot("\(StoreFixture.vault)/\(newest)")
  }

  /// Backups of this camera and two of another one, whose PIN is `pin`.
  static func foreign(_ own: Int, _ pin: String) -> @Sendable (CrashingFileSystem) throws -> Void {
    { fileSystem in
      let card = fileSystem.exchange(StoreFixture.card, with: fileSystem.addMedium())
      for _ in 0..<7 { try otherCamera.setPIN(fileSystem, pin) }
      for label in ["f1", "f2"] { try otherCamera.create(fileSystem, label) }
      let files = StoreFixture.cardFiles(fileSystem)
      fileSystem.exchange(StoreFixture.card, with: card)
      if own > 0 {
        try backups(own)(fileSystem)
      } else {
        fileSystem.plantDirectory(StoreFixture.vault)
      }
      for (name, bytes) in files { fileSystem.plant("\(StoreFixture.vault)/\(name)", bytes) }
    }
  }

  /// A second card that the camera knows, with two backups, in no slot.
  static func withSecondCard(
    _ prepare: @escaping @Sendable (CrashingFileSystem) throws -> Void
  ) -> @Sendable (CrashingFileSystem) throws -> Void {
    { fileSystem in
      try prepare(fileSystem)
      let card = fileSystem.exchange(StoreFixture.card, with: fileSystem.addMedium())
      for label in ["s1", "s2"] { try camera.create(fileSystem, label) }
      fileSystem.exchange(StoreFixture.card, with: card)
    }
  }

  /// Four backups whose card the record does not know.
  @Sendable static func unknownCard(_ fileSystem: CrashingFileSystem) throws {
    try backups(4)(fileSystem)
    let card = fileSystem.exchange(StoreFixture.card, with: nil)
    for number in 1...4 {
      fileSystem.exchange(StoreFixture.card, with: fileSystem.addMedium())
      try camera.create(fileSystem, "other \(number)")
    }
    fileSystem.exchange(StoreFixture.card, with: card)
  }
}

/// Operations.
extension Scenario {
  @Sendable static func create(_ fileSystem: CrashingFileSystem) throws {
    try camera.create(fileSystem, "new")
  }

  @Sendable static func verify(_ fileSystem: CrashingFileSystem) throws {
    _ = try camera.session(fileSystem).verify([])
  }

  @Sendable static func change(_ fileSystem: CrashingFileSystem) throws {
    let session = try camera.session(fileSystem)
    var decisions = PINDecisions.agreeing
    decisions.loseDamaged = { _ in false }
    _ = try session.changePIN(from: StoreFixture.digits(old), to: StoreFixture.digits(new), decisions)
  }

  /// Agrees to lose what `mixed` damaged, no more.
  @Sendable static func changeLosing(_ fileSystem: CrashingFileSystem) throws {
    let session = try camera.session(fileSystem)
    var decisions = PINDecisions.agreeing
    decisions.loseDamaged = { names in Set(names).isSubset(of: [2, 4, 5].map { BackupName(epoch: 1, counter: $0)! }) }
    _ = try session.changePIN(from: StoreFixture.digits(old), to: StoreFixture.digits(new), decisions)
  }

  @Sendable static func changeWithoutCard(_ fileSystem: CrashingFileSystem) throws {
    let session = try camera.session(fileSystem, hasCard: false)
    _ = try session.changePIN(from: StoreFixture.digits(old), to: StoreFixture.digits(new), .agreeing)
  }

  @Sendable static func changeSealing(_ fileSystem: CrashingFileSystem) throws {
    var decisions = PINDecisions.agreeing
    decisions.loseDamaged = { _ in false }
    _ = try camera.session(fileSystem).changePIN(
      from: StoreFixture.digits(old), to: StoreFixture.digits(new), escrow: escrow, decisions)
  }

  @Sendable static func setSealing(_ fileSystem: CrashingFileSystem) throws {
    _ = try camera.session(fileSystem).setPIN(StoreFixture.digits(new), forgetting: true, escrow: escrow, .agreeing)
  }

  /// The PIN stays, and is sealed where it was not.
  @Sendable static func sealPIN(_ fileSystem: CrashingFileSystem) throws {
    _ = try camera.session(fileSystem).setPIN(StoreFixture.digits(old), forgetting: false, escrow: escrow, .agreeing)
  }

  @Sendable static func seal(_ fileSystem: CrashingFileSystem) throws {
    try camera.session(fileSystem).sealUndo(try camera.request(fileSystem, "second"), created: 1_700_000_001)
  }

  @Sendable static func removeUndo(_ fileSystem: CrashingFileSystem) throws {
    try camera.session(fileSystem).removeUndo()
  }

  @Sendable static func set(_ fileSystem: CrashingFileSystem) throws {
    try camera.setPIN(fileSystem, new)
  }

  @Sendable static func adopt(_ fileSystem: CrashingFileSystem) throws {
    _ = try camera.session(fileSystem).adopt(StoreFixture.digits(old), .agreeing)
  }

  @Sendable static func deleteOldest(_ fileSystem: CrashingFileSystem) throws {
    let session = try camera.session(fileSystem)
    guard let oldest = try session.list(.headers).backups.last else { return }
    _ = try session.delete(.name(oldest.name))
  }

  /// Where `mixed` and `returned` have the one that was put back.
  @Sendable static func deleteFirst(_ fileSystem: CrashingFileSystem) throws {
    _ = try camera.session(fileSystem).delete(.name(BackupName(epoch: 1, counter: 1)!))
  }

  @Sendable static func deleteForeign(_ fileSystem: CrashingFileSystem) throws {
    _ = try camera.session(fileSystem).delete(.name(BackupName(epoch: 7, counter: 2)!))
  }

  @Sendable static func deleteAll(_ fileSystem: CrashingFileSystem) throws {
    _ = try camera.session(fileSystem).deleteAll()
  }

  @Sendable static func keep(_ fileSystem: CrashingFileSystem) throws {
    _ = try camera.session(fileSystem).keep(.latest, true)
  }

  @Sendable static func label(_ fileSystem: CrashingFileSystem) throws {
    _ = try camera.session(fileSystem).label(.latest, "later")
  }

  @Sendable static func acknowledge(_ fileSystem: CrashingFileSystem) throws {
    _ = try camera.session(fileSystem).acknowledgeMissing()
  }

  @Sendable static func enterWrongPIN(_ fileSystem: CrashingFileSystem) throws {
    try camera.session(fileSystem).check(StoreFixture.digits(other))
  }
}

extension Scenario {
  static let creations: [Scenario] =
    (0...5).map { Scenario("create beside \($0)", prepare: backups($0), operation: create) } + [
      Scenario("create beside 5, 4 kept", prepare: backups(5, keeping: 4), operation: create),
      Scenario("create beside damaged ones", prepare: mixed, operation: create),
      Scenario("create beside known damaged ones", prepare: knownDamaged, operation: create),
      Scenario("create beside labelled ones", prepare: labelled(5), operation: create),
      Scenario("create beside returned ones", prepare: returned, operation: create),
      Scenario("create beside foreign ones", prepare: foreign(5, other), operation: create),
      Scenario("create on an unknown card", prepare: unknownCard, operation: create),
      Scenario("create with two cards", prepare: withSecondCard(backups(5)), operation: create),
    ]

  static let changes: [Scenario] =
    (0...5).map { Scenario("change beside \($0)", prepare: backups($0), operation: change) } + [
      Scenario("change beside 3, 2 kept", prepare: backups(3, keeping: 2), operation: change),
      Scenario("change beside damaged ones", prepare: mixed, operation: changeLosing),
      Scenario("change beside returned ones", prepare: returned, operation: change),
      Scenario("change beside labelled ones", prepare: labelled(2), operation: change),
      Scenario("change that adopts", prepare: foreign(2, new), operation: change, between: .unadopted),
      Scenario("change that locks nothing", prepare: foreign(2, other), operation: change),
      Scenario("change on an unknown card", prepare: unknownCard, operation: change),
      Scenario("change with two cards", prepare: withSecondCard(backups(2)), operation: change),
      Scenario("change with an undo", prepare: undoable(2), operation: change),
      Scenario(
        "change with an undo, without card", prepare: undoable(1), operation: changeWithoutCard, usesCard: false),
      Scenario("change with an escrow", prepare: sealed(2), operation: changeSealing, sealing: .always),
      Scenario("change that begins an escrow", prepare: backups(1), operation: changeSealing, sealing: .after),
      Scenario("change that ends an escrow", prepare: sealed(1), operation: change, sealing: .before),
      Scenario("change without card", prepare: backups(2), operation: changeWithoutCard, usesCard: false),
    ]

  static let settings: [Scenario] = [
    Scenario("first PIN", prepare: { _ in }, operation: set),
    Scenario("first PIN that adopts", prepare: foreign(0, new), operation: set, between: .unadopted),
    Scenario("first PIN that locks", prepare: foreign(0, other), operation: set),
    Scenario("forgotten PIN", prepare: backups(3), operation: set),
    Scenario("first PIN with an escrow", prepare: { _ in }, operation: setSealing, sealing: .always),
    Scenario("forgotten PIN with an escrow", prepare: sealed(1), operation: setSealing, sealing: .always),
    Scenario("seal a PIN that stays", prepare: backups(1), operation: sealPIN, usesCard: false, sealing: .after),
    Scenario("forgotten PIN with two cards", prepare: withSecondCard(backups(1)), operation: set),
    Scenario("forgotten PIN with an undo", prepare: undoable(1), operation: set),
    Scenario("seal an undo", prepare: backups(1), operation: seal, usesCard: false),
    Scenario("seal another undo", prepare: undoable(1), operation: seal, usesCard: false),
    Scenario("remove an undo", prepare: undoable(1), operation: removeUndo, usesCard: false),
    Scenario("adopt", prepare: foreign(2, old), operation: adopt),
    Scenario("wrong PIN", prepare: backups(1), operation: enterWrongPIN),
    Scenario("keep", prepare: backups(2), operation: keep),
    Scenario("label", prepare: backups(2), operation: label),
    Scenario("label once more", prepare: labelled(2), operation: label),
    Scenario("label on an unknown card", prepare: unknownCard, operation: label),
    Scenario("verify", prepare: damaged, operation: verify),
    Scenario("acknowledge", prepare: returned, operation: acknowledge),
  ]

  static let deletions: [Scenario] =
    (0...5).map { Scenario("delete \($0)", prepare: backups($0), operation: deleteAll, between: .partlyDeleted) } + [
      Scenario("delete damaged ones", prepare: mixed, operation: deleteAll, between: .partlyDeleted),
      Scenario("delete returned ones", prepare: returned, operation: deleteAll, between: .partlyDeleted),
      Scenario("delete foreign ones", prepare: foreign(2, other), operation: deleteAll, between: .partlyDeleted),
      Scenario("delete a locked card", prepare: lockedCard, operation: deleteAll, between: .partlyDeleted),
    ] + singleDeletions

  static let singleDeletions: [Scenario] =
    [1, 5].map { Scenario("delete one of \($0)", prepare: backups($0, keeping: 1), operation: deleteOldest) } + [
      Scenario("delete a returned one", prepare: returned, operation: deleteFirst),
      Scenario("delete one beside damaged ones", prepare: mixed, operation: deleteFirst),
      Scenario("delete a damaged one", prepare: mixed, operation: deleteOldestListed),
      Scenario("delete a foreign one", prepare: foreign(2, other), operation: deleteForeign),
      Scenario("delete one on an unknown card", prepare: unknownCard, operation: deleteOldest),
      Scenario("delete one with two cards", prepare: withSecondCard(backups(2)), operation: deleteOldest),
    ]

  /// The one that `mixed` has wiped in place.
  @Sendable static func deleteOldestListed(_ fileSystem: CrashingFileSystem) throws {
    _ = try camera.session(fileSystem).delete(.name(BackupName(epoch: 1, counter: 2)!))
  }

  /// Nothing but backups of another camera.
  @Sendable static func lockedCard(_ fileSystem: CrashingFileSystem) throws {
    try foreign(0, other)(fileSystem)
    try camera.setPIN(fileSystem, old)
  }

  static let all = creations + changes + settings + deletions

  /// For the dearer enumerations: without the numbers of backups between few and all, unless everything is asked for.
  static let core = all.filter { scenario in
    Extent.isLong || !["2", "3", "4"].contains(scenario.name.split(separator: " ").last)
  }
  static let withCard = core.filter(\.usesCard)
  static let plainChanges = changes.filter {
    $0.usesCard && $0.between == .nothing && core.map(\.name).contains($0.name)
  }
}
