/// Where the sections and keys of a document are. It is made once: nobody goes through the document for each key.
struct DocumentIndex: Sendable {
  /// All sections of one name.
  private struct Section: Sendable {
    var parts: [ConfigurationSection] = []
    /// The numbers of the lines of each key, in their order.
    var lines: [[UInt8]: [Int]] = [:]
    /// How many lines are `KEY=VALUE`, and how many something else that is not empty and not a comment.
    var (pairs, others) = (0, 0)
  }

  private let document: ConfigurationDocument
  private var sections: [[UInt8]: Section] = [:]

  init(_ document: ConfigurationDocument) {
    self.document = document
    for part in document.sections { add(part) }
  }

  private mutating func add(_ part: ConfigurationSection) {
    var section = sections.removeValue(forKey: part.name) ?? Section()
    section.parts.append(part)
    for number in part.body {
      switch document.lines[number].kind {
      case .pair(let pair):
        section.lines[Array(document.bytes[pair.key]), default: []].append(number)
        section.pairs += 1
      case .other, .sectionStart, .sectionEnd: section.others += 1
      case .blank, .comment: break
      }
    }
    sections[part.name] = section
  }

  private func section(_ name: String) -> Section? { sections[Array(name.utf8)] }

  /// The sections of a name, in their order.
  func parts(of section: String) -> [ConfigurationSection] { self.section(section)?.parts ?? [] }

  func contains(_ section: String) -> Bool { self.section(section) != nil }

  /// As `ConfigurationDocument.isText`.
  func isText(_ section: String) -> Bool { self.section(section).map { $0.others > $0.pairs } ?? false }

  /// The numbers of the lines of a key, in their order.
  func lines(of key: String, in section: String) -> [Int] { self.section(section)?.lines[Array(key.utf8)] ?? [] }

  /// The value of a key; of several, the last.
  func value(_ key: String, in section: String) -> [UInt8]? {
    lines(of: key, in: section).last.flatMap { document.lines[$0].pair }.map { Array(document.bytes[$0.value]) }
  }

  /// The keys of a section, each once, in no order.
  func keys(of section: String) -> [String] {
    (self.section(section)?.lines ?? [:]).keys.map { String(decoding: $0, as: UTF8.self) }
  }

  /// Every `KEY=VALUE` of a section in its order.
  func entries(in section: String) -> [ConfigurationEntry] { document.entries(of: parts(of: section)) }
}
