/// What a document has and another has not, section by section.
package struct ConfigurationDifference: Sendable, Equatable {
  /// The sections that differ: those of the first document in its order, then the new ones.
  package let sections: [SectionDifference]

  /// Compares two documents: *added* is what only `new` has.
  ///
  /// Comments, empty lines, order of keys and line endings do not count, but in sections of text every line does.
  package init(from former: ConfigurationDocument, to new: ConfigurationDocument) {
    var names: [[UInt8]] = [[]]
    var seen: Set<[UInt8]> = [[]]
    for section in former.sections + new.sections where seen.insert(section.name).inserted {
      names.append(section.name)
    }
    sections = names.compactMap {
      SectionDifference(
        name: $0, from: ConfigurationContents(of: $0, in: former), to: ConfigurationContents(of: $0, in: new))
    }
  }

  package var isEmpty: Bool { sections.isEmpty }
}

/// How a section differs.
package struct SectionDifference: Sendable, Equatable {
  package enum Change: Sendable, Equatable {
    case added, removed, changed
  }

  /// The section's name; empty for lines outside all sections.
  package let name: String
  package let change: Change
  /// The keys that differ; none where the section is text.
  package let keys: [KeyDifference]
  /// Whether lines differ that are no `KEY=VALUE`.
  package let textDiffers: Bool

  init?(name: [UInt8], from former: ConfigurationContents, to new: ConfigurationContents) {
    self.name = String(decoding: name, as: UTF8.self)
    let isText = former.isText || new.isText
    keys = isText ? [] : KeyDifference.find(from: former, to: new)
    textDiffers = isText ? former.all != new.all : former.others != new.others
    change = !former.exists ? .added : !new.exists ? .removed : .changed
    guard change != .changed || !keys.isEmpty || textDiffers else { return nil }
  }

  package func keys(_ change: Change) -> [String] {
    keys.filter { $0.change == change }.map(\.key)
  }
}

/// How a key differs.
package struct KeyDifference: Sendable, Equatable {
  package let key: String
  /// The value in the first document, of several the last; `nil` when it has none. It may be a secret.
  package let former: [UInt8]?
  /// The value in the second document.
  package let new: [UInt8]?

  package var change: SectionDifference.Change {
    former == nil ? .added : new == nil ? .removed : .changed
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
  private(set) var exists = false
  /// Every line without its ending.
  private(set) var all: [[UInt8]] = []
  /// The lines that are neither `KEY=VALUE`, comment nor empty.
  private(set) var others: [[UInt8]] = []
  /// The keys in their order.
  private(set) var keys: [[UInt8]] = []
  private(set) var values: [[UInt8]: [[UInt8]]] = [:]

  /// - Parameter name: empty for the lines outside all sections.
  init(of name: [UInt8], in document: ConfigurationDocument) {
    if name.isEmpty {
      exists = true
      var next = 0
      for section in document.sections {
        add(next..<section.lines.lowerBound, of: document)
        next = section.lines.upperBound
      }
      add(next..<document.lines.count, of: document)
    } else {
      for section in document.sections where section.name == name {
        exists = true
        add(section.body, of: document)
      }
    }
  }

  var isText: Bool { others.count > values.values.reduce(0) { $0 + $1.count } }

  private mutating func add(_ numbers: Range<Int>, of document: ConfigurationDocument) {
    for number in numbers {
      let line = document.lines[number]
      all.append(Array(document.bytes[line.content]))
      switch line.kind {
      case .pair(let pair): add(Array(document.bytes[pair.key]), Array(document.bytes[pair.value]))
      case .other, .sectionStart, .sectionEnd: others.append(Array(document.bytes[line.content]))
      case .blank, .comment: break
      }
    }
  }

  private mutating func add(_ key: [UInt8], _ value: [UInt8]) {
    if values[key] == nil { keys.append(key) }
    values[key, default: []].append(value)
  }
}
