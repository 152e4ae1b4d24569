import FileSystem
import Sodium
import TestSupport
import Testing

@testable import BackupStore

/// A state that breaks a promise of the format, with all that is needed to make it again.
struct Violation: Error, CustomStringConvertible {
  let description: String
}

/// What the format promises of every state, for one scenario.
final class Promises {
  let scenario: Scenario
  let base: CrashingFileSystem
  let before: Picture
  let after: Picture
  private let blanks: Set<BackupName>
  /// States looked at, and those of them that no earlier one equalled.
  private(set) var states = 0
  private(set) var distinct = 0
  private var seen: Set<Int> = []

  static let pins = [Scenario.old, Scenario.new, Scenario.other]

  init(_ scenario: Scenario, base: CrashingFileSystem) throws {
    self.scenario = scenario
    self.base = base
    before = try Picture(Scenario.camera.session(base.copy()), pins: Self.pins)
    let listed = before.rows
    blanks = Set(base.names(StoreFixture.vault).compactMap(BackupName.init(fileName:)))
      .filter { name in !listed.contains { $0.name == name } }
    let finished = base.copy()
    try? scenario.operation(finished)
    after = try Picture(Scenario.camera.session(finished), pins: Self.pins)
  }

  /// Counts a state that is new whatever it looks like.
  func count() {
    states += 1
    distinct += 1
  }

  /// Whether a state is new.
  func isNew(_ fileSystem: CrashingFileSystem) -> Bool {
    states += 1
    guard seen.insert(fingerprint(of: fileSystem)).inserted else { return false }
    distinct += 1
    return true
  }

  /// What the next start has to go by.
  private func fingerprint(of fileSystem: CrashingFileSystem) -> Int {
    var hasher = Hasher()
    for folder in ["/state", StoreFixture.card, StoreFixture.vault] {
      for name in fileSystem.names(folder) {
        hasher.combine(name)
        // A temporary name is only ever removed.
        guard !name.hasSuffix(".new"), let bytes = fileSystem.bytes("\(folder)/\(name)") else { continue }
        unsafe bytes.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
      }
      hasher.combine(0)
    }
    return hasher.finalize()
  }

  func fail(_ what: String, _ fileSystem: CrashingFileSystem, _ label: String) -> Violation {
    Violation(
      description: """
        \(scenario.name): \(label): \(what)
        before: \(before)
        after: \(after)
        on the card: \(fileSystem.names(StoreFixture.vault))
        \(fileSystem.trace)
        """)
  }

  /// Starts the store again and checks what is found.
  ///
  /// - Parameters:
  ///   - isDeep: also opens every backup and makes a further one.
  ///   - couldNotRead: the operation had to do without a piece of the card, which is there now.
  @discardableResult
  func check(
    _ fileSystem: CrashingFileSystem, _ label: String, isDeep: Bool = false, couldNotRead: Bool = false
  ) throws -> Picture {
    let picture: Picture
    do {
      let session = try Scenario.camera.session(fileSystem)
      picture = try Picture(session, pins: Self.pins)
      guard isAccepted(picture, couldNotRead) else { throw fail("found \(picture)", fileSystem, label) }
      try checkTidy(session, picture, fileSystem, label)
    } catch let error as StoreError {
      throw fail("the next start gives \(error)", fileSystem, label)
    }
    if isDeep {
      try checkOpening(picture, fileSystem, label)
      try checkFurtherBackup(picture, fileSystem, label)
    }
    return picture
  }

  func isAccepted(_ picture: Picture, _ couldNotRead: Bool = false) -> Bool {
    isSame(picture, before, couldNotRead) || isSame(picture, after, couldNotRead)
      || scenario.between.accepts(picture, from: before, to: after, blanks: blanks)
  }

  func isSame(_ picture: Picture, _ other: Picture, _ couldNotRead: Bool) -> Bool {
    picture == other || (couldNotRead && picture.withoutLedger == other.withoutLedger)
  }

  /// Nothing unfinished is left, on the card or in the record, and both copies of the record are the same.
  private func checkTidy(
    _ session: StoreSession, _ picture: Picture, _ fileSystem: CrashingFileSystem, _ label: String
  ) throws {
    guard fileSystem.bytes("/state/record.1") == fileSystem.bytes("/state/record.2") else {
      throw fail("the copies of the record differ", fileSystem, label)
    }
    try checkEscrow(session, picture, fileSystem, label)
    let listed = Set(picture.rows.map(\.name))
    for file in session.card?.files ?? [] where !listed.contains(file.name) {
      guard case .blank = file.finding else { throw fail("\(file.name) is left on the card", fileSystem, label) }
    }
    guard let id = session.card?.id else { return }
    guard session.record.listedFiles(on: id).isEmpty else { throw fail("instructions are left", fileSystem, label) }
    guard session.record.card(id)?.ledger.allSatisfy({ $0.state == .live }) ?? true else {
      throw fail("unfinished entries are left", fileSystem, label)
    }
  }

  /// What is sealed is the PIN that is set, or is told to be an earlier one.
  private func checkEscrow(
    _ session: StoreSession, _ picture: Picture, _ fileSystem: CrashingFileSystem, _ label: String
  ) throws {
    guard fileSystem.bytes("/state/\(EscrowFile.successor)") == nil else {
      throw fail("a sealed PIN waits", fileSystem, label)
    }
    guard case .sealed(let sealed, let isCurrent) = try session.keptEscrow() else {
      guard try session.keptEscrow() == nil, !mustBeSealed(picture) else {
        throw fail("no PIN is sealed", fileSystem, label)
      }
      return
    }
    let digits = try sealed.open(with: Scenario.organisation.key)
    let isSet = picture.pin.map { StoreFixture.digits($0).isEqual(to: digits) } ?? false
    guard isSet == isCurrent, isCurrent || !mustBeSealed(picture) else {
      throw fail("the sealed PIN is not the one that is set", fileSystem, label)
    }
  }

  private func mustBeSealed(_ picture: Picture) -> Bool {
    switch scenario.sealing {
    case .never: false
    case .always: picture.pin != nil
    case .before: picture.pin == before.pin
    case .after: picture.pin == after.pin && before.pin != after.pin
    }
  }

  /// Every backup decrypts with the digits that are in force.
  private func checkOpening(_ picture: Picture, _ fileSystem: CrashingFileSystem, _ label: String) throws {
    guard let pin = picture.pin else { return }
    let session = try Scenario.camera.session(fileSystem.copy())
    for row in picture.rows where row.state == .ok || row.state == .returned {
      do {
        _ = try session.open(.name(row.name), StoreFixture.digits(pin))
      } catch {
        throw fail("\(row.name) does not open: \(error)", fileSystem, label)
      }
    }
  }

  /// A further backup is made where one may be made, and leaves no file that is not listed.
  private func checkFurtherBackup(_ picture: Picture, _ fileSystem: CrashingFileSystem, _ label: String) throws {
    let copy = fileSystem.copy()
    let listing = try Scenario.camera.session(copy).list(.headers)
    guard listing.condition != .locked, picture.pin != nil else { return }
    let session: StoreSession
    do {
      try Scenario.camera.create(copy, "further")
      session = try Scenario.camera.session(copy)
    } catch {
      throw fail("a further backup gives \(error)", copy, label)
    }
    let rows = try Picture(session, pins: []).rows
    let expected = picture.rows.filter { $0.name != listing.nextRemoved }
    guard rows.count == expected.count + 1, Set(rows).isSuperset(of: expected) else {
      throw fail("with a further backup there is \(rows)", copy, label)
    }
    let ours = copy.names(StoreFixture.vault).filter { BackupName(fileName: $0) != nil }
    guard ours.count == rows.count(where: { $0.state != .missing }) else {
      throw fail("a further backup leaves \(ours)", copy, label)
    }
  }
}
