internal import FileSystem

/// The records of a pax extended header, which hold what the fields of a ustar header cannot.
struct PaxRecords: Equatable {
  var path: [UInt8]?
  var target: [UInt8]?
  var size: Int64?
  var modified: FileTime?
  var owner: UInt32?
  var group: UInt32?

  var isEmpty: Bool { self == PaxRecords() }

  init() {}

  /// The records as `LENGTH KEY=VALUE\n`, in a fixed order.
  func encoded() -> [UInt8] {
    var bytes: [UInt8] = []
    if let path { bytes += record("path", path) }
    if let target { bytes += record("linkpath", target) }
    if let size { bytes += record("size", Array(String(size).utf8)) }
    if let modified { bytes += record("mtime", Array(modified.decimal.utf8)) }
    if let owner { bytes += record("uid", Array(String(owner).utf8)) }
    if let group { bytes += record("gid", Array(String(group).utf8)) }
    return bytes
  }

  /// The length of a record counts its own digits.
  private func record(_ key: String, _ value: [UInt8]) -> [UInt8] {
    let rest = [UInt8(ascii: " ")] + Array(key.utf8) + [UInt8(ascii: "=")] + value + [UInt8(ascii: "\n")]
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
  /// - Returns: `nil` when the bytes are no records, a key is not one of the six or is there twice, or a value is
  ///   malformed. An empty value, which would take a field back, is malformed.
  init?(decoding bytes: [UInt8]) {
    var rest = bytes[...]
    repeat {
      guard let (key, value) = Self.nextRecord(in: &rest), set(key, value) else { return nil }
    } while !rest.isEmpty
  }

  private static func nextRecord(in rest: inout ArraySlice<UInt8>) -> (key: String, value: ArraySlice<UInt8>)? {
    guard let space = rest.prefix(6).firstIndex(of: UInt8(ascii: " ")),
      let length = Int64(digits: rest[..<space]), length > space - rest.startIndex + 1, length <= rest.count
    else { return nil }
    let record = rest.prefix(Int(length))[(space + 1)...]
    rest = rest.dropFirst(Int(length))
    guard record.last == UInt8(ascii: "\n"), let equals = record.firstIndex(of: UInt8(ascii: "=")) else { return nil }
    return (String(decoding: record[..<equals], as: UTF8.self), record[(equals + 1)...].dropLast())
  }

  private mutating func set(_ key: String, _ value: ArraySlice<UInt8>) -> Bool {
    switch key {
    case "path": return take(Array(value), into: \.path)
    case "linkpath": return take(Array(value), into: \.target)
    case "size": return take(Int64(digits: value), into: \.size)
    case "mtime": return take(FileTime(decimal: value), into: \.modified)
    case "uid": return take(Self.identifier(value), into: \.owner)
    case "gid": return take(Self.identifier(value), into: \.group)
    default: return false
    }
  }

  /// Whether there is a value, the first for its field.
  private mutating func take<Value>(_ value: Value?, into field: WritableKeyPath<PaxRecords, Value?>) -> Bool {
    guard let value, self[keyPath: field] == nil else { return false }
    self[keyPath: field] = value
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
