/// The access list of an entry, as the kernel keeps it in an extended attribute, in the form that tar programs read.
///
/// bsdtar takes access lists from records of their own, `SCHILY.acl.access` and `SCHILY.acl.default`, and passes over
/// the extended attributes that hold the same. GNU tar takes either.
enum AccessList {
  private static let version: [UInt8] = [2, 0, 0, 0]

  /// The list as text, `user::rw-,user:1234:r--:1234,…`; `nil` where the value is not a list.
  static func text(_ value: [UInt8]) -> [UInt8]? {
    guard value.starts(with: version), value.count % 8 == 4, value.count > 4 else { return nil }
    var entries: [String] = []
    for start in stride(from: 4, to: value.count, by: 8) {
      guard let entry = entry(Array(value[start..<start + 8])) else { return nil }
      entries.append(entry)
    }
    return Array(entries.joined(separator: ",").utf8)
  }

  /// Tag and permissions of two bytes, and an identifier of four, little-endian.
  private static func entry(_ bytes: [UInt8]) -> String? {
    let permissions = bytes[2]
    let identifier = bytes[4...].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    guard bytes[1] == 0, bytes[3] == 0, permissions <= 7 else { return nil }
    let word =
      (permissions & 4 != 0 ? "r" : "-") + (permissions & 2 != 0 ? "w" : "-") + (permissions & 1 != 0 ? "x" : "-")
    switch bytes[0] {
    case 0x01: return "user::\(word)"
    case 0x02: return "user:\(identifier):\(word):\(identifier)"
    case 0x04: return "group::\(word)"
    case 0x08: return "group:\(identifier):\(word):\(identifier)"
    case 0x10: return "mask::\(word)"
    case 0x20: return "other::\(word)"
    default: return nil
    }
  }
}
