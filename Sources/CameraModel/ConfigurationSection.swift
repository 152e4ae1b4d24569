/// A section of a document, as numbers of its lines.
struct ConfigurationSection: Sendable, Equatable {
  let name: [UInt8]
  /// The line `SECTION`.
  let start: Int
  /// The lines between `SECTION` and `ENDSECTION`.
  let body: Range<Int>
  /// All its lines.
  let lines: Range<Int>

  func isNamed(_ name: String) -> Bool { self.name.elementsEqual(name.utf8) }

  /// The sections of a document, and the first thing that is wrong with them.
  static func find(
    in lines: [ConfigurationLine], of bytes: [UInt8]
  ) -> (sections: [ConfigurationSection], problem: ConfigurationProblem?) {
    var finder = SectionFinder()
    for (number, line) in lines.enumerated() {
      switch line.kind {
      case .sectionStart(let name): finder.begin(Array(bytes[name]), at: number)
      case .sectionEnd(let name): finder.end(Array(bytes[name]), at: number)
      case .blank, .comment, .pair, .other: break
      }
    }
    finder.finish(at: lines.count)
    return (finder.sections, finder.problem)
  }
}

private struct SectionFinder {
  private(set) var sections: [ConfigurationSection] = []
  private(set) var problem: ConfigurationProblem?
  private var open: (name: [UInt8], start: Int)?

  mutating func begin(_ name: [UInt8], at line: Int) {
    if open != nil {
      report(.nested(section: text(name), line: line + 1))
      close(body: line, next: line)
    }
    open = (name, line)
  }

  mutating func end(_ name: [UInt8], at line: Int) {
    if open?.name != name { report(.mismatchedEnd(section: text(name), line: line + 1)) }
    close(body: line, next: line + 1)
  }

  mutating func finish(at line: Int) {
    if let open { report(.unterminated(section: text(open.name), line: open.start + 1)) }
    close(body: line, next: line)
  }

  private mutating func close(body end: Int, next: Int) {
    guard let (name, start) = open else { return }
    sections.append(ConfigurationSection(name: name, start: start, body: start + 1..<end, lines: start..<next))
    open = nil
  }

  private mutating func report(_ found: ConfigurationProblem) {
    problem = problem ?? found
  }

  private func text(_ name: [UInt8]) -> String { String(decoding: name, as: UTF8.self) }
}
