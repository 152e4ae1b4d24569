/// The documents of sections in a configuration directory, as a person names, reads and changes them.
///
/// A section is called `SECTION`, a key `SECTION.KEY`. In another file than `camera.cfg` the path comes before it:
/// `FILE:SECTION.KEY`.
package struct ConfigurationFiles: Sendable {
  /// A document of sections.
  package struct File: Sendable {
    /// The path in the configuration directory, as text (`NameText`).
    package let path: String
    /// What it holds.
    package let document: ConfigurationDocument
    /// Where its sections and keys are.
    let index: DocumentIndex
    /// Whether what it holds is UTF-8.
    let isUTF8: Bool

    /// See the properties.
    package init(path: String, document: ConfigurationDocument) {
      self.path = path
      self.document = document
      index = DocumentIndex(document)
      isUTF8 = String(validating: document.bytes, as: UTF8.self) != nil
    }

    /// Whether it is `camera.cfg`.
    package var isMain: Bool { path.utf8.elementsEqual(ConfigurationFiles.mainName.utf8) }
  }

  /// The file with the identity and the users of the camera.
  package static let mainName = "camera.cfg"
  /// What stands between a file and a section.
  static let fileMark = ":"
  /// What stands between a section and a key.
  static let keyMark = "."

  /// `camera.cfg` first, then the others in byte order of their paths.
  package let files: [File]
  /// All sections with a name in UTF-8, in the order in which they are shown: those of `camera.cfg` first, each file's
  /// in byte order.
  package let places: [SectionPlace]
  /// The numbers of the files by the bytes of their paths, and of the places by those of their names.
  private let (numbers, named): ([[UInt8]: Int], [[UInt8]: Int])
  /// How many bytes the names of places have.
  let lengths: Set<Int>
  /// Hides secrets.
  package let mask: SecretMask
  /// The keys of `SECTION identity` that say which camera this is.
  let identityKeys: [String]

  /// - Parameters:
  ///   - files: in any order.
  ///   - settings: say what is a secret, and where the identity is.
  package init(_ files: [File], _ settings: Settings) {
    let others = files.filter { !$0.isMain }
    self.files =
      files.filter(\.isMain) + others.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    places = self.files.flatMap(\.places)
    numbers = Self.first(self.files.map { [$0.path] })
    named = Self.first(places.map(\.names))
    lengths = Set(named.keys.map(\.count))
    mask = settings.secretMask
    identityKeys = CameraIdentity.keys(settings)
  }

  /// The first of several things that have a name, by the bytes of the name.
  private static func first(_ names: [[String]]) -> [[UInt8]: Int] {
    var numbers: [[UInt8]: Int] = [:]
    for (number, names) in names.enumerated() {
      for name in names where numbers[Array(name.utf8)] == nil { numbers[Array(name.utf8)] = number }
    }
    return numbers
  }

  func file(at path: String) -> File? { numbers[Array(path.utf8)].map { files[$0] } }

  /// The section of a name; `nil` where there is no such section.
  func place(named name: String) -> SectionPlace? { named[Array(name.utf8)].map { places[$0] } }

  /// The document of a file; `nil` where there is no such file, or no section in it.
  package func document(of path: String) -> ConfigurationDocument? { file(at: path)?.document }

  /// The files with a section that nobody can name, because its name is not UTF-8.
  package var filesWithOthers: [String] {
    files.filter { file in !file.document.sectionNames.allSatisfy(file.index.contains) }.map(\.path)
  }

  /// Whether a key keeps its value in every change made here: who the users are, and which camera this is.
  package func isFixed(_ key: ConfigurationKey) -> Bool {
    isOfUsers(key.place) || isOfIdentity(key)
  }

  func isOfUsers(_ place: SectionPlace) -> Bool {
    place.isOfMainFile && place.section.utf8.elementsEqual(UserList.section.utf8)
  }

  func isOfIdentity(_ key: ConfigurationKey) -> Bool {
    key.place.isOfMainFile && key.place.section.utf8.elementsEqual(CameraIdentity.section.utf8)
      && identityKeys.contains { $0.utf8.elementsEqual(key.key.utf8) }
  }
}

extension ConfigurationFiles.File {
  /// Its sections with a name in UTF-8, in byte order.
  fileprivate var places: [SectionPlace] {
    document.sectionNames.filter(index.contains).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      .map { SectionPlace(file: path, section: $0) }
  }
}

/// A section of a file. Names are the same where their bytes are: a letter may be written in two ways, and is two then.
package struct SectionPlace: Sendable, Hashable {
  /// The path in the configuration directory.
  package let file: String
  /// Its name.
  package let section: String

  /// See the properties.
  package init(file: String = ConfigurationFiles.mainName, section: String) {
    self.file = file
    self.section = section
  }

  var isOfMainFile: Bool { file.utf8.elementsEqual(ConfigurationFiles.mainName.utf8) }

  /// `ethernet`, `network.cfg:wlan`. A name with a colon gets its file in `camera.cfg`, too.
  package var name: String {
    isOfMainFile && !section.utf8.contains(ASCII.colon)
      ? section : file + ConfigurationFiles.fileMark + section
  }
}

extension SectionPlace {
  /// Whether a new section may have this name: letters, digits, hyphens and underscores. So it does not make the names
  /// of keys ambiguous, and is not taken for a file.
  var isPlain: Bool {
    !section.isEmpty
      && section.utf8.allSatisfy {
        ASCII.isLetter($0) || ASCII.isDigit($0) || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-")
      }
  }

  /// Whether both are the same, byte by byte.
  package static func == (one: SectionPlace, other: SectionPlace) -> Bool {
    isSame(one.section, other.section) && isSame(one.file, other.file)
  }

  /// Feeds the bytes of its names.
  package func hash(into hasher: inout Hasher) {
    hasher.combine(Array(file.utf8))
    hasher.combine(Array(section.utf8))
  }
}

/// A key of a section. Its name is the same where its bytes are.
package struct ConfigurationKey: Sendable, Hashable {
  /// The section.
  package let place: SectionPlace
  /// Its name in the section.
  package let key: String

  /// See the properties.
  package init(_ place: SectionPlace, _ key: String) {
    self.place = place
    self.key = key
  }

  /// `ethernet.IP`, `network.cfg:wlan.SSID`.
  package var name: String { place.name + ConfigurationFiles.keyMark + key }
}

extension ConfigurationKey {
  /// Whether both are the same, byte by byte.
  package static func == (one: ConfigurationKey, other: ConfigurationKey) -> Bool {
    isSame(one.key, other.key) && one.place == other.place
  }

  /// Feeds the bytes of its names.
  package func hash(into hasher: inout Hasher) {
    hasher.combine(place)
    hasher.combine(Array(key.utf8))
  }
}
