/// A path, split before its last name.
package struct SplitPath {
  /// Where `name` is; `.` or `/` where the path has no other.
  package let directory: String
  /// As text of a name (`NameText`).
  package let name: String

  /// - Returns: `nil` for a path without a last name, as `/` or `..`.
  package init?(_ path: String) {
    var bytes = Array(path.utf8)
    while bytes.last == Self.slash { bytes.removeLast() }
    let name = Array(bytes.reversed().prefix { $0 != Self.slash }.reversed())
    guard !name.isEmpty, name != [0x2E], name != [0x2E, 0x2E] else { return nil }
    var front = Array(bytes.dropLast(name.count))
    while front.count > 1, front.last == Self.slash { front.removeLast() }
    self.name = NameText.text(name)
    directory = front.isEmpty ? "." : String(decoding: front, as: UTF8.self)
  }

  private static let slash: UInt8 = 0x2F
}
