/// A tar archive put together by hand, so that it can be wrong in one place.
struct HandmadeArchive {
  private(set) var bytes: [UInt8] = []

  /// An archive that begins with a manifest of the modules' addresses.
  init(modules: [String] = []) {
    file("manifest.json", Array(Self.manifest(modules).utf8))
  }

  /// Nothing yet.
  init(empty: Void) {}

  /// An archive that begins with a manifest of what was left out.
  init(leftOut: [String]) {
    let entries = leftOut.map { #"{"path":"\#($0)","reason":"changing"}"# }.joined(separator: ",")
    let manifest = Self.manifest().dropLast() + #","left_out":[\#(entries)]}"#
    file("manifest.json", Array(manifest.utf8))
  }

  /// The records of a file with holes.
  static func sparse(
    _ path: String, major: String = "1", minor: String = "0", size: String
  ) -> String {
    record("GNU.sparse.major", major) + record("GNU.sparse.minor", minor) + record("GNU.sparse.name", path)
      + record("GNU.sparse.realsize", size)
  }

  static func manifest(_ modules: [String] = []) -> String {
    manifest(
      list: modules.map { address in
        #"{"address":"\#(address)","kind":"k","serial":"s","firmware":"f","file":"modules/\#(address)"}"#
      })
  }

  static func manifest(list: [String], format: String = "1") -> String {
    #"{"format":\#(format),"model":"m","serial":"s","firmware":"f","created":1,"modules":["#
      + list.joined(separator: ",") + "]}"
  }

  mutating func file(_ path: String, _ contents: [UInt8] = [], type: Character = "0") {
    header(path, type: type, size: contents.count)
    pad(contents)
  }

  mutating func directory(_ path: String) { header(path, type: "5") }

  /// Many directories `config/NNNNN`, copies of one header with other digits in name and checksum.
  mutating func directories(_ numbers: Range<Int>) {
    var model = HandmadeArchive(empty: ())
    model.header("config/00000", type: "5")
    var block = model.bytes
    let sum = block[..<148].reduce(0) { $0 + Int($1) } + block[156...].reduce(8 * 32) { $0 + Int($1) }
    for number in numbers {
      let digits = Array(String(100_000 + number).utf8.dropFirst())
      let more = digits.reduce(0) { $0 + Int($1) } - 5 * Int(UInt8(ascii: "0"))
      block.replaceSubrange(7..<12, with: digits)
      block.replaceSubrange(148..<154, with: Self.octal(sum + more, 6).utf8)
      bytes += block
    }
  }

  mutating func link(_ path: String, to target: String) { header(path, type: "2", target: target) }

  /// Extended records, as they are.
  mutating func records(_ text: String) { records(Array(text.utf8)) }

  mutating func records(_ body: [UInt8]) {
    header("pax", type: "x", size: body.count)
    pad(body)
  }

  /// One extended record with its right length.
  mutating func record(_ key: String, _ value: String) { records(Self.record(key, value)) }

  static func record(_ key: String, _ value: String) -> String {
    let rest = " \(key)=\(value)\n".utf8.count
    let length = (1...7).map { rest + $0 }.first { String($0).utf8.count + rest == $0 }!
    return "\(length) \(key)=\(value)\n"
  }

  /// A header with a right checksum after `change`.
  mutating func header(
    _ path: String, type: Character, size: Int = 0, target: String = "", prefix: String = "",
    change: (inout [UInt8]) -> Void = { _ in }
  ) {
    var block = [UInt8](repeating: 0, count: 512)
    func put(_ text: String, _ offset: Int) {
      for (index, byte) in text.utf8.enumerated() { block[offset + index] = byte }
    }
    put(path, 0)
    put("0000644", 100)
    put("0000000", 108)
    put("0000000", 116)
    put(Self.octal(size, 11), 124)
    put("00000000000", 136)
    put(String(type), 156)
    put(target, 157)
    put("ustar", 257)
    put("00", 263)
    put(prefix, 345)
    change(&block)
    for index in 148..<156 { block[index] = UInt8(ascii: " ") }
    put(Self.octal(block.reduce(0) { $0 + Int($1) }, 6) + "\0 ", 148)
    bytes += block
  }

  /// Contents and their padding.
  mutating func pad(_ contents: [UInt8]) {
    bytes += contents + [UInt8](repeating: 0, count: (512 - contents.count % 512) % 512)
  }

  /// The archive with its end.
  func ended(zeros: Int = 1_024) -> [UInt8] { bytes + [UInt8](repeating: 0, count: zeros) }

  private static func octal(_ value: Int, _ width: Int) -> String {
    let digits = String(value, radix: 8)
    return String(repeating: "0", count: width - digits.utf8.count) + digits
  }
}
