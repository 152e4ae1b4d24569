internal import FileSystem

extension ArchiveEntry {
  /// The blocks before the contents: an extended header where the fields cannot hold the entry, then its header.
  ///
  /// A multiple of 512 bytes.
  func encodedHeader() -> [UInt8] {
    let (header, records) = fields
    return (records.isEmpty ? [] : Self.extendedHeader(records.encoded())) + header.encoded()
  }

  /// Bytes in `encodedHeader()`.
  var headerLength: Int {
    let records = fields.records
    guard !records.isEmpty else { return ArchiveFormat.block }
    let length = records.encoded().count
    return 2 * ArchiveFormat.block + length + ArchiveFormat.padding(after: Int64(length))
  }

  private var fields: (header: UstarBlock, records: PaxRecords) {
    var records = PaxRecords()
    var header = UstarBlock(type: typeFlag, mode: mode, size: storedSize)
    if map == nil { header.setPath(storedPath, &records) } else { header.setSparse(path, realSize, &records) }
    header.setTarget(target, &records)
    header.setTime(modified, &records)
    header.setOwner(owner, group, &records)
    records.setExtended(extended)
    if [path.bytes, target].contains(where: { String(validating: $0, as: UTF8.self) == nil }) {
      records.isBinary = true
    }
    return (header, records)
  }

  private var realSize: Int64 {
    switch kind {
    case .file(let size): size
    case .directory, .link: 0
    }
  }

  private var typeFlag: UInt8 {
    switch kind {
    case .file: UInt8(ascii: "0")
    case .directory: UInt8(ascii: "5")
    case .link: UInt8(ascii: "2")
    }
  }

  private var storedPath: [UInt8] {
    kind == .directory ? path.bytes + [UInt8(ascii: "/")] : path.bytes
  }

  private var target: [UInt8] {
    switch kind {
    case .link(let target): NameText.bytes(target)
    case .file, .directory: []
    }
  }

  private static func extendedHeader(_ records: [UInt8]) -> [UInt8] {
    var header = UstarBlock(type: UInt8(ascii: "x"), mode: 0o600, size: Int64(records.count))
    header.name = Array("././@PaxHeader".utf8)
    return header.encoded() + records
      + [UInt8](repeating: 0, count: ArchiveFormat.padding(after: Int64(records.count)))
  }
}

extension PaxRecords {
  fileprivate mutating func setExtended(_ attributes: [ExtendedAttribute]) {
    guard !attributes.isEmpty else { return }
    extended = attributes
    func list(_ name: String) -> [UInt8]? {
      attributes.first { $0.name == Array(name.utf8) }.flatMap { AccessList.text($0.value) }
    }
    accessList = list(ExtendedAttribute.accessList)
    defaultList = list(ExtendedAttribute.defaultList)
  }
}

/// The fields of a ustar header to be written.
private struct UstarBlock {
  /// The largest owner or group that seven octal digits hold.
  static let identifierLimit: UInt32 = 0o7777777
  /// The last second that eleven octal digits hold.
  static let timeLimit: Int64 = 0o77777777777

  let type: UInt8
  let mode: UInt32
  let size: Int64
  var name: [UInt8] = []
  var prefix: [UInt8] = []
  var target: [UInt8] = []
  var owner: UInt32 = 0
  var group: UInt32 = 0
  var seconds: Int64 = 0

  init(type: UInt8, mode: UInt32, size: Int64) {
    self.type = type
    self.mode = mode
    self.size = size
  }

  mutating func setPath(_ path: [UInt8], _ records: inout PaxRecords) {
    if path.isASCII, path.count <= 100 {
      name = path
    } else if path.isASCII, let slash = Self.split(path) {
      prefix = Array(path[..<slash])
      name = Array(path[(slash + 1)...])
    } else {
      records.path = path.last == UInt8(ascii: "/") ? path.dropLast() : path
      name = path.placeholder
    }
  }

  /// What the field says of a file with holes, GNU tar passes over.
  mutating func setSparse(_ path: ArchivePath, _ size: Int64, _ records: inout PaxRecords) {
    records.sparse = PaxRecords.Sparse(isMajor1: true, isMinor0: true, path: path.bytes, size: size)
    name = Array((Array("GNUSparseFile.0/".utf8) + NameText.bytes(path.name)).placeholder)
  }

  /// The first slash that leaves at most 155 bytes before and 1 to 100 after it.
  private static func split(_ path: [UInt8]) -> Int? {
    path.indices.first { path[$0] == UInt8(ascii: "/") && (1...100).contains(path.count - $0 - 1) && $0 <= 155 }
  }

  mutating func setTarget(_ target: [UInt8], _ records: inout PaxRecords) {
    if target.isASCII, target.count <= 100 {
      self.target = target
    } else {
      records.target = target
      self.target = target.placeholder
    }
  }

  mutating func setTime(_ time: FileTime, _ records: inout PaxRecords) {
    let fits = (0...Self.timeLimit).contains(time.seconds)
    if !fits || time.nanoseconds != 0 { records.modified = time }
    if fits { seconds = time.seconds }
  }

  mutating func setOwner(_ owner: UInt32, _ group: UInt32, _ records: inout PaxRecords) {
    if owner > Self.identifierLimit { records.owner = owner } else { self.owner = owner }
    if group > Self.identifierLimit { records.group = group } else { self.group = group }
  }

  func encoded() -> [UInt8] {
    var block = [UInt8](repeating: 0, count: ArchiveFormat.block)
    block.put(name, at: UstarField.name)
    block.putOctal(Int64(mode), at: UstarField.mode)
    block.putOctal(Int64(owner), at: UstarField.owner)
    block.putOctal(Int64(group), at: UstarField.group)
    block.putOctal(size, at: UstarField.size)
    block.putOctal(seconds, at: UstarField.time)
    block[UstarField.type] = type
    block.put(target, at: UstarField.target)
    block.put(UstarField.magicAndVersion, at: UstarField.magic)
    block.putOctal(0, at: UstarField.major)
    block.putOctal(0, at: UstarField.minor)
    block.put(prefix, at: UstarField.prefix)
    let sum = UstarField.checksum(of: block)
    block.putOctal(sum, at: UstarField.checksum.lowerBound..<UstarField.checksum.upperBound - 1)
    block[UstarField.checksum.upperBound - 1] = UInt8(ascii: " ")
    return block
  }
}

/// Where the fields of a ustar header lie, in bytes.
enum UstarField {
  static let name = 0..<100
  static let mode = 100..<108
  static let owner = 108..<116
  static let group = 116..<124
  static let size = 124..<136
  static let time = 136..<148
  static let checksum = 148..<156
  static let type = 156
  static let target = 157..<257
  static let magic = 257..<265
  static let major = 329..<337
  static let minor = 337..<345
  static let prefix = 345..<500

  /// `ustar`, zero, version 00.
  static let magicAndVersion: [UInt8] = [0x75, 0x73, 0x74, 0x61, 0x72, 0x00, 0x30, 0x30]

  /// The sum of all bytes, those of the checksum itself counted as spaces.
  static func checksum(of block: [UInt8]) -> Int64 {
    let others = block.reduce(0) { $0 + Int64($1) } - block[checksum].reduce(0) { $0 + Int64($1) }
    return others + Int64(checksum.count) * Int64(UInt8(ascii: " "))
  }
}

extension [UInt8] {
  fileprivate var isASCII: Bool { allSatisfy { $0 < 0x80 } }

  /// What a field shows to tools that do not know extended headers.
  fileprivate var placeholder: [UInt8] { prefix(100).map { $0 < 0x80 ? $0 : UInt8(ascii: "_") } }

  fileprivate mutating func put(_ bytes: [UInt8], at field: Range<Int>) {
    precondition(bytes.count <= field.count)
    for (index, byte) in bytes.enumerated() { self[field.lowerBound + index] = byte }
  }

  /// Octal digits over the whole field but its last byte, which stays zero.
  fileprivate mutating func putOctal(_ value: Int64, at field: Range<Int>) {
    var rest = value
    for index in field.dropLast().reversed() {
      self[index] = UInt8(ascii: "0") + UInt8(rest & 7)
      rest >>= 3
    }
    precondition(rest == 0)
  }
}
