/// What differs in a document or text, though every value is the same.
package enum LayoutDifference: String, Sendable, CaseIterable {
  case byteOrderMark = "byte-order-mark"
  /// LF, CR LF or CR, and whether the last line has an end.
  case lineEnds = "line-ends"
  case comments
  case blankLines = "blank-lines"
  /// The order of sections or keys.
  case order
  /// Something else, as blanks around a key.
  case spaces
}

extension LayoutDifference {
  /// How the layout of two documents differs; `.spaces` is not looked for.
  static func find(from former: ConfigurationDocument, to new: ConfigurationDocument) -> [LayoutDifference] {
    guard former.bytes != new.bytes else { return [] }
    var found = find(from: former.bytes, former.ends, to: new.bytes, new.ends)
    let comments = TextDifference(from: former.comments, to: new.comments, SecretMask(patterns: []), limit: 0)
    if comments != nil { found.append(.comments) }
    let blanks = [former, new].map { document in document.lines.count { $0.kind == .blank } }
    if blanks[0] != blanks[1] { found.append(.blankLines) }
    if isOrderChanged(former.order, new.order) { found.append(.order) }
    return found
  }

  /// How two texts differ apart from the contents of their lines.
  package static func find(from former: [UInt8], to new: [UInt8]) -> [LayoutDifference] {
    find(from: former, LineEnds(of: former), to: new, LineEnds(of: new))
  }

  private static func find(
    from former: [UInt8], _ own: LineEnds, to new: [UInt8], _ other: LineEnds
  ) -> [LayoutDifference] {
    let marks = [former, new].map { ByteOrderMark.end(in: $0, from: 0) }
    return (marks[0] != marks[1] ? [.byteOrderMark] : []) + (own != other ? [.lineEnds] : [])
  }

  /// Whether what both have stands in another order.
  private static func isOrderChanged(_ former: [Int], _ new: [Int]) -> Bool {
    let both = Set(former).intersection(new)
    return former.filter(both.contains) != new.filter(both.contains)
  }
}

/// Which line ends a text has.
private struct LineEnds: Equatable {
  var kinds: Set<LineEnd> = []
  var isLastTerminated = true

  init(of bytes: [UInt8]) {
    var at = 0
    while at < bytes.count {
      let isEnd = bytes[at] == ASCII.lineFeed || bytes[at] == ASCII.carriageReturn
      let next = isEnd ? LineEnd.end(in: bytes, at: at) : at + 1
      if isEnd, let kind = LineEnd(bytes[at..<next]) { kinds.insert(kind) }
      isLastTerminated = isEnd
      at = next
    }
  }

  init(_ kinds: Set<LineEnd>, isLastTerminated: Bool) {
    (self.kinds, self.isLastTerminated) = (kinds, isLastTerminated)
  }
}

extension ConfigurationDocument {
  fileprivate var ends: LineEnds {
    LineEnds(Set(lineEnds.keys), isLastTerminated: lines.last?.isTerminated ?? true)
  }

  /// The comments; secrets may begin in any line before them.
  var comments: TextLines {
    TextLines(bytes, all: lines.map(\.content), chosen: lines.indices.filter { lines[$0].kind == .comment })
  }

  /// Sections and keys in their order, each as a number that is the same for the same name in one run of the program.
  fileprivate var order: [Int] {
    var section = 0
    return lines.compactMap { line in
      switch line.kind {
      case .sectionStart(let name):
        section = number(of: name, 0)
        return section
      case .pair(let pair): return number(of: pair.key, section)
      case .blank, .comment, .sectionEnd, .other: return nil
      }
    }
  }

  private func number(of name: Range<Int>, _ section: Int) -> Int {
    var hasher = Hasher()
    hasher.combine(section)
    hasher.combine(bytes[name])
    return hasher.finalize()
  }
}
