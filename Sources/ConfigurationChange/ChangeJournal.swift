package import FileSystem
internal import FoundationEssentials

/// The files of a change in the state directory.
package struct ChangeJournal<Details: ChangeDetails>: Sendable {
  private static var intentName: String { "restore" }
  private static var outcomeName: String { "restored" }
  /// The intent of a change that is over, until it is wiped: modules' settings are in it in clear.
  private static var formerName: String { "restore.over" }
  /// Bytes: 64 modules of 1 MiB before and after, as text.
  private static var longest: Int { 256 << 20 }

  private let directory: any Directory

  /// - Parameter directory: the state directory.
  package init(directory: any Directory) { self.directory = directory }

  /// The change that is under way or waits for its confirmation; `nil` for none.
  package func intent() throws(ChangeError) -> ChangeIntent<Details>? { try read(Self.intentName) }

  /// How the last one went; `nil` for none.
  package func outcome() throws(ChangeError) -> ChangeOutcome<Details>? { try read(Self.outcomeName) }

  /// Replaces the intent, durably.
  ///
  /// - Throws: `ChangeError.journal`: the previous one or the new one is there.
  func save(_ intent: ChangeIntent<Details>) throws(ChangeError) { try write(intent, Self.intentName) }

  /// Replaces the outcome, durably.
  ///
  /// - Throws: `ChangeError.journal`: the previous one or the new one is there.
  func save(_ outcome: ChangeOutcome<Details>) throws(ChangeError) { try write(outcome, Self.outcomeName) }

  /// The change is over: its intent goes, and what an interrupted writing of it left.
  ///
  /// - Throws: after an error the intent is still there.
  func clear() throws(ChangeError) {
    try mapError(ChangeError.journal) { () throws(FileError) in
      var names = Set(try directory.entries().map(\.name))
      if names.contains(Self.intentName) {
        try retireIntent()
        names.insert(Self.formerName)
      } else {
        try directory.synchronize()
      }
      for name in [Self.formerName, Self.intentName + ".new", Self.outcomeName + ".new"] where names.contains(name) {
        try DurableFile.wipe(name, in: directory)
      }
    }
  }

  /// Takes its name from the intent, durably. Where that cannot be made durable it gets the name back: no later success
  /// says that the name is gone from the medium too, and before that it must not be wiped.
  private func retireIntent() throws(FileError) {
    try directory.rename(Self.intentName, to: Self.formerName)
    do {
      try directory.synchronize()
    } catch {
      try? directory.rename(Self.formerName, to: Self.intentName)
      try? directory.synchronize()
      throw error
    }
  }

  private func read<Value: Decodable>(_ name: String) throws(ChangeError) -> Value? {
    let bytes: [UInt8]
    do {
      bytes = try directory.open(name).readAll(limit: Self.longest)
    } catch {
      guard !error.isNotFound else { return nil }
      throw .journal(error)
    }
    guard let value = try? JSONDecoder().decode(Value.self, from: Data(bytes)) else { throw .journalDamaged }
    return value
  }

  private func write(_ value: some Encodable, _ name: String) throws(ChangeError) {
    guard let data = try? JSONEncoder().encode(value) else { throw .journalDamaged }
    try mapError(ChangeError.journal) { () throws(FileError) in
      try DurableFile.replaceOverwriting(name, in: directory, with: Array(data).span)
    }
  }
}
