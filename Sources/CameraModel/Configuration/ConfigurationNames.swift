/// What a person calls a section or a key.
extension ConfigurationFiles {
  /// Names that are told in an error, at most.
  private static let mostNames = 8

  /// The section of this name: `SECTION` of `camera.cfg`, or `FILE:SECTION`.
  ///
  /// - Throws: `.noSection`.
  package func section(named name: String) throws(ConfigurationEditProblem) -> SectionPlace {
    if let found = place(named: name) { return found }
    throw .noSection(name, sections: Array(places.map(\.name).prefix(Self.mostNames)))
  }

  /// The key of this name that a section has: `SECTION.KEY`, or `KEY` alone where one section of `camera.cfg` has it;
  /// in another file `FILE:SECTION.KEY`.
  ///
  /// - Throws: `.noKey`, `.ambiguous`.
  package func key(named name: String) throws(ConfigurationEditProblem) -> ConfigurationKey {
    let alone = places.lazy.filter(\.isOfMainFile).map { ConfigurationKey($0, name) }
    let found = (Array(alone) + split(name)).filter(has)
    guard found.count < 2 else { throw .ambiguous(name, candidates: Array(found.prefix(Self.mostNames))) }
    guard let key = found.first else { throw .noKey(name, similar: names(similar(to: name))) }
    return key
  }

  /// What the name means if a section with its file and a key are in it. Names of both may have dots. A section is
  /// looked for only where the name of one may end, because somebody may give a long name with many dots.
  private func split(_ name: String) -> [ConfigurationKey] {
    let bytes = Array(name.utf8)
    let dots = bytes.indices.filter {
      bytes[$0] == Self.keyMark.utf8.first && $0 + 1 < bytes.count && lengths.contains($0)
    }
    return dots.compactMap { dot in
      place(named: String(decoding: bytes[..<dot], as: UTF8.self))
        .map { ConfigurationKey($0, String(decoding: bytes[(dot + 1)...], as: UTF8.self)) }
    }
  }

  private func has(_ key: ConfigurationKey) -> Bool {
    guard let index = file(at: key.place.file)?.index else { return false }
    return !index.isText(key.place.section) && !index.lines(of: key.key, in: key.place.section).isEmpty
  }

  /// The same, or a key that a section does not have yet: then its section has to be named.
  ///
  /// - Throws: as `key(named:)`, also where several sections could get the key; `.invalidName` for a key that would not
  ///   be read back.
  package func keyToSet(named name: String) throws(ConfigurationEditProblem) -> ConfigurationKey {
    do {
      return try key(named: name)
    } catch .noKey(let name, let similar) {
      let possible = split(name)
      guard possible.count < 2 else { throw .ambiguous(name, candidates: Array(possible.prefix(Self.mostNames))) }
      guard let found = possible.first else { throw .noKey(name, similar: similar) }
      guard found.key.utf8.allSatisfy(ConfigurationLine.isKeyByte) else { throw .invalidName(name) }
      return found
    }
  }

  /// The keys of a section in byte order, each once; none of a section that is text.
  package func keys(of place: SectionPlace) -> [ConfigurationKey] {
    guard let index = file(at: place.file)?.index, !index.isText(place.section) else { return [] }
    return index.keys(of: place.section).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map {
      ConfigurationKey(place, $0)
    }
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
  var names: [String] {
    [file + ConfigurationFiles.fileMark + section] + (isOfMainFile ? [section] : [])
  }
}
