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
    guard !key.isEmpty, key.utf8.allSatisfy(ConfigurationLine.isKeyByte) else { throw .invalidName(key) }
    guard !value.contains(where: { [0, ASCII.lineFeed, ASCII.carriageReturn].contains($0) }) else {
      throw .invalidValue(key: key)
    }
    if let pair = lastLine(of: key, in: section) {
      replace(pair.value, with: value)
    } else {
      guard let part = sections.last(where: { $0.isNamed(section) }) else { throw .noSection(section) }
      insert(Array(key.utf8) + [ASCII.equals] + value, into: part)
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
    let text = Array("SECTION \(name)".utf8) + newline + Array("ENDSECTION \(name)".utf8) + newline
    let alone = ConfigurationDocument(text)
    guard alone.lines.count == 2, alone.isWellFormed, alone.contains(section: name) else { throw .invalidName(name) }
    append(text)
  }

  /// Makes the sections of a name what they are in another document, frames and comments included: exchanged in place,
  /// added at the end, or removed when the other has none.
  ///
  /// The lines get this document's line end, if all its lines have the same.
  package mutating func replaceSection(_ name: String, from other: ConfigurationDocument) {
    let text = text(of: name, in: other)
    let own = sections.filter { $0.isNamed(name) }
    if let first = own.first {
      let (place, others) = (range(of: first), own.dropFirst().map { range(of: $0) })
      let isLast = place.upperBound + others.reduce(0) { $0 + $1.count } == bytes.count
      replace([(place, isLast ? text : terminated(text))] + others.map { ($0, []) })
    } else if !text.isEmpty {
      append(text)
    }
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
      replace([(range, text)] + own.dropFirst().map { (lines[$0].range, []) })
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

  private func text(of name: String, in other: ConfigurationDocument) -> [UInt8] {
    let ends = lineEnds
    let end = ends.count == 1 ? ends.first?.key.bytes : nil
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

  private mutating func append(_ text: [UInt8]) {
    let separator = lines.last.map { $0.isTerminated ? [] : newline } ?? []
    replace(bytes.count..<bytes.count, with: separator + text)
  }

  /// - Parameter place: the line behind which it comes; by default the last `KEY=VALUE` of the section.
  private mutating func insert(_ text: [UInt8], into section: ConfigurationSection, behind place: Int? = nil) {
    let former = place ?? section.body.last { lines[$0].pair != nil }
    let indent = former.map { Array(bytes[lines[$0].content].prefix(while: ASCII.isSpace)) } ?? []
    let previous = lines[former ?? section.body.last ?? section.start]
    let end = previous.range.upperBound
    let line = indent + text
    let ending = Array(bytes[previous.content.upperBound..<end])
    replace(end..<end, with: previous.isTerminated ? line + ending : newline + line)
  }

  private func terminated(_ text: [UInt8]) -> [UInt8] {
    text.isEmpty || text.last == ASCII.lineFeed || text.last == ASCII.carriageReturn ? text : text + newline
  }

  /// The line end that most lines have; LF in a document without line ends.
  private var newline: [UInt8] {
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
