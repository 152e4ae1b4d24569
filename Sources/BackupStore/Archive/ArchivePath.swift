internal import FileSystem

/// A path in an archive, compared by its bytes: two spellings of one character are two names, as on the disk.
package struct ArchivePath: Sendable, Hashable, Comparable {
  /// The bytes, without a trailing slash.
  package let bytes: [UInt8]

  /// The path that `text` spells (`NameText`), unchecked.
  package init(_ text: String) {
    bytes = NameText.bytes(text)
  }

  private init(unchecked bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Checks a path from outside.
  ///
  /// - Parameter isBinary: whether it may be something else than UTF-8.
  /// - Throws: the rule that it breaks.
  init(checking bytes: [UInt8], isBinary: Bool = false) throws(ArchiveRule) {
    guard bytes.count <= ArchiveFormat.pathLimit else { throw .pathTooLong }
    guard !bytes.contains(0), isBinary || String(validating: bytes, as: UTF8.self) != nil else { throw .pathNotUTF8 }
    for component in bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
      guard !component.isEmpty else { throw .emptyComponent }
      guard !component.elementsEqual([0x2E]), !component.elementsEqual([0x2E, 0x2E]) else { throw .dotComponent }
    }
    self.bytes = bytes
  }

  /// The path as text (`NameText`), to be cleaned before it is shown.
  package var text: String { NameText.text(bytes) }

  /// The last component, as text.
  package var name: String {
    NameText.text(bytes.suffix(from: bytes.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0))
  }

  /// The components, as text.
  package var components: [String] {
    bytes.split(separator: UInt8(ascii: "/")).map { NameText.text($0) }
  }

  /// The directory that the path lies in; `nil` at the top.
  package var parent: ArchivePath? {
    bytes.lastIndex(of: UInt8(ascii: "/")).map { ArchivePath(unchecked: Array(bytes[..<$0])) }
  }

  /// The path of `name`, as text, in this directory.
  package func appending(_ name: String) -> ArchivePath {
    ArchivePath(unchecked: bytes + [UInt8(ascii: "/")] + NameText.bytes(name))
  }

  /// Whether the path lies below `directory`, at any depth.
  package func isBelow(_ directory: ArchivePath) -> Bool {
    bytes.count > directory.bytes.count && bytes[directory.bytes.count] == UInt8(ascii: "/")
      && bytes.starts(with: directory.bytes)
  }

  /// Orders by bytes with the slash before all others, so that what a directory holds follows it at once.
  ///
  /// GNU tar sets the time of a directory when it meets the first entry outside.
  package static func < (left: ArchivePath, right: ArchivePath) -> Bool {
    left.bytes.lexicographicallyPrecedes(right.bytes) { rank($0) < rank($1) }
  }

  /// A path holds no zero byte.
  private static func rank(_ byte: UInt8) -> UInt8 { byte == UInt8(ascii: "/") ? 0 : byte }
}

extension ArchivePath {
  static let manifest = ArchivePath("manifest.json")
  /// The configuration directory.
  package static let configuration = ArchivePath("config")
  static let modules = ArchivePath("modules")

  /// What an archive holds under a path.
  package enum Role: Sendable, Equatable {
    case manifest
    /// The configuration directory or an entry of it, by its path below the directory, as text (`NameText`); empty for
    /// itself.
    case configuration(String)
    /// The directory of the modules' configurations.
    case modules
    /// The configuration of the module at an address.
    case module(address: String)
  }

  /// The role of the entry; `nil` for a name that no archive holds.
  package var role: Role? {
    if self == .manifest { return .manifest }
    if self == .configuration { return .configuration("") }
    if self == .modules { return .modules }
    if isBelow(.configuration) { return .configuration(text(below: .configuration)) }
    guard isBelow(.modules) else { return nil }
    let address = text(below: .modules)
    return ModuleSnapshot.isReadable(address) ? .module(address: address) : nil
  }

  private func text(below directory: ArchivePath) -> String {
    NameText.text(bytes.dropFirst(directory.bytes.count + 1))
  }
}
