import TestSupport
import Testing

@testable import BackupStore

/// What is lost or exchanged while the power is off.
extension EnumerationTests {
  /// One copy of the record can no longer be read, whichever was written last.
  @Test(arguments: Scenario.core) func lostRecordCopies(_ scenario: Scenario) throws {
    try scenario.enumerate("lost record copies") { promises in
      let enumeration = CrashEnumeration(damages: Extent.current.plainDamages)
      try enumeration.stops(from: promises.base, scenario.operation) { fileSystem, label in
        let copies = fileSystem.names("/state").filter { RecordFile.names.contains($0) }
        guard promises.isNew(fileSystem), copies.count == 2 else { return }
        for copy in copies { try lose(copy, fileSystem, promises, label) }
      }
    }
  }

  private func lose(
    _ copy: String, _ fileSystem: CrashingFileSystem, _ promises: Promises, _ label: String
  ) throws {
    let unreadable = fileSystem.copy()
    unreadable.makeUnreadable("/state/\(copy)")
    promises.count()
    try promises.check(unreadable, "\(label), \(copy) unreadable")
    let torn = fileSystem.copy()
    torn.overwrite("/state/\(copy)", Array(torn.bytes("/state/\(copy)")!.prefix(512)))
    guard promises.isNew(torn) else { return }
    try promises.check(torn, "\(label), \(copy) torn")
  }

  /// At the next start another card is in the slot, and may get a backup; later the first one comes back.
  @Test(arguments: Scenario.withCard, OtherCard.allCases)
  func exchangedCards(_ scenario: Scenario, _ other: OtherCard) throws {
    try scenario.enumerate("exchanged cards, \(other)") { promises in
      let enumeration = CrashEnumeration(damages: Extent.current.plainDamages)
      let files = try other.makeFiles(promises.base)
      try enumeration.stops(from: promises.base, scenario.operation) { fileSystem, label in
        guard promises.isNew(fileSystem) else { return }
        let first = fileSystem.exchange(StoreFixture.card, with: fileSystem.addMedium())
        if let files { fileSystem.plant(card: files) }
        try startElsewhere(fileSystem, files, promises, label)
        if other == .unknown || Extent.isLong && other != .foreign {
          _ = try? Scenario.camera.create(fileSystem, "elsewhere")
        }
        fileSystem.exchange(StoreFixture.card, with: first)
        try promises.check(fileSystem, "\(label), after another card")
      }
    }
  }

  private func startElsewhere(
    _ fileSystem: CrashingFileSystem, _ files: [String: [UInt8]]?, _ promises: Promises, _ label: String
  ) throws {
    do {
      _ = try Scenario.camera.session(fileSystem).list(.headers)
    } catch {
      throw promises.fail("another card gives \(error)", fileSystem, label)
    }
    guard StoreFixture.cardFiles(fileSystem) == files ?? [:] else {
      throw promises.fail("another card was changed", fileSystem, label)
    }
  }

  /// A change was interrupted; before its card comes back, the PIN is changed once more. Then nothing unfinished is on
  /// the card, and the former digits bring all its backups back.
  @Test(arguments: Scenario.plainChanges)
  func changesElsewhere(_ scenario: Scenario) throws {
    try scenario.enumerate("changes elsewhere") { promises in
      let enumeration = CrashEnumeration(damages: Extent.current.plainDamages)
      try enumeration.stops(from: promises.base, scenario.operation) { fileSystem, label in
        guard promises.isNew(fileSystem) else { return }
        let picture = try promises.check(fileSystem.copy(), label)
        try changeElsewhere(fileSystem, picture, promises, label)
      }
    }
  }

  private func changeElsewhere(
    _ fileSystem: CrashingFileSystem, _ picture: Picture, _ promises: Promises, _ label: String
  ) throws {
    let label = "\(label), changed elsewhere"
    let first = fileSystem.exchange(StoreFixture.card, with: fileSystem.addMedium())
    do {
      let pin = picture.pin!
      let session = try Scenario.camera.session(fileSystem)
      _ = try session.changePIN(
        from: StoreFixture.digits(pin), to: StoreFixture.digits("4321"), .agreeing)
      fileSystem.exchange(StoreFixture.card, with: first)
      let returning = try Scenario.camera.session(fileSystem)
      _ = try returning.changePIN(
        from: StoreFixture.digits("4321"), to: StoreFixture.digits(pin), .agreeing)
      let rows = try Picture(try Scenario.camera.session(fileSystem), pins: []).rows
      let expected = picture.rows.filter { $0.state == .ok || $0.state == .returned }.map(\.label)
      let found = rows.filter { $0.state == .ok }.map(\.label)
      // An adoption does not know labels that were given later.
      let isSame = zip(found, expected).allSatisfy { (label: String?, before: String?) in
        label == before || (before ?? "").hasPrefix("later")
      }
      guard found.count == expected.count, isSame else { throw promises.fail("found \(rows)", fileSystem, label) }
      guard rows.allSatisfy({ $0.state != .foreign || promises.before.row($0.name)?.state == .foreign }) else {
        throw promises.fail("left behind: \(rows)", fileSystem, label)
      }
    } catch let error as StoreError {
      throw promises.fail("\(error)", fileSystem, label)
    }
  }
}

/// A card that takes the place of the first.
enum OtherCard: CaseIterable, Sendable {
  case empty
  /// Another camera's backups, under the names that the first card has or is to have.
  case foreign
  /// This camera's backups; the record does not know the card.
  case unknown

  /// What is in `CAMVAULT`; `nil` without one.
  func makeFiles(_ base: CrashingFileSystem) throws -> [String: [UInt8]]? {
    let fileSystem = base.copy()
    fileSystem.exchange(StoreFixture.card, with: fileSystem.addMedium())
    switch self {
    case .empty:
      return nil
    case .foreign:
      var files: [String: [UInt8]] = [:]
      fileSystem.uproot("/state2/record.1")
      fileSystem.uproot("/state2/record.2")
      for epoch in 1...3 {
        try Scenario.otherCamera.setPIN(fileSystem, "77777", hasCard: false)
        fileSystem.exchange(StoreFixture.card, with: fileSystem.addMedium())
        for number in 1...6 {
          try Scenario.otherCamera.create(fileSystem, "x\(epoch).\(number)")
          files.merge(StoreFixture.cardFiles(fileSystem)) { $1 }
        }
      }
      return files
    case .unknown:
      guard (try? Scenario.camera.create(fileSystem, "s1")) != nil else { return nil }
      return StoreFixture.cardFiles(fileSystem)
    }
  }
}

extension CrashingFileSystem {
  /// Fills `CAMVAULT` of the card in the slot.
  fileprivate func plant(card files: [String: [UInt8]]) {
    plantDirectory(StoreFixture.vault)
    for (name, bytes) in files { plant("\(StoreFixture.vault)/\(name)", bytes) }
  }
}
