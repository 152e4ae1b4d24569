/// A configuration file of `SECTION name` … `KEY=VALUE` … `ENDSECTION name` with `#` comments.
///
/// The bytes stay as they are: a byte order mark, comments, order, unknown lines, line ends, a missing last line end,
/// and bytes that are not UTF-8. A malformed document is kept and read as far as it can be: a section also ends where
/// another begins, at the end of the file, and at an `ENDSECTION` of another name.
package struct ConfigurationDocument: Sendable, Equatable {
  /// The document as it is written to a file.
  package private(set) var bytes: [UInt8]
  private(set) var lines: [ConfigurationLine]
  private(set) var sections: [ConfigurationSection]
  /// The first thing that is wrong with the structure.
  package private(set) var problem: ConfigurationProblem?

  /// - Parameter bytes: of the file, whatever is in it.
  package init(_ bytes: [UInt8] = []) {
    self.bytes = bytes
    lines = ConfigurationLine.split(bytes)
    (sections, problem) = ConfigurationSection.find(in: lines, of: bytes)
  }

  /// Whether it is UTF-16, in which nothing can be found.
  package var isUTF16: Bool { ByteOrderMark.isUTF16(bytes) }

  /// Whether every section that begins ends with an `ENDSECTION` of its own name, and none lies in another.
  package var isWellFormed: Bool { problem == nil }

  /// The names of the sections in their order, each once; bytes that are not UTF-8 as replacement characters.
  package var sectionNames: [String] {
    var seen: Set<[UInt8]> = []
    return sections.filter { seen.insert($0.name).inserted }.map { String(decoding: $0.name, as: UTF8.self) }
  }

  /// Whether a section of this name exists.
  package func contains(section: String) -> Bool {
    sections.contains { $0.isNamed(section) }
  }

  /// Whether more lines of the section are something else than are `KEY=VALUE`; comments and empty lines do not count.
  package func isText(section: String) -> Bool {
    ConfigurationContents(of: Array(section.utf8), in: self).isText
  }

  /// The value of a key: the bytes behind the first `=` up to the end of the line; of several, the last.
  ///
  /// - Parameter section: `SECTION` of that name; of several, all.
  package func value(_ key: String, in section: String) -> [UInt8]? {
    lastLine(of: key, in: section).map { Array(bytes[$0.value]) }
  }

  /// Every `KEY=VALUE` of a section in its order, duplicates too.
  package func entries(in section: String) -> [ConfigurationEntry] {
    entries(of: sections.filter { $0.isNamed(section) })
  }

  /// The same of these sections.
  func entries(of parts: [ConfigurationSection]) -> [ConfigurationEntry] {
    var entries: [ConfigurationEntry] = []
    for part in parts {
      for number in part.body {
        guard let pair = lines[number].pair else { continue }
        entries.append(
          ConfigurationEntry(
            key: String(decoding: bytes[pair.key], as: UTF8.self), value: Array(bytes[pair.value]), line: number + 1))
      }
    }
    return entries
  }

  /// The numbers, from 1, of lines that are not empty, not a comment, not `KEY=VALUE` and not the frame of a section.
  package var unknownLines: [Int] {
    lines.indices.filter { lines[$0].kind == .other }.map { $0 + 1 }
  }

  func lastLine(of key: String, in section: String) -> ConfigurationPair? {
    for part in sections.reversed() where part.isNamed(section) {
      for number in part.body.reversed() {
        guard let pair = lines[number].pair, bytes[pair.key].elementsEqual(key.utf8) else { continue }
        return pair
      }
    }
    return nil
  }

  /// Exchanges a piece of the document and finds its lines again.
  mutating func replace(_ range: Range<Int>, with replacement: [UInt8]) {
    replace([DocumentPiece(range, replacement)])
  }

  /// Exchanges pieces of the document, and finds its lines again once.
  ///
  /// - Parameter pieces: in their order, not overlapping.
  mutating func replace(_ pieces: [DocumentPiece]) {
    var changed: [UInt8] = []
    changed.reserveCapacity(bytes.count)
    var end = 0
    for piece in pieces {
      changed += bytes[end..<piece.range.lowerBound]
      changed += piece.text
      end = piece.range.upperBound
    }
    changed += bytes[end...]
    self = ConfigurationDocument(changed)
  }

  /// Removes lines of the sections of a name.
  ///
  /// - Returns: whether there was one.
  @discardableResult
  mutating func removeLines(in section: String, where isMeant: (ConfigurationLine) -> Bool) -> Bool {
    let numbers = sections.filter { $0.isNamed(section) }.flatMap(\.body).filter { isMeant(lines[$0]) }
    if !numbers.isEmpty { replace(numbers.map { DocumentPiece(lines[$0].range, []) }) }
    return !numbers.isEmpty
  }
}

/// A piece of a document, and what is to be there instead.
struct DocumentPiece {
  /// Empty where something is inserted.
  let range: Range<Int>
  let text: [UInt8]

  init(_ range: Range<Int>, _ text: [UInt8]) { (self.range, self.text) = (range, text) }
}

/// One `KEY=VALUE`.
package struct ConfigurationEntry: Sendable, Equatable {
  /// Without surrounding spaces; bytes that are not UTF-8 as replacement characters.
  package let key: String
  /// The bytes behind the first `=`, without the line ending.
  package let value: [UInt8]
  /// The number of the line, from 1.
  package let line: Int
}

/// What makes a document malformed; lines count from 1.
package enum ConfigurationProblem: Sendable, Equatable {
  /// A section has no `ENDSECTION` up to the end of the file.
  case unterminated(section: String, line: Int)
  /// `SECTION` in an open section.
  case nested(section: String, line: Int)
  /// `ENDSECTION` of another name than the open section's, or with none open.
  case mismatchedEnd(section: String, line: Int)
}
