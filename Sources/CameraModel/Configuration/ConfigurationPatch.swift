/// A document in the camera's syntax that says what is to be changed: the keys that it names get its values. Keys and
/// sections that it does not name stay as they are. A section whose lines are not `KEY=VALUE` is taken as a whole. A
/// value that is still as it is shown, with its stars, keeps the present value.
///
/// So what `config show` prints can be edited and applied, and changes nothing where nothing was edited. A whole
/// `camera.cfg` would bring users and identity, and could only be sent with its secrets.
struct ConfigurationPatch {
  /// Bytes of such a document.
  static let limit = 1 << 20

  /// What is applied, as a file of its own.
  private let given: ConfigurationFiles.File
  private let files: ConfigurationFiles
  private var edit = ConfigurationEdit()

  init(_ bytes: [UInt8], _ files: ConfigurationFiles) throws(ConfigurationEditProblem) {
    guard bytes.count <= Self.limit else { throw .tooLong(limit: Self.limit) }
    given = ConfigurationFiles.File(path: "", document: ConfigurationDocument(bytes))
    self.files = files
    guard !document.isUTF16 else { throw .utf16 }
    try checkEncoding()
    if let problem = document.problem { throw .line(problem.line, .structure(problem)) }
    try checkOutside()
    guard !document.sections.isEmpty else { throw .noSections }
  }

  private var document: ConfigurationDocument { given.document }

  private func checkEncoding() throws(ConfigurationEditProblem) {
    guard String(validating: document.bytes, as: UTF8.self) == nil else { return }
    let number = document.lines.firstIndex {
      String(validating: document.bytes[$0.content], as: UTF8.self) == nil
    }
    throw .line((number ?? 0) + 1, .notUTF8)
  }

  private func checkOutside() throws(ConfigurationEditProblem) {
    let inside = Set(document.sections.flatMap(\.lines))
    for (number, line) in document.lines.enumerated() where !inside.contains(number) {
      guard line.kind == .blank || line.kind == .comment else { throw .line(number + 1, .outside) }
    }
  }

  /// What it changes.
  mutating func makeEdit() throws(ConfigurationEditProblem) -> ConfigurationEdit {
    for (place, names) in try places() {
      let current = files.file(at: place.file)?.index
      let isNew = !(current?.contains(place.section) ?? false)
      let isText = isNew ? names.contains(where: given.index.isText) : current?.isText(place.section) ?? false
      if isText { try readText(names, place) } else { try readKeys(names, place, isNew: isNew) }
    }
    return edit
  }

  /// The sections that are meant, each once, with the names that the document has for them: `ethernet` and
  /// `camera.cfg:ethernet` are one section.
  private func places() throws(ConfigurationEditProblem) -> [(place: SectionPlace, names: [String])] {
    var (found, numbers) = ([(place: SectionPlace, names: [String])](), [SectionPlace: Int]())
    for name in document.sectionNames {
      let place = try atLine(line(of: name)) { () throws(ConfigurationEditProblem) in try self.place(name) }
      if let number = numbers[place] {
        found[number].names.append(name)
      } else {
        numbers[place] = found.count
        found.append((place, [name]))
      }
    }
    return found
  }

  /// The section that a name means: one that there is, or a new one.
  private func place(_ name: String) throws(ConfigurationEditProblem) -> SectionPlace {
    if let place = files.place(named: name) { return place }
    let owner = files.files.filter { name.utf8.starts(with: ($0.path + ConfigurationFiles.fileMark).utf8) }
      .max { $0.path.utf8.count < $1.path.utf8.count }
    guard let owner else { return try new(SectionPlace(section: name), name) }
    let section = String(
      decoding: name.utf8.dropFirst((owner.path + ConfigurationFiles.fileMark).utf8.count), as: UTF8.self)
    return try new(SectionPlace(file: owner.path, section: section), name)
  }

  /// A section that is added.
  private func new(_ place: SectionPlace, _ name: String) throws(ConfigurationEditProblem) -> SectionPlace {
    guard place.isPlain else { throw .invalidSection(name) }
    return place
  }

  private mutating func readKeys(
    _ names: [String], _ place: SectionPlace, isNew: Bool
  ) throws(ConfigurationEditProblem) {
    for name in names { try checkOthers(name, place) }
    let current = Self.byKey(files.file(at: place.file)?.index.entries(in: place.section) ?? [])
    let wanted = Self.byKey(names.flatMap { given.index.entries(in: $0) }.sorted { $0.line < $1.line })
    if isNew, wanted.isEmpty { throw .line(line(of: names[0]), .emptySection(place.name)) }
    for (key, lines) in wanted.sorted(by: { $0.value[0].line < $1.value[0].line }) {
      guard edit.keys.count <= ConfigurationEdit.limit else { throw .tooMany(limit: ConfigurationEdit.limit) }
      try atLine(lines[0].line) { () throws(ConfigurationEditProblem) in
        try read(ConfigurationKey(place, lines[0].key), lines, current[key] ?? [])
      }
    }
  }

  private static func byKey(_ entries: [ConfigurationEntry]) -> [[UInt8]: [ConfigurationEntry]] {
    Dictionary(grouping: entries) { Array($0.key.utf8) }
  }

  /// Refuses lines that are not keys, but those that were shown and are still there, which say nothing.
  private func checkOthers(_ name: String, _ place: SectionPlace) throws(ConfigurationEditProblem) {
    let shown = Set(shownLines(files.file(at: place.file)?.otherLines(of: place.section) ?? [], of: place))
    for part in given.index.parts(of: name) {
      for number in part.body where document.lines[number].kind == .other {
        let text = Array(document.bytes[document.lines[number].content])
        guard shown.contains(text) else { throw .line(number + 1, .notAPair) }
      }
    }
  }

  private func shownLines(_ lines: [[UInt8]], of place: SectionPlace) -> [[UInt8]] {
    files.maskedLines(lines, of: place).map { Array($0.utf8) }
  }

  /// - Parameters:
  ///   - lines: those of the key in the document, at least one.
  ///   - current: those in the camera's file.
  private mutating func read(
    _ key: ConfigurationKey, _ lines: [ConfigurationEntry], _ current: [ConfigurationEntry]
  ) throws(ConfigurationEditProblem) {
    let values = lines.map(\.value)
    // As it is shown, and as it is.
    guard values != current.map({ Array(files.text($0.value, of: key).utf8) }), values != current.map(\.value) else {
      return
    }
    guard lines.count == 1, current.count < 2 else { throw .repeated(key.name) }
    guard !files.isOfUsers(key.place) else { throw .users }
    guard !files.isOfIdentity(key) else { throw .identity(key.name) }
    guard !SecretMask.hasStars(values[0]) else { throw .masked(key.name) }
    if let problem = ConfigurationValue.problem(values[0], in: files.file(at: key.place.file)) {
      throw .value(key.name, problem)
    }
    edit.set(key, to: values[0])
  }

  /// A section that is text.
  private mutating func readText(_ names: [String], _ place: SectionPlace) throws(ConfigurationEditProblem) {
    let name = names[0]
    if names.count > 1 { throw .line(line(of: names[1]), .repeatedSection(place.name)) }
    let new = given.textLines(of: name)
    if let current = files.file(at: place.file) {
      let own = current.textLines(of: place.section)
      guard new != own, new != shownLines(own, of: place) else { return }
    }
    try atLine(line(of: name)) { () throws(ConfigurationEditProblem) in
      guard !files.isOfUsers(place) else { throw .users }
      guard !new.contains(where: SecretMask.hasStars) else { throw .masked(place.name) }
      try check(new, place)
      edit.replace(place, from: try alone(name, place))
    }
  }

  private func check(_ lines: [[UInt8]], _ place: SectionPlace) throws(ConfigurationEditProblem) {
    let target = files.file(at: place.file)
    for text in lines {
      // Tabs belong to texts.
      let plain = text.map { $0 == 0x09 ? 0x20 : $0 }
      if let problem = ConfigurationValue.problem(plain, in: target) { throw .value(place.name, problem) }
    }
  }

  /// The section with its lines under the name that it has in its file.
  private func alone(
    _ name: String, _ place: SectionPlace
  ) throws(ConfigurationEditProblem) -> ConfigurationDocument {
    var bytes = Array("SECTION \(place.section)\n".utf8)
    for part in given.index.parts(of: name) {
      for line in document.lines[part.body] { bytes += document.bytes[line.content] + [ASCII.lineFeed] }
    }
    let alone = ConfigurationDocument(bytes + Array("ENDSECTION \(place.section)\n".utf8))
    guard alone.isWellFormed, alone.sections.count == 1, alone.contains(section: place.section) else {
      throw .invalidName(place.name)
    }
    return alone
  }

  /// What is wrong with a section is wrong in its first line.
  private func line(of section: String) -> Int { (given.index.parts(of: section).first?.start ?? 0) + 1 }

  private func atLine<Result>(
    _ line: Int, _ body: () throws(ConfigurationEditProblem) -> Result
  ) throws(ConfigurationEditProblem) -> Result {
    do {
      return try body()
    } catch {
      throw .line(line, error)
    }
  }
}

extension ConfigurationFiles {
  /// What a document in the camera's syntax changes.
  ///
  /// - Parameter bytes: at most 1 MiB of UTF-8.
  /// - Throws: `.line` with the number of the line, and what is wrong with the document.
  package func edit(applying bytes: [UInt8]) throws(ConfigurationEditProblem) -> ConfigurationEdit {
    var patch = try ConfigurationPatch(bytes, self)
    let edit = try patch.makeEdit()
    guard edit.names.count <= ConfigurationEdit.limit else { throw .tooMany(limit: ConfigurationEdit.limit) }
    return edit
  }

  /// Bytes of such a document.
  package static let documentLimit = ConfigurationPatch.limit
}

extension ConfigurationProblem {
  /// The line in which it is, from 1.
  package var line: Int {
    switch self {
    case .unterminated(_, let line), .nested(_, let line), .mismatchedEnd(_, let line): line
    }
  }
}
