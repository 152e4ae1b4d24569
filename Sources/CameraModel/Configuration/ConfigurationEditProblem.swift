/// Why a configuration cannot be changed so. Names are those of `ConfigurationKey` and `SectionPlace`.
package indirect enum ConfigurationEditProblem: Error, Sendable, Equatable {
  /// No section has this key; keys that may be meant.
  case noKey(String, similar: [String])
  /// No section of this name; some that there are.
  case noSection(String, sections: [String])
  /// Several keys have this name.
  case ambiguous(String, candidates: [ConfigurationKey])
  /// A key or section that would not be read back as it is.
  case invalidName(String)
  /// A name that no new section gets.
  case invalidSection(String)
  /// A key whose value is a secret, as an argument.
  case secretArgument(String)
  /// The value that was typed twice is not the same.
  case entriesDiffer
  /// `SECTION users`.
  case users
  /// A key that says which camera this is.
  case identity(String)
  /// A value, or a line of a section, with the stars that stand for a secret.
  case masked(String)
  case value(String, ConfigurationValueProblem)
  /// A section whose lines are not `KEY=VALUE` has no keys.
  case textSection(String)
  /// A key that the document or the section has several times.
  case repeated(String)
  /// A section of text that the document has under both of its names.
  case repeatedSection(String)
  /// A new section with nothing in it.
  case emptySection(String)
  /// The document has no section.
  case noSections
  /// More keys than are changed at once.
  case tooMany(limit: Int)
  /// More bytes than a document to apply has.
  case tooLong(limit: Int)
  /// The document is UTF-16.
  case utf16
  /// The document has a line that is not UTF-8.
  case notUTF8
  /// A line outside all sections.
  case outside
  /// A line of a section of keys that is not `KEY=VALUE`.
  case notAPair
  /// The structure of the document.
  case structure(ConfigurationProblem)
  /// What is wrong in a line of the document, from 1.
  case line(Int, ConfigurationEditProblem)
  /// The camera's own file cannot be changed as it is.
  case file(String, ConfigurationEditProblem)
  /// The camera's own file is another than the one that was shown.
  case changed(String)
}

/// Why a value is refused.
package enum ConfigurationValueProblem: Sendable, Equatable {
  /// Control characters, line separators, bidirectional marks or code points without a character.
  case unprintable
  case tooLong(limit: Int)
  case notUTF8
  /// Other characters than ASCII, for a file that is not UTF-8.
  case otherEncoding
}

/// What a new value may be.
package enum ConfigurationValue {
  /// Bytes of a value.
  package static let limit = 4_096

  /// What is wrong with a new value; `nil` for nothing.
  ///
  /// - Parameter file: the one into which it is written; `nil` for one that is made.
  static func problem(_ value: [UInt8], in file: ConfigurationFiles.File?) -> ConfigurationValueProblem? {
    guard value.count <= limit else { return .tooLong(limit: limit) }
    guard let text = String(validating: value, as: UTF8.self) else { return .notUTF8 }
    guard text.unicodeScalars.allSatisfy(\.isPrintable) else { return .unprintable }
    let isASCII = value.allSatisfy { $0 < 0x80 }
    return isASCII || file?.isUTF8 ?? true ? nil : .otherEncoding
  }
}

extension Unicode.Scalar {
  /// Whether a terminal only shows it. Control characters, line separators, bidirectional marks, code points without a
  /// character, and the sign for one that could not be read are not printable.
  package var isPrintable: Bool {
    switch properties.generalCategory {
    case _ where self == "\u{FFFD}": false
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
    default: true
    }
  }
}
