/// Changes of a configuration that a person wants, not made yet. Values may be secrets.
package struct ConfigurationEdit: Sendable {
  /// Keys and sections that are changed at once, at most.
  package static let limit = 1_000

  /// A change of one key.
  struct KeyChange: Sendable {
    let key: ConfigurationKey
    /// `nil` removes it.
    let value: [UInt8]?
  }

  /// Each key once.
  private(set) var keys: [KeyChange] = []
  /// Sections whose lines are exchanged as a whole, with a document that has them; each once.
  private(set) var texts: [(place: SectionPlace, source: ConfigurationDocument)] = []

  /// No changes.
  package init() {}

  /// Whether nothing is to be changed.
  package var isEmpty: Bool { keys.isEmpty && texts.isEmpty }

  /// What is changed: `ethernet.IP`; of sections that are text, `notes`.
  package var names: [String] { keys.map(\.key.name) + texts.map(\.place.name) }

  /// Gives a key a value. What was wanted of it before is forgotten.
  ///
  /// - Parameter value: bytes of UTF-8; whether it may be one is said by `ConfigurationFiles.changed`.
  package mutating func set(_ key: ConfigurationKey, to value: [UInt8]) { change(key, value) }

  /// Removes a key.
  package mutating func unset(_ key: ConfigurationKey) { change(key, nil) }

  /// Leaves a key as it is, whatever was wanted before.
  package mutating func forget(_ key: ConfigurationKey) { keys.removeAll { $0.key == key } }

  /// Whether a change of a key is wanted.
  package func changes(_ key: ConfigurationKey) -> Bool { keys.contains { $0.key == key } }

  private mutating func change(_ key: ConfigurationKey, _ value: [UInt8]?) {
    forget(key)
    keys.append(KeyChange(key: key, value: value))
  }

  mutating func replace(_ place: SectionPlace, from source: ConfigurationDocument) {
    texts.removeAll { $0.place == place }
    texts.append((place, source))
  }
}

extension ConfigurationFiles {
  /// The files that an edit changes, as they will be. Every byte that is not of a changed key stays: comments, order,
  /// line ends, a byte order mark, unknown lines.
  ///
  /// - Returns: those that change, in byte order of their paths; empty where everything is as it should be.
  /// - Throws: what may not be changed, or not so.
  package func changed(by edit: ConfigurationEdit) throws(ConfigurationEditProblem) -> [File] {
    guard edit.names.count <= ConfigurationEdit.limit else { throw .tooMany(limit: ConfigurationEdit.limit) }
    var changes: [[UInt8]: DocumentChanges] = [:]
    let texts = Set(edit.texts.map(\.place))
    for change in edit.keys {
      guard try isNews(change) else { continue }
      let place = change.key.place
      let (file, path) = (try editable(place.file), Array(place.file.utf8))
      guard !file.index.isText(place.section), !texts.contains(place) else { throw .textSection(place.name) }
      if let value = change.value {
        if let problem = ConfigurationValue.problem(value, in: file) { throw .value(change.key.name, problem) }
        do {
          try changes[path, default: DocumentChanges(file)].set(change.key.key, to: value, in: place.section)
        } catch {
          throw .invalidName(change.key.name)
        }
      } else {
        changes[path, default: DocumentChanges(file)].remove(change.key.key, in: place.section)
      }
    }
    for (place, source) in edit.texts {
      let file = try editable(place.file)
      changes[Array(place.file.utf8), default: DocumentChanges(file)].replaceSection(place.section, from: source)
    }
    return changes.sorted { $0.key.lexicographicallyPrecedes($1.key) }
      .map { File(path: String(decoding: $0.key, as: UTF8.self), document: $0.value.made()) }
      .filter { $0.document.bytes != document(of: $0.path)?.bytes }
  }

  /// Whether a change makes a difference. A change of what may not be changed is refused where it does.
  private func isNews(_ change: ConfigurationEdit.KeyChange) throws(ConfigurationEditProblem) -> Bool {
    let key = change.key
    guard value(of: key) != change.value else { return false }
    if let value = change.value, SecretMask.hasStars(value) {
      // Stars stand for what is there, and are not a value.
      guard self.value(of: key).map({ text($0, of: key).utf8.elementsEqual(value) }) == true else {
        throw .masked(key.name)
      }
      return false
    }
    guard !isOfUsers(key.place) else { throw .users }
    guard !isOfIdentity(key) else { throw .identity(key.name) }
    return true
  }

  private func editable(_ path: String) throws(ConfigurationEditProblem) -> File {
    guard let file = file(at: path) else { throw .noSection(path, sections: []) }
    guard !file.document.isUTF16 else { throw .file(path, .utf16) }
    if let problem = file.document.problem { throw .file(path, .structure(problem)) }
    return file
  }
}
