import FileSystem
import Sodium
import Synchronization
import TestSupport
import Testing

@testable import BackupStore

/// Extreme values in every field of the record, in metadata and in headers: a clear error or a value within its bounds,
/// and never a trap.
struct StoreBoundsTests {
  private static let extremes: [UInt64] = [
    0, 1, 1 << 31, 1 << 32 - 1, 1 << 53, 1 << 56, UInt64(Int64.max) - 1, UInt64(Int64.max), 1 << 63, .max - 1, .max,
  ]

  /// A field of the record, and how it gets a value.
  struct Field: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let set: @Sendable (inout CameraRecord, UInt64) -> Void

    init(_ name: String, _ set: @escaping @Sendable (inout CameraRecord, UInt64) -> Void) {
      (testDescription, self.set) = (name, set)
    }
  }

  private static let fields: [Field] = [
    Field("sequence") { $0.sequence = $1 },
    Field("highest epoch") { $0.highestEpoch = UInt32(truncatingIfNeeded: $1) },
    Field("PIN change") { $0.pinChanged = Int64(bitPattern: $1) },
    Field("next counter") { $0.cards[0].nextCounter = UInt32(truncatingIfNeeded: $1) },
    Field("check") { $0.cards[0].ledger[0].check = BackupCheck(time: Int64(bitPattern: $1), isDamaged: false) },
    Field("current") { $0.cards[0].ledger[0].current = Int64(bitPattern: $1) },
    Field("stray") {
      let check = BackupCheck(time: Int64(bitPattern: $1), isDamaged: true)
      $0.cards[0].strays = [CheckedFile(file: $0.cards[0].ledger[0].listedFile, check: check)]
    },
    Field("failures") { $0.failures.count = UInt32(truncatingIfNeeded: $1) },
    Field("wait") { $0.failures = FailureCount(count: 9, waitSeconds: UInt32(truncatingIfNeeded: $1), startedAt: 1) },
    Field("beginning of the wait") {
      $0.failures = FailureCount(count: 9, waitSeconds: 60, startedAt: $1, bootID: Array("first boot".utf8))
    },
    Field("wait of foreign digits") {
      $0.foreignFailures = FailureCount(
        count: UInt32(truncatingIfNeeded: $1), waitSeconds: UInt32(truncatingIfNeeded: $1), startedAt: $1)
    },
    Field("attempt") { $0.history.attempt = .init(time: Int64(bitPattern: $1), result: .created) },
    Field("success") { $0.history.success = Int64(bitPattern: $1) },
    Field("unchanged") { $0.history.unchanged = Int64(bitPattern: $1) },
    Field("verification") {
      $0.history.verification = BackupCheck(time: Int64(bitPattern: $1), isDamaged: false)
    },
  ]

  @Test(arguments: fields)
  func record(_ field: Field) throws {
    for value in Self.extremes {
      try withCamera { camera in
        try camera.create("first")
        var record = try camera.record()
        field.set(&record, value)
        try RecordFile(directory: PosixFileSystem().openDirectory(at: camera.folder + "/state")).write(record)
        let read = try camera.record()
        #expect(FileTime.bounds.contains(read.pinChanged) && read.highestEpoch <= 65_535)
        #expect((1...65_536).contains(read.cards[0].nextCounter) && read.failures.waitSeconds <= 3_600)
        let session = try camera.session()
        #expect((0...3_600).contains(session.pinWait) && (0...3_600).contains(session.foreignWait))
        #expect(session.rememberedTimes.allSatisfy(FileTime.bounds.contains))
        _ = failure { try camera.create("second") }
        _ = failure { try camera.check("1234") }
        _ = failure { try camera.changePIN("1234", "5678") }
        #expect(try !camera.list().backups.isEmpty)
      }
    }
  }

  /// The number behind the last one is 0, and both copies have it.
  @Test func sequenceGoesOn() throws {
    try withCamera { camera in
      try camera.alterRecord { $0.sequence = .max - 1 }
      #expect(try camera.create() == "00010001")
      #expect(try camera.record().sequence < 10)
      #expect(try camera.rows() == ["00010001 ok"])
    }
  }

  /// The vault of a record that asks for what no vault may.
  @Test(arguments: [(16, UInt32(0)), (16, 11), (16, .max), (20, 0), (20, .max), (56, 0), (56, 65_536), (56, .max)])
  func vaultOfTheRecord(_ offset: Int, _ value: UInt32) throws {
    try withCamera { camera in
      let record = try camera.record()
      let encoded = try RecordCoding.encode(record)
      var bytes = encoded.withBytes { span in span.indices.map { span[$0] } }.dropLast(KeyedHash.length).map(\.self)
      bytes.put(value, at: 32 + offset)
      var hash = try KeyedHash()
      hash.update(bytes)
      bytes += hash.finish()
      for name in RecordFile.names { try overwrite(camera.folder + "/state/" + name, with: bytes) }
      #expect(failure { _ = try camera.session() } == "recordDamaged")
    }
  }

  @Test(arguments: [
    "-1", "0", "1", "2147483648", "4294967296", "9007199254740993", "67768036191676799", "9223372036854775807",
    "9223372036854775808", "18446744073709551615", "-9223372036854775808", "1e400", "1e30", "-1e400", "0.5", "NaN",
    "Infinity", "null", "\"1\"", "[]", "{}", String(repeating: "[", count: 400),
  ])
  func metadata(_ value: String) {
    for key in ["created", "files", "modules", "modules_total", "left_out", "label", "model", "serial", "firmware"] {
      let read = BackupMetadata(decoding: Array(#"{"\#(key)":\#(value)}"#.utf8))
      #expect(read.created.map { (0...253_402_300_799).contains($0) } ?? true)
      let counts = [read.files, read.modules, read.modulesTotal, read.leftOut].compactMap(\.self)
      #expect(counts.allSatisfy { (0...65_536).contains($0) })
      #expect([read.label, read.model, read.serial, read.firmware] == [nil, nil, nil, nil] || value == "\"1\"")
    }
  }

  /// A clock beyond all bounds stamps no backup that no reader takes.
  @Test(arguments: [Int64.min, -1, 0, 1 << 31, 1 << 56, .max - 1, .max])
  func clock(_ now: Int64) throws {
    try withCamera { camera in
      camera.setClocks { $0.now = now }
      try camera.create("first")
      try camera.create("second")
      let times = try camera.list().backups.compactMap(\.metadata.created)
      #expect(times.count == 2 && times.allSatisfy { (0...253_402_300_799).contains($0) })
    }
  }

  /// Headers are not authenticated before the key is derived: what they ask for is bounded by what this camera spends.
  @Test func costOfForeignVaults() throws {
    try withCamera { camera in
      let derived = Mutex<[UInt32]>([])
      var original: [UInt8] = []
      try withCamera { other in
        try other.create()
        original = try contents(other.path("00010001"))
      }
      try makeDirectory(camera.vault)
      func plant(_ number: Int, passes: UInt32, memoryKiB: UInt32) throws {
        var bytes = original
        bytes.put(passes, at: 16)
        bytes.put(memoryKiB, at: 20)
        bytes.put(UInt32(number), at: 272)
        try write(bytes, to: camera.path("0001000\(number)"))
      }
      camera.stretch = { (digits, salt, cost) throws(SodiumError) in
        derived.withLock { $0.append(cost.passes) }
        return try StoreFixture.stretch(digits, salt, cost)
      }
      try plant(1, passes: 10, memoryKiB: 1_048_576)
      #expect(failure { try camera.adopt("1234") } == "tooCostly(passes: 10, mebibytes: 1024)")
      #expect(derived.withLock { $0 } == [3], "only the camera's own vault")
      #expect(try camera.session().foreignWait == 0 && camera.record().foreignFailures.count == 0)
      try plant(2, passes: 4, memoryKiB: 262_144)
      derived.withLock { $0 = [] }
      _ = failure { try camera.adopt("1234") }
      #expect(derived.withLock { $0 } == [3, 4])
    }
  }
}
