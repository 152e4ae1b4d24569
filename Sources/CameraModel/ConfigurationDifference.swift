/// What a document has and another has not, section by section.
package struct ConfigurationDifference: Sendable, Equatable {
  /// The sections that differ: those of the first document in its order, then the new ones.
  package let sections: [SectionDifference]
  /// What else differs, and no program that reads the documents would notice.
  package let layout: [LayoutDifference]
  /// The comments that differ; `nil` when none does.
  package let comments: TextDifference?

  /// Lines of a section, or comments, that are kept.
  static let lineLimit = 200

  /// Compares two documents: *added* is what only `new` has.
  ///
  /// Lines of sections that are not `KEY=VALUE` are compared as text.
  ///
  /// - Parameter mask: hides secrets in those lines and in comments. The values of keys are not masked.
  package init(
    from former: ConfigurationDocument, to new: ConfigurationDocument, masking mask: SecretMask = Settings().secretMask
  ) {
    var names: [[UInt8]] = [[]]
    var seen: Set<[UInt8]> = [[]]
    for section in former.sections + new.sections where seen.insert(section.name).inserted {
      names.append(section.name)
    }
    let (own, other) = (ConfigurationContents.all(of: former), ConfigurationContents.all(of: new))
    sections = names.compactMap {
      SectionDifference(
        name: $0, from: own[$0] ?? ConfigurationContents(noneOf: former),
        to: other[$0] ?? ConfigurationContents(noneOf: new), mask)
    }
    let found = LayoutDifference.find(from: former, to: new)
    layout = found.isEmpty && sections.isEmpty && former.bytes != new.bytes ? [.spaces] : found
    comments =
      found.contains(.comments)
      ? TextDifference(from: former.comments, to: new.comments, mask, limit: Self.lineLimit) : nil
  }

  private init(_ sections: [SectionDifference], _ layout: [LayoutDifference], _ comments: TextDifference?) {
    self.sections = sections
    self.layout = layout
    self.comments = comments
  }

  /// The same with stars in place of the secrets that values have.
  package func masked(_ mask: SecretMask) -> ConfigurationDifference {
    ConfigurationDifference(sections.map { $0.masked(mask) }, layout, comments)
  }

  /// Whether the two are the same.
  package var isEmpty: Bool { sections.isEmpty && layout.isEmpty }
}

/// How a section differs.
package struct SectionDifference: Sendable, Equatable {
  /// How a section changed.
  package enum Change: Sendable, Equatable {
    case added, removed, changed
  }

  /// The section's name; empty for lines outside all sections.
  package let name: String
  /// How it changed.
  package let change: Change
  /// The keys that differ; none where the section is text.
  package let keys: [KeyDifference]
  /// The lines that differ and are not `KEY=VALUE`; of users no line is kept.
  package let text: TextDifference?

  /// Whether lines differ that are not `KEY=VALUE`.
  package var textDiffers: Bool { text != nil }

  init?(name: [UInt8], from former: ConfigurationContents, to new: ConfigurationContents, _ mask: SecretMask) {
    self.name = String(decoding: name, as: UTF8.self)
    let isText = former.isText || new.isText
    keys = isText ? [] : KeyDifference.find(from: former, to: new)
    text = TextDifference(
      from: former.lines(isText: isText), to: new.lines(isText: isText), mask,
      limit: name.elementsEqual(UserList.section.utf8) ? 0 : ConfigurationDifference.lineLimit)
    change = !former.exists ? .added : !new.exists ? .removed : .changed
    guard change != .changed || !keys.isEmpty || text != nil else { return nil }
  }

  private init(_ other: SectionDifference, keys: [KeyDifference]) {
    name = other.name
    change = other.change
    self.keys = keys
    text = other.text
  }

  fileprivate func masked(_ mask: SecretMask) -> SectionDifference {
    SectionDifference(self, keys: keys.map { $0.masked(mask, in: name) })
  }

  /// The keys of which this became.
  package func keys(_ change: Change) -> [String] {
    keys.filter { $0.change == change }.map(\.key)
  }
}

/// How a key differs.
package struct KeyDifference: Sendable, Equatable {
  /// Its name.
  package let key: String
  /// The value in the first document, of several the last; `nil` when it has none. It may be a secret.
  package let former: [UInt8]?
  /// The value in the second document.
  package let new: [UInt8]?

  /// How it changed.
  package var change: SectionDifference.Change {
    former == nil ? .added : new == nil ? .removed : .changed
  }

  fileprivate func masked(_ mask: SecretMask, in section: String) -> KeyDifference {
    let isSecret = mask.hides(key, in: section)
    func shown(_ value: [UInt8]) -> [UInt8] { isSecret ? Array(SecretMask.stars.utf8) : mask.masked(value) }
    return KeyDifference(key: key, former: former.map(shown), new: new.map(shown))
  }

  static func find(from former: ConfigurationContents, to new: ConfigurationContents) -> [KeyDifference] {
    let keys = former.keys + new.keys.filter { former.values[$0] == nil }
    return keys.compactMap { key in
      let (old, now) = (former.values[key], new.values[key])
      guard old != now else { return nil }
      return KeyDifference(key: String(decoding: key, as: UTF8.self), former: old?.last, new: now?.last)
    }
  }
}

/// The contents of all sections of a name, or of no section.
struct ConfigurationContents {
  private let document: ConfigurationDocument
  private(set) var exists = false
  /// The numbers of all lines, from 0.
  private var all: [Int] = []
  /// Of those in `all` that are not `KEY=VALUE`, not a comment and not empty, by their place there.
  private var others: [Int] = []
  /// The keys in their order.
  private(set) var keys: [[UInt8]] = []
  private(set) var values: [[UInt8]: [[UInt8]]] = [:]

  /// The contents of a section that the document does not have.
  init(noneOf document: ConfigurationDocument) { self.document = document }

  init(of name: [UInt8], in document: ConfigurationDocument) {
    self.document = document
    for section in document.sections where section.name == name { add(section) }
  }

  /// The contents of all sections by their names; under the empty name the lines outside all sections.
  static func all(of document: ConfigurationDocument) -> [[UInt8]: ConfigurationContents] {
    var outside = ConfigurationContents(noneOf: document)
    var found: [[UInt8]: ConfigurationContents] = [:]
    var next = 0
    for section in document.sections {
      outside.add(next..<section.lines.lowerBound)
      next = section.lines.upperBound
      found[section.name, default: ConfigurationContents(noneOf: document)].add(section)
    }
    outside.add(next..<document.lines.count)
    outside.exists = true
    found[[]] = outside
    return found
  }

  private mutating func add(_ section: ConfigurationSection) {
    exists = true
    add(section.body)
  }

  var isText: Bool { others.count > values.values.reduce(0) { $0 + $1.count } }

  /// The lines that are compared as text: all of a text, of other sections those that are not `KEY=VALUE`.
  func lines(isText: Bool) -> TextLines {
    TextLines(
      document.bytes, all: all.map { document.lines[$0].content }, chosen: isText ? nil : others,
      numbers: all.map { $0 + 1 })
  }

  private mutating func add(_ numbers: Range<Int>) {
    for number in numbers {
      let line = document.lines[number]
      all.append(number)
      switch line.kind {
      case .pair(let pair): add(Array(document.bytes[pair.key]), Array(document.bytes[pair.value]))
      case .other, .sectionStart, .sectionEnd: others.append(all.count - 1)
      case .blank, .comment: break
      }
    }
  }

  private mutating func add(_ key: [UInt8], _ value: [UInt8]) {
    if values[key] == nil { keys.append(key) }
    values[key, default: []].append(value)
  }
}
