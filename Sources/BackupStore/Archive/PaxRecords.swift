internal import FileSystem

/// The records of a pax extended header, which hold what the fields of a ustar header cannot.
struct PaxRecords: Equatable {
  var path: [UInt8]?
  var target: [UInt8]?
  var size: Int64?
  var modified: FileTime?
  var owner: UInt32?
  var group: UInt32?
  /// `hdrcharset=BINARY`: path and target may be something else than UTF-8.
  var isBinary: Bool?
  var sparse: Sparse?
  /// In byte order of the names where it is written.
  var extended: [ExtendedAttribute]?
  /// The two access lists as text, for tools: what counts is among the extended attributes.
  var accessList: [UInt8]?
  var defaultList: [UInt8]?

  /// The records of a file with holes (GNU tar's format 1.0); all four must be there.
  struct Sparse: Equatable {
    var isMajor1: Bool?
    var isMinor0: Bool?
    var path: [UInt8]?
    var size: Int64?

    var isWhole: Bool { isMajor1 != nil && isMinor0 != nil && path != nil && size != nil }
  }

  var isEmpty: Bool { self == PaxRecords() }

  init() {}

  /// The records as `LENGTH KEY=VALUE\n`, in a fixed order.
  func encoded() -> [UInt8] {
    var bytes: [UInt8] = []
    if isBinary == true { bytes += record("hdrcharset", Self.binary) }
    if let path { bytes += record("path", path) }
    if let target { bytes += record("linkpath", target) }
    if let size { bytes += record("size", Array(String(size).utf8)) }
    if let modified { bytes += record("mtime", Array(modified.decimal.utf8)) }
    if let owner { bytes += record("uid", Array(String(owner).utf8)) }
    if let group { bytes += record("gid", Array(String(group).utf8)) }
    return bytes + sparseRecords() + attributeRecords()
  }

  private func sparseRecords() -> [UInt8] {
    guard let sparse, let path = sparse.path, let size = sparse.size else { return [] }
    return record("GNU.sparse.major", Array("1".utf8)) + record("GNU.sparse.minor", Array("0".utf8))
      + record("GNU.sparse.name", path) + record("GNU.sparse.realsize", Array(String(size).utf8))
  }

  private func attributeRecords() -> [UInt8] {
    var bytes: [UInt8] = []
    if let accessList { bytes += record("SCHILY.acl.access", accessList) }
    if let defaultList { bytes += record("SCHILY.acl.default", defaultList) }
    for attribute in extended ?? [] { bytes += record(Self.prefix + Self.encoded(attribute.name), attribute.value) }
    return bytes
  }

  private static let binary = Array("BINARY".utf8)
  private static let prefix = Array("SCHILY.xattr.".utf8)

  /// A name in a key, in which `=` would end it: as GNU tar does, `%25` for `%` and `%3D` for `=`.
  private static func encoded(_ name: [UInt8]) -> [UInt8] {
    name.flatMap { byte in
      switch byte {
      case UInt8(ascii: "%"): Array("%25".utf8)
      case UInt8(ascii: "="): Array("%3D".utf8)
      default: [byte]
      }
    }
  }

  /// - Returns: `nil` where `%` begins something else.
  private static func decoded(_ name: ArraySlice<UInt8>) -> [UInt8]? {
    var (bytes, rest) = ([UInt8](), name)
    while let first = rest.first {
      if first != UInt8(ascii: "%") {
        bytes.append(first)
        rest = rest.dropFirst()
      } else if rest.starts(with: "%25".utf8) || rest.starts(with: "%3D".utf8) {
        bytes.append(UInt8(ascii: rest.starts(with: "%25".utf8) ? "%" : "="))
        rest = rest.dropFirst(3)
      } else {
        return nil
      }
    }
    return bytes
  }

  private func record(_ key: String, _ value: [UInt8]) -> [UInt8] { record(Array(key.utf8), value) }

  /// The length of a record includes the digits of that length.
  private func record(_ key: [UInt8], _ value: [UInt8]) -> [UInt8] {
    let rest = [UInt8(ascii: " ")] + key + [UInt8(ascii: "=")] + value + [UInt8(ascii: "\n")]
    var length = rest.count
    while String(length).utf8.count + rest.count != length {
      length = String(length).utf8.count + rest.count
    }
    return Array(String(length).utf8) + rest
  }
}

extension PaxRecords {
  /// Reads the records of an extended header.
  ///
  /// - Returns: `nil` when the bytes are not records, a key is unknown or there twice, or a value is malformed. An
  ///   empty value would remove a field, and counts as malformed.
  init?(decoding bytes: [UInt8]) {
    var rest = bytes[...]
    var attributes: Set<[UInt8]> = []
    repeat {
      guard let (key, value) = Self.nextRecord(in: &rest), set(key, value, &attributes) else { return nil }
    } while !rest.isEmpty
    guard sparse?.isWhole ?? true, accessList == nil || attributes.contains(Array(ExtendedAttribute.accessList.utf8)),
      defaultList == nil || attributes.contains(Array(ExtendedAttribute.defaultList.utf8))
    else { return nil }
  }

  private static func nextRecord(
    in rest: inout ArraySlice<UInt8>
  ) -> (key: ArraySlice<UInt8>, value: ArraySlice<UInt8>)? {
    guard let space = rest.prefix(8).firstIndex(of: UInt8(ascii: " ")),
      let length = Int64(digits: rest[..<space]), length > space - rest.startIndex + 1, length <= rest.count
    else { return nil }
    let record = rest.prefix(Int(length))[(space + 1)...]
    rest = rest.dropFirst(Int(length))
    guard record.last == UInt8(ascii: "\n"), let equals = record.firstIndex(of: UInt8(ascii: "=")) else { return nil }
    return (record[..<equals], record[(equals + 1)...].dropLast())
  }

  /// - Parameter attributes: the names of the extended attributes so far.
  private mutating func set(
    _ key: ArraySlice<UInt8>, _ value: ArraySlice<UInt8>, _ attributes: inout Set<[UInt8]>
  ) -> Bool {
    guard key.starts(with: Self.prefix) else { return set(String(decoding: key, as: UTF8.self), value) }
    guard let name = Self.decoded(key.dropFirst(Self.prefix.count)), ExtendedAttribute.isKept(name),
      value.count <= ExtendedAttribute.valueLimit, attributes.insert(name).inserted
    else { return false }
    if extended == nil { extended = [] }
    extended?.append(ExtendedAttribute(name: name, value: Array(value)))
    return true
  }

  private mutating func setSparse(_ key: String, _ value: ArraySlice<UInt8>) -> Bool {
    var records = sparse ?? Sparse()
    defer { sparse = records }
    switch key {
    case "GNU.sparse.major": return Self.take(value.elementsEqual("1".utf8) ? true : nil, into: &records.isMajor1)
    case "GNU.sparse.minor": return Self.take(value.elementsEqual("0".utf8) ? true : nil, into: &records.isMinor0)
    case "GNU.sparse.name": return Self.take(Array(value), into: &records.path)
    case "GNU.sparse.realsize": return Self.take(Self.fileSize(value), into: &records.size)
    default: return false
    }
  }

  private static func fileSize(_ digits: ArraySlice<UInt8>) -> Int64? {
    Int64(digits: digits).flatMap { $0 <= ArchiveFormat.fileLimit ? $0 : nil }
  }

  private mutating func set(_ key: String, _ value: ArraySlice<UInt8>) -> Bool {
    switch key {
    case "hdrcharset": return take(value.elementsEqual(Self.binary) ? true : nil, into: \.isBinary)
    case "SCHILY.acl.access": return take(Array(value), into: \.accessList)
    case "SCHILY.acl.default": return take(Array(value), into: \.defaultList)
    case "path": return take(Array(value), into: \.path)
    case "linkpath": return take(Array(value), into: \.target)
    case "size": return take(Int64(digits: value), into: \.size)
    case "mtime": return take(FileTime(decimal: value), into: \.modified)
    case "uid": return take(Self.identifier(value), into: \.owner)
    case "gid": return take(Self.identifier(value), into: \.group)
    default: return setSparse(key, value)
    }
  }

  /// Whether there is a value, the first for its field.
  private mutating func take<Value>(_ value: Value?, into field: WritableKeyPath<PaxRecords, Value?>) -> Bool {
    Self.take(value, into: &self[keyPath: field])
  }

  private static func take<Value>(_ value: Value?, into field: inout Value?) -> Bool {
    guard let value, field == nil else { return false }
    field = value
    return true
  }

  private static func identifier(_ digits: ArraySlice<UInt8>) -> UInt32? {
    guard let value = Int64(digits: digits), value <= ArchiveFormat.identifierLimit else { return nil }
    return UInt32(value)
  }
}

extension Int64 {
  /// The number that decimal digits, and nothing else, spell.
  fileprivate init?(digits: ArraySlice<UInt8>) {
    guard digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
    self.init(String(decoding: digits, as: UTF8.self))
  }
}

extension FileTime {
  /// Seconds as a decimal number; before 1970 the fraction counts downwards from the whole seconds.
  fileprivate var decimal: String {
    guard nanoseconds != 0 else { return String(seconds) }
    let isNegative = seconds < 0
    let whole = isNegative ? (seconds + 1).magnitude : seconds.magnitude
    let digits = String(isNegative ? 1_000_000_000 - nanoseconds : nanoseconds)
    let fraction = (String(repeating: "0", count: 9 - digits.utf8.count) + digits).trimmingZeros
    return "\(isNegative ? "-" : "")\(whole).\(fraction)"
  }

  /// Reads seconds as a decimal number; digits after the ninth of the fraction do not count.
  fileprivate init?(decimal: ArraySlice<UInt8>) {
    let isNegative = decimal.first == UInt8(ascii: "-")
    let parts = decimal.dropFirst(isNegative ? 1 : 0).split(
      separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = parts.first, let whole = Int64(digits: first) else { return nil }
    var nanoseconds: Int64 = 0
    if parts.count == 2 {
      guard parts[1].allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
        return nil
      }
      let ninth = parts[1].prefix(9) + Array(repeating: UInt8(ascii: "0"), count: max(0, 9 - parts[1].count))
      nanoseconds = Int64(digits: ninth) ?? 0
    }
    if !isNegative {
      self.init(seconds: whole, nanoseconds: Int32(nanoseconds))
    } else if nanoseconds == 0 {
      self.init(seconds: -whole, nanoseconds: 0)
    } else {
      self.init(seconds: -whole - 1, nanoseconds: Int32(1_000_000_000 - nanoseconds))
    }
  }
}

extension String {
  fileprivate var trimmingZeros: Substring {
    var text = self[...]
    while text.last == "0" { text.removeLast() }
    return text
  }
}
