/// A key that a person wants to add on a screen, where the documents themselves are not at hand.
extension [ShownSection] {
  /// The key as a row, without a value; the one that there is, where the section has it already. What the key may be is
  /// what `config set` accepts, and a new section what `config apply` accepts.
  ///
  /// - Parameters:
  ///   - section: its name, `wlan` or `network.cfg:wlan`; a new one is made when the change is applied.
  ///   - settings: say what is a secret, and where the identity is.
  /// - Throws: `.invalidName`, `.invalidSection`, `.users`, `.identity`, `.textSection`.
  package func newKey(
    _ key: String, in section: String, _ settings: Settings
  ) throws(ConfigurationEditProblem) -> ShownKey {
    let place = place(named: section)
    let wanted = ConfigurationKey(place, key)
    let own = first { $0.place == place }
    if let there = own?.lines.compactMap(\.key).last(where: { $0.key == wanted }) { return there }
    guard own?.isText != true else { throw .textSection(place.name) }
    guard own != nil || place.isPlain else { throw .invalidSection(section) }
    guard !key.isEmpty, key.utf8.allSatisfy(ConfigurationLine.isKeyByte) else { throw .invalidName(key) }
    let isMain = place.isOfMainFile
    guard !(isMain && place.section.utf8.elementsEqual(UserList.section.utf8)) else { throw .users }
    let isIdentity = isMain && place.section.utf8.elementsEqual(CameraIdentity.section.utf8)
    guard !isIdentity || !CameraIdentity.keys(settings).contains(where: { $0.utf8.elementsEqual(key.utf8) }) else {
      throw .identity(wanted.name)
    }
    return ShownKey(
      key: wanted, value: "", isSecret: settings.secretMask.hides(key, in: place.section), isFixed: false,
      isExact: true)
  }

  /// The section that there is, or a new one: in a file that is named before it, else in `camera.cfg`.
  private func place(named name: String) -> SectionPlace {
    if let found = first(where: { $0.place.name.utf8.elementsEqual(name.utf8) }) { return found.place }
    let files = map { $0.place.file }.filter { name.utf8.starts(with: ($0 + ConfigurationFiles.fileMark).utf8) }
    guard let file = files.max(by: { $0.utf8.count < $1.utf8.count }) else { return SectionPlace(section: name) }
    let start = (file + ConfigurationFiles.fileMark).utf8.count
    return SectionPlace(file: file, section: String(decoding: name.utf8.dropFirst(start), as: UTF8.self))
  }
}

extension ShownSection.Line {
  fileprivate var key: ShownKey? { if case .key(let shown) = self { shown } else { nil } }
}
