internal import FileSystem
internal import FoundationEssentials

/// The restore's files in the state directory.
struct RestoreRecord {
  private static let intentName = "restore"
  private static let outcomeName = "restored"
  /// The intent of a restore that is over, until it is wiped: modules' settings are in it in clear.
  private static let formerName = "restore.over"
  /// Bytes: 64 modules of 1 MiB before and after, as text.
  private static let longest = 256 << 20

  let directory: any Directory

  /// The restore that is under way or waits for its confirmation; `nil` for none.
  func intent() throws(ServiceError) -> RestoreIntent? { try read(Self.intentName) }

  /// How the last one went.
  func outcome() throws(ServiceError) -> RestoreOutcome? { try read(Self.outcomeName) }

  func save(_ intent: RestoreIntent) throws(ServiceError) { try write(intent, Self.intentName) }

  func save(_ outcome: RestoreOutcome) throws(ServiceError) { try write(outcome, Self.outcomeName) }

  /// The restore is over: its intent goes, and what an interrupted writing of it left.
  func clear() throws(ServiceError) {
    do {
      var names = Set(try directory.entries().map(\.name))
      if names.contains(Self.intentName) {
        try directory.rename(Self.intentName, to: Self.formerName)
        names.insert(Self.formerName)
      }
      try directory.synchronize()
      for name in [Self.formerName, Self.intentName + ".new", Self.outcomeName + ".new"] where names.contains(name) {
        try DurableFile.wipe(name, in: directory)
      }
    } catch {
      throw .state(error)
    }
  }

  private func read<Value: BoundedRecord>(_ name: String) throws(ServiceError) -> Value? {
    let bytes: [UInt8]
    do {
      bytes = try directory.open(name).readAll(limit: Self.longest)
    } catch {
      guard !error.isNotFound else { return nil }
      throw .state(error)
    }
    guard let value = try? JSONDecoder().decode(Value.self, from: Data(bytes)) else { throw .restoreRecordDamaged }
    return value.bounded
  }

  private func write(_ value: some Encodable, _ name: String) throws(ServiceError) {
    guard let data = try? JSONEncoder().encode(value) else { throw .restoreRecordDamaged }
    do {
      try DurableFile.replaceOverwriting(name, in: directory, with: Array(data).span)
    } catch {
      throw .state(error)
    }
  }
}
