/// Changes of one document that are collected, and then made in one pass. The work grows with the document and with the
/// changes, and not with their product.
struct DocumentChanges {
  /// A new line `KEY=VALUE` of a section.
  private struct Addition {
    let section: String
    var lines: [[UInt8]] = []
  }

  private let document: ConfigurationDocument
  private let index: DocumentIndex
  /// New values by the numbers of their lines.
  private var values: [Int: [UInt8]] = [:]
  private var removed: Set<Int> = []
  /// In the order in which the sections were named.
  private var additions: [Addition] = []
  private var places: [[UInt8]: Int] = [:]
  /// Sections whose lines are exchanged as a whole, with a document that has them.
  private var texts: [(section: String, source: ConfigurationDocument)] = []

  init(_ file: ConfigurationFiles.File) { (document, index) = (file.document, file.index) }

  /// Gives a key a value, as `ConfigurationDocument.set`.
  mutating func set(_ key: String, to value: [UInt8], in section: String) throws(ConfigurationEditError) {
    try ConfigurationDocument.check(key, value)
    if let line = index.lines(of: key, in: section).last {
      values[line] = value
      return
    }
    if places[Array(section.utf8)] == nil {
      if !index.contains(section) { try ConfigurationDocument.check(section: section) }
      places[Array(section.utf8)] = additions.count
      additions.append(Addition(section: section))
    }
    guard let place = places[Array(section.utf8)] else { return }
    additions[place].lines.append(Array(key.utf8) + [ASCII.equals] + value)
  }

  /// Removes every line of a key.
  mutating func remove(_ key: String, in section: String) { removed.formUnion(index.lines(of: key, in: section)) }

  /// As `ConfigurationDocument.replaceSection`.
  mutating func replaceSection(_ name: String, from source: ConfigurationDocument) { texts.append((name, source)) }

  /// The document with all of them.
  func made() -> ConfigurationDocument {
    var (pieces, new) = ([DocumentPiece](), [UInt8]())
    for (number, value) in values {
      if let pair = document.lines[number].pair { pieces.append(DocumentPiece(pair.value, value)) }
    }
    for number in removed { pieces.append(DocumentPiece(document.lines[number].range, [])) }
    let (newline, lineEnd) = (document.newline, document.commonLineEnd)
    for addition in additions {
      if let part = index.parts(of: addition.section).last {
        pieces.append(document.insertion(of: addition.lines, into: part, newline, without: removed))
      } else {
        new += ConfigurationDocument.section(addition.section, addition.lines, newline)
      }
    }
    for (name, source) in texts {
      let (text, own) = (ConfigurationDocument.text(of: name, in: source, lineEnd), index.parts(of: name))
      pieces += document.replacement(of: own, with: text, newline)
      if own.isEmpty { new += text }
    }
    if !new.isEmpty {
      let end = document.bytes.count
      // A section that was exchanged there ends with a line end.
      let isOpen = !pieces.contains { $0.range.upperBound == end && !$0.range.isEmpty }
      pieces.append(isOpen ? document.piece(appending: new, newline) : DocumentPiece(end..<end, new))
    }
    // What is inserted at the beginning of a line comes before that line.
    pieces.sort { ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound) }
    var changed = document
    changed.replace(pieces)
    return changed
  }
}
