/// What a person calls a section or a key.
extension ConfigurationFiles {
  /// Names that are told in an error, at most.
  private static let mostNames = 8

  /// The section of this name: `SECTION` of `camera.cfg`, or `FILE:SECTION`.
  ///
  /// - Throws: `.noSection`.
  package func section(named name: String) throws(ConfigurationEditProblem) -> SectionPlace {
    if let found = places.first(where: { $0.isNamed(name) }) { return found }
    throw .noSection(name, sections: Array(places.map(\.name).prefix(Self.mostNames)))
  }

  /// The key of this name that a section has: `SECTION.KEY`, or `KEY` alone where one section of `camera.cfg` has it;
  /// in another file `FILE:SECTION.KEY`.
  ///
  /// - Throws: `.noKey`, `.ambiguous`.
  package func key(named name: String) throws(ConfigurationEditProblem) -> ConfigurationKey {
    let found = places.flatMap { place in keys(of: place).filter { $0.isNamed(name) } }
    guard found.count < 2 else { throw .ambiguous(name, candidates: names(found)) }
    guard let key = found.first else { throw .noKey(name, similar: names(similar(to: name))) }
    return key
  }

  /// The same, or a key that a section does not have yet: then its section has to be named.
  ///
  /// - Throws: as `key(named:)`; `.invalidName` for a key that would not be read back.
  package func keyToSet(named name: String) throws(ConfigurationEditProblem) -> ConfigurationKey {
    do {
      return try key(named: name)
    } catch .noKey(let name, let similar) {
      let possible = places.flatMap { place in place.prefixes.compactMap { place.key(named: name, after: $0) } }
      // Section names may have dots: the longest is meant.
      let found = possible.max { $0.place.section.utf8.count < $1.place.section.utf8.count }
      guard let found else { throw .noKey(name, similar: similar) }
      guard found.key.utf8.allSatisfy(ConfigurationLine.isKeyByte) else { throw .invalidName(name) }
      return found
    }
  }

  /// The keys of a section in byte order, each once; none of a section that is text.
  package func keys(of place: SectionPlace) -> [ConfigurationKey] {
    guard let document = document(of: place.file), !document.isText(section: place.section) else { return [] }
    let names = Set(document.entries(in: place.section).map(\.key))
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map { ConfigurationKey(place, $0) }
  }

  private func names(_ keys: [ConfigurationKey]) -> [String] { Array(keys.map(\.name).prefix(Self.mostNames)) }

  /// Keys that somebody may have meant who wrote another case, or left out the file or the section.
  private func similar(to name: String) -> [ConfigurationKey] {
    let wanted = name.lowercased()
    return places.flatMap { keys(of: $0) }.filter { key in
      [key.key, key.place.section + Self.keyMark + key.key].contains { $0.lowercased() == wanted }
    }
  }
}

extension SectionPlace {
  /// What its name may be: with its file, and in `camera.cfg` without it.
  private var names: [String] {
    [file + ConfigurationFiles.fileMark + section] + (isOfMainFile ? [section] : [])
  }

  fileprivate func isNamed(_ name: String) -> Bool { names.contains { $0.utf8.elementsEqual(name.utf8) } }

  fileprivate var prefixes: [String] { names.map { $0 + ConfigurationFiles.keyMark } }

  /// The key behind a prefix; `nil` where the name does not begin so, or ends there.
  fileprivate func key(named name: String, after prefix: String) -> ConfigurationKey? {
    guard name.utf8.starts(with: prefix.utf8), name.utf8.count > prefix.utf8.count else { return nil }
    return ConfigurationKey(self, String(decoding: name.utf8.dropFirst(prefix.utf8.count), as: UTF8.self))
  }
}

extension ConfigurationKey {
  fileprivate func isNamed(_ name: String) -> Bool {
    let isAlone = place.isOfMainFile && name.utf8.elementsEqual(key.utf8)
    return isAlone || place.prefixes.contains { name.utf8.elementsEqual(($0 + key).utf8) }
  }
}
