/// An extended attribute of a file, directory or link (`man 7 xattr`).
package struct ExtendedAttribute: Sendable, Hashable {
  /// `user.comment`: 1 to 255 bytes without zero.
  package let name: [UInt8]
  /// At most 65,536 bytes.
  package let value: [UInt8]

  /// - Parameters:
  ///   - name: with its class, as `user.origin`.
  ///   - value: any bytes.
  package init(name: [UInt8], value: [UInt8]) {
    self.name = name
    self.value = value
  }

  /// The same for a name that is text.
  package init(_ name: String, _ value: [UInt8]) {
    self.init(name: Array(name.utf8), value: value)
  }

  /// The name as text.
  package var text: String { NameText.text(name) }

  /// Bytes in a name, at most (`XATTR_NAME_MAX`).
  package static let nameLimit = 255
  /// Bytes in a value, at most (`XATTR_SIZE_MAX`).
  package static let valueLimit = 65_536

  /// The access list of an entry, and that which a directory gives to new entries.
  package static let accessList = "system.posix_acl_access"
  /// The access list that a directory gives to what is made in it.
  package static let defaultList = "system.posix_acl_default"
  /// The capabilities of a program. A change of owner or contents takes them away.
  package static let capability = "security.capability"

  /// Whether an attribute belongs to the entry: what the kernel keeps of its own is left out.
  ///
  /// `user.*`, `trusted.*`, `security.*` and the two access lists belong to it; `trusted.overlay.*` and
  /// `user.overlay.*` are the inside of an overlay, `security.evm` is bound to the inode, and other `system.*` show
  /// what a file system has elsewhere.
  package static func isKept(_ name: [UInt8]) -> Bool {
    guard (1...nameLimit).contains(name.count), !name.contains(0) else { return false }
    func begins(_ prefix: String) -> Bool { name.count > prefix.utf8.count && name.starts(with: prefix.utf8) }
    if begins("trusted.overlay.") || begins("user.overlay.") || name == Array("security.evm".utf8) { return false }
    return begins("user.") || begins("trusted.") || begins("security.") || name == Array(accessList.utf8)
      || name == Array(defaultList.utf8)
  }
}

extension [ExtendedAttribute] {
  /// In byte order of the names.
  package var ordered: [ExtendedAttribute] { sorted { $0.name.lexicographicallyPrecedes($1.name) } }
}

/// The flags of `chattr` that keep an entry from being changed (`FS_IOC_GETFLAGS`).
package struct FileLock: OptionSet, Sendable, Hashable {
  /// The bits of the set.
  package let rawValue: Int

  /// See `OptionSet`.
  package init(rawValue: Int) { self.rawValue = rawValue }

  /// `chattr +i`.
  package static let immutable = FileLock(rawValue: 1)
  /// `chattr +a`.
  package static let appendOnly = FileLock(rawValue: 2)
}
