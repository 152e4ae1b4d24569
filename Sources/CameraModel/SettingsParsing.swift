/// Why a settings file is refused; lines count from 1. Keys and values are bytes from outside.
package enum SettingsError: Error, Equatable {
  /// The file is UTF-16.
  case utf16
  /// The frame of the sections is wrong.
  case malformed(ConfigurationProblem)
  /// A line that is not `KEY=VALUE` and not a comment, or is outside `SECTION camconsole`.
  case unexpectedLine(Int)
  /// A section that is not `camconsole`, or a second one.
  case unknownSection(String)
  case unknownKey(String, line: Int)
  case duplicateKey(String, line: Int)
  case badValue(key: String, value: String, accepted: AcceptedValue, line: Int)
  /// The key of `ESCROW` lies in the configuration or on the card, where somebody else can exchange it. `key` is the
  /// directory's.
  case escrowInside(key: String, directory: String, path: String)
  /// A directory lies in the configuration directory, or that in it. `key` is the other one's.
  case overlapsConfiguration(key: String, path: String, configuration: String)
}

extension Settings {
  /// Takes the settings of `SECTION camconsole`; what is not set keeps its default.
  ///
  /// Everything that is not understood is an error: a typing mistake must not leave a default unchanged.
  package init(_ document: ConfigurationDocument) throws(SettingsError) {
    try Self.checkFrame(document)
    self.init()
    var seen: Set<String> = []
    for entry in document.entries(in: "camconsole") {
      guard let key = SettingKey.all.first(where: { $0.name.utf8.elementsEqual(entry.key.utf8) }) else {
        throw .unknownKey(entry.key, line: entry.line)
      }
      guard seen.insert(key.name).inserted else { throw .duplicateKey(key.name, line: entry.line) }
      try take(entry, as: key)
    }
    try checkDirectories()
  }

  private static func checkFrame(_ document: ConfigurationDocument) throws(SettingsError) {
    guard !document.isUTF16 else { throw .utf16 }
    if let problem = document.problem { throw .malformed(problem) }
    if let line = document.unknownLines.first { throw .unexpectedLine(line) }
    if let section = document.sections.first(where: { !$0.isNamed("camconsole") })
      ?? document.sections.dropFirst().first
    {
      throw .unknownSection(String(decoding: section.name, as: UTF8.self))
    }
    let inside = document.sections.first?.lines ?? 0..<0
    if let line = document.lines.indices.first(where: { document.lines[$0].pair != nil && !inside.contains($0) }) {
      throw .unexpectedLine(line + 1)
    }
  }

  private mutating func take(_ entry: ConfigurationEntry, as key: SettingKey) throws(SettingsError) {
    let trimmed = entry.value.drop(while: ASCII.isSpace).reversed().drop(while: ASCII.isSpace).reversed()
    let text = String(decoding: trimmed, as: UTF8.self)
    // Bytes that are not UTF-8 would become another path.
    guard text.utf8.elementsEqual(trimmed), key.set(text, in: &self) else {
      let value = key.accepted == .subcommands ? SettingText.wrongSubcommand(text) : text
      throw .badValue(key: key.name, value: value, accepted: key.accepted, line: entry.line)
    }
  }

  /// Refuses a directory of another setting in the configuration directory, or that in one of them: a restore exchanges
  /// the whole configuration directory.
  ///
  /// - Parameter resolve: gives the path without links, where the file system is at hand.
  package func checkDirectories(resolve: (String) -> String = { $0 }) throws(SettingsError) {
    let own = PathComponents.of(resolve(configuration))
    for (key, path) in directories where key != "CONFIG" {
      let other = PathComponents.of(resolve(path))
      if own.starts(with: other) || other.starts(with: own) {
        throw .overlapsConfiguration(key: key, path: path, configuration: configuration)
      }
    }
    try checkEscrow(resolve)
  }

  /// Refuses a key that a restore, or a person who has the card, would exchange.
  private func checkEscrow(_ resolve: (String) -> String) throws(SettingsError) {
    guard !escrow.isEmpty else { return }
    let place = PathComponents.of(resolve(escrow))
    for (key, directory) in [("CONFIG", configuration), ("CARD", card)]
    where place.starts(with: PathComponents.of(resolve(directory))) {
      throw .escrowInside(key: key, directory: directory, path: escrow)
    }
  }
}

/// A path taken apart.
enum PathComponents {
  /// The names of an absolute path as bytes, without `.`, and with `..` resolved; links are not known here.
  static func of(_ path: String) -> [[UInt8]] {
    var names: [[UInt8]] = []
    for name in path.utf8.split(separator: 0x2F).map(Array.init) {
      switch name {
      case [0x2E]: break
      case [0x2E, 0x2E]: _ = names.popLast()
      default: names.append(name)
      }
    }
    return names
  }
}
