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

  /// Both, but the outcome only where nothing is under way.
  package func latest() throws(ChangeError) -> (intent: ChangeIntent<Details>?, outcome: ChangeOutcome<Details>?) {
    let intent = try intent()
    return (intent, intent == nil ? try outcome() : nil)
  }

  package func save(_ intent: ChangeIntent<Details>) throws(ChangeError) { try write(intent, Self.intentName) }

  package func save(_ outcome: ChangeOutcome<Details>) throws(ChangeError) { try write(outcome, Self.outcomeName) }

  /// The change is over: its intent goes, and what an interrupted writing of it left.
  package func clear() throws(ChangeError) {
    try mapError(ChangeError.journal) { () throws(FileError) in
      var names = Set(try directory.entries().map(\.name))
      if names.contains(Self.intentName) {
        try directory.rename(Self.intentName, to: Self.formerName)
        names.insert(Self.formerName)
      }
      try directory.synchronize()
      for name in [Self.formerName, Self.intentName + ".new", Self.outcomeName + ".new"] where names.contains(name) {
        try DurableFile.wipe(name, in: directory)
      }
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
