/// Why a document cannot be edited so.
package enum ConfigurationEditError: Error, Equatable {
  /// No section of that name.
  case noSection(String)
  /// A section of that name exists.
  case sectionExists(String)
  /// A key or section name that would not be read back as it is: empty, or with other bytes than a name has.
  case invalidName(String)
  /// A value with CR, LF or NUL.
  case invalidValue(key: String)
}

extension ConfigurationDocument {
  /// Gives a key its value: in its line if the section has one (of several, the last), else in a new line behind the
  /// section's last `KEY=VALUE`. Every other byte stays.
  package mutating func set(_ key: String, to value: [UInt8], in section: String) throws(ConfigurationEditError) {
    try Self.check(key, value)
    if let pair = lastLine(of: key, in: section) {
      replace(pair.value, with: value)
    } else {
      guard let part = sections.last(where: { $0.isNamed(section) }) else { throw .noSection(section) }
      insert(Array(key.utf8) + [ASCII.equals] + value, into: part)
    }
  }

  /// Refuses a key or a value that would not be read back as it is.
  static func check(_ key: String, _ value: [UInt8]) throws(ConfigurationEditError) {
    guard !key.isEmpty, key.utf8.allSatisfy(ConfigurationLine.isKeyByte) else { throw .invalidName(key) }
    guard !value.contains(where: { [0, ASCII.lineFeed, ASCII.carriageReturn].contains($0) }) else {
      throw .invalidValue(key: key)
    }
  }

  /// Gives a key its value as UTF-8.
  package mutating func set(_ key: String, to value: String, in section: String) throws(ConfigurationEditError) {
    try set(key, to: Array(value.utf8), in: section)
  }

  /// Removes every line of a key from the sections of a name.
  ///
  /// - Returns: whether there was one.
  @discardableResult
  package mutating func remove(_ key: String, in section: String) -> Bool {
    removeLines(in: section) { [bytes] line in
      line.pair.map { bytes[$0.key].elementsEqual(key.utf8) } ?? false
    }
  }

  /// Adds an empty section at the end.
  package mutating func addSection(_ name: String) throws(ConfigurationEditError) {
    guard !contains(section: name) else { throw .sectionExists(name) }
    try Self.check(section: name)
    append(Self.section(name, [], newline))
  }

  /// Refuses a name of a section that would not be read back as it is.
  static func check(section name: String) throws(ConfigurationEditError) {
    let alone = ConfigurationDocument(section(name, [], LineEnd.lineFeed.bytes))
    guard alone.lines.count == 2, alone.isWellFormed, alone.contains(section: name) else { throw .invalidName(name) }
  }

  /// The text of a section with these lines.
  static func section(_ name: String, _ lines: [[UInt8]], _ newline: [UInt8]) -> [UInt8] {
    let whole = [Array("SECTION \(name)".utf8)] + lines + [Array("ENDSECTION \(name)".utf8)]
    return Array(whole.joined(separator: newline)) + newline
  }

  /// Makes the sections of a name what they are in another document, frames and comments included: exchanged in place,
  /// added at the end, or removed when the other has none.
  ///
  /// The lines get this document's line end, if all its lines have the same.
  package mutating func replaceSection(_ name: String, from other: ConfigurationDocument) {
    let text = Self.text(of: name, in: other, commonLineEnd)
    let own = sections.filter { $0.isNamed(name) }
    guard own.isEmpty else { return replace(replacement(of: own, with: text, newline)) }
    if !text.isEmpty { append(text) }
  }

  /// Sections of one name become a text in the place of the first.
  func replacement(of own: [ConfigurationSection], with text: [UInt8], _ newline: [UInt8]) -> [DocumentPiece] {
    guard let first = own.first else { return [] }
    let (place, others) = (range(of: first), own.dropFirst().map { range(of: $0) })
    let isLast = place.upperBound + others.reduce(0) { $0 + $1.count } == bytes.count
    return [DocumentPiece(place, isLast ? text : terminated(text, newline))] + others.map { DocumentPiece($0, []) }
  }

  /// Makes the lines of a key in the sections of a name what they are in another document: exchanged in the place of
  /// the first, added behind the key that is before it in the other, or removed when the other has none. Everything
  /// else stays.
  package mutating func replaceKey(
    _ key: String, in section: String, from other: ConfigurationDocument
  ) throws(ConfigurationEditError) {
    let (own, others) = (keyLines(key, in: section), other.keyLines(key, in: section))
    let values = others.compactMap { other.lines[$0].pair }.map { Array(other.bytes[$0.value]) }
    guard own.compactMap({ lines[$0].pair }).map({ Array(bytes[$0.value]) }) != values else { return }
    let text = Array(others.map { Array(other.bytes[other.lines[$0].content]) }.joined(separator: newline))
    if let first = own.first {
      let range = text.isEmpty ? lines[first].range : lines[first].content
      replace([DocumentPiece(range, text)] + own.dropFirst().map { DocumentPiece(lines[$0].range, []) })
    } else if !text.isEmpty {
      if !contains(section: section) { try addSection(section) }
      guard let part = sections.last(where: { $0.isNamed(section) }) else { throw .noSection(section) }
      insert(Array(text.drop(while: ASCII.isSpace)), into: part, behind: place(of: others[0], of: other, in: part))
    }
  }

  /// The line of a section that has the nearest key before a line of another document; `nil` where none has.
  private func place(
    of number: Int, of other: ConfigurationDocument, in part: ConfigurationSection
  ) -> Int? {
    guard let theirs = other.sections.first(where: { $0.body.contains(number) }) else { return nil }
    for before in theirs.body.reversed() where before < number {
      guard let pair = other.lines[before].pair else { continue }
      let line = part.body.last { lines[$0].pair.map { bytes[$0.key].elementsEqual(other.bytes[pair.key]) } ?? false }
      if let line { return line }
    }
    return nil
  }

  /// The numbers of the lines of a key.
  private func keyLines(_ key: String, in section: String) -> [Int] {
    sections.filter { $0.isNamed(section) }.flatMap(\.body).filter { number in
      lines[number].pair.map { bytes[$0.key].elementsEqual(key.utf8) } ?? false
    }
  }

  /// The line end that all lines have; `nil` where they have several, or none.
  var commonLineEnd: [UInt8]? {
    let ends = lineEnds
    return ends.count == 1 ? ends.first?.key.bytes : nil
  }

  /// The lines of the sections of a name, frames and comments included.
  ///
  /// - Parameter end: what each line ends with; `nil`: its own line end.
  static func text(of name: String, in other: ConfigurationDocument, _ end: [UInt8]?) -> [UInt8] {
    var text: [UInt8] = []
    for part in other.sections where part.isNamed(name) {
      for line in other.lines[part.lines] {
        text += other.bytes[line.range.lowerBound..<line.content.upperBound]
        let own = other.bytes[line.content.upperBound..<line.range.upperBound]
        text += line.isTerminated ? end ?? Array(own) : []
      }
    }
    return text
  }

  private func range(of section: ConfigurationSection) -> Range<Int> {
    guard let last = section.lines.last else { return 0..<0 }
    return lines[section.lines.lowerBound].range.lowerBound..<lines[last].range.upperBound
  }

  private mutating func append(_ text: [UInt8]) { replace([piece(appending: text, newline)]) }

  /// Something behind the last line.
  func piece(appending text: [UInt8], _ newline: [UInt8]) -> DocumentPiece {
    let separator = lines.last.map { $0.isTerminated ? [] : newline } ?? []
    return DocumentPiece(bytes.count..<bytes.count, separator + text)
  }

  /// - Parameter place: the line behind which it comes; by default the last `KEY=VALUE` of the section.
  private mutating func insert(_ text: [UInt8], into section: ConfigurationSection, behind place: Int? = nil) {
    replace([insertion(of: [text], into: section, newline, behind: place)])
  }

  /// New lines of a section.
  ///
  /// - Parameters:
  ///   - place: the line behind which they come; by default the last `KEY=VALUE` of the section.
  ///   - removed: lines that are removed at the same time.
  func insertion(
    of texts: [[UInt8]], into section: ConfigurationSection, _ newline: [UInt8], behind place: Int? = nil,
    without removed: Set<Int> = []
  ) -> DocumentPiece {
    let former = place ?? section.body.last { lines[$0].pair != nil && !removed.contains($0) }
    let indent = former.map { Array(bytes[lines[$0].content].prefix(while: ASCII.isSpace)) } ?? []
    let previous = lines[former ?? section.body.last ?? section.start]
    let end = previous.range.upperBound
    let ending = Array(bytes[previous.content.upperBound..<end])
    let new = texts.flatMap { previous.isTerminated ? indent + $0 + ending : newline + indent + $0 }
    return DocumentPiece(end..<end, new)
  }

  private func terminated(_ text: [UInt8], _ newline: [UInt8]) -> [UInt8] {
    text.isEmpty || text.last == ASCII.lineFeed || text.last == ASCII.carriageReturn ? text : text + newline
  }

  /// The line end that most lines have; LF in a document without line ends.
  var newline: [UInt8] {
    let ends = lineEnds
    let most = LineEnd.allCases.max { ends[$0, default: 0] < ends[$1, default: 0] }
    return (ends.isEmpty ? .lineFeed : most ?? .lineFeed).bytes
  }

  /// How many lines have which end.
  var lineEnds: [LineEnd: Int] {
    lines.reduce(into: [:]) { ends, line in
      guard let end = LineEnd(bytes[line.content.upperBound..<line.range.upperBound]) else { return }
      ends[end, default: 0] += 1
    }
  }
}
