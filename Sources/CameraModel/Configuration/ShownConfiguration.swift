/// A section as it is shown: sorted, without comments, and with stars for secrets. It is the same for the same values,
/// so that differences of two looks are differences of the configuration.
package struct ShownSection: Sendable, Equatable {
  /// A line of it.
  package enum Line: Sendable, Equatable {
    case key(ShownKey)
    /// Of a section that is text, or a line that is not `KEY=VALUE`.
    case text(String)
  }

  /// Where it is.
  package let place: SectionPlace
  /// Whether its lines are not `KEY=VALUE`: they keep their order.
  package let isText: Bool
  /// Without comments and empty lines.
  package let lines: [Line]
}

/// A key as it is shown.
package struct ShownKey: Sendable, Equatable {
  /// Which it is.
  package let key: ConfigurationKey
  /// The value, with stars for secrets.
  package let value: String
  /// Whether the value as a whole is a secret.
  package let isSecret: Bool
  /// Whether it keeps its value in every change made here.
  package let isFixed: Bool
  /// Whether key and value are in the file as they are shown, but for stars: what steers a terminal, and what is not
  /// UTF-8, is shown as another character.
  package let isExact: Bool
}

extension ConfigurationFiles {
  /// A section as it is shown.
  ///
  /// - Throws: `.noSection`.
  package func shown(_ place: SectionPlace) throws(ConfigurationEditProblem) -> ShownSection {
    guard let file = file(at: place.file), file.index.contains(place.section) else {
      throw .noSection(place.name, sections: [])
    }
    let isText = file.index.isText(place.section)
    let lines =
      isText
      ? maskedLines(file.textLines(of: place.section), of: place).map(ShownSection.Line.text)
      : keyLines(of: place, in: file)
    return ShownSection(place: place, isText: isText, lines: lines)
  }

  /// A key as it is shown; of several lines the last, whose value counts. `nil` where the section does not have it.
  package func shown(_ key: ConfigurationKey) -> ShownKey? {
    guard let value = value(of: key) else { return nil }
    return shown(key, value)
  }

  func value(of key: ConfigurationKey) -> [UInt8]? {
    file(at: key.place.file)?.index.value(key.key, in: key.place.section)
  }

  private func shown(_ key: ConfigurationKey, _ value: [UInt8]) -> ShownKey {
    let isExact = isSecret(key) || Self.printable(value).utf8.elementsEqual(value)
    return ShownKey(
      key: key, value: text(value, of: key), isSecret: isSecret(key), isFixed: isFixed(key),
      isExact: isExact && !key.key.unicodeScalars.contains("\u{FFFD}"))
  }

  /// Whether a value has a secret in it, as a URL may.
  package func hidesPart(of value: [UInt8]) -> Bool { mask.masked(value) != value }

  /// Whether the value of a key is a secret as a whole.
  package func isSecret(_ key: ConfigurationKey) -> Bool { mask.hides(key.key, in: key.place.section) }

  /// A value as it is shown. Characters that could steer a terminal show as `?`.
  func text(_ value: [UInt8], of key: ConfigurationKey) -> String {
    isSecret(key) ? SecretMask.stars : Self.printable(mask.masked(value))
  }

  /// The keys in byte order, several of one name as in the file. Then the lines that are not `KEY=VALUE`.
  private func keyLines(of place: SectionPlace, in file: File) -> [ShownSection.Line] {
    let entries = file.index.entries(in: place.section).enumerated().sorted { first, second in
      let (one, other) = (Array(first.element.key.utf8), Array(second.element.key.utf8))
      return one == other ? first.offset < second.offset : one.lexicographicallyPrecedes(other)
    }
    let keys = entries.map { ShownSection.Line.key(shown(ConfigurationKey(place, $0.element.key), $0.element.value)) }
    return keys + maskedLines(file.otherLines(of: place.section), of: place).map(ShownSection.Line.text)
  }

  /// Lines of a section with stars for their secrets. A secret may continue on other lines.
  func maskedLines(_ lines: [[UInt8]], of place: SectionPlace) -> [String] {
    var masking = SecretLines(mask)
    _ = masking.next(Array("SECTION \(place.section)".utf8))
    return lines.map { Self.printable(masking.next($0)) }
  }

  private static func printable(_ bytes: [UInt8]) -> String {
    var result = String.UnicodeScalarView()
    for scalar in TextEncoding.text(bytes).unicodeScalars { result.append(scalar.isPrintable ? scalar : "?") }
    return String(result)
  }
}

extension ConfigurationFiles.File {
  /// The lines of the sections of a name that are not empty and not a comment.
  func textLines(of section: String) -> [[UInt8]] { contents(of: section) { $0 != .blank && $0 != .comment } }

  /// Those of them that are not `KEY=VALUE`.
  func otherLines(of section: String) -> [[UInt8]] { contents(of: section) { $0 == .other } }

  private func contents(of section: String, where isMeant: (ConfigurationLine.Kind) -> Bool) -> [[UInt8]] {
    index.parts(of: section).flatMap(\.body).map { document.lines[$0] }.filter { isMeant($0.kind) }
      .map { Array(document.bytes[$0.content]) }
  }
}
