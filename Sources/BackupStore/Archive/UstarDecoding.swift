internal import FileSystem

/// The fields of a ustar header that was read.
struct UstarHeader {
  let type: UInt8
  /// Prefix and name, as they stand.
  let path: [UInt8]
  let target: [UInt8]
  /// Permission bits and whatever else the field holds.
  let mode: Int64
  let owner: Int64
  let group: Int64
  /// Bytes, 0 or more.
  let size: Int64
  /// Seconds since 1970, 0 or more.
  let seconds: Int64

  /// Reads a block of 512 bytes.
  ///
  /// - Throws: the first fault: magic, checksum, then the fields.
  init(block: [UInt8]) throws(ArchiveError.HeaderFault) {
    guard block[UstarField.magic].elementsEqual(UstarField.magicAndVersion) else { throw .magic }
    guard block.octal(UstarField.checksum) == UstarField.checksum(of: block) else { throw .checksum }
    type = block[UstarField.type]
    guard let name = block.text(UstarField.name), let prefix = block.text(UstarField.prefix),
      let target = block.text(UstarField.target)
    else { throw .name }
    path = prefix.isEmpty ? name : prefix + [UInt8(ascii: "/")] + name
    self.target = target
    guard let mode = block.octal(UstarField.mode), let owner = block.octal(UstarField.owner),
      let group = block.octal(UstarField.group), let size = block.octal(UstarField.size),
      let seconds = block.octal(UstarField.time)
    else { throw .number }
    (self.mode, self.owner, self.group, self.size, self.seconds) = (mode, owner, group, size, seconds)
  }
}

extension ArchiveError.HeaderFault: Error {}

extension [UInt8] {
  /// The bytes of a field before its first zero; `nil` when others follow.
  fileprivate func text(_ field: Range<Int>) -> [UInt8]? {
    let bytes = self[field]
    let text = bytes.prefix { $0 != 0 }
    return bytes.dropFirst(text.count).allSatisfy { $0 == 0 } ? Array(text) : nil
  }

  /// The number in a field: spaces, octal digits, then spaces and zeros.
  fileprivate func octal(_ field: Range<Int>) -> Int64? {
    let bytes = self[field].drop { $0 == UInt8(ascii: " ") }
    let digits = bytes.prefix { (UInt8(ascii: "0")...UInt8(ascii: "7")).contains($0) }
    let rest = bytes.dropFirst(digits.count)
    guard !digits.isEmpty, rest.allSatisfy({ $0 == 0 || $0 == UInt8(ascii: " ") }) else { return nil }
    return digits.reduce(0) { $0 << 3 | Int64($1 - UInt8(ascii: "0")) }
  }
}

extension ArchiveEntry {
  /// The entry that a header and the records before it describe.
  ///
  /// - Throws: the rule that it breaks.
  init(_ header: UstarHeader, _ records: PaxRecords) throws(ArchiveRule) {
    let size = records.size ?? header.size
    guard size <= ArchiveFormat.lengthLimit else { throw .tooLarge }
    let isBinary = records.isBinary ?? false
    var path = records.sparse?.path ?? records.path ?? header.path
    let kind: Kind
    switch header.type {
    case UInt8(ascii: "0"), 0: kind = .file(size: records.sparse?.size ?? size)
    case UInt8(ascii: "5"):
      kind = .directory
      if path.last == UInt8(ascii: "/") { path.removeLast() }
    case UInt8(ascii: "2"):
      kind = .link(target: try Self.target(records.target ?? header.target, isBinary: isBinary))
    default: throw .unsupportedType
    }
    let checked = try ArchivePath(checking: path, isBinary: isBinary)
    try Self.checkFields(kind, size: size, target: records.target ?? header.target, isSparse: records.sparse != nil)
    self.init(
      path: checked, kind: kind, mode: UInt32(header.mode & 0o7777), owner: records.owner ?? UInt32(header.owner),
      group: records.group ?? UInt32(header.group),
      modified: records.modified ?? FileTime(seconds: header.seconds, nanoseconds: 0),
      extended: (records.extended ?? []).ordered)
  }

  /// The same file with a map.
  func with(_ map: SparseMap) -> ArchiveEntry {
    ArchiveEntry(
      path: path, kind: kind, mode: mode, owner: owner, group: group, modified: modified, extended: extended, map: map)
  }

  private static func checkFields(
    _ kind: Kind, size: Int64, target: [UInt8], isSparse: Bool
  ) throws(ArchiveRule) {
    guard !isSparse || kind.isFile else { throw .badMap }
    switch kind {
    case .file:
      guard target.isEmpty else { throw .badTarget }
    case .directory:
      guard size == 0 else { throw .unexpectedSize }
      guard target.isEmpty else { throw .badTarget }
    case .link:
      guard size == 0 else { throw .unexpectedSize }
    }
  }

  /// Checks the target of a link, in the archive or on the disk, and returns it as text (`NameText`).
  static func target(_ bytes: [UInt8], isBinary: Bool) throws(ArchiveRule) -> String {
    guard (1...ArchiveFormat.targetLimit).contains(bytes.count), !bytes.contains(0),
      isBinary || String(validating: bytes, as: UTF8.self) != nil
    else { throw .badTarget }
    return NameText.text(bytes)
  }
}
